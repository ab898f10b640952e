"""A project of the portfolio as a row of its list: what each path of a column reads of it, worked out when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from steerco.capabilities.scorecards.queries.portfolio_attention import COST, attention
from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.status.queries import ReportFacts, gap_of
from steerco.foundation.ui.figures import half_up
from steerco_engine.health import Agreement

AGREEMENTS = {Agreement.BETTER_THAN_FACTS: "worse", Agreement.AGREES: "agree", Agreement.WORSE_THAN_FACTS: "better"}
END_WORDS = {"better": "earlier", "same": "same", "worse": "later"}
COST_WORDS = {"better": "lower", "same": "same", "worse": "higher"}


class MemberRow(dict[str, Any]):
    """The row of one member; what is not there yet is read of the member, or of what the whole list was asked for."""

    def __missing__(self, path: str) -> Any:
        found = READ.get(path)
        return found(self["member"]) if found is not None else self["list"].of(path, self["member"])


def percent(share: Decimal | None) -> Decimal | None:
    """A share as a file holds it: in hundredths, with four decimals."""
    return None if share is None else half_up(share * 100, 4)


def missing(field: str, facts: ReportFacts | None) -> str:
    """Why a report does not give a fact, in two words; nothing where there is no report."""
    return gap_of(facts.gaps, field).short if facts is not None else ""


def _told(field: str) -> Callable[[Member], Any]:
    return lambda m: getattr(m.told, field) if m.told is not None else None


def _before(field: str) -> Callable[[Member], Any]:
    return lambda m: getattr(m.before, field) if m.before is not None else None


def _facts(m: Member) -> str | None:
    return AGREEMENTS[m.agreement] if m.agreement is not None else None


def _words(moved: Callable[[Member], Any], words: Mapping[str, str]) -> Callable[[Member], str | None]:
    return lambda m: words[found] if (found := moved(m)) is not None else None


READ: Mapping[str, Callable[[Member], Any]] = {
    "ref": lambda m: m.who.ref,
    "key": lambda m: m.who.key,
    "name": lambda m: m.who.name,
    "unit_code": lambda m: m.who.unit_code,
    "category": lambda m: m.who.category,
    "programme": lambda m: m.who.programme,
    "attention": attention,
    "rating": lambda m: m.told.confidence if m.told is not None else NO_RATING,
    "rated": lambda m: (m.told.confidence if m.told is not None else NO_RATING) or "none",
    "colour": lambda m: m.verdict.colour.value if m.verdict.colour else None,
    "facts": _facts,
    "because": lambda m: " ".join(finding.sentence for finding in m.verdict.breaks),
    "moved": lambda m: m.rating_moved,
    "turned_red": lambda m: m.turned_red,
    "end_on": _told("end_on"),
    "days": lambda m: m.days,
    "end_moved": _words(lambda m: m.end_moved, END_WORDS),
    "cost": _told("cost"),
    "currency": _told("currency"),
    "basis": _told("price_basis"),
    "why": lambda m: missing(COST, m.told) if m.told is not None and m.told.cost is None else None,
    "cost_before": _before("cost"),
    "currency_before": _before("currency"),
    "basis_before": _before("price_basis"),
    "cost_moved": _words(lambda m: m.cost_moved, COST_WORDS),
    "cost_change": lambda m: percent(m.cost_share),
    "budget": _told("budget"),
    "forecast": _told("forecast"),
    "year": lambda m: percent(m.year_share),
    "presence": lambda m: m.presence,
    "suspect": lambda m: m.suspect,
    "reported": lambda m: m.now is not None,
    "version": lambda m: None,
    "updated_at": lambda m: None,
}
