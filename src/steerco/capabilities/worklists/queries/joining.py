"""Names that only likeness has linked, with what speaks for and against; pairs of projects that may be one; what a merge would do."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy as lazy

from steerco.capabilities.projects.queries import KeptApart, Project, ProjectName, kept_apart, links_to_confirm, projects
from steerco.capabilities.status.queries import MergeCandidate, gap_of, merge_candidates, published
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.memo import Memo, stamp
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ui import figures
from steerco.foundation.ui.amounts import years

_pairs = Memo(capacity=20_000)
_SAME_NAME = re.compile(r"^(\w[\w ]+) “[^”]*”(?=;|$)")


@dataclass(frozen=True, slots=True)
class Named:
    """A project as one return names it; `proposed` is the key of the name where it waits to be confirmed."""

    source: str
    name: str
    key: str
    unit: str
    start: str
    end: str
    cost: str
    proposed: int | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Doubted:
    """A project with names to confirm, and everything that returns have said of it, in order."""

    project: Any
    names: list[Named]

    @property
    def proposed(self) -> list[Named]:
        """The names that wait."""
        return [name for name in self.names if name.proposed is not None]

    @property
    def sources(self) -> str:
        """The returns whose names wait, in a row."""
        return years([name.source for name in self.proposed]) if self.proposed else ""

    @property
    def units(self) -> str:
        """Under which units the returns name it."""
        return ", ".join(dict.fromkeys(name.unit for name in self.names if name.unit))

    @property
    def evidence(self) -> list[str]:
        """What speaks for the names that wait, each once; a name that is the same is not written again."""
        return list(dict.fromkeys(_SAME_NAME.sub(r"\1", name.evidence) for name in self.proposed))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two projects beside each other: what each is, and what merging them would move."""

    keep: Any
    absorb: Any
    rows: list[tuple[str, str, str, bool]]
    both: list[str]
    moving: int
    names: int
    kept: int
    first: str
    last: str


def proposed_names(by: Actor, *, typed: str = "", source: str = "") -> QuerySet[Any]:
    """Names to confirm, narrowed by words or by the return that they come from."""
    found = links_to_confirm(by)
    if typed:
        found = found.filter(Q(name__icontains=typed) | Q(project__name__icontains=typed) | Q(project__ref__iexact=typed))
    return found.filter(source=source) if source else found


def doubted_projects(by: Actor, names: QuerySet[Any]) -> QuerySet[Project]:
    """The projects that these names were linked to, by name."""
    return joinable(by).filter(pk__in=names.order_by().values("project_id")).order_by("name", "pk")


def beside(by: Actor, doubted: Collection[Project], names: QuerySet[Any]) -> list[Doubted]:
    """Projects with what each return says of them, the names that wait marked (two queries for all of them)."""
    waiting = {(name.project_id, name.source): name for name in names.filter(project__in=[project.pk for project in doubted])}
    said: dict[int, list[Named]] = {}
    for report in published(by).filter(project__in=doubted).select_related("period", "unit").order_by("period__status_on"):
        said.setdefault(report.project_id, []).append(_named(report, waiting.pop((report.project_id, report.period.name), None)))
    for (project_id, source), name in waiting.items():  # a name without a report of its own
        said.setdefault(project_id, []).append(Named(source, name.name, name.key, name.unit_code, "", "", "", name.pk, name.evidence))
    return [Doubted(project, said.get(project.pk, [])) for project in doubted]


def _named(report: Any, name: Any) -> Named:
    cost = report.whole_life_cost_amount
    return Named(
        report.period.name, report.reported_name, report.reported_key, report.unit.code if report.unit else report.reported_unit,
        _day(report, "start_on"), _day(report, "end_on"),
        figures.exact(cost, report.currency) if cost is not None else gap_of(report.gaps, "whole_life_cost_amount").kind.replace("_", " "),
        name.pk if name is not None else None, name.evidence if name is not None else "",
    )  # fmt: skip


def _day(report: Any, name: str) -> str:
    value = getattr(report, name)
    return figures.day(value) if value else str(gap_of(report.gaps, name).kind.replace("_", " "))


