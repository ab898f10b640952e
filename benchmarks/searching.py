"""Fills one organisation with projects of made-up names and searches it: `python -m benchmarks.searching RECORDS`, from the benchmark."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator

import django

django.setup()

from django.db import connection  # noqa: E402

from steerco.capabilities.projects.models import Project  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.search.queries import find  # noqa: E402
from steerco.foundation.search.services import rebuild  # noqa: E402

BEGIN, MIDDLE, END = "b br c cr d f g h k l m n p r s st t tr v w".split(), "a ai e ea i o oa u".split(), "l m n nd r rn s st t x".split()
TIMES = 100
chance = random.Random(11)


def word() -> str:
    """A word of three syllables that could be a place."""
    return "".join(chance.choice(BEGIN) + chance.choice(MIDDLE) for _ in range(2)) + chance.choice(BEGIN) + "a" + chance.choice(END)


def fill(organisation: Organisation, records: int) -> list[tuple[str, ...]]:
    """Projects of three words each, of a vocabulary as large as the records are many."""
    words = [word() for _ in range(records)]
    names = [(chance.choice(words), chance.choice(words), each) for each in words]
    rows = (Project(organisation=organisation, ref=f"S-{n:06}", name=" ".join(name).title()) for n, name in enumerate(names))
    Project.everywhere.bulk_create(rows, batch_size=2000)
    return names


def misspelt(text: str) -> str:
    """Two neighbouring letters in the wrong order."""
    place = chance.randrange(1, len(text) - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def ways(names: list[tuple[str, ...]]) -> dict[str, Callable[[], str]]:
    """How people type: each gives another text every time."""
    return {
        "a whole word": lambda: chance.choice(names)[2],
        "two words": lambda: " ".join(chance.choice(names)[:2]),
        "the beginning of a word": lambda: chance.choice(names)[2][:5],
        "three letters": lambda: chance.choice(names)[2][:3],
        "the inside of a word": lambda: chance.choice(names)[2][2:7],
        "one misspelt word": lambda: misspelt(chance.choice(names)[2]),
        "two misspelt words": lambda: " ".join(misspelt(each) for each in chance.choice(names)[:2]),
        "a reference": lambda: f"S-{chance.randrange(len(names)):06}",
    }


def measured(by: Actor, type_in: Callable[[], str]) -> Iterator[tuple[float, bool]]:
    """Milliseconds of each search, and whether it found anything."""
    for _ in range(TIMES):
        typed = type_in()
        start = time.perf_counter()
        found = find(by, typed)
        yield 1000 * (time.perf_counter() - start), bool(found.hits)


def main() -> None:
    """Fills, builds the index, searches."""
    organisation = Organisation.objects.create(key="searched", name="Searched")
    by = Actor.system(organisation)
    with within(organisation):
        names = fill(organisation, int(sys.argv[1]))
        start = time.perf_counter()
        rebuild(organisation)
        taken = time.perf_counter() - start
        words = len({each for name in names for each in name})
        print(f"  {len(names):,} records, {words:,} words; the index was built in {taken:.0f} s")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        find(by, "warm")
        print(f"  {'typed':28}{'p50 ms':>8}{'p95 ms':>8}{'found':>8}")
        for name, type_in in ways(names).items():
            answers = list(measured(by, type_in))
            ms = sorted(each for each, _ in answers)
            print(f"  {name:28}{ms[TIMES // 2]:8.1f}{ms[int(0.95 * TIMES)]:8.1f}{sum(found for _, found in answers):7}%", flush=True)


if __name__ == "__main__":
    main()
