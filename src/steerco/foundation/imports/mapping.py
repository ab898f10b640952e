"""Which column goes to which field: what a person has decided, else what the profile knows, else nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import NOTE, Problem
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.sheets import IGNORE, OWN, Column, Options
from steerco.foundation.imports.tables import Head, Table
from steerco.foundation.imports.values import choice


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
        columns.append(Column(head, target, by, sure, samples))
    return tuple(columns), notes


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
