"""Input beyond the registers: where a unit lies, and from when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people.models import OrgUnit, Person, PersonState
from steerco.capabilities.people.queries import people, units
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.checks import SAY_WHY


class PlaceForm(forms.Form):
    """The unit above, and the first day there."""

    parent = forms.ModelChoiceField(
        OrgUnit.everywhere.none(), label=_("Lies under"), required=False, empty_label=_("nothing: it is at the top")
    )
    starts_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Empty: from the beginning.")
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, by: Actor, unit: OrgUnit, data: Any = None) -> None:
        super().__init__(data)
        self.fields["parent"].queryset = units(by).exclude(pk=unit.pk)  # type: ignore[attr-defined]  # a choice of records


class HandoverForm(forms.Form):
    """Who answers from now on, and why."""

    to = forms.ModelChoiceField(Person.everywhere.none(), label=_("Who answers from now on"), empty_label=_("choose somebody"))
    reason = forms.CharField(label=_("Why"), max_length=300, error_messages={"required": SAY_WHY})

    def __init__(self, by: Actor, person: Person, data: Any = None) -> None:
        super().__init__(data)
        found = people(by).filter(state=PersonState.ACTIVE).exclude(pk=person.pk)
        self.fields["to"].queryset = found  # type: ignore[attr-defined]  # a choice of records
