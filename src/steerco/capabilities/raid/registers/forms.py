"""The forms of the six kinds of record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import inside
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid import queries
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.models import Action, Assumption, Category, Decision, Dependency, Issue, LogRecord, Risk
from steerco.capabilities.raid.registers.prompts import category_of, prompts_for
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.forms import FieldedForm
from steerco.foundation.organisations.models import OrganisationRecord


def _open_to(action: str) -> Callable[[Actor], QuerySet[Project]]:
    def found(by: Actor) -> QuerySet[Project]:
        return Project.objects.filter(inside(RAID.reach(by, action))).order_by("name")

    return found


_PLACES: dict[str, Any] = {"project": _open_to("create"), "owner": people.people}


class LogForm(FieldedForm):
    """What the forms of all six kinds share: links lead to records of the same project only."""

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        for name, field in self.fields.items():
            choices = getattr(field, "queryset", None)
            if record.pk and choices is not None and issubclass(choices.model, LogRecord):
                field.queryset = choices.filter(project=getattr(record, "project", None))  # type: ignore[attr-defined]
            elif name == "state" and not record.pk:
                field.required = False

    def written(self) -> dict[str, Any]:
        """The values for the service; a new record of which no state was said begins as its kind begins."""
        return {name: value for name, value in super().written().items() if not (name == "state" and value == "")}


class RiskForm(LogForm):
    """A risk; a prompt chosen on a new one fills in its title and category where they are left empty."""

    limits = {**_PLACES, "actionee": people.people, "secondary_to": queries.risks}

    class Meta(FieldedForm.Meta):
        model = Risk
        fields = (
            "project", "title", "cause", "event", "effect", "sign", "category", "owner", "actionee", "probability", "probability_band",
            "cost_amount", "time_days", "cost_band", "time_band", "quality_band", "benefit_band", "safety_band", "reputation_band",
            "near_from", "near_until", "velocity", "triggers", "response", "response_plan", "fallback", "response_cost_amount",
            "residual_probability", "residual_probability_band", "residual_cost_amount", "residual_impact_band",
            "target_probability_band", "target_impact_band", "theme", "secondary_to", "currency", "raised_on", "reviewed_on", "review_on",
            "outcome", "state",
        )  # fmt: skip
        help_texts = {
            "title": _("A few words by which everybody knows it."),
            "cause": _("Because of …"),
            "event": _("… it may happen that …"),
            "effect": _("… which would mean …"),
            "probability": _("From 0 to 100. Its band from 1 to 5 follows."),
            "probability_band": _("1 up to 10 %, 2 up to 30 %, 3 up to 50 %, 4 up to 70 %, 5 above. Only needed without a percentage."),
            "cost_amount": _("If it happens. Write it as 2.5m or 350000. Its band follows where the whole-life cost is known."),
            "time_band": _("Share of the duration: 1 below 1 %, 2 up to 3 %, 3 up to 7 %, 4 up to 15 %, 5 above."),
            "residual_probability": _("After the response."),
            "theme": _("Risks of one theme have the same cause, in all projects. They are added up as happening together."),
            "secondary_to": _("The risk whose response brings this one."),
            "outcome": _("Needed to close it."),
        }

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        super().__init__(by, record, data)
        if not record.pk:
            prompt = forms.ChoiceField(
                label=_("Think of"), required=False, help_text=_("What goes wrong most often. Choosing one fills in title and category.")
            )
            self.fields = {"project": self.fields["project"], "prompt": prompt, **self.fields}
            self.fields["title"].required = False
            self._offer("")

    def prefill(self, given: Any) -> None:
        """Takes the project from the address; prompts that fit its kind come first then."""
        super().prefill(given)
        project = self.initial.get("project")
        if "prompt" in self.fields and isinstance(project, Project):
            self._offer(project.category)

    def _offer(self, kind: str) -> None:
        names = dict(Category.choices)
        groups = [(str(names[Category(key)]).capitalize(), [(str(p), p) for p in prompts]) for key, prompts in prompts_for(kind)]
        self.fields["prompt"].choices = [("", _("Nothing from the list")), *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Fills in title and category from the prompt; one of title and prompt must be there."""
        given = super().clean()
        prompt = given.pop("prompt", "")
        if "prompt" in self.fields:
            given["title"] = given.get("title") or prompt
            given["category"] = given.get("category") or category_of(prompt)
            if not given["title"] and "title" not in self.errors:
                self.add_error("title", _("Fill this in."))
        return given


class IssueForm(LogForm):
    """An issue."""

    limits = {**_PLACES, "project": _open_to("raise"), "risk": queries.risks}

    class Meta(FieldedForm.Meta):
        model = Issue
        fields = (
            "project", "title", "kind", "description", "impact", "urgency", "owner", "due_on", "risk", "raised_on", "resolution", "state",
        )  # fmt: skip
        help_texts = {"impact": _("With urgency it makes the priority, and the day by which an answer is due.")}


class AssumptionForm(LogForm):
    """An assumption."""

    limits = {**_PLACES, "risk": queries.risks, "issue": queries.issues}

    class Meta(FieldedForm.Meta):
        model = Assumption
        fields = (
            "project", "title", "confidence", "if_false", "validate_by", "owner", "raised_on", "finding", "risk", "issue", "state",
        )  # fmt: skip
        help_texts = {"validate_by": _("If nobody has looked by then, it becomes a risk.")}


class DependencyForm(LogForm):
    """A dependency: the project is the one that needs it."""

    limits = {**_PLACES, "giver": projects.projects}

    class Meta(FieldedForm.Meta):
        model = Dependency
        fields = (
            "project", "title", "giver", "giver_party", "kind", "acceptance", "need_by", "promised_on", "owner", "raised_on",
            "delivered_on", "state",
        )  # fmt: skip
        labels = {"project": _("Who needs it"), "title": _("What is delivered")}
        help_texts = {"giver_party": _("Where no project of yours gives it."), "acceptance": _("Both sides agree on this and on the date.")}


class DecisionForm(LogForm):
    """A decision."""

    limits = {**_PLACES, "decider": people.people, "issue": queries.issues}

    class Meta(FieldedForm.Meta):
        model = Decision
        fields = (
            "project", "title", "options", "outcome", "decider", "decided_on", "rationale", "effects", "review_on", "issue", "owner",
            "raised_on", "state",
        )  # fmt: skip
        labels = {"title": _("Question")}


class ActionForm(LogForm):
    """An action."""

    limits = {**_PLACES, "risk": queries.risks, "issue": queries.issues, "decision": queries.decisions}

    class Meta(FieldedForm.Meta):
        model = Action
        fields = (
            "project", "title", "owner", "due_on", "priority", "source", "risk", "issue", "decision", "evidence", "raised_on", "state",
        )  # fmt: skip
        labels = {"title": _("What is to be done")}
        help_texts = {"source": _("Such as the meeting that it comes from.")}
