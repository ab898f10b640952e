"""What is written about the code: rooms, events, settings and verbs documented, a true glossary, and no name of this machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.checks.tree import IGNORED, ROOMS, files, tree

SETTING = re.compile(r"\bSTEERCO_[A-Z_]+\b")
READ = re.compile(r"\benviron(?:\.get\(|\[)['\"](STEERCO_[A-Z_]+)['\"]")
GLOSSARY_ROW = re.compile(r"^\| \*\*(?P<word>[^*]+)\*\* \| (?P<meaning>[^|]+) \| `(?P<folder>[^`]+)` \|$", re.MULTILINE)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]\w*|Users/\w+)/[\w.-]|[A-Z]:\\\\Users")
REGISTRY = re.compile(r"(pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.com|deb\.debian\.org|--(extra-)?index-url)")
TEXTS = {".py", ".md", ".toml", ".lock", ".html", ".css", ".js", ".json", ".yml", ".yaml", ".txt", ".cfg", "", ".sh"}
README = 150


def rooms_documented(root: Path) -> list[str]:
    """Each room has its section in docs/reference/rooms.md and says in its docstring what it is."""
    text = _read(root, "docs/reference/rooms.md")
    found = []
    for path in sorted((root / ROOMS).glob("*/__init__.py")):
        room = path.parent.name
        if f"## {room}" not in text:
            found.append(f"room {room} is not in docs/reference/rooms.md")
        if not ast.get_docstring(tree(root, path.relative_to(root))):
            found.append(f"room {room} does not say what it is")
    return found


def events_documented(root: Path) -> list[str]:
    """Each event of a room is named in docs/reference/rooms.md."""
    text = _read(root, "docs/reference/rooms.md")
    found = []
    for path in files(root, "events.py", under=str(ROOMS)):
        events = [node.name for node in tree(root, path).body if isinstance(node, ast.ClassDef)]
        found += [f"event {name} of {path} is not in docs/reference/rooms.md" for name in events if f"`{name}`" not in text]
    return found


def settings_documented(root: Path) -> list[str]:
    """Each variable of the environment that the product reads is in docs/reference/settings.md, and no other."""
    text = _read(root, "docs/reference/settings.md")
    product = [path for path in files(root, ".py", under="src/steerco") if "tests" not in path.parts and path.name != "test.py"]
    read = {name for path in product for name in READ.findall((root / path).read_text(encoding="utf-8"))}
    named = set(SETTING.findall(text))
    missing = [f"setting {name} is not in docs/reference/settings.md" for name in sorted(read - named)]
    return missing + [f"docs/reference/settings.md names {name}, which nothing reads" for name in sorted(named - read)]


def verbs_documented(root: Path) -> list[str]:
    """Each verb of the command line has its section in docs/reference/commands.md, and no other."""
    text = _read(root, "docs/reference/commands.md")
    module = tree(root, Path("src/steerco/interfaces/cli.py"))
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Verb"]
    verbs = {ast.literal_eval(call.args[0]) for call in calls}
    told = set(re.findall(r"^## steerco ([a-z-]+)", text, re.MULTILINE))
    missing = [f"verb {verb} is not in docs/reference/commands.md" for verb in sorted(verbs - told)]
    return missing + [f"docs/reference/commands.md tells of {verb}, which there is not" for verb in sorted(told - verbs)]


def glossary(root: Path) -> list[str]:
    """Each word of the glossary has one sentence and a folder that exists."""
    rows = list(GLOSSARY_ROW.finditer(_read(root, "GLOSSARY.md")))
    found = [
        f"GLOSSARY.md: {row['word']} lies in {row['folder']}, which there is not" for row in rows if not (root / row["folder"]).is_dir()
    ]
    words = [row["word"].lower() for row in rows]
    found += [f"GLOSSARY.md says {word} twice" for word in sorted({word for word in words if words.count(word) > 1})]
    return found if rows else ["GLOSSARY.md has no word"]


def links(root: Path) -> list[str]:
    """Each link of the documents to a file of the project leads somewhere."""
    found = []
    for path in [*files(root, ".md", under="docs"), *(path.relative_to(root) for path in sorted(root.glob("*.md")))]:
        text = (root / path).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            if "://" not in target and not target.startswith("mailto:") and not (root / path).parent.joinpath(target).exists():
                found.append(f"{path} links to {target}, which there is not")
    return found


def readme_short(root: Path) -> list[str]:
    """The README can be read in one sitting."""
    count = len(_read(root, "README.md").splitlines())
    return [f"README.md has {count} lines, the stop is {README}"] if count > README else []


def no_machine_names(root: Path) -> list[str]:
    """No tracked file names a folder of a machine or the host of a registry; a lock names no address at all."""
    found = []
    for path in _tracked(root):
        if path.suffix not in TEXTS or not (root / path).is_file():
            continue
        text = (root / path).read_text(encoding="utf-8", errors="replace")
        for said, pattern in (("a folder of a machine", MACHINE), ("a package registry", REGISTRY)):
            found += [
                f"{path}:{text[: match.start()].count(chr(10)) + 1} names {said}"
                for match in pattern.finditer(text)
                if path.parts[0] != "tests" or said != "a package registry"
            ]
        if path.suffix == ".lock" and re.search(r"https?://", text):
            found.append(f"{path} records an address")
    return found


def _tracked(root: Path) -> Iterator[Path]:
    """The files that are in the repository, or all where there is none."""
    if (root / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)
        yield from (Path(name) for name in listed.stdout.decode().split("\0") if name)
        return
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root)
        if path.is_file() and not IGNORED & set(relative.parts):
            yield relative


def _read(root: Path, name: str) -> str:
    path = root / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
