"""Fills one organisation with projects of made-up names and searches it: `python -m benchmarks.searching RECORDS`, from the benchmark.

Searched is by the search box, as somebody who may see everything and as the manager of a few projects, and by the box above the list.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import django

django.setup()

from django.db import connection  # noqa: E402
from django.http import QueryDict  # noqa: E402

from steerco.capabilities.projects.models import Project  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.access.models import RoleAssignment  # noqa: E402
from steerco.foundation.accounts.models import Account  # noqa: E402
from steerco.foundation.organisations.models import Membership, Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.registers.asked import Asked  # noqa: E402
from steerco.foundation.registers.register import registers  # noqa: E402
from steerco.foundation.registers.taking import listing  # noqa: E402
from steerco.foundation.search.queries import find  # noqa: E402
from steerco.foundation.search.services import rebuild  # noqa: E402

BEGIN, MIDDLE, END = "b br c cr d f g h k l m n p r s st t tr v w".split(), "a ai e ea i o oa u".split(), "l m n nd r rn s st t x".split()
COMMON, TIMES, MANAGED = "renewal", 100, 40
LATE = int(0.95 * TIMES)
Search = Callable[[Actor, str], bool]
chance = random.Random(11)


def word() -> str:
    """A word of three syllables that could be a place."""
    return "".join(chance.choice(BEGIN) + chance.choice(MIDDLE) for _ in range(2)) + chance.choice(BEGIN) + "a" + chance.choice(END)


def fill(organisation: Organisation, records: int) -> list[tuple[str, ...]]:
    """Projects of three words each, of a vocabulary as large as the records are many; every third has a word that all of these have."""
    words = [word() for _ in range(records)]
    names = [(chance.choice(words), chance.choice(words), each, *([COMMON] if n % 3 == 0 else [])) for n, each in enumerate(words)]
    rows = (Project(organisation=organisation, ref=f"S-{n:06}", name=" ".join(name).title()) for n, name in enumerate(names))
    Project.everywhere.bulk_create(rows, batch_size=2000)
    return names


def misspelt(text: str) -> str:
    """Two neighbouring letters in the wrong order."""
    place = chance.randrange(1, len(text) - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def manager(organisation: Organisation) -> Actor:
    """Somebody who may see a few projects only, spread over all that there are."""
    account = Account.objects.create_user("manager@searched.test", "a long pass phrase", name="Manager")
    Membership.objects.create(organisation=organisation, account=account)
    keys = list(Project.objects.order_by("pk").values_list("pk", flat=True))
    for key in keys[:: len(keys) // MANAGED][:MANAGED]:
        RoleAssignment.objects.create(
            organisation=organisation, account=account, role="project_manager", scope_kind="project", scope_id=key
        )
    return Actor.of(account, organisation, entrance="page")


def ways(names: list[tuple[str, ...]]) -> dict[str, Callable[[], str]]:
    """How people type: each gives another text every time."""
    return {
        "a whole word": lambda: chance.choice(names)[2],
        "two words": lambda: " ".join(chance.choice(names)[:2]),
        "a word in every third record": lambda: COMMON,
        "the same and a rare one": lambda: f"{COMMON} {chance.choice(names[::3])[2]}",
        "the beginning of a word": lambda: chance.choice(names)[2][:5],
        "three letters": lambda: chance.choice(names)[2][:3],
        "two letters": lambda: chance.choice(names)[2][:2],
        "the inside of a word": lambda: chance.choice(names)[2][2:7],
        "one misspelt word": lambda: misspelt(chance.choice(names)[2]),
        "two misspelt words": lambda: " ".join(misspelt(each) for each in chance.choice(names)[:2]),
        "a word misspelt twice": lambda: misspelt(misspelt(chance.choice(names)[2])),
        "a reference": lambda: f"S-{chance.randrange(len(names)):06}",
        "a word that nobody wrote": lambda: f"{chance.choice(names)[2]}{chance.choice(names)[1]}"[::-1],
    }


def in_box(by: Actor, typed: str) -> bool:
    """The search box: whether it finds anything."""
    return bool(find(by, typed).hits)


def in_list(by: Actor, typed: str) -> bool:
    """The box above the list of projects: its first page and its sums; whether there is anything."""
    listed = listing(registers["projects"], by, Asked.from_query(QueryDict(urlencode({"q": typed}))))
    listed.sums()
    return bool(listed.page().rows)


def measured(search: Search, by: Actor, type_in: Callable[[], str]) -> Iterator[tuple[float, float, bool]]:
    """Milliseconds of each search by the clock and of this processor, and whether it found anything."""
    for _ in range(TIMES):
        typed = type_in()
        start, worked = time.perf_counter(), time.thread_time()
        found = search(by, typed)
        yield 1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - worked), found


def show(title: str, search: Search, by: Actor, names: list[tuple[str, ...]]) -> None:
    """One table: each way of typing."""
    search(by, "warm")
    print(f"  {title:32}{'p50 ms':>8}{'p95 ms':>8}{'p95 of processor':>18}{'found':>8}")
    for name, type_in in ways(names).items():
        answers = list(measured(search, by, type_in))
        ms, worked = (sorted(each[part] for each in answers) for part in (0, 1))
        found = sum(found for *_, found in answers)
        print(f"  {name:32}{ms[TIMES // 2]:8.1f}{ms[LATE]:8.1f}{worked[LATE]:18.1f}{found:7}%", flush=True)


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
        show("the search box", in_box, by, names)
        show(f"… of a manager of {MANAGED} projects", in_box, manager(organisation), names)
        show("the list of projects", in_list, by, names)


if __name__ == "__main__":
    main()
