"""What the address asks for: scope filters narrow the whole page, the others narrow the list alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from urllib.parse import urlencode

from steerco.capabilities.scorecards.queries.portfolio_attention import later_days
from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, Picture
from steerco.capabilities.scorecards.queries.portfolio_members import JOINED, LEFT, Identity, Member
from steerco.capabilities.status.queries import gap_of
from steerco_engine.health import Agreement

SORTS = ("attention", "name", "rating", "end", "slip", "cost", "year")
AGREEMENTS = {"worse": Agreement.BETTER_THAN_FACTS, "agree": Agreement.AGREES, "better": Agreement.WORSE_THAN_FACTS}
MONTH_DAYS = 365.25 / 12
COST = "whole_life_cost_amount"


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters, the sort and the page of the portfolio list, as the address has them; unknown words are dropped."""

    department: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    programme: tuple[str, ...] = ()
    rating: tuple[str, ...] = ()
    facts: str = ""
    moved: str = ""
    end: str = ""
    later_by: int = 0
    cost: str = ""
    turned: str = ""
    presence: str = ""
    check: str = ""
    report: str = ""
    never: str = ""
    why: str = ""
    q: str = ""
    sort: str = "attention"
    descending: bool = False
    page: int = 1

    @classmethod
    def parse(cls, query: Mapping[str, Sequence[str]]) -> Filters:
        """The filters of an address (name → values)."""

        def one(name: str, allowed: Sequence[str]) -> str:
            value = (query.get(name) or [""])[-1]
            return value if value in allowed else ""

        def number(name: str, least: int) -> int:
            value = (query.get(name) or [""])[-1]
            return max(int(value), least) if value.isascii() and value.isdigit() and len(value) < 7 else least

        sort = (query.get("sort") or ["attention"])[-1]
        return cls(
            department=tuple(sorted(set(query.get("department") or ()))),
            category=tuple(sorted(set(query.get("category") or ()))),
            programme=tuple(sorted(set(query.get("programme") or ()))),
            rating=tuple(rating for rating in (*RATINGS, "none") if rating in (query.get("rating") or ())),
            facts=one("facts", tuple(AGREEMENTS)),
            moved=one("moved", ("better", "same", "worse")),
            end=one("end", ("earlier", "same", "later", "both")),
            later_by=number("later_by", 0),
            cost=one("cost", ("given", "withheld", "lower", "same", "higher", "both")),
            turned=one("turned", ("red",)),
            presence=one("presence", ("joined", "left", "both")),
            check=one("check", ("unit",)),
            report=one("report", ("missing",)),
            never=one("never", ("cost", "rating", "report")),
            why=(query.get("why") or [""])[-1][:60],
            q=(query.get("q") or [""])[-1].strip()[:100],
            sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "attention",
            descending=sort.startswith("-") and sort[1:] in SORTS,
            page=number("page", 1),
        )

    @property
    def scope(self) -> Filters:
        """Only what narrows the whole page."""
        return Filters(department=self.department, category=self.category, programme=self.programme)

    @property
    def narrows_list(self) -> bool:
        """Whether anything beside the scope is set."""
        return replace(self, sort="attention", descending=False, page=1, department=(), category=(), programme=()) != Filters()

    def pairs(self) -> list[tuple[str, str]]:
        """The filters as they stand in an address, without what is at rest."""
        at_rest = Filters()
        found: list[tuple[str, str]] = []
        for each in fields(self):
            value = getattr(self, each.name)
            if value == getattr(at_rest, each.name) or each.name == "descending":
                continue
            found += [(each.name, str(one)) for one in (value if isinstance(value, tuple) else (value,))]
        if self.descending:
            found = [(name, value) for name, value in found if name != "sort"] + [("sort", f"-{self.sort}")]
        return found

    def query(self, **dates: dt.date | None) -> str:
        """The query of an address: the dates, then the filters."""
        return urlencode([(name, date.isoformat()) for name, date in dates.items() if date] + self.pairs())


def in_scope(scope: Filters) -> Callable[[Identity], bool]:
    """Whether a project is in the departments, categories and programmes asked for."""

    def fits(who: Identity) -> bool:
        return (
            (not scope.department or who.unit_code in scope.department)
            and (not scope.category or who.category in scope.category)
            and (not scope.programme or who.programme in scope.programme)
        )

    return fits


