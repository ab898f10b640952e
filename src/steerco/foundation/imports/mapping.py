"""Which column goes to which field: what a person has decided, else what the profile knows, else nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CHECK, NOTE, Problem
from steerco.foundation.imports.profiles import Profile, label_fold
from steerco.foundation.imports.sheets import IGNORE, OWN, Column, Options
from steerco.foundation.imports.tables import Head, Table
from steerco.foundation.imports.values import choice

RUNNING = "running_number"


def columns_of(
    table: Table, profile: Profile, options: Options, file: str, own: Mapping[str, tuple[str, str]] | None = None
) -> tuple[tuple[Column, ...], list[Problem]]:
    """Every column with its field; a second column for one field is left unused and noted, unless the profile names both.

    A column that is called like an own field of the organisation goes there, unless a field of the target has the very name.
    """
    decided = {name: target for name, target in options.mapping.items() if _possible(target, profile)}
    taken: set[tuple[str, str]] = set()
    columns: list[Column] = []
    notes: list[Problem] = []
    wanted = {head.name: _target(head, profile, decided, table, index) for index, head in enumerate(table.heads)}
    said: dict[str, str] = {}
    for head in table.heads:
        mine = None if head.name in decided else _own_field(head, profile, own or {}, wanted[head.name][0])
        if mine is not None:
            said[head.name], wanted[head.name] = mine[1], (IGNORE if mine[1] else mine[0], "", True)
    chosen = {target for name, (target, _by, _sure) in wanted.items() if name in decided}
    for index, head in enumerate(table.heads):
        target, by, sure = wanted[head.name]
        if sure and target in chosen and head.name not in decided:
            target, by, sure = "", "", False
        if target and target != IGNORE and not target.startswith(OWN):
            if (target, by) in taken:
                notes.append(_second_column(file, table, head, profile, target))
                target, by, sure = "", "", False
            else:
                taken.add((target, by))
        samples = tuple(dict.fromkeys(row.cells[index].strip()[:60] for row in table.rows[:50] if row.cells[index].strip()))[:3]
        check = said.get(head.name, "")
        if sure and target and head.name not in said:
            target, check = _doubted(table, index, head, profile, target, options.answers.get(RUNNING, ""))
        if check:
            row, column = (head.position, None) if table.transposed else (None, head.position)
            known = profile.named(target)
            action = (
                _("Taken as %(field)s until you say otherwise") % {"field": known.label} if known else _("Left out until you say otherwise")
            )
            notes.append(Problem(file, row, column, check, CHECK, where=_("Columns"), action=action))
        columns.append(Column(head, target, by, sure, samples, check))
    return tuple(columns), notes


def _own_field(head: Head, profile: Profile, own: Mapping[str, tuple[str, str]], target: str) -> tuple[str, str] | None:
    """The own field that a column is called like, and what is to be said of it; None where it is a known field by its very name."""
    folded, known = label_fold(head.label), profile.named(target)
    if "mapping" not in profile.asks or (known is not None and label_fold(known.label) == folded):
        return None
    return own.get(folded)


def _doubted(table: Table, index: int, head: Head, profile: Profile, target: str, answer: str) -> tuple[str, str]:
    """The target of a column that its head alone gives, and what is doubtful about it; a running number of rows is no key."""
    known = profile.named(target)
    if known is None or "mapping" not in profile.asks:
        return target, ""
    words = {"label": head.name[:80], "field": known.label}
    unsure = any(pattern.search(label_fold(head.label)) for pattern in known.unsure)
    if target == "key" and is_running([row.cells[index] for row in table.rows]):
        if answer:
            return (target if answer == "key" else IGNORE), ""
        said = _("“%(label)s” looks like a running number of rows, not like a key.") % words
        return (IGNORE if unsure else target), said
    return target, _("“%(label)s” is taken as %(field)s by its head alone; it could mean something else.") % words if unsure else ""


def is_running(texts: Sequence[str]) -> bool:
    """Whether texts count rows: whole numbers from 0 or 1 that rise, with few left out."""
    numbers = [int(text) for text in (text.strip().rstrip(".") for text in texts) if text.isascii() and text.isdigit()]
    if len(numbers) < max(2, sum(1 for text in texts if text.strip())) or numbers[0] > 1:
        return False
    rising = all(one < other for one, other in pairwise(numbers))
    return rising and numbers[-1] <= len(numbers) * 1.5 + 1


def _possible(target: str, profile: Profile) -> bool:
    return target == IGNORE or target.startswith(OWN) or profile.named(target) is not None


def _target(head: Head, profile: Profile, decided: dict[str, str], table: Table, index: int) -> tuple[str, str, bool]:
    if head.name in decided:
        return decided[head.name], "", False
    known = profile.field_of(head.label)
    if known is not None and known[0].kind == "choice":
        texts = [row.cells[index] for row in table.rows if row.cells[index].strip()]
        understood = [(sum(choice(t, c.spellings) is not None for t in texts), (c, source)) for c, source in profile.choices_of(head.label)]
        best, known = max(understood, key=lambda pair: pair[0])
        if not best and len(understood) > 1 and texts:
            return "", "", False
    if known is not None:
        return known[0].name, known[1].by, True
    return (IGNORE, "", True) if profile.ignores(head.label) else ("", "", False)


def _second_column(file: str, table: Table, head: Head, profile: Profile, target: str) -> Problem:
    known = profile.named(target)
    row, column = (head.position, None) if table.transposed else (None, head.position)
    return Problem(
        file, row, column,
        _("“%(label)s” also looks like %(field)s. The first such column is used.") % {
            "label": head.name, "field": known.label if known else target},
        NOTE, where=_("Columns"), action=_("Not used until you say where it goes"),
    )  # fmt: skip
