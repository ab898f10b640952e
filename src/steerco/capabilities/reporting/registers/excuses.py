"""The register of excuses: which project need not report, from when to when, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects.access import inside, scopes_of
from steerco.capabilities.projects.queries import Project, projects
from steerco.capabilities.reporting import queries, services
from steerco.capabilities.reporting.access import EXCUSES
from steerco.capabilities.reporting.models import Excuse
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.rolling_up import lies_beneath
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.columns import Column, Kind
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


def _projects(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects(by).values_list("ref", "name"))


def _to_excuse(by: Actor) -> QuerySet[Project]:
    """The projects that the actor may excuse."""
    return Project.objects.filter(inside(EXCUSES.reach(by, "create"))).order_by("name")


class ExcuseForm(RecordForm):
    """An excuse; its reason is a field of its own."""

    limits = {"project": _to_excuse}

    class Meta(RecordForm.Meta):
        model = Excuse
        fields = ("project", "first_on", "last_on")
        help_texts = {"first_on": gettext_lazy("For every period whose status date lies between the two days.")}

    grounds = forms.CharField(label=gettext_lazy("Excused because"), max_length=300)

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        self.fields["grounds"].initial = getattr(record, "reason", "")

    def arguments(self, names: set[str]) -> dict[str, Any]:
        """The values for the service."""
        given = super().arguments(names | {"grounds"})
        said = given.pop("grounds", "") or getattr(self.record, "reason", "")
        return {**given, "reason": said}


def _update(*, by: Actor, record: Any, **given: Any) -> Excuse:
    return services.update_excuse(by=by, excuse=record, **given)


def _delete(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_excuse(by=by, excuse=record, **given)


declare(
    Register(
        name="excuses", word="excuse", model=Excuse, label=gettext_lazy("excuses"), one=gettext_lazy("excuse"), rows=queries.excuses,
        permissions=EXCUSES, sort="-first", opens="excuse", scopes=lambda excuse: scopes_of(excuse.project),
        level=lambda excuse: excuse.project.confidentiality,
        columns=(
            Column("project", gettext_lazy("Project"), Kind.LINK, "project__ref", "project__name", options=_projects, group=True,
                   opens="project", main=True),
            Column("first", gettext_lazy("From"), Kind.DATE, "first_on"),
            Column("last", gettext_lazy("Until"), Kind.DATE, "last_on"),
            Column("reason", gettext_lazy("Why"), wide=True, writes=None),
        ),
        default=("project", "first", "last", "reason"), search=("project__name", "project__ref", "reason"),
        about=gettext_lazy("An excuse says that a project need not report for some periods, and why. Projects on hold are excused anyway."),
        form=ExcuseForm, create=services.excuse_project, update=_update, delete=_delete,
        consequence=lambda excuse: _("%(project)s reports like the others again.") % {"project": excuse.project},
    )
)  # fmt: skip
lies_beneath("excuses", "projects", "project_id")
