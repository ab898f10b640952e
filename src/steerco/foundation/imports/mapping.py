"""Which column goes to which field: what a person has decided, else what the profile knows, else nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CHECK, NOTE, Problem
from steerco.foundation.imports.profiles import Profile, label_fold
from steerco.foundation.imports.sheets import IGNORE, OWN, Column, Options
from steerco.foundation.imports.tables import Head, Table
from steerco.foundation.imports.values import choice

RUNNING = "running_number"


def columns_of(table: Table, profile: Profile, options: Options, file: str) -> tuple[tuple[Column, ...], list[Problem]]:
    """Every column with its field; a second column for one field is left unused and noted, unless the profile names both."""
    decided = {name: target for name, target in options.mapping.items() if _possible(target, profile)}
    taken: set[tuple[str, str]] = set()
    columns: list[Column] = []
    notes: list[Problem] = []
    wanted = {head.name: _target(head, profile, decided, table, index) for index, head in enumerate(table.heads)}
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
        check = ""
        if sure and target:
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
