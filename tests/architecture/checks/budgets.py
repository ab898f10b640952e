"""Sizes and names: how long a file, a function, a template and a room may be, and what nothing is called."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

from tests.architecture.checks.tree import ROOMS, files, is_migration, sources, tree

FILE, FUNCTION, TEMPLATE, COMPONENT, ROOM, INTERFACES = 500, 80, 150, 60, 2_500, 600
BANNED_FILES = {"utils", "util", "common", "core", "helpers", "helper", "misc", "manager", "managers", "base"}
BANNED_ENDINGS = ("Item", "Object", "Entity", "Data", "Info", "Manager", "Handler")


def lines(root: Path, path: Path) -> int:
    """How many lines a file has."""
    return len((root / path).read_text(encoding="utf-8").splitlines())


def stops(root: Path) -> list[str]:
    """Nothing passes the size at which it must be split."""
    found = [
        f"{path} has {n} lines, the stop is {FILE}"
        for path in files(root, ".py")
        if not is_migration(path) and (n := lines(root, path)) > FILE
    ]
    for path in files(root, ".html"):
        stop = COMPONENT if "cotton" in path.parts else TEMPLATE
        if (n := lines(root, path)) > stop:
            found.append(f"{path} has {n} lines, the stop is {stop}")
    for path in files(root, ".py"):
        found += [
            f"{path}:{node.lineno} {node.name} has {n} lines, the stop is {FUNCTION}" for node, n in _functions(root, path) if n > FUNCTION
        ]
    for room in sorted((root / ROOMS).glob("*/__init__.py")):
        total = sum(lines(root, path) for path in sources(root) if path.is_relative_to(ROOMS / room.parent.name))
        if total > ROOM:
            found.append(f"room {room.parent.name} has {total} lines of source, the stop is {ROOM}: split it")
    total = sum(lines(root, path) for path in sources(root) if path.parts[:3] == ("src", "steerco", "interfaces"))
    return [*found, *([f"interfaces have {total} lines, the stop is {INTERFACES}"] if total > INTERFACES else [])]


def aims(root: Path) -> list[str]:
    """Most files and functions are as small as they should be."""
    sizes = [lines(root, path) for path in sources(root) if path.name != "__init__.py"]
    spans = [n for path in sources(root) for _node, n in _functions(root, path)]
    found = []
    if sizes and median(sizes) > 120:
        found.append(f"the median file has {median(sizes)} lines, the aim is 120")
    if len(sizes) > 10 and quantiles(sizes, n=10)[-1] > 300:
        found.append(f"one file in ten has more than {quantiles(sizes, n=10)[-1]:.0f} lines, the aim is 300")
    if len(spans) > 10 and quantiles(spans, n=10)[-1] > 30:
        found.append(f"one function in ten has more than {quantiles(spans, n=10)[-1]:.0f} lines, the aim is 30")
    return found


def names(root: Path) -> list[str]:
    """Nothing bears a name that says nothing."""
    found = []
    for path in files(root, ".py"):
        if BANNED_FILES & {part.removesuffix(".py") for part in path.parts}:
            found.append(f"{path}: the name says nothing")
        for node in ast.walk(tree(root, path)):
            if isinstance(node, ast.ClassDef) and node.name.endswith(BANNED_ENDINGS) and not _is_manager_of_django(node):
                found.append(f"{path}:{node.lineno} class {node.name}: the name says nothing")
    return found


def typed(root: Path) -> list[str]:
    """Every function says its types, and every module, class and public function says what it is."""
    found = []
    for path in sources(root):
        module = tree(root, path)
        if not ast.get_docstring(module):
            found.append(f"{path} has no docstring")
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _untyped(node):
                found.append(f"{path}:{node.lineno} {node.name} does not say its types")
    return found


def _untyped(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    own = {"self", "cls"}
    return node.returns is None or any(each.annotation is None and each.arg not in own for each in arguments)


def _is_manager_of_django(node: ast.ClassDef) -> bool:
    return any("Manager" in ast.unparse(parent) for parent in node.bases)


def _functions(root: Path, path: Path) -> list[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node, (node.end_lineno or node.lineno) - node.lineno + 1) for node in ast.walk(tree(root, path)) if isinstance(node, kinds)]
