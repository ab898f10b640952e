"""Marks by rule: cells that fulfil a condition stand out, by a colour, a shape and a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from steerco.foundation.registers.columns import Column, Row
from steerco.foundation.registers.filters import Filter, tester
from steerco.foundation.ui.svg import icon

TONES = {
    "r": (gettext_lazy("act"), "alert-circle"), "a": (gettext_lazy("watch"), "alert-triangle"), "g": (gettext_lazy("fine"), "circle-check"),
    "i": (gettext_lazy("note"), "info-circle"),
}  # fmt: skip
MOST = 12


class Mark(NamedTuple):
    """One rule, as it stands in the address: `r:end:before:2026-01-01`."""

    tone: str
    when: Filter

    @classmethod
    def from_text(cls, text: str) -> Mark | None:
        """The rule that a text says; None where it says none."""
        tone, _colon, rest = text.partition(":")
        when = Filter.from_text(rest)
        return cls(tone, when) if tone in TONES and when is not None else None

    def __str__(self) -> str:
        return f"{self.tone}:{self.when}"


Draw = Callable[[Row, str], str]


def marker(column: Column, marks: Iterable[Mark]) -> Draw | None:
    """What draws the marks of a column around its cells, the first that fits; None where it has none.

    Raises ValueError where a rule does not fit the column.
    """
    tests = [(tester(column, mark.when), *_around(mark.tone)) for mark in marks if mark.when.column == column.name]
    if not tests:
        return None

    def draw(row: Row, html: str) -> str:
        value = column.read(row)
        held: tuple[Any, ...] = (row[column.key], value) if column.key in row and column.value is None else (value,)
        found = next((around for test, *around in tests if test(held)), None)
        return html if found is None else mark_safe(f"{found[0]}{html if isinstance(html, SafeString) else escape(html)}{found[1]}")  # noqa: S308  # escaped

    return draw


def _around(tone: str) -> tuple[str, str]:
    words, sign = TONES[tone]
    return f'<span class="hue {tone}">{icon(sign, "s")}<span class="sr">{escape(str(words))}: </span>', "</span>"
