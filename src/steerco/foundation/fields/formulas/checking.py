"""What a formula gives: its fields found, its parts checked to fit each other, before anything is worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.fields.formulas.parsing import COMPARED, Field, FormulaError, Literal, Node
from steerco.foundation.registers.columns import Column, Kind

LARGEST = 400
FIGURES = (Kind.NUMBER, Kind.MONEY)
KINDS = {
    Kind.TEXT: gettext_lazy("a text"), Kind.CHOICE: gettext_lazy("a choice"), Kind.LINK: gettext_lazy("a name"),
    Kind.NUMBER: gettext_lazy("a number"), Kind.MONEY: gettext_lazy("an amount of money"), Kind.DATE: gettext_lazy("a date"),
    Kind.YES_NO: gettext_lazy("yes or no"),
}  # fmt: skip
WORDS = (Kind.TEXT, Kind.CHOICE, Kind.LINK)


@dataclass(frozen=True)
class Part:
    """A checked part: what is done with which parts, what comes out, and of what size the question to the database becomes."""

    act: str
    kind: Kind
    parts: tuple[Part, ...] = ()
    value: Any = None
    column: Column | None = None
    size: int = 1


def checked(tree: Node, columns: Mapping[str, Column]) -> Part:
    """The formula with its kinds; raises `FormulaError` with what does not fit."""
    made = _part(tree, columns)
    if made.size > LARGEST:
        raise FormulaError(_("The formula is too large to be worked out for many records. Make a second field of a part of it."))
    prices = {each.column.price for each in leaves(made) if each.kind == Kind.MONEY and each.column is not None}
    if len(prices) > 1:
        raise FormulaError(_("Its amounts can be of different currencies, and are never mixed."))
    return made


def leaves(part: Part) -> list[Part]:
    """The fields and values at the ends of a formula."""
    return [found for each in part.parts for found in leaves(each)] if part.parts else [part]


def column_named(name: str, columns: Mapping[str, Column]) -> Column:
    """The column that a formula calls by name or label; raises `FormulaError`, with the nearest one, where there is none."""
    if name in columns:
        return columns[name]
    labels = {str(column.label): column for column in columns.values()}
    called = [column for label, column in labels.items() if label.casefold() == name.casefold()]
    if called:
        return called[0]
    near = get_close_matches(name, [*labels, *columns], n=1, cutoff=0.6)
    hint = " " + _("Did you mean [%(near)s]?") % {"near": near[0]} if near else ""
    raise FormulaError(_("There is no field “%(name)s” here.") % {"name": name} + hint)


def usable(column: Column) -> bool:
    """Whether a formula can be worked out from a column: the database holds its value."""
    return column.sortable and column.kind in KINDS and column.same is None


def _part(tree: Node, columns: Mapping[str, Column]) -> Part:
    if isinstance(tree, Literal):
        return Part("value", _kind_of(tree.value), value=tree.value)
    if isinstance(tree, Field):
        column = column_named(tree.name, columns)
        if not usable(column):
            raise FormulaError(_("“%(label)s” can't be used in a formula.") % {"label": column.label})
        return Part("field", column.kind, column=column)
    parts = tuple(_part(each, columns) for each in tree.parts)
    if tree.name in COMPARED:
        return _compared(tree.name, *parts)
    rule = RULES.get(tree.name)
    if rule is None:
        near = get_close_matches(tree.name, [name for name in RULES if name.isalpha()], n=1)
        hint = " " + _("Did you mean %(near)s(…)?") % {"near": near[0]} if near else ""
        raise FormulaError(_("There is no function “%(name)s”.") % {"name": tree.name} + hint)
    return rule(tree.name, parts)


def _kind_of(value: Any) -> Kind:
    kinds = {bool: Kind.YES_NO, Decimal: Kind.NUMBER, dt.date: Kind.DATE}
    return kinds.get(type(value), Kind.TEXT)


def _made(name: str, kind: Kind, parts: tuple[Part, ...], times: int = 1) -> Part:
    return Part(name, kind, parts, size=1 + times * sum(part.size for part in parts))


def _count(name: str, parts: tuple[Part, ...], least: int, most: int) -> None:
    if not least <= len(parts) <= most:
        raise FormulaError(_("%(name)s(…) takes %(count)s.") % {"name": name, "count": least if least == most else f"{least}–{most}"})


def _need(name: str, part: Part, *kinds: Kind) -> None:
    if part.kind not in kinds:
        wanted = _(" or ").join(str(KINDS[kind]) for kind in kinds)
        said = {"name": name, "wanted": wanted, "kind": KINDS[part.kind]}
        raise FormulaError(_("“%(name)s” needs %(wanted)s, not %(kind)s.") % said)


def _one_kind(name: str, parts: tuple[Part, ...]) -> Kind:
    """The kind of parts that stand for each other; a number beside money is money, texts of all sorts are texts."""
    kinds = {Kind.TEXT if part.kind in WORDS else part.kind for part in parts}
    if kinds == set(FIGURES):
        return Kind.MONEY
    if len(kinds) > 1:
        first, second = (str(KINDS[kind]) for kind in sorted(kinds)[:2])
        raise FormulaError(_("“%(name)s” can't mix %(one)s and %(other)s.") % {"name": name, "one": first, "other": second})
    return kinds.pop()


def _added(name: str, parts: tuple[Part, ...]) -> Part:
    left, right = parts
    if left.kind == Kind.DATE:
        _need(name, right, *((Kind.NUMBER, Kind.DATE) if name == "-" else (Kind.NUMBER,)))
        both = right.kind == Kind.DATE
        return _made("days" if both else "later" if name == "+" else "earlier", Kind.NUMBER if both else Kind.DATE, parts, 1 if both else 2)
    for part in parts:
        _need(name, part, *FIGURES)
    return _made(name, _one_kind(name, parts), parts)


def _multiplied(name: str, parts: tuple[Part, ...]) -> Part:
    for part in parts:
        _need(name, part, *FIGURES)
    money = [part.kind == Kind.MONEY for part in parts]
    if (all(money) and name == "*") or (name == "/" and money == [False, True]):
        raise FormulaError(_("Amounts of money can't be multiplied with each other, nor a number divided by one."))
    return _made(name, Kind.MONEY if money[0] != money[1] else Kind.NUMBER, parts)


def _logic(name: str, parts: tuple[Part, ...]) -> Part:
    for part in parts:
        _need(name, part, Kind.YES_NO)
    return _made(name, Kind.YES_NO, parts)


def _compared(name: str, left: Part, right: Part) -> Part:
    kind = _one_kind(name, (left, right))
    if kind == Kind.YES_NO or (kind == Kind.TEXT and name not in ("=", "<>")):
        raise FormulaError(_("“%(name)s” can't compare %(kind)s.") % {"name": name, "kind": KINDS[kind]})
    return _made(name, Kind.YES_NO, (_as_choice(left, right), _as_choice(right, left)))


def _as_choice(part: Part, other: Part) -> Part:
    """A text beside a choice stands for the choice that it says."""
    column = other.column
    if part.act != "value" or column is None or column.kind != Kind.CHOICE or not column.choices:
        return part
    said = str(part.value).casefold()
    held = [value for value, label in column.choices if said in (str(value).casefold(), str(label).casefold())]
    if not held:
        choices = ", ".join(str(label) for _value, label in column.choices)
        raise FormulaError(_("“%(text)s” is none of the choices of “%(label)s”: %(choices)s.") % {
            "text": part.value, "label": column.label, "choices": choices})  # fmt: skip
    return Part("value", Kind.TEXT, value=held[0])


def _if(name: str, parts: tuple[Part, ...]) -> Part:
    _count(name, parts, 3, 3)
    _need(name, parts[0], Kind.YES_NO)
    return Part(name, _one_kind(name, parts[1:]), parts, size=1 + 2 * parts[0].size + parts[1].size + parts[2].size)


def _best(name: str, parts: tuple[Part, ...]) -> Part:
    """The least or greatest of several, two at a time."""
    _count(name, parts, 2, 8)
    made = parts[0]
    for part in parts[1:]:
        _need(name, part, *FIGURES, Kind.DATE)
        made = _made(name, _one_kind(name, (made, part)), (made, part), 2)
    return made


def _first(name: str, parts: tuple[Part, ...]) -> Part:
    _count(name, parts, 2, 8)
    return _made(name, _one_kind(name, parts), parts)


def _figure(name: str, parts: tuple[Part, ...]) -> Part:
    _count(name, parts, 1, 2 if name == "round" else 1)
    for part in parts:
        _need(name, part, *FIGURES)
    places = parts[1].value if len(parts) > 1 else 0
    if len(parts) > 1 and (parts[1].act != "value" or places not in range(5)):
        raise FormulaError(_("round(…) takes 0 to 4 decimals."))
    return Part(name, parts[0].kind, parts[:1], value=int(places), size=1 + parts[0].size)


def _given(name: str, parts: tuple[Part, ...]) -> Part:
    _count(name, parts, 1, 1)
    return _made(name, Kind.YES_NO, parts)


def _days(name: str, parts: tuple[Part, ...]) -> Part:
    _count(name, parts, 2, 2)
    for part in parts:
        _need(name, part, Kind.DATE)
    return _made(name, Kind.NUMBER, (parts[1], parts[0]))


def _today(name: str, parts: tuple[Part, ...]) -> Part:
    _count(name, parts, 0, 0)
    return Part(name, Kind.DATE)


RULES: dict[str, Callable[[str, tuple[Part, ...]], Part]] = {
    "+": _added, "-": _added, "*": _multiplied, "/": _multiplied, "and": _logic, "or": _logic, "not": _logic, "if": _if,
    "min": _best, "max": _best, "first": _first, "round": _figure, "abs": _figure, "given": _given, "days": _days, "today": _today,
}  # fmt: skip
FUNCTIONS = (
    ('if([End date] < today(), "over", "runs")', gettext_lazy("one of two, by a condition")),
    ("days([Start date], [End date])", gettext_lazy("days from one date to another")),
    ("[Start date] + 90", gettext_lazy("a date so many days later")),
    ("first([Estimate], [Budget])", gettext_lazy("the first of them that is given")),
    ("given([Owner])", gettext_lazy("whether there is a value")),
    ("min(…) max(…) round(…, 2) abs(…)", gettext_lazy("least, greatest, rounded, without its sign")),
    ("and or not = <> < <= > >=", gettext_lazy("conditions")),
)
