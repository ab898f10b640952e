"""An explanation as a page or a pop-over shows it, and the words that all of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext

from steerco.capabilities.scorecards.queries.portfolio_figures import Picture
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.foundation.ui.explained import Explanation as Explanation, Part as Part
from steerco.foundation.ui.figures import day, exact, grouped
from steerco.foundation.ui.formulas import amount
from steerco_engine.health import RULE_SET_3
from steerco_engine.sums import Disclosed


class Ways(Protocol):
    """The addresses of the page that a number stands on."""

    @property
    def as_of(self) -> dt.date | None:
        """The date that the page was asked for; None for the newest."""

    def __call__(self, *filters: str, sort: str = "") -> str:
        """The list of the page with these filters alone."""

    def further(self, *filters: str) -> str:
        """The list as it is, narrowed by these filters too."""

    def at(self, on: dt.date) -> Ways:
        """The same page at another date."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The picture and the page that a number stands on, the projects of its list, and whose number it is."""

    picture: Picture
    address: Ways
    of: str
    rows: Callable[[], Sequence[Member]]

    @property
    def now(self) -> str:
        """The period in words."""
        return self.picture.now.name if self.picture.now else ""

    @property
    def then(self) -> str:
        """The period compared with."""
        return self.picture.against.name if self.picture.against else ""

    @property
    def report(self) -> str:
        """What the office calls the reports of a period."""
        return gettext("return") if self.picture.head.membership == "returns" else gettext("report")

    def facts(self) -> str:
        """Of which date the facts are, and by which rule set they are judged."""
        if self.picture.now is None:
            return ""
        words = {"now": day(self.picture.now.status_on), "number": RULE_SET_3.number}
        if self.picture.against is None:
            return gettext("Facts of %(now)s, rule set %(number)s") % words
        words["then"] = day(self.picture.against.status_on)
        return gettext("Facts of %(now)s against %(then)s, rule set %(number)s") % words


def basis_words(basis: str) -> str:
    """A price basis in words."""
    words = {"nominal": gettext("nominal"), "real": gettext("real"), "unstated": gettext("not stated"), "": gettext("not stated")}
    return words.get(basis, basis)


def others(cost: Disclosed) -> tuple[Part, ...]:
    """What isn't in a sum because it is in another currency or price basis."""
    label = gettext("Not added in: %(currency)s, prices %(basis)s")
    return tuple(
        Part(label % {"basis": basis_words(basis), "currency": currency}, f"{exact(value, currency)} ({grouped(count)})")
        for currency, basis, value, count in cost.others
    )


def sum_parts(cost: Disclosed, given: str = "", withheld: str = "") -> tuple[Part, ...]:
    """A sum, by how many it is disclosed, and how many are left out."""
    parts = [
        Part(gettext("Exact sum"), amount(cost.amount, cost.currency), strong=True),
        Part(gettext("Disclosed by"), gettext("%(given)s of %(of)s") % {"given": grouped(cost.given), "of": grouped(cost.of)}, given),
    ]
    if cost.withheld:
        parts.append(Part(gettext("Left out: no cost given"), grouped(cost.withheld), withheld))
    return (*parts, *others(cost))


def found(members: tuple[Member, ...], ref: str) -> Member | None:
    """The project of a reference among the members."""
    return next((member for member in members if member.who.ref == ref), None)
