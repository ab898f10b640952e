"""Members sorted out for everything that is counted of them, in parts: a part in which nothing changed is not gone through again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, FactsCheck, Split
from steerco.capabilities.scorecards.queries.portfolio_members import BOTH, Member
from steerco.capabilities.status.queries import ReportFacts
from steerco.foundation.ledger.derived import Made
from steerco_engine.health import Agreement
from steerco_engine.reasons import Direction
from steerco_engine.sums import Disclosed, Money, Totals, disclosed_of, together, totals

K = TypeVar("K")
PART = 256
Cell = tuple[str, str]
"""A department's code and a rating."""


@dataclass(frozen=True, slots=True)
class Sieve:
    """What a number of members come to. Lists are in the order of the members; `slipped` are those whose end date moved later."""

    members: tuple[Member, ...]
    broken: tuple[Member, ...]
    red: tuple[Member, ...]
    missing: tuple[Member, ...]
    unrated: tuple[Member, ...]
    uncosted: tuple[Member, ...]
    suspects: tuple[Member, ...]
    slipped: tuple[Member, ...]
    facts: FactsCheck
    rating: Split
    end_date: Split
    cost: Split
    cost_before: Totals
    cost_now: Totals
    stayed: int
    cells: Mapping[Cell, tuple[int, Totals]]
    departments: Counter[tuple[str, str]]
    categories: Counter[str]
    programmes: Counter[str]

    def disclosed(self, *, unit: str | None = None, rating: str | None = None) -> Disclosed:
        """What they disclose together, those of one department or one rating."""
        chosen = [cell for (code, rated), cell in self.cells.items() if unit in (None, code) and rating in (None, rated)]
        return disclosed_of(together(given for _, given in chosen), sum(count for count, _ in chosen))

    @property
    def ratings(self) -> Counter[str]:
        """How many have each rating."""
        return _added((rated, count) for (_, rated), (count, _given) in self.cells.items())


def sieve(members: Sequence[Member]) -> Sieve:
    """Goes through some members."""
    both = [m for m in members if m.cost_moved is not None]
    by_cell: dict[Cell, list[Member]] = {}
    for member in members:
        by_cell.setdefault((member.who.unit_code, member.rating), []).append(member)
    who = [m.who for m in members]
    return Sieve(
        members=tuple(members),
        broken=tuple(m for m in members if m.gap > 0),
        red=tuple(m for m in members if m.turned_red),
        missing=tuple(m for m in members if m.now is None),
        unrated=tuple(m for m in members if m.now is not None and m.rating == NO_RATING),
        uncosted=tuple(m for m in members if m.now is not None and m.cost is None),
        suspects=tuple(m for m in members if m.suspect),
        slipped=tuple(m for m in members if m.days is not None and m.days > 0),
        facts=_facts(members),
        rating=_split([m.rating_moved for m in members]),
        end_date=_split([m.end_moved for m in members]),
        cost=_split([m.cost_moved for m in members]),
        cost_before=totals(_money(m.before) for m in both),
        cost_now=totals(_money(m.now) for m in both),
        stayed=sum(1 for m in members if m.presence == BOTH),
        cells={cell: (len(found), totals(_money(m.now) for m in found)) for cell, found in by_cell.items()},
        departments=Counter((one.unit_code, one.unit_name) for one in who),
        categories=Counter(one.category for one in who),
        programmes=Counter(one.programme for one in who),
    )


def sifted(members: tuple[Member, ...], before: Made[tuple[tuple[Sieve, ...], Sieve]] | None) -> tuple[tuple[Sieve, ...], Sieve]:
    """The members in parts, and together; `before` are those of another time, whose parts still hold where their members are the same."""
    known = {part.members[0].who.pk: part for part in before.result[0]} if before is not None else {}
    parts = []
    for start in range(0, len(members), PART):
        some = members[start : start + PART]
        old = known.get(some[0].who.pk)
        parts.append(old if old is not None and old.members == some else sieve(some))
    return tuple(parts), all_of(members, parts)


def all_of(members: tuple[Member, ...], parts: Sequence[Sieve]) -> Sieve:
    """The parts as one."""
    if not parts:
        return sieve(())
    cells: dict[Cell, list[tuple[int, Totals]]] = {}
    for part in parts:
        for cell, found in part.cells.items():
            cells.setdefault(cell, []).append(found)
    return Sieve(
        members=members,
        broken=_chained(part.broken for part in parts),
        red=_chained(part.red for part in parts),
        missing=_chained(part.missing for part in parts),
        unrated=_chained(part.unrated for part in parts),
        uncosted=_chained(part.uncosted for part in parts),
        suspects=_chained(part.suspects for part in parts),
        slipped=_chained(part.slipped for part in parts),
        facts=_facts_of([part.facts for part in parts]),
        rating=_split_of([part.rating for part in parts]),
        end_date=_split_of([part.end_date for part in parts]),
        cost=_split_of([part.cost for part in parts]),
        cost_before=together(part.cost_before for part in parts),
        cost_now=together(part.cost_now for part in parts),
        stayed=sum(part.stayed for part in parts),
        cells={cell: (sum(count for count, _ in found), together(given for _, given in found)) for cell, found in cells.items()},
        departments=_added(pair for part in parts for pair in part.departments.items()),
        categories=_added(pair for part in parts for pair in part.categories.items()),
        programmes=_added(pair for part in parts for pair in part.programmes.items()),
    )


def _chained(lists: Iterable[tuple[Member, ...]]) -> tuple[Member, ...]:
    return tuple(chain.from_iterable(lists))


def _money(facts: ReportFacts | None) -> Money:
    """The cost that a report discloses, with its currency and price basis."""
    return (facts.cost, facts.currency, facts.price_basis) if facts else (None, "", "")


def _facts(members: Sequence[Member]) -> FactsCheck:
    checked = [m for m in members if m.agreement is not None]
    green = [m for m in checked if m.rating == "green"]
    return FactsCheck(
        green_checked=len(green),
        green_broken=sum(1 for m in green if m.gap > 0),
        disagree=sum(1 for m in checked if m.agreement is Agreement.BETTER_THAN_FACTS),
        better=sum(1 for m in checked if m.agreement is Agreement.WORSE_THAN_FACTS),
        checked=len(checked),
    )


def _facts_of(parts: Sequence[FactsCheck]) -> FactsCheck:
    counts = ((p.green_checked, p.green_broken, p.disagree, p.better, p.checked) for p in parts)
    return FactsCheck(*map(sum, zip(*counts, strict=True)))


def _split(moved: Sequence[Direction | None]) -> Split:
    return Split(moved.count(Direction.BETTER), moved.count(Direction.SAME), moved.count(Direction.WORSE))


def _split_of(parts: Sequence[Split]) -> Split:
    return Split(sum(p.better for p in parts), sum(p.same for p in parts), sum(p.worse for p in parts))


def _added(pairs: Iterable[tuple[K, int]]) -> Counter[K]:
    found: Counter[K] = Counter()
    for key, count in pairs:
        found[key] += count
    return found
