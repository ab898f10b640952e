"""The register of own fields: every field of every kind of record, in the order in which lists and forms show them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.fields import queries, services
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.fields.forms import FieldForm
from steerco.foundation.fields.models import FieldKind, OwnField
from steerco.foundation.registers.columns import Column, Gap, Kind, Row, Scene
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.register import Register, declare, registers


def _update(*, by: Actor, record: Any, **given: Any) -> OwnField:
    return services.update_field(by=by, field=record, **given)


def _remove(*, by: Actor, record: Any, **given: Any) -> None:
    services.remove_field(by=by, field=record, **given)


def _nothing(scene: Scene, keys: Any) -> dict[int, Any]:
    return {}


def _quiet(row: Row) -> Gap:
    return Gap("–")


def _label_of(row: Row) -> str:
    found = registers.get(row["register"])
    return str(found.label) if found is not None else str(row["register"])


def consequence(field: OwnField) -> str:
    """What goes when a field is deleted for good."""
    count = queries.carrying(field).count() if field.is_typed else 0
    lost = ngettext("%(count)d record loses its value of “%(label)s”.", "%(count)d records lose their value of “%(label)s”.", count)
    told = [lost % {"count": count, "label": field.label}, _("The history keeps it.")]
    if not field.retired:
        told.append(_("To keep the values, retire the field instead."))
    return " ".join(told)


declare(
    Register(
        name="fields", word="field", model=OwnField, label=gettext_lazy("fields of your own"), one=gettext_lazy("field of your own"),
        rows=queries.fields, permissions=FIELDS, sort="position", order="position", opens="field",
        verbs=dict.fromkeys(("create", "edit", "delete"), "configure"),
        columns=(
            Column("label", gettext_lazy("Label"), opens="field"),
            Column("register", gettext_lazy("On"), group=True, draw=_label_of, writes=None),
            Column("kind", gettext_lazy("Kind"), Kind.CHOICE, choices=FieldKind.choices, group=True, writes=None),
            Column("choices", gettext_lazy("Choices"), value=lambda row: row["choices"], needs=("choices",), prepare=_nothing, gap=_quiet),
            Column("formula", gettext_lazy("Formula"), gap=_quiet),
            Column("children", gettext_lazy("Over"), gap=_quiet, writes=None),
            Column("measure", gettext_lazy("What of them"), gap=_quiet, writes=None),
            Column("child_field", gettext_lazy("Of which field"), gap=_quiet, writes=None),
            Column("retired", gettext_lazy("Retired"), Kind.YES_NO, group=True, writes=None),
            Column("key", gettext_lazy("Key")),
            Column("position", gettext_lazy("Position"), Kind.NUMBER),
        ),
        default=("label", "register", "kind", "choices", "formula", "position"), search=("label", "key"),
        about=gettext_lazy("A field of your own stands on every record of a kind; it filters, sorts and exports like others."),
        tabs=(gettext_lazy("In use"), gettext_lazy("All")), first=lambda by: Filter("retired", "is", ("no",)),
        form=FieldForm, create=services.define_field, update=_update, delete=_remove, consequence=consequence,
    )
)  # fmt: skip
