"""Input of access: lending rights, sharing with a guest, emergency access, decisions of a review."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.entitlements.queries.lent import held_roles, places_to_share, possible_receivers
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance, Extent, RoleAssignment
from steerco.foundation.registers.checks import SAY_WHY
from steerco.foundation.ui.numbers import number_in

DAYS, SHARE_DAYS = 14, 30


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LendForm(forms.Form):
    """Who acts, with which roles, how much, from when to when."""

    receiver = forms.ModelChoiceField(RoleAssignment.everywhere.none(), label=_("Who acts for you"), empty_label=_("choose a member"))
    roles = forms.MultipleChoiceField(label=_("With which of your roles"), widget=forms.CheckboxSelectMultiple)
    extent = forms.ChoiceField(label=_("What they may do"), choices=Extent.choices, initial=Extent.WORK)
    starts_on = forms.DateField(label=_("From"), widget=_date())
    ends_on = forms.DateField(label=_("Until"), widget=_date(), help_text=_("At most 60 days. It ends by itself."))
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, by: Actor, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"starts_on": today, "ends_on": today + dt.timedelta(days=DAYS)})
        self.held = held_roles(by, by.account) if by.account is not None else []
        self.fields["receiver"].queryset = possible_receivers(by)  # type: ignore[attr-defined]  # a choice of records
        lent = [each for each in self.held if each.assignment.expires_at is None]
        self.fields["roles"].choices = [(str(each.assignment.pk), f"{each.role}, {each.where}") for each in lent]  # type: ignore[attr-defined]
        self.fields["roles"].initial = [str(each.assignment.pk) for each in lent]

    def arguments(self) -> dict[str, Any]:
        """The values for the service."""
        given, chosen = dict(self.cleaned_data), set(self.cleaned_data["roles"])
        del given["roles"]
        return {**given, "assignments": [each.assignment for each in self.held if str(each.assignment.pk) in chosen]}


class ShareForm(forms.Form):
    """With whom, what, until when, how confidential."""

    email = forms.EmailField(label=_("Their e-mail"))
    name = forms.CharField(label=_("Their name"), max_length=120, required=False)
    place = forms.CharField(label=_("What they may see"), widget=forms.Select, help_text=_("And everything that lies in it."))
    clearance = forms.TypedChoiceField(label=_("Up to"), choices=Clearance.choices, coerce=int, initial=Clearance.INTERNAL)
    ends_on = forms.DateField(label=_("Until"), widget=_date(), help_text=_("At most a year. It ends by itself."))
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)

    def __init__(self, by: Actor, data: Any = None, at: str = "") -> None:
        super().__init__(data, initial={"ends_on": timezone.localdate() + dt.timedelta(days=SHARE_DAYS), "place": at})
        choices = [(kind, [(each.value, each.name) for each in places]) for kind, places in places_to_share(by) if places]
        self.fields["place"].widget.choices = [("", _("choose")), *choices]

    def clean_place(self) -> tuple[str, int]:
        """A place is one choice: `project:7`."""
        kind, _colon, number = self.cleaned_data["place"].partition(":")
        key = number_in(number)
        if not kind or key is None:
            raise forms.ValidationError(_("Choose a place of the list."))
        return kind, key

    def arguments(self) -> dict[str, Any]:
        """The values for the service."""
        given = dict(self.cleaned_data)
        kind, number = given.pop("place")
        return {**given, "scope_kind": kind, "scope_id": number}


class GlassForm(forms.Form):
    """Why somebody has to break the glass, and that they know who reads it."""

    reason = forms.CharField(
        label=_("What happened, and what you have to do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500,
        error_messages={"required": SAY_WHY},
    )  # fmt: skip
    told = forms.BooleanField(label=_("I know that this is told at once, and on record"))


class ReviewForm(forms.Form):
    """Until when a review is to be decided."""

    due_on = forms.DateField(label=_("Decide until"), widget=_date())

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"due_on": timezone.localdate() + dt.timedelta(days=21)})