def similar_pairs(by: Actor) -> list[MergeCandidate]:
    """Pairs of projects that may be one, best first, but those said to be two; kept until one of them or of their reports is written."""
    return _pairs.of(stamp(by), "pairs", lambda: _alike(by), weigh=len)


def _alike(by: Actor) -> list[MergeCandidate]:
    apart = {frozenset(pair) for pair in kept_apart(by).values_list("one_id", "other_id")}
    return [pair for pair in merge_candidates(by) if frozenset((pair.earlier.pk, pair.later.pk)) not in apart]


def said_apart(by: Actor, one: Project, other: Project) -> KeptApart | None:
    """What was said of two projects that are alike and not the same."""
    return kept_apart(by).filter(one_id=min(one.pk, other.pk), other_id=max(one.pk, other.pk)).first()


def periods_of(by: Actor, project: Project) -> list[Any]:
    """The published reports of a project, oldest first."""
    return list(published(by).filter(project=project).select_related("period", "unit").order_by("period__status_on"))


def pair_of(by: Actor, keep: Project, absorb: Project) -> Pair:
    """What each of two projects is, and what becomes of them when the second goes into the first."""
    mine, theirs = periods_of(by, keep), periods_of(by, absorb)
    names = {report.period.name for report in mine}
    both = [report.period.name for report in theirs if report.period.name in names]
    together = sorted([*mine, *theirs], key=lambda report: report.period.status_on)
    facts: list[tuple[Any, str, str]] = [(label, read(keep), read(absorb)) for label, read in _FACTS]
    facts.append((_("Reports"), ", ".join(report.period.name for report in mine) or "–", ", ".join(r.period.name for r in theirs) or "–"))
    rows = [(str(label), one, other, one == other and one != "–") for label, one, other in facts]
    span = (together[0].period.name, together[-1].period.name) if together else ("", "")
    return Pair(keep, absorb, rows, both, len(theirs), absorb.names.count(), len(mine) + len(theirs), *span)


def _amount(project: Any) -> str:
    cost = project.whole_life_cost_amount
    return "–" if cost is None else figures.exact(cost, project.currency)


_FACTS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (lazy("Reference"), lambda project: project.ref),
    (lazy("Key"), lambda project: project.key or "–"),
    (lazy("Names"), lambda project: "; ".join(dict.fromkeys(name.name for name in project.names.order_by("pk"))) or project.name),
    (lazy("Unit"), lambda project: str(project.unit or "–")),
    (lazy("Category"), lambda project: project.category or "–"),
    (lazy("Start"), lambda project: figures.day(project.start_on) if project.start_on else "–"),
    (lazy("End"), lambda project: figures.day(project.end_on) if project.end_on else "–"),
    (lazy("Whole-life cost"), _amount),
    (lazy("Owner"), lambda project: str(project.owner or "–")),
)


def joined_since(by: Actor, verb: str) -> Revision | None:
    """The newest merge, split or confirmation of this actor, so that the notice can offer to take it back."""
    return Revision.objects.filter(verb=verb, account=by.account).order_by("-number").first()


def projects_touched(revision: Revision) -> list[Project]:
    """The projects that a revision changed or renamed; those that are gone as they were last, not to be saved."""
    changes = list(revision.changes.filter(record_type__in=["projects.project", "projects.projectname", "projects.keptapart"]))
    named = ProjectName.objects.filter(pk__in=[change.record_id for change in changes if change.record_type == "projects.projectname"])
    own = [change for change in changes if change.record_type == "projects.project"]
    apart = [change.after or change.before or {} for change in changes if change.record_type == "projects.keptapart"]
    keys = {*(change.record_id for change in own), *named.values_list("project_id", flat=True)}
    living = list(Project.objects.filter(pk__in=keys | {pair[side] for pair in apart for side in ("one_id", "other_id")}))
    kept = ("unit_id", "programme_id", "confidentiality")
    gone = [change for change in own if change.action == change.DELETED]
    return living + [Project(pk=change.record_id, **{name: (change.before or {})[name] for name in kept}) for change in gone]


def joinable(by: Actor) -> QuerySet[Project]:
    """Projects that the actor may merge and split."""
    return projects(by, "merge").select_related("unit", "owner")
