"""Walking a source tree: files, modules, imports."""

from __future__ import annotations

import ast
import functools
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

IGNORED = {".venv", ".git", "__pycache__", "node_modules", ".steerco", ".mypy_cache", ".ruff_cache", ".hypothesis", "dist", "test-results"}
ROOMS = Path("src/steerco/capabilities")
MECHANISMS = Path("src/steerco/foundation")


@dataclass(frozen=True, slots=True)
class Import:
    """One import: the module that says it, the module that is meant, and the line."""

    importer: str
    imported: str
    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line} imports {self.imported}"


def is_test(path: Path) -> bool:
    """Whether a file belongs to tests, which may look at anything."""
    return "tests" in path.parts or path.name == "conftest.py"


def is_migration(path: Path) -> bool:
    """Whether a file is a migration."""
    return "migrations" in path.parts


def files(root: Path, suffix: str, *, under: str = "src") -> Iterator[Path]:
    """The files of a kind, relative to the root, in order."""
    for path in sorted((root / under).rglob(f"*{suffix}")):
        relative = path.relative_to(root)
        if not IGNORED & set(relative.parts) and path.is_file():
            yield relative


def sources(root: Path) -> Iterator[Path]:
    """The Python files of the product: neither tests nor migrations."""
    return (path for path in files(root, ".py") if not is_test(path) and not is_migration(path))


def tree(root: Path, path: Path) -> ast.Module:
    """The syntax tree of a file."""
    full = root / path
    return _parsed(full, full.stat().st_mtime_ns)


@functools.cache
def _parsed(full: Path, _changed: int) -> ast.Module:
    return ast.parse(full.read_text(encoding="utf-8"), filename=str(full))


def module_of(path: Path) -> str:
    """The dotted name of a file below `src`."""
    parts = list(path.with_suffix("").parts[1:])
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(root: Path, path: Path) -> Iterator[Import]:
    """Every import of a file, inside functions too; `from a import b` means a.b where that is a module."""
    here = module_of(path)
    package = here if path.name == "__init__.py" else here.rpartition(".")[0]
    for node in ast.walk(tree(root, path)):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield Import(here, name.name, path, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for name in node.names:
                whole = f"{base}.{name.name}"
                yield Import(here, whole if _is_module(root, whole) else base, path, node.lineno)


def _is_module(root: Path, dotted: str) -> bool:
    if dotted.count(".") == 3 and dotted.startswith("steerco.capabilities."):
        return True  # a room itself holds nothing but its docstring
    place = root / "src" / Path(*dotted.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def inside(name: str, package: str) -> bool:
    """Whether a module is a package or lies in it."""
    return name == package or name.startswith(f"{package}.")


def contract(root: Path, name: str) -> list[list[str]]:
    """The layers of a contract in pyproject.toml, top to bottom; modules on one line ignore each other."""
    with (root / "pyproject.toml").open("rb") as file:
        found = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in found if each["name"] == name)
    return [[part.strip(" ()") for part in layer.replace(":", "|").split("|")] for layer in layers]
