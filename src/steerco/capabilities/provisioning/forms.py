"""Input of provisioning: a token, a program, the role of a group."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people.access import ROLE_GRANTS, ROLES
from steerco.capabilities.people.services import scope_names
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance, Extent
from steerco.foundation.ui.numbers import number_in

DAYS = 90


def _until() -> forms.DateField:
    return forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text=_("At most a year.")
    )


def _in_days() -> dict[str, Any]:
    return {"ends_on": timezone.localdate() + dt.timedelta(days=DAYS)}


class TokenForm(forms.Form):
    """What a token is for, what it may do, and how long."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    extent = forms.ChoiceField(label=_("It may"), choices=Extent.choices, initial=Extent.LOOK)
    ends_on = _until()

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial=_in_days())


class ProgramForm(forms.Form):
    """A program, its role and its last day."""

    name = forms.CharField(label=_("Program"), max_length=120)
    role = forms.ChoiceField(label=_("Role"))
    clearance = forms.TypedChoiceField(label=_("Up to"), choices=Clearance.choices, coerce=int)
    ends_on = _until()
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, by: Actor, data: Any = None) -> None:
        super().__init__(data, initial=_in_days())
        self.fields["role"].choices = _roles(by)  # type: ignore[attr-defined]  # a choice


class GroupForm(forms.Form):
    """Which role a group of the directory brings, and where."""

    group = forms.CharField(label=_("Group, as the directory calls it"), max_length=160)
    role = forms.ChoiceField(label=_("Brings the role"))
    place = forms.CharField(label=_("Where"), required=False, widget=forms.Select)
    clearance = forms.TypedChoiceField(label=_("Up to"), choices=Clearance.choices, coerce=int)

    def __init__(self, by: Actor, data: Any = None) -> None:
        super().__init__(data)
        self.fields["role"].choices = _roles(by)  # type: ignore[attr-defined]  # a choice
        places = [(str(label), [(f"{kind}:{pk}", name) for pk, name in named(by)]) for kind, (label, named) in scope_names.items()]
        self.fields["place"].widget.choices = [("", _("the whole organisation")), *places]

    def clean_place(self) -> tuple[str, int | None]:
        """A place is one choice: `project:7`; nothing is the whole organisation."""
        kind, _colon, number = self.cleaned_data["place"].partition(":")
        key = number_in(number)
        if kind and key is None:
            raise forms.ValidationError(_("Choose a place of the list."))
        return (kind, key) if kind else ("organisation", None)

    def arguments(self) -> dict[str, Any]:
        """The values for the service."""
        given = dict(self.cleaned_data)
        kind, number = given.pop("place")
        return {**given, "scope_kind": kind, "scope_id": number}


def _roles(by: Actor) -> list[tuple[str, str]]:
    """The roles that the actor may give; none is chosen beforehand, for the first of them may do the most."""
    return [("", str(_("choose a role"))), *((key, str(name)) for key, name in ROLES.items() if ROLE_GRANTS.allows(by, key))]
