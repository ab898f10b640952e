"""The health matrix: projects by dimensions, what was reported beside what the facts say, as a register whose rows are worked out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.health.queries.lines import HealthLine, HealthOn, health_on
from steerco.capabilities.health.queries.sentences import dimension_word, overall_sentence
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.registers import cells
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.columns import Column, Gap, Kind, Row, Scene
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.held import HeldListing
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import Register, declare
from steerco_engine.health import COLOUR_SEVERITY, Health
from steerco_engine.rules import Dimension

T = TypeVar("T")
Read = Callable[[HealthLine], Any]


@dataclass(frozen=True)
class Looking(Scene):
    """Who looks at the health of all projects, and as of when."""

    source: HealthSource | None = None
    told: HealthOn | None = None


def _code(colour: Health | None) -> str:
    return colour.value if colour is not None else ""


def _overall(line: HealthLine) -> str:
    return "" if line.reading.evident is None else line.reading.evident.value


def _attention(line: HealthLine) -> int:
    """Smaller is more urgent: the facts' colour first, then the gap, then how long."""
    worst = COLOUR_SEVERITY[line.reading.evident] if line.reading.evident is not None else -1
    return -100 * max(line.gap, 0) - 10 * worst - min(line.in_a_row, 9)


READ: Mapping[str, Read] = {
    "ref": lambda line: line.project.ref,
    "key": lambda line: line.project.key,
    "name": lambda line: line.project.name,
    "unit_code": lambda line: line.project.unit_code,
    "category": lambda line: line.project.category,
    "programme": lambda line: line.project.programme,
    "owner": lambda line: line.project.owner,
    "tier": lambda line: line.project.tier,
    "portfolios": lambda line: line.project.portfolios,
    "attention": _attention,
    "reported": lambda line: _code(line.reported),
    "computed": _overall,
    "insufficient": lambda line: line.reading.overall is not None and line.reading.evident is None,
    "difference": lambda line: line.difference.value if line.difference is not None else "",
    "moved": lambda line: line.moved.value if line.moved is not None else "",
    "in_a_row": lambda line: line.in_a_row,
    "persistent": lambda line: line.in_a_row > 1,
    "because": lambda line: overall_sentence(line.reading),
    "stands": lambda line: line.stands.colour if line.stands is not None else "",
    "confidence": lambda line: line.kept.confidence,
    "diverges": lambda line: line.diverges,
    "signals": lambda line: line.signals.weight,
    "data_quality": lambda line: line.quality.quality.score,
    "unsafe": lambda line: line.quality.quality.unsafe,
    "status_on": lambda line: line.kept.status_on,
    "age": lambda line: line.days_old,
    "freshness": lambda line: line.age.value,
    "current": lambda line: line.current,
    "warned": lambda line: bool(line.warnings),
    "version": lambda line: None,
    "updated_at": lambda line: None,
}  # fmt: skip


def _dimension(dimension: Dimension) -> dict[str, Read]:
    return {
        dimension.value: lambda line: _code(line.reading.dimensions[dimension].shown),
        f"{dimension.value}_reported": lambda line: _code(line.kept.reported(dimension.value)),
    }


READS: Mapping[str, Read] = {**READ, **{name: read for each in Dimension for name, read in _dimension(each).items()}}


class LineRow(dict[str, Any]):
    """A line as a row; each path is read of it when it is asked for."""

    def __missing__(self, path: str) -> Any:
        return READS[path](self["line"])


