"""What is asked of whoever sets a webhook up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.foundation.webhooks.happenings import happenings
from steerco.foundation.webhooks.models import Detail


class WebhookForm(forms.Form):
    """A webhook: who listens where, to what, and how much is told."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("The program that listens, such as “Board portal”."))
    address = forms.CharField(
        label=_("Address"), max_length=500, help_text=_("Begins with https://. Addresses inside a private network are refused.")
    )
    events = forms.MultipleChoiceField(label=_("Tell it when"), widget=forms.CheckboxSelectMultiple)
    detail = forms.ChoiceField(label=_("How much is told"), choices=Detail.choices, widget=forms.RadioSelect, initial=Detail.NAMES)
    confidential = forms.BooleanField(
        label=_("Confidential records, too"), required=False, help_text=_("Else only records that are internal are told of.")
    )

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["events"].choices = happenings()  # type: ignore[attr-defined]  # a choice field
