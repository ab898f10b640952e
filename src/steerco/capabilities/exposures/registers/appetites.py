"""The register of risk appetites."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.exposures import services
from steerco.capabilities.exposures.access import APPETITES, appetites
from steerco.capabilities.exposures.models import Appetite
from steerco.capabilities.raid.queries import Category
from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


class AppetiteForm(RecordForm):
    """An appetite."""

    class Meta(RecordForm.Meta):
        model = Appetite
        fields = ("category", "most_score", "most_share", "words")
        help_texts = {
            "most_score": gettext_lazy("From 1 to 25, after responses. A risk above it is beyond the appetite."),
            "most_share": gettext_lazy("What the risks of this category of one project may be expected to cost, of its whole-life cost."),
        }


def _update(*, by: Any, record: Any, **given: Any) -> Appetite:
    return services.update_appetite(by=by, appetite=record, **given)


def _delete(*, by: Any, record: Any, **given: Any) -> None:
    services.delete_appetite(by=by, appetite=record, **given)


def _no_limit(row: Row) -> Gap:
    return Gap(_("no limit"))


declare(
    Register(
        name="appetites", word="appetite", model=Appetite, label=gettext_lazy("risk appetites"), one=gettext_lazy("risk appetite"),
        rows=appetites, permissions=APPETITES, sort="category", opens="appetite",
        columns=(
            Column("category", gettext_lazy("Category"), Kind.CHOICE, choices=Category.choices, opens="appetite", main=True),
            Column("most_score", gettext_lazy("Largest score"), Kind.NUMBER, gap=_no_limit),
            Column("most_share", gettext_lazy("Expected cost, percent of the project"), Kind.NUMBER, gap=_no_limit),
            Column("words", gettext_lazy("Why"), gap=lambda row: Gap(_("not said"))),
        ),
        default=("category", "most_score", "most_share", "words"), search=("words",),
        about=gettext_lazy("A risk appetite says how much risk of a category is accepted; what is beyond it shows under Exposure."),
        form=AppetiteForm, create=services.set_appetite, update=_update, delete=_delete,
        consequence=lambda appetite: _("Nothing of this category is beyond an appetite then."),
    )
)  # fmt: skip
