"""Survey results that may be shown: groups of at least five answers; smaller ones are merged upwards or withheld (domain.md §2.5, S6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEWEST_ANSWERS = 5


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Answers shown as one: the groups that they come from, named by the one above them where several were merged."""

    name: str
    merged: tuple[str, ...]
    answers: int


def groups_to_show(answers: Mapping[str, int], parents: Mapping[str, str], fewest: int = FEWEST_ANSWERS) -> tuple[ShownGroup, ...]:
    """The groups whose results may be shown.

    A group with too few answers is merged into the one above, together with its small siblings; where these are still too few, the
    smallest sibling that could stand alone joins them, so that nobody gets at them by subtracting. What stays too few is withheld.

    Parameters
    ----------
    answers : how many answered in each group itself, not below it.
    parents : group → the group above it; a group without one stands at the top.
    fewest : the fewest answers that are shown together.

    Returns
    -------
    tuple[ShownGroup, ...]
        The groups in order, with the groups that each took in.

    Raises
    ------
    ValueError
        For counts below zero, a `fewest` below one, or groups that lie under each other in a circle.

    Examples
    --------
    >>> groups_to_show({"north": 9, "south": 3, "office": 2}, {"north": "office", "south": "office"})
    (ShownGroup(name='north', merged=('north',), answers=9), ShownGroup(name='office', merged=('office', 'south'), answers=5))
    >>> groups_to_show({"north": 4}, {})
    ()
    """
    if fewest < 1 or any(count < 0 for count in answers.values()):
        raise ValueError("Answers are counted from zero, and the fewest that are shown from one.")
    below: dict[str, list[str]] = {}
    for group in sorted({*answers, *parents, *parents.values()}):
        below.setdefault(group, [])
    for group in sorted(parents):
        below[parents[group]].append(group)
    tops = [group for group in below if group not in parents]
    if len(tops) == 0 and below:
        raise ValueError("The groups lie under each other in a circle.")
    shown: list[ShownGroup] = []
    for top in tops:
        rest, alone = _parted(top, answers, below, fewest, frozenset())
        shown += [*alone, *([rest] if rest is not None and rest.answers >= fewest else [])]
    return tuple(sorted(shown, key=lambda group: group.name))


def _parted(
    group: str, answers: Mapping[str, int], below: Mapping[str, list[str]], fewest: int, above: frozenset[str]
) -> tuple[ShownGroup | None, list[ShownGroup]]:
    """What of a group comes under its own name (its answers and those of small groups below), and what below it stands alone."""
    if group in above:
        raise ValueError("The groups lie under each other in a circle.")
    alone: list[ShownGroup] = []
    merged, count = [group] if answers.get(group, 0) else [], answers.get(group, 0)
    for child in below[group]:
        part, further = _parted(child, answers, below, fewest, above | {group})
        alone += further
        if part is not None and part.answers >= fewest:
            alone.append(part)
        elif part is not None:
            merged, count = [*merged, *part.merged], count + part.answers
    alone.sort(key=lambda part: (-part.answers, part.name))
    while 0 < count < fewest and alone:
        joined = alone.pop()
        merged, count = [*merged, *joined.merged], count + joined.answers
    return (ShownGroup(group, tuple(sorted(merged)), count) if count else None), alone
