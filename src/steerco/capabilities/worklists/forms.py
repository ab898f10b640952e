"""The plain questions that lead from an idea to a first project."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.foundation.registers.checks import SAY_WHY


class IdeaForm(forms.Form):
    """What, why, who, by when: only the first is needed."""

    name = forms.CharField(
        label=_("What should be better, in a few words?"),
        max_length=300,
        help_text=_("This becomes the name, for example: Rebuild the harbour wall."),
    )
    why = forms.CharField(
        label=_("Why? Who has the trouble now?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences are enough: The wall leaks at spring tide, and two warehouses flood each winter."),
    )  # fmt: skip
    who = forms.CharField(
        label=_("Who answers for it?"),
        required=False,
        max_length=120,
        help_text=_("One person’s name. Leave it empty when nobody has said yes."),
    )
    ends_on = forms.DateField(
        label=_("By when should it be done?"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A guess will do; every change of it is kept."),
    )  # fmt: skip


class JoinForm(forms.Form):
    """Why two projects become one, or one becomes two."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Stays in the history of the project, beside your name."),
        error_messages={"required": SAY_WHY},
    )  # fmt: skip


class PairForm(forms.Form):
    """Any two projects, by reference."""

    keep = forms.CharField(label=_("Keep"), max_length=20)
    absorb = forms.CharField(label=_("Merge into it"), max_length=20)
