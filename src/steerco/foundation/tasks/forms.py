"""What one may say about a job that is done by the clock."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.foundation.tasks.cron import Cron


class ScheduleForm(forms.Form):
    """When, and whether at all."""

    cron = forms.CharField(
        label=_("When"),
        max_length=60,
        help_text=_(
            "Minute, hour, day of the month, month, weekday (0 is Sunday); * is every one. “30 7 * * 1-5”: Monday to Friday at 07:30."
        ),
    )
    enabled = forms.BooleanField(label=_("Do it by the clock"), required=False)

    def clean_cron(self) -> str:
        """The five fields, as they are kept."""
        text = " ".join(str(self.cleaned_data["cron"]).split())
        try:
            Cron.parse(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return text
