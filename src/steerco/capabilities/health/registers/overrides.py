"""The register of other colours: who stands for which colour in place of the computed one, why, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.health import services
from steerco.capabilities.health.access import OVERRIDES, visible_to
from steerco.capabilities.health.models import Colour, HealthOverride
from steerco.capabilities.health.registers.forms import OverrideForm
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import scopes_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.register import Register, declare


def overrides(by: Actor) -> QuerySet[HealthOverride]:
    """The other colours that the actor may see."""
    return HealthOverride.objects.filter(visible_to(by))


def _projects(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects.projects(by).order_by("name").values_list("ref", "name")[:500])


def _end(*, by: Actor, record: HealthOverride, reason: str = "", **_given: Any) -> None:
    services.take_back_colour(by=by, override=record, reason=reason)


def _consequence(override: HealthOverride) -> str:
    return _("The computed colour of %(project)s stands alone again. What was decided stays on record.") % {"project": override.project}


def _standing(row: Row) -> Gap:
    return Gap(_("stands"))


OVERRIDE_REGISTER = declare(
    Register(
        name="health_overrides", word="health_override", model=HealthOverride, label=gettext_lazy("other colours"),
        one=gettext_lazy("other colour"), rows=overrides, permissions=OVERRIDES, sort="-since_on", opens="health_override",
        scopes=lambda override: scopes_of(override.project), level=lambda override: override.project.confidentiality,
        columns=(
            Column("project", gettext_lazy("Project"), Kind.LINK, "project__ref", "project__name", options=_projects, group=True,
                   opens="project"),
            Column("computed", gettext_lazy("Facts say"), Kind.CHOICE, choices=Colour.choices, group=True),
            Column("colour", gettext_lazy("Decided"), Kind.CHOICE, choices=Colour.choices, group=True),
            Column("grounds", gettext_lazy("Why"), css="long"),
            Column("since_on", gettext_lazy("From the report of"), Kind.DATE),
            Column("periods", gettext_lazy("Reports"), Kind.NUMBER),
            Column("author", gettext_lazy("Decided by"), source="author__email", gap=lambda row: Gap("–")),
            Column("ended_on", gettext_lazy("Taken back"), Kind.DATE, gap=_standing),
        ),
        default=("project", "computed", "colour", "grounds", "since_on", "periods", "author", "ended_on"),
        search=("project__name", "grounds"), verbs={"delete": "end"},
        about=gettext_lazy("Who knows better than the facts says so here: with a reason, for two reports at most. Both colours are shown."),
        form=OverrideForm, create=services.stand_for_colour, delete=_end, consequence=_consequence,
    )
)  # fmt: skip
