"""The register of tolerances: each field said once."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.escalations import queries, services
from steerco.capabilities.escalations.access import TOLERANCES
from steerco.capabilities.escalations.models import Aspect, Tolerance, ToleranceLevel
from steerco.capabilities.escalations.services.tolerances import level_of, scopes_of_tolerance
from steerco.capabilities.projects.access import inside
from steerco.capabilities.projects.queries import Project, portfolios
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Gap, Kind, Price, Row
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


def _projects(by: Actor) -> QuerySet[Project]:
    """The projects that the actor may set tolerances for."""
    return Project.objects.filter(inside(TOLERANCES.reach(by, "create"))).order_by("name")


class ToleranceForm(RecordForm):
    """A tolerance."""

    limits = {"project": _projects, "portfolio": portfolios}

    class Meta(RecordForm.Meta):
        model = Tolerance
        fields = (
            "level", "project", "portfolio", "stage", "aspect", "above", "below", "words", "planned_amount", "currency", "planned_on",
            "valid_from", "valid_to",
        )  # fmt: skip
        help_texts = {
            "above": gettext_lazy("Percent of the plan for cost, calendar days for time. Equal to the limit is within it."),
            "planned_amount": gettext_lazy("Left empty, the first published report is the plan."),
            "planned_on": gettext_lazy("Left empty, the first published report is the plan."),
        }


def quiet(row: Row) -> Gap:
    """What need not be there is left out without a word."""
    return Gap("–", gettext_lazy("not given"))


def _update(*, by: Actor, record: Any, **given: Any) -> Tolerance:
    return services.update_tolerance(by=by, tolerance=record, **given)


def _delete(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_tolerance(by=by, tolerance=record, **given)


def _consequence(tolerance: Tolerance) -> str:
    return _("Forecasts are no longer held against it. An exception that was found by it keeps it from going; history keeps both.")


TOLERANCE_REGISTER = declare(
    Register(
        name="tolerances", word="tolerance", model=Tolerance, label=gettext_lazy("tolerances"), one=gettext_lazy("tolerance"),
        rows=queries.tolerances, permissions=TOLERANCES, sort="aspect", opens="tolerance", scopes=scopes_of_tolerance, level=level_of,
        columns=(
            Column("aspect", gettext_lazy("Aspect"), Kind.CHOICE, choices=Aspect.choices, group=True, opens="tolerance", main=True),
            Column("level", gettext_lazy("Level"), Kind.CHOICE, choices=ToleranceLevel.choices, group=True),
            Column("project", gettext_lazy("Project"), Kind.LINK, "project__ref", "project__name", opens="project", gap=quiet),
            Column("portfolio", gettext_lazy("Portfolio"), Kind.LINK, "portfolio__ref", "portfolio__name", gap=quiet),
            Column("stage", gettext_lazy("Stage"), gap=quiet),
            Column("above", gettext_lazy("Above"), Kind.NUMBER, gap=quiet),
            Column("below", gettext_lazy("Below"), Kind.NUMBER, gap=quiet),
            Column("words", gettext_lazy("In words"), gap=quiet),
            Column("planned_amount", gettext_lazy("Planned cost"), Kind.MONEY, "planned_amount", price=Price("currency"), gap=quiet),
            Column("planned_on", gettext_lazy("Planned end"), Kind.DATE, gap=quiet),
            Column("valid_from", gettext_lazy("Holds from"), Kind.DATE),
            Column("valid_to", gettext_lazy("Holds until"), Kind.DATE, gap=quiet),
        ),
        default=("aspect", "level", "project", "portfolio", "above", "below", "words", "valid_from"),
        search=("project__name", "stage", "words"),
        about=gettext_lazy(
            "A tolerance says how far an aspect may move before somebody above decides: cost +5% and −10%, time +10 days."
        ),
        form=ToleranceForm, create=services.set_tolerance, update=_update, delete=_delete, consequence=_consequence,
    )
)  # fmt: skip