def listed(picture: Picture, wanted: Filters) -> list[Member]:
    """The projects that the filters let through, in the order asked for."""
    tests = _tests(picture, wanted)
    found = [member for member in (picture.left if wanted.presence == LEFT else picture.members) if all(test(member) for test in tests)]
    found.sort(key=_ORDERS[wanted.sort], reverse=wanted.descending)
    missing = _MISSING.get(wanted.sort)
    return sorted(found, key=missing) if missing else found


def _tests(picture: Picture, wanted: Filters) -> list[Callable[[Member], bool]]:
    tests: list[Callable[[Member], bool]] = []
    if wanted.rating:
        ratings = {NO_RATING if rating == "none" else rating for rating in wanted.rating}
        tests.append(lambda m: m.rating in ratings)
    if wanted.facts:
        agreement = AGREEMENTS[wanted.facts]
        tests.append(lambda m: m.agreement is agreement)
    if wanted.moved:
        tests.append(lambda m: m.rating_moved == wanted.moved)
    if wanted.end:
        tests.append(_END[wanted.end])
    if wanted.later_by:
        tests.append(lambda m: m.days is not None and m.days >= later_days(wanted.later_by))
    if wanted.cost:
        tests.append(_COST[wanted.cost])
    if wanted.turned:
        tests.append(turned_red)
    if wanted.presence in (JOINED, "both"):
        tests.append(lambda m: m.presence == wanted.presence)
    if wanted.check:
        tests.append(lambda m: m.suspect)
    if wanted.report:
        tests.append(lambda m: m.now is None)
    if wanted.never:
        ids = {"cost": picture.never_cost, "rating": picture.never_rating, "report": picture.never_report}[wanted.never]
        tests.append(lambda m: m.who.pk in ids)
    if wanted.why:
        tests.append(lambda m: m.now is not None and m.cost is None and gap_of(m.now.gaps, COST).short == wanted.why)
    if wanted.q:
        words = wanted.q.casefold().split()
        tests.append(lambda m: all(word in f"{m.who.name} {m.who.ref} {m.who.key} {m.who.unit_code}".casefold() for word in words))
    return tests


def turned_red(member: Member) -> bool:
    """Whether a project is Red now and had another rating in the period compared with."""
    return member.rating == "red" and member.before is not None and member.before.confidence not in ("", "red")


_END: dict[str, Callable[[Member], bool]] = {
    "earlier": lambda m: m.days is not None and m.days < 0,
    "same": lambda m: m.days == 0,
    "later": lambda m: m.days is not None and m.days > 0,
    "both": lambda m: m.days is not None,
}
_COST: dict[str, Callable[[Member], bool]] = {
    "given": lambda m: m.cost is not None,
    "withheld": lambda m: m.cost is None,
    "lower": lambda m: m.cost_moved == "better",
    "same": lambda m: m.cost_moved == "same",
    "higher": lambda m: m.cost_moved == "worse",
    "both": lambda m: m.cost_moved is not None,
}
_RATING_ORDER = {rating: place for place, rating in enumerate((*RATINGS[::-1], NO_RATING))}
_ORDERS: dict[str, Callable[[Member], tuple[object, ...]]] = {
    "attention": attrgetter("attention"),
    "name": lambda m: (m.who.name.casefold(), m.who.pk),
    "rating": lambda m: (_RATING_ORDER[m.rating], m.who.name.casefold()),
    "end": lambda m: ((m.now.end_on if m.now else None) or dt.date.max, m.who.name.casefold()),
    "slip": lambda m: (-(m.days or 0), m.who.name.casefold()),
    "cost": lambda m: (-(m.cost or 0), m.who.name.casefold()),
    "year": lambda m: (-(m.year_share or 0), m.who.name.casefold()),
}
_MISSING: dict[str, Callable[[Member], bool]] = {
    "end": lambda m: m.now is None or m.now.end_on is None,
    "slip": lambda m: m.days is None,
    "cost": lambda m: m.cost is None,
    "year": lambda m: m.year_share is None,
}
