"""The RAID log as pages and other rooms read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Q, QuerySet, Subquery

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.access import dependencies_visible_to, visible_to
from steerco.capabilities.raid.models import (
    Action as Action,
    ActionState as ActionState,
    Assumption as Assumption,
    AssumptionState as AssumptionState,
    Category as Category,
    Decision as Decision,
    DecisionState as DecisionState,
    Dependency as Dependency,
    DependencyState as DependencyState,
    Issue as Issue,
    IssueState as IssueState,
    LogRecord as LogRecord,
    Priority as Priority,
    Risk as Risk,
    RiskLevel as RiskLevel,
    RiskState as RiskState,
    Sign as Sign,
)
from steerco.foundation.access.actor import Actor
from steerco_engine.dependencies import Health, dependency_health
from steerco_engine.exposure import Chance
from steerco_engine.staleness import working_days

L = TypeVar("L", bound=LogRecord)
OPEN_RISKS = (
    RiskState.IDENTIFIED, RiskState.ASSESSED, RiskState.PLANNED, RiskState.IN_RESPONSE, RiskState.ACCEPTED, RiskState.TRANSFERRED,
)  # fmt: skip
OPEN_ISSUES = (IssueState.OPEN, IssueState.ANALYSING, IssueState.ESCALATED, IssueState.DEFERRED)
OPEN_ACTIONS = (ActionState.OPEN, ActionState.IN_PROGRESS)
OPEN_DEPENDENCIES = (DependencyState.PROPOSED, DependencyState.AGREED, DependencyState.AT_RISK, DependencyState.DELIVERED)
STILL_OPEN: Mapping[type[LogRecord], tuple[str, ...]] = {
    Risk: OPEN_RISKS, Issue: OPEN_ISSUES, Assumption: (AssumptionState.OPEN,), Dependency: OPEN_DEPENDENCIES,
    Decision: (DecisionState.PROPOSED,), Action: OPEN_ACTIONS,
}  # fmt: skip
STALE_DAYS, STALE_EXTREME_DAYS = 30, 14
HUNDRED = Decimal(100)


def records(model: type[L], by: Actor, action: str = "view") -> QuerySet[L]:
    """The records of a kind that the actor may see (or do `action` to)."""
    return model.objects.filter(dependencies_visible_to(by, action) if model is Dependency else visible_to(by, action))


def risks(by: Actor, action: str = "view") -> QuerySet[Risk]:
    """The risks that the actor may see (or do `action` to)."""
    return records(Risk, by, action)


def issues(by: Actor, action: str = "view") -> QuerySet[Issue]:
    """The issues that the actor may see (or do `action` to)."""
    return records(Issue, by, action)


def assumptions(by: Actor, action: str = "view") -> QuerySet[Assumption]:
    """The assumptions that the actor may see (or do `action` to)."""
    return records(Assumption, by, action)


def dependencies(by: Actor, action: str = "view") -> QuerySet[Dependency]:
    """The dependencies that the actor may see (or do `action` to)."""
    return records(Dependency, by, action)


def decisions(by: Actor, action: str = "view") -> QuerySet[Decision]:
    """The decisions that the actor may see (or do `action` to)."""
    return records(Decision, by, action)


def actions(by: Actor, action: str = "view") -> QuerySet[Action]:
    """The actions that the actor may see (or do `action` to)."""
    return records(Action, by, action)


def open_of(found: QuerySet[L]) -> QuerySet[L]:
    """Those of the records that are not over."""
    return found.filter(state__in=STILL_OPEN[found.model])


def top_risks(by: Actor, project: Project, most: int = 10) -> list[Risk]:
    """The open risks of a project that weigh most after what is done about them: what a report picks from."""
    return by_weight(open_of(risks(by).filter(project=project)).select_related("owner", "project"))[:most]


def open_issues(by: Actor, project: Project) -> QuerySet[Issue]:
    """The open issues of a project, the most pressing first."""
    return open_of(issues(by).filter(project=project)).select_related("owner").order_by("priority", "respond_by", "pk")


def open_actions(by: Actor, project: Project) -> QuerySet[Action]:
    """The open actions of a project, the nearest first."""
    return open_of(actions(by).filter(project=project)).select_related("owner").order_by("due_on", "pk")


def by_weight(found: Iterable[Risk]) -> list[Risk]:
    """Risks by their score as it is now, then by expected cost; a risk that nobody has assessed comes last."""
    return sorted(found, key=lambda risk: (-(current(risk).score or 0), -(current(risk).expected or Decimal(0)), risk.pk))


class Standing(NamedTuple):
    """How a risk stands, before or after what is done about it; None where nobody has said it."""

    probability: Decimal | None
    probability_band: int | None
    impact_band: int | None
    score: int | None
    level: str
    cost: Decimal | None

    @property
    def expected(self) -> Decimal | None:
        """Probability × cost: a mean, no reserve; an opportunity counts as a gain where it is added up."""
        return None if self.probability is None or self.cost is None else self.probability * self.cost / HUNDRED


def inherent(risk: Risk) -> Standing:
    """A risk before anything is done about it."""
    return Standing(risk.probability, risk.probability_band, risk.impact_band, risk.score, risk.level, risk.cost_amount)


def residual(risk: Risk) -> Standing:
    """A risk after what is done about it, as far as somebody has said how it is then."""
    return Standing(
        risk.residual_probability, risk.residual_probability_band, risk.residual_impact_band, risk.residual_score, risk.residual_level,
        risk.residual_cost_amount,
    )  # fmt: skip


def current(risk: Risk) -> Standing:
    """A risk as it counts now: what is left of it where that was assessed, field by field, else as it was before."""
    before, after = inherent(risk), residual(risk)
    bands = after if after.score is not None else before
    return Standing(
        before.probability if after.probability is None else after.probability,
        bands.probability_band, bands.impact_band, bands.score, bands.level,
        before.cost if after.cost is None else after.cost,
    )  # fmt: skip


def chance_of(risk: Risk) -> Chance | None:
    """A risk as the engine adds it up: what an opportunity brings lies below zero; None without probability or cost."""
    now = current(risk)
    if now.probability is None or now.cost is None:
        return None
    return Chance(now.probability / HUNDRED, -now.cost if risk.sign == Sign.OPPORTUNITY else now.cost)


def stale_days(risk: Risk, on: dt.date) -> int | None:
    """For how many days too many nobody has reviewed an open risk (30 days, 14 for an extreme one); None where it is in time."""
    seen = risk.reviewed_on or risk.raised_on
    if seen is None or risk.state not in OPEN_RISKS:
        return None
    over = (on - seen).days - (STALE_EXTREME_DAYS if current(risk).level == RiskLevel.EXTREME else STALE_DAYS)
    return over if over > 0 else None


@dataclass(frozen=True, slots=True)
class ProjectRisks:
    """What the log of a project says of its risks: for computed health and for reports. Money is None where no open risk has any."""

    open: int
    assessed: int
    extreme: int
    unowned_extreme: int
    extreme_without_action: int
    stale: int
    expected_cost: Decimal | None
    priced: int
    currency: str
    mixed_currencies: bool


def project_risks(by: Actor, projects: Collection[int], on: dt.date) -> dict[int, ProjectRisks]:
    """The risks of each of these projects that has any record of one (two queries); one with none is missing, which is not “no risk”."""
    acted = set(records(Action, by).filter(state__in=OPEN_ACTIONS, risk__isnull=False).values_list("risk_id", flat=True))
    held: dict[int, list[Risk]] = {}
    for risk in risks(by).filter(project__in=projects):
        held.setdefault(risk.project_id, []).append(risk)
    return {key: _summed([risk for risk in found if risk.state in OPEN_RISKS], acted, on) for key, found in held.items()}


def _summed(found: list[Risk], acted: set[int], on: dt.date) -> ProjectRisks:
    extreme = [risk for risk in found if current(risk).level == RiskLevel.EXTREME]
    chances = [(risk.currency, chance) for risk in found if (chance := chance_of(risk)) is not None]
    currencies = {currency for currency, _chance in chances}
    expected = sum((chance.probability * chance.impact for _currency, chance in chances), Decimal(0))
    return ProjectRisks(
        open=len(found),
        assessed=sum(current(risk).score is not None for risk in found),
        extreme=len(extreme),
        unowned_extreme=sum(risk.owner_id is None for risk in extreme),
        extreme_without_action=sum(risk.pk not in acted for risk in extreme),
        stale=sum(stale_days(risk, on) is not None for risk in found),
        expected_cost=expected if len(currencies) == 1 else None,
        priced=len(chances),
        currency=next(iter(currencies)) if len(currencies) == 1 else "",
        mixed_currencies=len(currencies) > 1,
    )


class LogCounts(NamedTuple):
    """How many open records of each kind a project has."""

    risks: int
    issues: int
    assumptions: int
    dependencies: int
    decisions: int
    actions: int

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self)


def log_counts(by: Actor, project: Project) -> LogCounts:
    """The open records of a project by kind (one query); what it gives to others counts among its dependencies."""
    here = Q(project=project)
    found: dict[str, QuerySet[Any]] = {
        "risks": risks(by).filter(here), "issues": issues(by).filter(here), "assumptions": assumptions(by).filter(here),
        "dependencies": dependencies(by).filter(here | Q(giver=project)), "decisions": decisions(by).filter(here),
        "actions": actions(by).filter(here),
    }  # fmt: skip
    counted = {f"n_{name}": _count_of(open_of(rows)) for name, rows in found.items()}
    row = Project.objects.filter(pk=project.pk).annotate(**counted).values(*counted).get()
    return LogCounts(**{name: row[f"n_{name}"] or 0 for name in found})


def _count_of(found: QuerySet[Any]) -> Subquery:
    return Subquery(found.order_by().values("organisation").annotate(n=Count("pk")).values("n"))


def overdue_actions(by: Actor, on: dt.date) -> QuerySet[Action]:
    """Open actions whose day has passed."""
    return open_of(actions(by)).filter(due_on__lt=on)


def counts_by_state(found: QuerySet[Any]) -> dict[str, int]:
    """How many records stand in each state (one query)."""
    return dict(found.order_by().values_list("state").annotate(count=Count("pk")))


def health_of(dependency: Dependency, on: dt.date) -> Health:
    """How a dependency stands on a day: by its float, and by whether both sides agreed in time; green once it is delivered."""
    if dependency.state in (DependencyState.DELIVERED, DependencyState.ACCEPTED):
        return Health.GREEN
    if dependency.state == DependencyState.MISSED:
        return Health.RED
    agreed = dependency.state in (DependencyState.AGREED, DependencyState.AT_RISK)
    waited = working_days(dependency.raised_on, on) if dependency.raised_on else 0
    return dependency_health(dependency.float_days, agreed, waited)
