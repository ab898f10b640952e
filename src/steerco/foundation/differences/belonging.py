"""What records are told with: the project behind a report, a text of it, a task, or a comment on any of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from steerco.foundation.ledger.names import held_values, labels_of
from steerco.foundation.ledger.parts import HANGING, hanging, whole_of
from steerco.foundation.registers.subjects import Key


def heads_called(keys: Iterable[Key]) -> dict[Key, str]:
    """The names of the records that these are told with; nothing for what belongs to none (a fixed number of queries for each kind)."""
    heads = {key: key for key in keys}
    while above := wholes_of(set(heads.values())):
        heads = {key: above.get(head, head) for key, head in heads.items()}
    numbers: dict[str, set[int]] = defaultdict(set)
    for key, (kind, number) in heads.items():
        if key != (kind, number):
            numbers[kind].add(number)
    names = {(kind, number): name for kind, some in numbers.items() for number, name in labels_of(kind, some).items()}
    return {key: names[head] for key, head in heads.items() if head != key and head in names}


def wholes_of(keys: Iterable[Key]) -> Mapping[Key, Key]:
    """What each of these records is a part of, or hangs on (one query a kind; one more where some are gone)."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for kind, number in keys:
        numbers[kind].add(number)
    found: dict[Key, Key] = {}
    for kind, wanted in numbers.items():
        part = whole_of(kind)
        if part is not None:
            rows = held_values(kind, wanted, (part.field,)).items()
            found |= {(kind, number): (part.whole, row[part.field]) for number, row in rows if row[part.field] is not None}
        elif kind in hanging():
            held = held_values(kind, wanted, HANGING)
            found |= {(kind, number): (row[HANGING[1]], row[HANGING[0]]) for number, row in held.items() if row[HANGING[0]] is not None}
    return found
