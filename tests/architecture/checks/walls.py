"""Who may import whom: floors, the order of the mechanisms, the hill, the four doors, the order inside a room, the pure engine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.checks.tree import Import, contract, imports, inside, sources, tree

DOORS = {"services", "queries", "events", "access"}
ENTRANCES = {"urls", "api", "tools", "access"}
LOWER = {
    "models": set[str](),
    "events": set[str](),
    "access": {"models"},
    "queries": {"models", "access"},
    "services": {"models", "access", "events", "queries"},
}
LOWER["words"] = set()
LOWER["registers"] = {*LOWER, "searches"}
LOWER["searches"] = {"models", "access", "queries"}
LOWER["forms"] = {*LOWER["registers"], "registers"}
LOWER["views"] = {*LOWER["forms"], "forms"}
LOWER["urls"] = {*LOWER["views"], "views"}
for _entrance in ("api", "tools", "tasks", "reactions", "management"):
    LOWER[_entrance] = LOWER["forms"]
FREE = {"apps", "__init__", "templatetags"}
IMPURE = {
    "django", "steerco", "http", "urllib", "socket", "requests", "os", "pathlib", "io", "shutil", "tempfile", "subprocess", "time",
    "sqlite3", "secrets", "uuid", "threading", "logging",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow"}


def floors(root: Path) -> list[str]:
    """Foundation knows no room, config is named by strings only, interfaces enter rooms by their entrances."""
    found = []
    for each in _all(root):
        if inside(each.imported, "steerco.config") and not inside(each.importer, "steerco.config"):
            found.append(f"{each}: settings are named by string only")
        elif inside(each.importer, "steerco.config") and inside(each.imported, "steerco") and not inside(each.imported, "steerco.config"):
            found.append(f"{each}: settings name modules by string only")
        elif inside(each.imported, "steerco.interfaces") and not inside(each.importer, "steerco.interfaces"):
            found.append(f"{each}: nothing imports the interfaces")
        elif inside(each.importer, "steerco.foundation") and inside(each.imported, "steerco.capabilities"):
            found.append(f"{each}: foundation knows no room")
        elif inside(each.importer, "steerco.interfaces") and _room(each.imported) and _file(each.imported) not in ENTRANCES:
            found.append(f"{each}: interfaces enter a room by {', '.join(sorted(ENTRANCES))}")
    return found


def mechanisms(root: Path) -> list[str]:
    """The mechanisms of the foundation import downwards only."""
    return _downhill(root, "steerco.foundation", contract(root, "The mechanisms"))


def hill(root: Path) -> list[str]:
    """The rooms import downhill only, and every room stands on the hill."""
    order = contract(root, "The hill")
    placed = {name for layer in order for name in layer}
    rooms = sorted(path.parent.name for path in (root / "src/steerco/capabilities").glob("*/__init__.py"))
    return [f"room {room} has no place on the hill" for room in rooms if room not in placed] + _downhill(
        root, "steerco.capabilities", order
    )


def doors(root: Path) -> list[str]:
    """From another room only its services, queries, events and access."""
    found = []
    for each in _all(root):
        here, there = _room(each.importer), _room(each.imported)
        if here and there and here != there and _file(each.imported) not in DOORS:
            found.append(f"{each}: the doors of a room are {', '.join(sorted(DOORS))}")
    return found


def order_in_rooms(root: Path) -> list[str]:
    """Inside a room each file imports lower files only, and bears one of the house's names."""
    found = []
    for path in sources(root):
        parts = path.parts
        if parts[:3] != ("src", "steerco", "capabilities") or len(parts) < 5:
            continue
        name = parts[4].removesuffix(".py")
        if name not in LOWER and name not in FREE:
            found.append(f"{path}: a room has no file of this name; its names are {', '.join(sorted({*LOWER, *FREE} - {'__init__'}))}")
            continue
        for each in imports(root, path):
            lower = _file(each.imported)
            if name in FREE or _room(each.imported) != parts[3] or not lower or lower == name:
                continue
            if lower not in LOWER[name]:
                found.append(f"{each}: {name} may import {', '.join(sorted(LOWER[name])) or 'nothing'} of its room")
    return found


def engine_purity(root: Path) -> list[str]:
    """The engine knows neither Django nor files nor a clock nor unseeded chance."""
    found = []
    for path in sources(root):
        if path.parts[1] != "steerco_engine":
            continue
        found += [f"{each}: the engine is pure" for each in imports(root, path) if each.imported.split(".")[0] in IMPURE]
        found += [f"{path}:{node.lineno} {said}" for node in ast.walk(tree(root, path)) if (said := _impure_call(node))]
    return found


def _impure_call(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    called = ast.unparse(node.func)
    if called in {"open", "print", "input"}:
        return f"calls {called}: the engine reads and writes nothing"
    if called.split(".")[-1] in CLOCKS and "." in called:
        return f"calls {called}: the engine has no clock"
    if called.startswith(("random.", "np.random.", "numpy.random.")) and not (called.endswith(("Random", "default_rng")) and node.args):
        return f"calls {called} without a seed"
    return ""


def _downhill(root: Path, package: str, order: list[list[str]]) -> list[str]:
    height = {name: -row for row, layer in enumerate(order) for name in layer}
    found = []
    for each in _all(root):
        here, there = _child(each.importer, package), _child(each.imported, package)
        if here and there and here != there and not height.get(there, 0) < height.get(here, 0):
            found.append(f"{each}: {here} does not stand above {there}")
    return found


def _all(root: Path) -> Iterator[Import]:
    for path in sources(root):
        yield from imports(root, path)


def _child(name: str, package: str) -> str:
    return name.removeprefix(f"{package}.").split(".")[0] if name.startswith(f"{package}.") else ""


def _room(name: str) -> str:
    return _child(name, "steerco.capabilities")


def _file(name: str) -> str:
    """The file of a room that a module is or lies in; empty for the room itself."""
    parts = name.split(".")
    return parts[3] if len(parts) > 3 else ""
