"""The columns of the portfolio's list; what they are called, hold and look like depends on the period and the one compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from steerco.capabilities.dashboards.registers.cells import Cells, head_points
from steerco.capabilities.dashboards.registers.listing import Seen
from steerco.capabilities.scorecards.queries.portfolio_attention import COST, cost_gaps
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, WORST_FIRST, Picture
from steerco.capabilities.scorecards.queries.portfolio_members import BOTH, JOINED, LEFT
from steerco.capabilities.status.queries import gap_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Gap, Kind, Price, Row, Scene
from steerco.foundation.ui import svg
from steerco.foundation.ui.marks import word
from steerco_engine.health import Health

Draw = Callable[[Row], str]
DEFAULT = ("name", "rating", "history", "slip", "end", "trend", "cost", "year", "held")
NOW, THEN = Price("currency", "basis"), Price("currency_before", "basis_before")
NONE = "none"


def columns_of(scene: Scene) -> list[Column]:
    """All columns; they draw themselves where a page shows them."""
    seen = scene if isinstance(scene, Seen) else None
    picture = seen.picture if seen is not None else None
    cells = Cells(picture, seen.unit, seen.address) if seen is not None and picture is not None and seen.address is not None else None
    then = picture.against.name if picture is not None and picture.against is not None else _("the report before")
    now = picture.now.name if picture is not None and picture.now is not None else _("the period")
    return [
        *_identity(picture, cells), *_judged(then, cells), *_told(picture, cells), *_dates(then, cells), *_money(picture, then, cells),
        *_presence(then, now, cells),
    ]  # fmt: skip


def _identity(picture: Picture | None, cells: Cells | None) -> list[Column]:
    def options(name: str) -> Callable[[Actor], Iterable[tuple[str, str]]]:
        choices = picture.choices[name] if picture is not None else ()
        return lambda by: [(each.value, each.label if each.label in ("", each.value) else f"{each.value} {each.label}") for each in choices]

    return [
        Column("name", _("Project"), main=True, draw=cells.name if cells else None),
        Column("ref", _("Reference")),
        Column("key", _("Key"), gap=lambda row: Gap(_("none given"))),
        Column(
            "unit",
            _("Department"),
            Kind.LINK,
            "unit_code",
            options=options("department"),
            group=True,
            draw=cells.unit_code if cells else None,
        ),
        Column("category", _("Category"), Kind.LINK, options=options("category"), group=True),
        Column("programme", _("Programme"), Kind.LINK, options=options("programme"), group=True, gap=lambda row: Gap(_("none"))),
    ]


def _judged(then: str, cells: Cells | None) -> list[Column]:
    rated = [(rating or NONE, word(CODES[rating]) if rating else _("Withheld or none")) for rating in WORST_FIRST]
    colours = [(colour.value, word(CODES[colour.value])) for colour in (Health.RED, Health.AMBER, Health.GREEN)]
    beside = [("worse", _("rated better than the facts")), ("agree", _("as the facts say")), ("better", _("rated worse than the facts"))]
    ways = (("better", _("better")), ("same", _("the same")), ("worse", _("worse")))
    why = [_("Red, or Green while the facts say Red"), _("facts one step worse than the rating"), _("a figure to check"),
           _("no rating or no report"), _("nothing to look at first")]  # fmt: skip
    return [
        Column("attention", _("Attention"), Kind.CHOICE, choices=tuple(enumerate(why)), group=True),
        Column(
            "rating", _("Confidence"), Kind.CHOICE, "rated", choices=rated, group=True, css="k2", value=lambda row: row["rating"],
            gap=_gap("confidence"), draw=cells.confidence if cells else None,
        ),
        Column("facts_say", _("Facts say"), Kind.CHOICE, "colour", choices=colours, group=True, draw=_colour, gap=_unknown),
        Column("facts", _("Rating beside the facts"), Kind.CHOICE, choices=beside, group=True, gap=_unknown),
        Column("because", _("Because"), gap=lambda row: Gap(_("no limit broken")), css="long"),
        Column("moved", _("Rating since %(then)s") % {"then": then}, Kind.CHOICE, choices=ways, group=True, gap=_apart),
        Column("turned_red", _("Turned Red since %(then)s") % {"then": then}, Kind.YES_NO),
    ]  # fmt: skip


def _told(picture: Picture | None, cells: Cells | None) -> list[Column]:
    periods = picture.periods[: picture.now.place + 1] if picture is not None and picture.now is not None else ()
    head = svg.strip_head(head_points(periods)) if periods else ""
    return [
        Column(
            "history",
            _("History"),
            prepare=_nothing,
            value=lambda row: row["history"],
            draw=cells.history if cells else None,
            css="k3",
            head=head,
        ),
        Column("slip", _("Slip, days"), Kind.NUMBER, draw=cells.slip if cells else None, css="k4 sl only-xl", gap=_apart),
    ]


def _dates(then: str, cells: Cells | None) -> list[Column]:
    ways = (("earlier", _("earlier")), ("same", _("the same")), ("later", _("later")))
    moved = _("End date since %(then)s") % {"then": then}
    return [
        Column("end", _("End date"), Kind.DATE, "end_on", draw=cells.end if cells else None, gap=_gap("end_on"), css="k5"),
        Column("days", _("%(moved)s, days") % {"moved": moved}, Kind.NUMBER, gap=_apart),
        Column("end_moved", moved, Kind.CHOICE, choices=ways, group=True, gap=_apart),
    ]


def _money(picture: Picture | None, then: str, cells: Cells | None) -> list[Column]:
    ways = (("lower", _("lower")), ("same", _("the same")), ("higher", _("higher")))
    moved = _("Cost since %(then)s") % {"then": then}
    gaps = cost_gaps(picture.members) if picture is not None else ()
    letter = cells.unit.letter if cells is not None else "m"

    def amount(name: str, label: str, price: Price = NOW) -> Column:
        draw = cells.amount(name, price.currency) if cells else None
        return Column(name, label, Kind.MONEY, price=price, gap=_unknown, draw=draw, letter=letter)

    return [
        Column("trend", _("Cost trend"), prepare=_nothing, value=_costs, draw=cells.trend if cells else None, css="k6 only-xl"),
        Column("cost", _("Whole-life cost"), Kind.MONEY, price=NOW, draw=cells.cost if cells else None, gap=_gap(COST), css="k7",
               letter=letter),
        Column("why", _("Why no cost"), Kind.LINK, options=lambda by: [(gap.short, gap.short) for gap, _count in gaps], group=True,
               gap=lambda row: Gap(_("cost given"))),
        amount("cost_before", _("Whole-life cost in %(then)s") % {"then": then}, THEN),
        Column("cost_moved", moved, Kind.CHOICE, choices=ways, group=True, gap=_apart),
        Column("cost_change", _("%(moved)s, %%") % {"moved": moved}, Kind.NUMBER, gap=_apart),
        amount("budget", _("Year budget")),
        amount("forecast", _("Year forecast")),
        Column("year", _("Year against budget, %"), Kind.NUMBER, draw=cells.year if cells else None, css="k8 only-l", gap=_unknown),
    ]  # fmt: skip


def _presence(then: str, now: str, cells: Cells | None) -> list[Column]:
    held = ((BOTH, _("in both")), (JOINED, _("joined")), (LEFT, _("left")))
    return [
        Column("held", _("Reports held"), Kind.NUMBER, draw=cells.held if cells else None, css="k9 only-xl"),
        Column("presence", _("Since %(then)s") % {"then": then}, Kind.CHOICE, choices=held, group=True),
        Column("reported", _("Report for %(now)s") % {"now": now}, Kind.YES_NO),
        Column("suspect", _("Figure to check"), Kind.YES_NO),
        Column("never_cost", _("Never gave a cost"), Kind.YES_NO),
        Column("never_rating", _("Never gave a rating"), Kind.YES_NO),
        Column("never_report", _("Never reported"), Kind.YES_NO),
        Column("portfolio", _("Portfolio")),
        Column("against", _("Against"), Kind.DATE, gap=_apart),
    ]


def _gap(field: str) -> Callable[[Row], Gap]:
    def gap(row: Row) -> Gap:
        told = row["member"].told
        found = gap_of(told.gaps, field) if told is not None else None
        return Gap(found.short, found.text) if found is not None else Gap(_("no report"))

    return gap


def _apart(row: Row) -> Gap:
    return Gap(_("n/a"), _("Both reports must give it."))


def _unknown(row: Row) -> Gap:
    return Gap(_("n/a"), _("The report gives no fact for it."))


def _colour(row: Row) -> SafeString:
    found = row["colour"]
    return svg.chip(CODES[found]) if found else svg.withheld(_("n/a"), _("No fact that can be checked."))


def _costs(row: Row) -> str:
    """The costs of all reports, exact, where they were read."""
    past = row.get("past")
    return ", ".join(f"{point.period.name} {point.cost}" for point in past.history if point.cost is not None) if past is not None else ""


def _nothing(scene: Scene, keys: Sequence[int]) -> Mapping[int, Any]:
    """Nothing to load for one column: the list reads the history of its rows for all of them at once."""
    return {}
