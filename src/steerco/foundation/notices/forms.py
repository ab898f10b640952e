"""How somebody wants their notices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from steerco.foundation.notices.kinds import kinds
from steerco.foundation.notices.models import Mail, Wishes


class WishesForm(forms.Form):
    """When mails come, in which hours none, and of what."""

    mail = forms.ChoiceField(label=_("By e-mail"), choices=Mail.choices, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label=_("No mail from"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(label=_("until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    wanted = forms.MultipleChoiceField(label=_("Tell me of"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, wishes: Wishes, data: Any = None) -> None:
        choices = [(kind.name, kind.label) for kind in kinds() if not kind.forced]
        initial = {
            "mail": wishes.mail, "quiet_from": wishes.quiet_from, "quiet_to": wishes.quiet_to,
            "wanted": [name for name, _label in choices if name not in wishes.muted_kinds],
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.fields["wanted"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.offered = [name for name, _label in choices]

    def wishes(self) -> dict[str, Any]:
        """What the service is called with."""
        held = self.cleaned_data
        muted = [name for name in self.offered if name not in held["wanted"]]
        return {"mail": held["mail"], "quiet_from": held["quiet_from"], "quiet_to": held["quiet_to"], "muted_kinds": muted}