class HealthListing(HeldListing):
    """The projects with their health on a day."""

    def __init__(self, register: Register, scene: Looking, asked: Asked) -> None:
        super().__init__(register, scene, asked)
        assert scene.source is not None  # a list is made of one reader's projects
        assert scene.told is not None
        self.source, self.told = scene.source, scene.told

    def held(self) -> Sequence[dict[str, Any]]:
        """The lines, those that need somebody first."""

        def rows() -> list[dict[str, Any]]:
            lines = sorted(self.told.lines.values(), key=lambda line: (_attention(line), line.project.name))
            return [LineRow(pk=line.pk, line=line) for line in lines]

        return self.kept("held", rows)

    def reader(self, path: str) -> Callable[[dict[str, Any]], Any]:
        """What reads a path of many rows, past the rows where it can."""
        found = READS.get(path)
        return super().reader(path) if found is None else lambda row: found(row["line"])

    def kept(self, what: Hashable, make: Callable[[], T]) -> T:
        """What is worked out of all rows, kept for as long as the lines are the same."""
        name = ("matrix", what, self.asked.as_of, self.source.stamp.language)
        return self.source.derived(name, (self.told,), lambda _: make(), lambda _: len(self.told.lines) // 4 + 1)


def columns_of(scene: Scene) -> list[Column]:
    """All columns; those of health draw the reported mark beside the computed one."""
    colours = [(each.value, word) for each, word in ((Health.RED, _("Red")), (Health.AMBER, _("Amber")), (Health.GREEN, _("Green")))]
    return [*_identity(), *_whole(colours), *_dimensions(colours), *_doubts()]


def _identity() -> list[Column]:
    return [
        Column("name", _("Project"), main=True, draw=cells.name),
        Column("ref", _("Reference")),
        Column("key", _("Key"), gap=_none),
        Column("unit", _("Department"), source="unit_code", group=True, gap=_none),
        Column("category", _("Category"), group=True, gap=_none),
        Column("programme", _("Programme"), group=True, gap=_none),
        Column("portfolios", _("Portfolios"), gap=_none),
        Column("tier", _("Tier"), Kind.NUMBER, group=True, gap=_none),
        Column("owner", _("Owner"), group=True, gap=_none),
    ]


def _whole(colours: Sequence[tuple[str, str]]) -> list[Column]:
    differs = [("watermelon", _("rated better than the facts")), ("lemon", _("rated worse than the facts"))]
    ways = [("worse", _("worse")), ("better", _("better")), ("same", _("the same"))]
    return [
        Column("attention", _("Attention"), Kind.NUMBER),
        Column("overall", _("Overall"), Kind.CHOICE, "computed", choices=colours, group=True, draw=cells.overall, value=_both, gap=_grey,
               css="hm"),
        Column("reported", _("Reported overall"), Kind.CHOICE, choices=colours, group=True, gap=_unsaid),
        Column("computed", _("Facts say overall"), Kind.CHOICE, choices=colours, group=True, gap=_grey),
        Column("difference", _("Report beside facts"), Kind.CHOICE, choices=differs, group=True, gap=lambda row: Gap(_("agree"))),
        Column("moved", _("Facts since the report before"), Kind.CHOICE, choices=ways, group=True, gap=_grey),
        Column("in_a_row", _("Reports in a row"), Kind.NUMBER),
        Column("persistent", _("Twice in a row or more"), Kind.YES_NO),
        Column("stands", _("Somebody stands for"), Kind.CHOICE, choices=colours, gap=_none),
        Column("because", _("Because"), css="long"),
        Column("insufficient", _("Data insufficient"), Kind.YES_NO),
        Column("trend", _("History of facts"), prepare=_nothing, value=cells.trend_words, draw=cells.trend, css="only-xl"),
    ]  # fmt: skip


def _dimensions(colours: Sequence[tuple[str, str]]) -> list[Column]:
    found = []
    for each in Dimension:
        word = dimension_word(each)
        found.append(
            Column(each.value, word, Kind.CHOICE, choices=colours, group=True, draw=cells.dimension(each), gap=_grey, css="hm")
        )  # fmt: skip
        found.append(
            Column(f"{each.value}_reported", _("%(dimension)s reported") % {"dimension": word}, Kind.CHOICE, choices=colours, gap=_unsaid)
        )
    return found


def _doubts() -> list[Column]:
    fresh = [("fresh", _("fresh")), ("stale", _("stale")), ("expired", _("expired"))]
    rated = [
        ("green", _("Green")),
        ("amber_green", _("Amber/Green")),
        ("amber", _("Amber")),
        ("amber_red", _("Amber/Red")),
        ("red", _("Red")),
    ]
    return [
        Column("confidence", _("Delivery confidence"), Kind.CHOICE, choices=rated, group=True, gap=_unsaid),
        Column("diverges", _("Status Green, confidence not"), Kind.YES_NO),
        Column("signals", _("Weight of signals"), Kind.NUMBER),
        Column("data_quality", _("Data quality"), Kind.NUMBER, draw=cells.quality, gap=_grey),
        Column("unsafe", _("Figures unsafe"), Kind.YES_NO),
        Column("warned", _("Early warning"), Kind.YES_NO),
        Column("status_on", _("Report of"), Kind.DATE),
        Column("age", _("Age, working days"), Kind.NUMBER, draw=cells.age),
        Column("freshness", _("Freshness"), Kind.CHOICE, choices=fresh, group=True),
        Column("current", _("In the newest facts"), Kind.YES_NO),
    ]  # fmt: skip


def _both(row: Row) -> str:
    """The colour of the facts, for files."""
    return str(row["computed"])


def _none(row: Row) -> Gap:
    return Gap(_("none"))


def _grey(row: Row) -> Gap:
    return Gap(_("grey"), _("Nothing that can be checked."))


def _unsaid(row: Row) -> Gap:
    return Gap(_("not given"), _("The report says nothing about it."))


def _nothing(scene: Scene, keys: Sequence[int]) -> Mapping[int, Any]:
    """Nothing to load: a line knows its history."""
    return {}


def listed(register: Register, by: Actor, asked: Asked) -> Listing:
    """The matrix on the day that the address says."""
    source = HealthSource(by)
    return HealthListing(register, Looking(by, asked.as_of, source, health_on(source, asked.as_of)), asked)


def _newest(by: Actor) -> Filter | None:
    return Filter("current", "is", ("yes",))


MATRIX = declare(
    Register(
        name="health_matrix", word="project_health_line", model=Project, label=gettext_lazy("projects with their health"),
        one=gettext_lazy("project"), rows=projects.projects, permissions=REPORTS, columns=(), own=columns_of,
        default=("name", "overall", *(each.value for each in Dimension), "trend", "data_quality", "age"),
        search=("name", "ref", "key", "unit_code"), slug="ref", opens="project", scopes=scopes_of, listed=listed,
        first=_newest, tabs=(gettext_lazy("In the newest facts"), gettext_lazy("All that ever reported")), page="health/matrix.html",
        about=gettext_lazy("What projects report beside what their facts say, dimension by dimension. It begins with the first report."),
    )
)  # fmt: skip
