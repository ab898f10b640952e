"""What explains the numbers that lists give: the sum under the projects, the figures of the river, the counts to look at first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, ngettext

from steerco.capabilities.explanations.queries.records import records_of
from steerco.capabilities.explanations.queries.told import Asked, Explanation, Part, sum_parts
from steerco.capabilities.scorecards.queries.portfolio_attention import rule_of
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, Attention
from steerco.capabilities.scorecards.queries.portfolio_units import money
from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.marks import word
from steerco_engine.sums import disclosed


def of_list(what: str, asked: Asked) -> Explanation | None:
    """The explanation of one number of a list; None where there is no such number."""
    return KINDS[what](asked) if what in KINDS else None


def _sum(asked: Asked) -> Explanation | None:
    """The sum under the list, of every row that its filters let through."""
    members = asked.rows()
    cost = disclosed(map(money, members), len(members))
    formula = gettext("sum of the whole-life costs as the %(report)s for %(now)s gives them; nothing is guessed for the rest") % {
        "report": asked.report, "now": asked.now,
    }  # fmt: skip
    words = ngettext("%(count)s project of %(all)s is on the list.", "%(count)s projects of %(all)s are on the list.", len(members))
    lead = words % {"count": grouped(len(members)), "all": grouped(asked.picture.total)}
    parts = sum_parts(cost, asked.address.further("cost:present"), asked.address.further("cost:missing"))
    return Explanation(gettext("Disclosed cost of the list"), lead, parts, formula, asked.address.further())


def _river(asked: Asked) -> Explanation | None:
    """A figure of the river: all projects of a period, or those of one rating with where they came from and went."""
    on, _colon, level = asked.of.partition(":")
    columns, rating = asked.picture.river.columns, "" if level == "none" else level
    place = next((place for place, column in enumerate(columns) if column.period.status_on.isoformat() == on), None)
    if place is None or (level and not columns[place].counts.get(rating)):
        return None
    column, at = columns[place], asked.address.at(columns[place].period.status_on)
    if not level:
        parts = tuple(Part(_rated(r), grouped(n), at(f"rating:is:{r or 'none'}")) for r, n in column.counts.items() if n)
        lead = gettext("All projects for %(period)s, by rating.") % {"period": column.period.name}
        return Explanation(column.period.name, lead, parts, gettext("each project once, in one of them"), at())
    flows = asked.picture.river.flows
    came = [(flow.before, flow.count) for flow in flows if flow.place == place - 1 and flow.after == rating]
    went = [(flow.after, flow.count) for flow in flows if flow.place == place and flow.before == rating]
    new = column.counts[rating] - sum(count for _rating, count in came) if place else 0
    parts = (
        *((Part(gettext("Not in %(period)s") % {"period": columns[place - 1].period.name}, grouped(new)),) if new else ()),
        *(Part(gettext("Was %(rating)s in %(period)s") % {"rating": _rated(r), "period": columns[place - 1].period.name}, grouped(n))
          for r, n in came),
        *(Part(gettext("Is %(rating)s in %(period)s") % {"rating": _rated(r), "period": columns[place + 1].period.name}, grouped(n))
          for r, n in went),
    )  # fmt: skip
    words = {"count": grouped(column.counts[rating]), "all": grouped(column.total), "period": column.period.name}
    lead = ngettext("%(count)s of %(all)s project for %(period)s.", "%(count)s of %(all)s projects for %(period)s.", column.total) % words
    title = f"{column.period.name}: {_rated(rating)}"
    formula = gettext("the rating as reported for %(period)s; who joined or left between two dates is in no band") % words
    return Explanation(title, lead, parts, formula, at(f"rating:is:{level}"))


def _rated(rating: str) -> str:
    return word(CODES[rating]) if rating else gettext("Withheld or none")


def _first(asked: Asked) -> Explanation | None:
    """How many a line of “look at these first” found, among how many, and by which rule."""
    found = next((line for line in asked.picture.first if line.kind == asked.of), None)
    if found is None:
        return None
    title, rule, among = rule_of(found.kind)
    records = records_of(found, asked.picture, asked.address)
    parts = [Part(title, grouped(found.count), records, strong=True), Part(among, grouped(found.of))]
    return Explanation(title, "", (*parts, *_beside(found, asked)), rule, records)


def _beside(found: Attention, asked: Asked) -> tuple[Part, ...]:
    """What a line says beside its count."""
    if found.kind == "disagree":
        label = gettext("Of any rating: better than the facts")
        return (Part(label, grouped(asked.picture.facts.disagree), asked.address("facts:is:worse")),)
    if found.kind == "missing":
        return (Part(gettext("Of them never reported"), grouped(found.extra)),)
    if found.kind != "withheld":
        return ()
    label = gettext("Give no cost")
    reason = (Part(f"– {found.reason.short}", grouped(found.reason_count)),) if found.reason else ()
    return (Part(label, grouped(found.extra), asked.address("cost:missing", "reported:is:yes")), *reason)


KINDS: Mapping[str, Callable[[Asked], Explanation | None]] = {"list": _sum, "river": _river, "first": _first}
