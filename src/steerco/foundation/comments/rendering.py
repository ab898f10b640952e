"""A comment as a page shows it: a little Markdown, the rest as plain text; nothing that somebody writes becomes an element."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_LINK = r"(?:https?://[^\s()<>\"]{1,500}|/(?![/\\])[^\s()<>\"\\]{0,300})"
_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`"
    rf"|\[(?P<words>[^\]\[\n]{{1,200}})\]\((?P<target>{_LINK})\)"
    r"|(?P<bare>https?://[^\s()<>\"]{1,500}[^\s()<>\".,;:!?'])"
    r"|\*\*(?=[^\s*])(?P<strong>[^*\n]{1,500}?)(?<=\S)\*\*"
    r"|(?<![\w*_])(?P<mark>[*_])(?=[^\s*_])(?P<em>[^*_\n]{1,500}?)(?<=\S)(?P=mark)(?![\w*_])"
)
_ITEM = re.compile(r"^\s{0,3}(?:[-*]|\d{1,3}[.)])\s+(.*)$")
_NUMBERED = re.compile(r"^\s{0,3}\d")


def rendered(text: str, names: Iterable[str] = ()) -> SafeString:
    """Paragraphs, lists, quotations, code, bold, italics and links; `names` are those that are mentioned."""
    called = sorted({name for name in names if name}, key=len, reverse=True)
    at = re.compile("@(" + "|".join(re.escape(name) for name in called) + r")(?!\w)", re.IGNORECASE) if called else None
    return mark_safe("".join(_blocks(text.replace("\r\n", "\n").split("\n"), at)))  # noqa: S308  (every piece is escaped below)


def plain_text(text: str) -> str:
    """A comment in one line without its marks, for a notice or a mail."""
    lines = [re.sub(r"^\s*(?:>|[-*]\s|```)\s*", "", line) for line in text.split("\n")]
    told = re.sub(rf"\[([^\]\[\n]{{1,200}})\]\(({_LINK})\)", r"\1", " ".join(lines))
    return " ".join(told.replace("**", "").replace("`", "").replace("\\@", "@").split())


def _blocks(lines: list[str], at: re.Pattern[str] | None) -> Iterator[str]:
    place = 0
    while place < len(lines):
        kind = _kind(lines[place])
        end = place
        if kind == "fence":
            end = next((n for n in range(place + 1, len(lines)) if lines[n].strip() == "```"), len(lines))
            yield f"<pre><code>{escape(chr(10).join(lines[place + 1 : end]))}</code></pre>"
            place = end + 1
            continue
        while end < len(lines) and _kind(lines[end]) == kind:
            end += 1
        yield from _block(kind, lines[place:end], at)
        place = end


def _kind(line: str) -> str:
    stripped = line.strip()
    if not stripped:
        return "blank"
    if stripped.startswith("```"):
        return "fence"
    if stripped.startswith(">"):
        return "quote"
    if _ITEM.match(line):
        return "ol" if _NUMBERED.match(line) else "ul"
    return "p"


def _block(kind: str, lines: list[str], at: re.Pattern[str] | None) -> Iterator[str]:
    if kind in ("ul", "ol"):
        items = [_ITEM.match(line) for line in lines]
        yield f"<{kind}>" + "".join(f"<li>{_inline(item[1], at)}</li>" for item in items if item) + f"</{kind}>"
    elif kind == "quote":
        yield "<blockquote><p>" + "<br>".join(_inline(line.strip()[1:].strip(), at) for line in lines) + "</p></blockquote>"
    elif kind == "p":
        yield "<p>" + "<br>".join(_inline(line.strip(), at) for line in lines) + "</p>"


def _inline(text: str, at: re.Pattern[str] | None) -> str:
    told: list[str] = []
    place = 0
    for found in _INLINE.finditer(text):
        told.append(_plain(text[place : found.start()], at))
        told.append(_marked(found, at))
        place = found.end()
    return "".join([*told, _plain(text[place:], at)])


def _marked(found: re.Match[str], at: re.Pattern[str] | None) -> str:
    if found["code"] is not None:
        return f"<code>{escape(found['code'])}</code>"
    if found["strong"] is not None:
        return f"<strong>{_inline(found['strong'], at)}</strong>"
    if found["em"] is not None:
        return f"<em>{_inline(found['em'], at)}</em>"
    target, words = found["target"] or found["bare"], found["words"] or found["bare"]
    return f'<a href="{escape(target)}" rel="noopener noreferrer nofollow">{escape(words)}</a>'


def _plain(text: str, at: re.Pattern[str] | None) -> str:
    if at is None:
        return escape(text.replace("\\@", "@"))
    pieces: list[str] = []
    place = 0
    for found in at.finditer(text):
        pieces.append(escape(text[place : found.start()].replace("\\@", "@")))
        pieces.append(f'<b class="at">{escape(found[0])}</b>')
        place = found.end()
    return "".join([*pieces, escape(text[place:].replace("\\@", "@"))])
