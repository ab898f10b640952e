"""The forms of projects, programmes, portfolios and own fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries
from steerco.capabilities.projects.models import Portfolio, Programme, Project, ProjectField
from steerco.capabilities.projects.registers.own_columns import control
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.forms import RecordForm

OWN = "custom_"


class ProjectForm(RecordForm):
    """A project with the organisation's own fields."""

    limits = {"unit": people.units, "programme": queries.programmes, "owner": people.people}

    class Meta(RecordForm.Meta):
        model = Project
        fields = (
            "name", "unit", "category", "owner", "programme", "key", "start_on", "end_on", "whole_life_cost_amount", "year_budget_amount",
            "budget_year", "currency", "price_basis", "price_base_year", "confidentiality", "description",
        )  # fmt: skip
        help_texts = {
            "key": _("How the source of your list names it, so that the next import finds it."),
            "whole_life_cost_amount": _("The whole amount: 14800000000, not 14.8. Leave it empty if it is not known."),
            "year_budget_amount": _("The whole amount for the budget year."),
            "currency": _("Empty: the currency of the organisation."),
        }

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        held = getattr(record, "custom", {})
        for field in queries.own_fields():
            added = control(field)
            added.initial = self._shown(held.get(field.key))
            self.fields[f"{OWN}{field.key}"] = added
            self.dress(added)

    def arguments(self, names: set[str]) -> dict[str, Any]:
        """The values for the service, own fields apart."""
        written = {name: value for name, value in self.written().items() if name in names}
        own = {name.removeprefix(OWN): written.pop(name) for name in list(written) if name.startswith(OWN)}
        return {**written, "custom": own} if own else written

    def stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the ledger kept, own fields apart."""
        held = values.get("custom")
        own = {name: self._shown((held or {}).get(name.removeprefix(OWN))) for name in self.fields if name.startswith(OWN)}
        return {**super().stored(values), **(own if "custom" in values else {})}

    def typed(self) -> dict[str, Any]:
        """What was typed; nothing is the same as an own field that the project lacks."""
        return {name: value or "" if name.startswith(OWN) else value for name, value in super().typed().items()}

    @staticmethod
    def _shown(value: Any) -> Any:
        return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else value


class ProgrammeForm(RecordForm):
    """A programme."""

    limits = {"portfolio": queries.portfolios, "owner": people.people}

    class Meta(RecordForm.Meta):
        model = Programme
        fields = ("name", "portfolio", "owner", "purpose")


class PortfolioForm(RecordForm):
    """A portfolio."""

    limits = {"owner": people.people}

    class Meta(RecordForm.Meta):
        model = Portfolio
        fields = ("name", "owner", "membership", "purpose", "source_note")


class OwnFieldForm(RecordForm):
    """A field of the organisation's own; key and kind are chosen once."""

    choices = forms.CharField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, for a field of kind “choice”."),
    )

    class Meta(RecordForm.Meta):
        model = ProjectField
        fields = ("label", "kind", "position")

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        if record.pk:
            del self.fields["kind"]
        self.fields["position"].required = False
        self.initial["choices"] = "\n".join(getattr(record, "choices", []))

    def clean_choices(self) -> list[str]:
        """The lines as a list."""
        return [line.strip() for line in str(self.cleaned_data["choices"]).splitlines() if line.strip()]
