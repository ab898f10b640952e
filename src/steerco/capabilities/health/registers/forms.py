"""The form of another colour."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from steerco.capabilities.health.access import OVERRIDES
from steerco.capabilities.health.models import HealthOverride
from steerco.capabilities.projects.access import inside
from steerco.capabilities.projects.queries import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.forms import RecordForm


def _projects(by: Actor) -> QuerySet[Project]:
    """The projects for which the actor may stand for another colour."""
    return Project.objects.filter(inside(OVERRIDES.reach(by, "create"))).order_by("name")


class OverrideForm(RecordForm):
    """Another colour for the newest report of a project."""

    limits = {"project": _projects}

    class Meta(RecordForm.Meta):
        model = HealthOverride
        fields = ("project", "colour", "periods", "grounds")
        help_texts = {
            "project": gettext_lazy("The colour holds from its newest published report on."),
            "periods": gettext_lazy("It ends by itself. The computed colour stays beside it."),
        }
