"""What is asked of whoever subscribes: which dates, or which view, as what, when and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from steerco.foundation.accounts.models import Account
from steerco.foundation.subscriptions.dates import kinds
from steerco.foundation.subscriptions.models import MailForm

FEW = 40  # members, up to which each has a box of their own
RHYTHMS = [
    ("daily", _("every day")),
    ("weekdays", _("Monday to Friday")),
    *[(f"week-{(number + 1) % 7}", format_lazy(_("each {day}"), day=label)) for number, label in WEEKDAYS.items()],
    ("monthly", _("on the first of each month")),
]


class CalendarForm(forms.Form):
    """A new address of a calendar."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Where it will be read, such as “Outlook” or “my phone”."))
    dates = forms.MultipleChoiceField(label=_("Dates"), widget=forms.CheckboxSelectMultiple)
    own_only = forms.BooleanField(label=_("Only what I answer for"), required=False)

    def __init__(self, data: Any = None) -> None:
        choices = [(kind.name, kind.label) for kind in kinds()]
        super().__init__(data, initial={"dates": [name for name, _label in choices]})
        self.fields["dates"].choices = choices  # type: ignore[attr-defined]  # a choice field


class MailingForm(forms.Form):
    """A view on its way by e-mail."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("It becomes the subject of the mail."))
    view = forms.ChoiceField(label=_("Which rows"), required=False)
    form = forms.ChoiceField(label=_("As"), choices=MailForm.choices, widget=forms.RadioSelect, initial=MailForm.XLSX)
    rhythm = forms.ChoiceField(label=_("When"), choices=RHYTHMS, initial="week-1")
    at = forms.TimeField(label=_("At"), initial="07:00", widget=forms.TimeInput(attrs={"type": "time"}))
    to = forms.ModelMultipleChoiceField(label=_("To"), queryset=Account.objects.none(), widget=forms.SelectMultiple(attrs={"size": 8}))

    def __init__(self, data: Any, views: Sequence[tuple[str, Any]], members: Sequence[Account], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["view"].choices = views  # type: ignore[attr-defined]  # a choice field
        if len(members) <= FEW:
            self.fields["to"].widget = forms.CheckboxSelectMultiple()
        self.fields["to"].queryset = Account.objects.filter(pk__in=[each.pk for each in members])  # type: ignore[attr-defined]  # a choice field

    def cron(self) -> str:
        """The rhythm and the time as five fields of cron."""
        at, rhythm = self.cleaned_data["at"], self.cleaned_data["rhythm"]
        days = {"daily": "* * *", "weekdays": "* * 1-5", "monthly": "1 * *"}.get(rhythm) or f"* * {rhythm.removeprefix('week-')}"
        return f"{at.minute} {at.hour} {days}"
