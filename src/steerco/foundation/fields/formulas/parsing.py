"""A typed formula as a tree; nothing in it is ever run as code."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

LONGEST, DEEPEST = 1000, 40
_TOKEN = re.compile(
    r"""\s*(?:(?P<date>\d{4}-\d\d-\d\d)|(?P<number>\d+(?:\.\d+)?|\.\d+)|"(?P<text>[^"]*)"|“(?P<quoted>[^”]*)”|\[(?P<field>[^\[\]]+)\]"""
    r"""|(?P<word>[^\W\d]\w*)|(?P<sign><=|>=|<>|!=|≤|≥|≠|[-+*/×÷−(),;=<>]))""",
    re.VERBOSE,
)
_SAME = {"!=": "<>", "≠": "<>", "≤": "<=", "≥": ">=", "×": "*", "÷": "/", "−": "-", ";": ","}
COMPARED = ("=", "<>", "<", "<=", ">", ">=")


class FormulaError(ValueError):
    """What is wrong with a formula, in a sentence for whoever typed it."""


class Token(NamedTuple):
    """A piece of a formula, and where it stands in it."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Literal:
    """A number, date, text, or yes or no that stands in the formula itself."""

    value: Any


@dataclass(frozen=True)
class Field:
    """A field of the record, as it was called; `start` and `end` say where."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Call:
    """An operation or function with its parts."""

    name: str
    parts: tuple[Node, ...]


Node = Literal | Field | Call


def parse(text: str) -> Node:
    """The tree of a formula; raises `FormulaError` with what is wrong and where."""
    if len(text) > LONGEST:
        raise FormulaError(_("Keep a formula under %(count)d characters.") % {"count": LONGEST})
    return _Parser(_tokens(text)).whole()


def fields_in(tree: Node) -> list[Field]:
    """The fields that a formula names, in their order."""
    if isinstance(tree, Field):
        return [tree]
    return [found for part in tree.parts for found in fields_in(part)] if isinstance(tree, Call) else []


def renamed(text: str, name_of: Callable[[str], str]) -> str:
    """The formula with each field called otherwise."""
    for field in reversed(fields_in(parse(text))):
        text = f"{text[: field.start]}[{name_of(field.name)}]{text[field.end :]}"
    return text


def _tokens(text: str) -> list[Token]:
    found, place = [], 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise FormulaError(
                _("“%(text)s” can't be read. Write fields as [Label] and texts in quotes.") % {"text": text[place:].strip()[:20]}
            )
        kind = str(match.lastgroup)
        found.append(Token(kind, match[kind], match.start(kind) - (kind == "field"), match.end()))
        place = match.end()
    return found


class _Parser:
    """Reads tokens from left to right, each kind of operation binding closer than the one that calls it."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    def whole(self) -> Node:
        """The tree of everything."""
        if not self.tokens:
            raise FormulaError(_("Write a formula, such as [Whole-life cost] - [Spent]."))
        tree = self._either()
        if self.place < len(self.tokens):
            raise FormulaError(_("“%(text)s” is not expected here.") % {"text": self.tokens[self.place].text})
        return tree

    def _next(self, *wanted: str) -> str:
        """Takes the next token where it is one of these signs or words."""
        token = self.tokens[self.place] if self.place < len(self.tokens) else None
        if token is None or token.kind not in ("sign", "word"):
            return ""
        said = _SAME.get(token.text, token.text.lower())
        if said not in wanted:
            return ""
        self.place += 1
        return said

    def _either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError(_("There are too many brackets in each other. Make a second field of a part of it."))
        found = self._chain(lambda: self._chain(self._not, "and"), "or")
        self.depth -= 1
        return found

    def _chain(self, closer: Callable[[], Node], *signs: str) -> Node:
        found = closer()
        while sign := self._next(*signs):
            found = Call(sign, (found, closer()))
        return found

    def _not(self) -> Node:
        if self._next("not"):
            return Call("not", (self._compared(),))
        return self._compared()

    def _compared(self) -> Node:
        left = self._sum()
        sign = self._next(*COMPARED)
        return Call(sign, (left, self._sum())) if sign else left

    def _sum(self) -> Node:
        return self._chain(lambda: self._chain(self._signed, "*", "/"), "+", "-")

    def _signed(self) -> Node:
        return Call("-", (Literal(Decimal(0)), self._one())) if self._next("-") else self._one()

    def _one(self) -> Node:
        if self.place >= len(self.tokens):
            raise FormulaError(_("The formula ends too early."))
        token = self.tokens[self.place]
        if self._next("("):
            found = self._either()
            self._close()
            return found
        self.place += 1
        if token.kind == "field":
            return Field(token.text.strip(), token.start, token.end)
        if token.kind == "word":
            return self._word(token)
        return Literal(_literal(token))

    def _word(self, token: Token) -> Node:
        name = token.text.lower()
        if name in ("yes", "no", "true", "false"):
            return Literal(name in ("yes", "true"))
        if not self._next("("):
            return Field(token.text, token.start, token.end)
        parts: list[Node] = []
        while not self._next(")"):
            if parts and not self._next(","):
                raise FormulaError(_("A comma or a closing bracket is missing in “%(name)s(…)”.") % {"name": name})
            parts.append(self._either())
        return Call(name, tuple(parts))

    def _close(self) -> None:
        if not self._next(")"):
            raise FormulaError(_("A closing bracket is missing."))


def _literal(token: Token) -> Any:
    if token.kind == "date":
        try:
            return dt.date.fromisoformat(token.text)
        except ValueError:
            raise FormulaError(_("“%(text)s” is no day of the calendar.") % {"text": token.text}) from None
    if token.kind == "number":
        return Decimal(token.text)
    if token.kind in ("text", "quoted"):
        return token.text
    raise FormulaError(_("“%(text)s” is not expected here.") % {"text": token.text})
