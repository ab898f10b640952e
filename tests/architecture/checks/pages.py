"""What a template may hold: nothing that the Content-Security-Policy blocks, nothing from elsewhere, no text that cannot be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.checks.tree import files, sources, tree

BLOCKED = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "inline listener": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "filter in hx-trigger": re.compile(r"hx-trigger\s*=\s*\"[^\"]*\["),
    "js: value": re.compile(r"\b(js|javascript):", re.IGNORECASE),
    "something from another server": re.compile(
        r"<(script|link|img|iframe|source|use|image)\b[^>]*\b(src|href)=[\"']?(https?:)?//", re.IGNORECASE
    ),
}
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", re.DOTALL)
ELEMENT = re.compile(r"<[^>]*>", re.DOTALL)
RAW = re.compile(r"<(script|style|code|kbd|symbol|svg)\b.*?</\1>", re.DOTALL)
SAID = re.compile(r"(?<![:\w-])(?:title|label|aria-label|placeholder|alt|hint|caption|text)=\"([^\"{]*)\"")
CSS_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
CSS_NOISE = re.compile(r"/\*.*?\*/|\"[^\"]*\"", re.DOTALL)
SELECTOR = re.compile(r"([^{}]+)\{")
QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`")
NAME = re.compile(r"-?[A-Za-z_][\w-]*")
WORD = re.compile(r"[A-Za-z]{3,}")
NOT_TRANSLATED = {"Steerco", "CSV", "XLSX", "JSON"}


def nothing_blocked(root: Path) -> list[str]:
    """No template holds what the policy blocks or what asks another server."""
    found = []
    for path in files(root, ".html"):
        text = TAG.sub(_blank, COMMENT.sub(_blank, (root / path).read_text(encoding="utf-8")))
        for said, pattern in BLOCKED.items():
            found += [f"{path}:{text[: match.start()].count(chr(10)) + 1} {said}" for match in pattern.finditer(text)]
    for path in sources(root):
        found += [f"{path}:{line} {said} in a string" for line, said in _blocked_strings(tree(root, path))]
    return found


def translatable(root: Path) -> list[str]:
    """Every text of a template stands in a translate tag."""
    found = []
    for path in files(root, ".html"):
        if "gallery" in path.parts or path.stem == "gallery":  # its samples are read by those who build pages
            continue
        text = (root / path).read_text(encoding="utf-8")
        for pattern in (COMMENT, TRANSLATED, RAW):
            text = pattern.sub(_blank, text)
        plain = ELEMENT.sub(_blank, TAG.sub(_blank, text))
        for number, line in enumerate(plain.splitlines(), start=1):
            words = [word for word in WORD.findall(line) if word not in NOT_TRANSLATED]
            if words:
                found.append(f"{path}:{number} text outside of a translate tag: {' '.join(words)[:60]}")
        found += [
            f"{path} attribute outside of a translate tag: {match.group(1)[:60]}"
            for match in SAID.finditer(text)
            if WORD.search(match.group(1))
        ]
    return found


def classes_used(root: Path) -> list[str]:
    """Every class of a style sheet is named by a template, a script or the code, whole or by its beginning (`on-{paint}`)."""
    named: set[str] = set()
    begun: set[str] = set()
    for path in [*files(root, ".html"), *files(root, ".js"), *sources(root)]:
        for text in QUOTED.findall("" if "vendor" in path.parts else (root / path).read_text(encoding="utf-8")):
            named.update(NAME.findall(text))
            begun.update(re.findall(r"([A-Za-z][\w-]*-)\$?\{", text))
    found = []
    for path in files(root, ".css"):
        if "vendor" not in path.parts and path.name != "tokens.css":  # taken over as it is drawn
            text = CSS_NOISE.sub(" ", (root / path).read_text(encoding="utf-8"))
            classes = {name for each in SELECTOR.findall(text) if not each.strip().startswith("@") for name in CSS_CLASS.findall(each)}
            unused = sorted(name for name in classes - named if not name.startswith(tuple(begun) or ("\0",)))
            found += [f"{path} nothing has the class {name}: take its rules away" for name in unused]
    return found


def components_used(root: Path) -> list[str]:
    """Every component is part of a page or shown in the gallery."""
    texts = {path: (root / path).read_text(encoding="utf-8") for path in files(root, ".html")}
    found = []
    for path in texts:
        if path.parent.name == "cotton":
            tag = re.compile(rf"<c-{path.stem.replace('_', '-')}[\s/>]")
            if not any(tag.search(text) for other, text in texts.items() if other != path):
                found.append(f"{path} nothing uses this component")
    return found


def messages_translatable(root: Path) -> list[str]:
    """Every refusal and notice that a person reads goes through gettext."""
    found = []
    for path in sources(root):
        if "capabilities" not in path.parts or path.name == "tools.py":  # the command line speaks English, like its options
            continue
        for node in ast.walk(tree(root, path)):
            if isinstance(node, ast.Call) and _tells(node) and any(_plain_text(argument) for argument in node.args):
                found.append(f"{path}:{node.lineno} says a text without gettext")
    return found


def _tells(node: ast.Call) -> bool:
    called = ast.unparse(node.func)
    return called.endswith(("ValidationError", "refuse")) or called.startswith("messages.")


def _plain_text(node: ast.expr) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    return text or (
        isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Constant) and " " in str(part.value).strip() for part in node.values)
    )


def _blocked_strings(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "<" in node.value:
            yield from (
                (node.lineno, said)
                for said, pattern in BLOCKED.items()
                if said != "something from another server" and pattern.search(node.value)
            )


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())
