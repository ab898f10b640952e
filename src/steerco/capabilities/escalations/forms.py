"""What is asked for each step of an exception or escalation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.escalations.models import Outcome
from steerco.capabilities.people import queries as people
from steerco.foundation.access.actor import Actor


def _text(label: Any, hint: Any = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000)


class StepForm(forms.Form):
    """A step that somebody takes."""

    def __init__(self, by: Actor, record: Any, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")
        self.by, self.record = by, record
        if "decider" in self.fields:
            self.fields["decider"].queryset = people.people(by).order_by("name")  # type: ignore[attr-defined]  # a choice of records
            mine = people.people(by).filter(account=by.account).first() if by.account is not None else None
            self.initial["decider"] = getattr(record, "responsible", None) or mine
        for name in self.fields:
            if hasattr(record, name) and name not in self.initial:
                self.initial[name] = getattr(record, name)

    def refused(self, error: ValidationError) -> None:
        """Puts what a service refused beside the fields."""
        for name, said in (error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}).items():
            self.add_error(name if name in self.fields else None, said)


class ReasonForm(StepForm):
    """A step that needs a reason at most."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=300)


class ReportForm(StepForm):
    """The report on an exception."""

    cause = _text(_("Cause"))
    consequences = _text(_("Consequences"), _("For the business case, for other projects, for whoever waits for the result."))
    options = _text(_("Options"), _("One a line, at least two; doing nothing may be one of them."), 4)
    recommendation = _text(_("Recommendation"))
    lessons = _text(_("Lessons"))


class OutcomeForm(StepForm):
    """What a board decides on an exception."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("Choose")), *Outcome.choices])
    words = _text(_("What was decided"), _("In a sentence, with conditions and dates. “Noted” is no decision."))
    decider = forms.ModelChoiceField(label=_("Who decided"), queryset=people.Person.everywhere.none(), required=False)


class DecisionForm(OutcomeForm):
    """What is decided on an escalation; the outcome goes to each exception that it bundles."""

    outcome = forms.ChoiceField(label=_("Outcome for its exceptions"), choices=Outcome.choices, initial=Outcome.OTHER)


class NoteForm(StepForm):
    """That one has seen it."""

    words = forms.CharField(label=_("What you note"), help_text=_("The clock goes on."), required=False, max_length=300)


class CauseForm(StepForm):
    """One more cause of the same matter."""

    words = forms.CharField(label=_("What else it is about"), required=False, max_length=300)
