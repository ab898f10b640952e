"""The registers of exceptions and of escalations; they are written on their own pages, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from steerco.capabilities.escalations import queries, services
from steerco.capabilities.escalations.access import EXCEPTIONS
from steerco.capabilities.escalations.models import (
    Aspect,
    Escalation,
    EscalationLevel,
    EscalationState,
    ExceptionState,
    Outcome,
    ToleranceException,
)
from steerco.capabilities.escalations.registers.tolerances import quiet
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import inside, scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Kind
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


def _options(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects.projects(by).order_by("name").values_list("ref", "name")[:500])


def _to_raise(by: Actor) -> QuerySet[Project]:
    return Project.objects.filter(inside(EXCEPTIONS.reach(by, "raise"))).order_by("name")


def _to_escalate(by: Actor) -> QuerySet[Project]:
    return Project.objects.filter(inside(EXCEPTIONS.reach(by, "escalate"))).order_by("name")


class ExceptionForm(RecordForm):
    """An exception that no figure shows."""

    limits = {"project": _to_raise}

    class Meta(RecordForm.Meta):
        model = ToleranceException
        fields = ("project", "aspect", "finding")


class EscalationForm(RecordForm):
    """A matter to hand up."""

    limits = {"project": _to_escalate}

    class Meta(RecordForm.Meta):
        model = Escalation
        fields = ("project", "title", "asked", "causes")


def _project(**more: Any) -> Column:
    return Column(
        "project",
        gettext_lazy("Project"),
        Kind.LINK,
        "project__ref",
        "project__name",
        options=_options,
        group=True,
        opens="project",
        **more,
    )


declare(
    Register(
        name="exceptions", word="exception", model=ToleranceException, label=gettext_lazy("exceptions"), one=gettext_lazy("exception"),
        rows=queries.exceptions, permissions=EXCEPTIONS, sort="-found", slug="ref", opens="exception", verbs={"create": "raise"},
        scopes=lambda record: scopes_of(record.project), level=lambda record: record.project.confidentiality,
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True),
            Column("finding", gettext_lazy("What moved"), opens="exception", main=True),
            _project(),
            Column("aspect", gettext_lazy("Aspect"), Kind.CHOICE, choices=Aspect.choices, group=True),
            Column("state", gettext_lazy("State"), Kind.CHOICE, choices=ExceptionState.choices, group=True),
            Column("deviation", gettext_lazy("Deviation"), Kind.NUMBER, gap=quiet),
            Column("found", gettext_lazy("Found"), Kind.DATE, "found_on"),
            Column("reported", gettext_lazy("Reported"), Kind.DATE, "reported_on", gap=quiet),
            Column("outcome", gettext_lazy("Outcome"), Kind.CHOICE, choices=Outcome.choices, group=True, gap=quiet),
            Column("decided", gettext_lazy("Decided"), Kind.DATE, "decided_on", gap=quiet),
            Column("decision", gettext_lazy("Decision"), source="decision__ref", gap=quiet),
            Column("recommendation", gettext_lazy("Recommendation"), gap=quiet),
        ),
        default=("ref", "finding", "project", "aspect", "state", "found", "outcome"), search=("finding", "ref", "project__name"),
        about=gettext_lazy("An exception is a forecast beyond tolerance. Steerco finds those of cost and time in each published report."),
        tabs=(gettext_lazy("Open"), gettext_lazy("All")), first=lambda by: Filter("state", "in", queries.UNDECIDED),
        form=ExceptionForm, create=services.raise_by_hand,
    )
)  # fmt: skip
declare(
    Register(
        name="escalations", word="escalation", model=Escalation, label=gettext_lazy("escalations"), one=gettext_lazy("escalation"),
        rows=queries.escalations, permissions=EXCEPTIONS, sort="due", slug="ref", opens="escalation", verbs={"create": "escalate"},
        scopes=lambda record: scopes_of(record.project), level=lambda record: record.project.confidentiality,
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True),
            Column("title", gettext_lazy("Matter"), opens="escalation", main=True),
            _project(),
            Column("state", gettext_lazy("State"), Kind.CHOICE, choices=EscalationState.choices, group=True),
            Column("level", gettext_lazy("Level"), Kind.CHOICE, choices=EscalationLevel.choices, group=True),
            Column("responsible", gettext_lazy("Must decide"), source="responsible__name", group=True, gap=quiet),
            Column("due", gettext_lazy("Decide by"), Kind.DATE, "due_on"),
            Column("escalated", gettext_lazy("Escalated"), Kind.DATE, "escalated_on"),
            Column("unanswered", gettext_lazy("Unanswered since"), Kind.DATE, "unanswered_on", gap=quiet),
            Column("ended", gettext_lazy("Ended"), Kind.DATE, "ended_on", gap=quiet),
            Column("decision", gettext_lazy("Decision"), source="decision__ref", gap=quiet),
            Column("outcome", gettext_lazy("What was decided"), gap=quiet),
        ),
        default=("ref", "title", "project", "level", "responsible", "due", "state"), search=("title", "ref", "project__name"),
        about=gettext_lazy("An escalation is a matter that somebody above must decide by a day. If nobody does, it moves up by itself."),
        tabs=(gettext_lazy("Open"), gettext_lazy("All")), first=lambda by: Filter("state", "in", (EscalationState.OPEN,)),
        form=EscalationForm, create=services.escalate,
    )
)  # fmt: skip
