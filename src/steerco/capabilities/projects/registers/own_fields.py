"""The register of the fields that an organisation adds to its projects."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects import services
from steerco.capabilities.projects.access import FIELDS
from steerco.capabilities.projects.models import Project, ProjectField
from steerco.capabilities.projects.registers.forms import OwnFieldForm
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Kind, Scene
from steerco.foundation.registers.register import Register, declare


def _rows(by: Actor) -> QuerySet[ProjectField]:
    return ProjectField.objects.none() if FIELDS.reach(by, "view").nothing else ProjectField.objects.all()


def _update(*, by: Actor, record: Any, **given: Any) -> ProjectField:
    return services.update_field(by=by, field=record, **given)


def _remove(*, by: Actor, record: Any, **given: Any) -> None:
    services.remove_field(by=by, field=record, **given)


def _nothing(scene: Scene, keys: Any) -> dict[int, Any]:
    return {}


def _consequence(field: ProjectField) -> str:
    count = Project.objects.filter(custom__has_key=field.key).count()
    return _("%(count)d projects lose their value of “%(label)s”. The history keeps them.") % {"count": count, "label": field.label}


declare(
    Register(
        name="project_fields", word="project_field", model=ProjectField, label=gettext_lazy("fields of your own"),
        one=gettext_lazy("field of your own"), rows=_rows, permissions=FIELDS, sort="position", order="position", opens="project_field",
        verbs=dict.fromkeys(("create", "edit", "delete"), "configure"),
        columns=(
            Column("label", gettext_lazy("Label"), opens="project_field"),
            Column("key", gettext_lazy("Key")),
            Column("kind", gettext_lazy("Kind"), Kind.CHOICE, choices=ProjectField.Kind.choices, group=True, writes=None),
            Column("choices", gettext_lazy("Choices"), value=lambda row: row["choices"], needs=("choices",), prepare=_nothing),
            Column("position", gettext_lazy("Position"), Kind.NUMBER),
        ),
        default=("label", "key", "kind", "choices", "position"), search=("label", "key"),
        about=gettext_lazy("A field of your own stands on every project; it filters, sorts and exports like others. Say “Board area”."),
        form=OwnFieldForm, create=services.define_field, update=_update, delete=_remove, consequence=_consequence,
    )
)  # fmt: skip
