"""What is asked at each step of a meeting, and for a seat on a board."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.escalations.queries import Outcome
from steerco.capabilities.meetings.models import AgendaPoint, BoardMember, ItemKind
from steerco.capabilities.meetings.services.agendas import governed
from steerco.capabilities.people import queries as people
from steerco.capabilities.projects.queries import Project, projects
from steerco.foundation.access.actor import Actor

Pick = forms.ModelChoiceField
Picks = forms.ModelMultipleChoiceField


def _text(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs={"rows": rows}), max_length=20000)


def _line(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=300)


def _person(label: Any) -> Any:
    return Pick(label=label, queryset=people.Person.everywhere.none(), required=False)


class StepForm(forms.Form):
    """A step that somebody takes at a meeting; what can be chosen is of its board."""

    def __init__(self, by: Actor, meeting: Any, data: Any = None) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s")
        self.by, self.meeting = by, meeting
        board = meeting.board
        seats = board.members.select_related("person", "deputy")
        there = people.Person.objects.filter(pk__in=meeting.attendances.filter(member__votes=True).values("person")) if meeting.pk else None
        mine = projects(by).filter(pk__in=governed(board).values("pk")).order_by("name")
        points = AgendaPoint.objects.filter(meeting=meeting, decision=None).order_by("position") if meeting.pk else None
        chosen = {
            "present": seats, "deputies": seats.filter(deputy__isnull=False), "project": mine, "item": points, "in_favour": there,
            "against": there, **dict.fromkeys(("person", "deputy", "owner", "presenter"), people.people(by).order_by("name")),
        }  # fmt: skip
        for name, found in chosen.items():
            if name in self.fields:
                self.fields[name].queryset = found  # type: ignore[attr-defined]  # choices of records
        if "minutes" in self.fields and meeting.pk:
            self.initial["minutes"] = meeting.minutes

    def refused(self, error: ValidationError) -> None:
        """Puts what a service refused beside the fields."""
        for name, said in (error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}).items():
            self.add_error(name if name in self.fields else None, said)


class PlainForm(StepForm):
    """A step that asks nothing."""


class CancelForm(StepForm):
    """Why a meeting is cancelled."""

    reason = _line(_("Why"))


class PapersForm(StepForm):
    """The chair's leave, where papers are late."""

    leave = _line(_("The chair's leave"), _("Needed only when papers go out later than five working days before."))


class PointForm(StepForm):
    """One more point on the agenda."""

    kind = forms.ChoiceField(label=_("Type"), choices=ItemKind.choices, initial=ItemKind.DISCUSSION)
    title = _line(_("Point"))
    project: Any = Pick(label=_("Project"), queryset=Project.everywhere.none(), required=False)
    asked = _text(_("Decision asked"), rows=2)
    paper = _line(_("Paper"), _("Its name or address."))
    presenter = _person(_("Presents it"))
    length = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480, initial=10)
    reason = _line(_("The chair's leave"), _("Needed only after the papers went out."))


class HoldForm(StepForm):
    """Who is there."""

    present: Any = Picks(
        label=_("There themselves"), queryset=BoardMember.everywhere.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    deputies: Any = Picks(
        label=_("There by their deputy"), queryset=BoardMember.everywhere.none(), required=False, widget=forms.CheckboxSelectMultiple
    )


class InterestForm(StepForm):
    """A conflict of interest."""

    item: Any = Pick(label=_("Point"), queryset=AgendaPoint.everywhere.none())
    person = _person(_("Who"))
    words = _line(_("Interest"), _("They have no vote on this point."))


class DecideForm(StepForm):
    """What was decided on a point, and who voted how."""

    item: Any = Pick(label=_("Point"), queryset=AgendaPoint.everywhere.none())
    words = _text(_("Decision"), _("In a sentence, with conditions and dates. “Noted” is no decision."), 2)
    outcome = forms.ChoiceField(label=_("For an exception"), choices=Outcome.choices, initial=Outcome.OTHER)
    in_favour: Any = Picks(
        label=_("In favour"), queryset=people.Person.everywhere.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    against: Any = Picks(label=_("Against"), queryset=people.Person.everywhere.none(), required=False, widget=forms.CheckboxSelectMultiple)


class ActionForm(StepForm):
    """Something that somebody is to do by a day."""

    project: Any = Pick(label=_("Project"), queryset=Project.everywhere.none())
    title = _line(_("Action"))
    owner = _person(_("Who"))
    due_on = forms.DateField(label=_("By"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class MinutesForm(StepForm):
    """The minutes."""

    minutes = _text(_("Minutes"), _("What was said and agreed; decisions and actions are listed by themselves."), 8)


class SeatForm(forms.Form):
    """A seat on a board."""

    person: Any = Pick(label=_("Member"), queryset=people.Person.everywhere.none(), required=False)
    deputy: Any = Pick(label=_("Deputy"), queryset=people.Person.everywhere.none(), required=False)
    votes = forms.BooleanField(label=_("Has a vote"), required=False, initial=True)

    def __init__(self, by: Actor, data: Any = None) -> None:
        super().__init__(data)
        for name in ("person", "deputy"):
            self.fields[name].queryset = people.people(by).order_by("name")  # type: ignore[attr-defined]  # choices of records


def errors_in(found: Iterable[forms.Form]) -> bool:
    """Whether one of the forms was sent and refused."""
    return any(form.is_bound and form.errors for form in found)
