"""What somebody may choose about their own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.foundation.accounts.models import Account

if TYPE_CHECKING:
    _AccountForm = forms.ModelForm[Account]
else:
    _AccountForm = forms.ModelForm


class PreferencesForm(_AccountForm):
    """Name, theme, density and single-key shortcuts."""

    class Meta:
        model = Account
        fields = ("name", "theme", "density", "single_keys")
        labels = {"name": _("Your name"), "theme": _("Light or dark"), "density": _("Rows"), "single_keys": _("Single-key shortcuts")}
        widgets = {"theme": forms.RadioSelect, "density": forms.RadioSelect}
