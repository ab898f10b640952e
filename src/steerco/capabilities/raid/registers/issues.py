"""The registers of issues and assumptions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from steerco.capabilities.raid import queries
from steerco.capabilities.raid.models import Assumption, AssumptionState, Confidence, Degree, Issue, IssueKind, IssueState, Priority
from steerco.capabilities.raid.registers.forms import AssumptionForm, IssueForm
from steerco.capabilities.raid.registers.parts import choice, date, declare_log, link, person, project, text
from steerco.foundation.registers.columns import Column

ISSUE_REGISTER = declare_log(
    Issue, name="issues", word="issue", label=gettext_lazy("issues"), one=gettext_lazy("issue"), rows=queries.issues, form=IssueForm,
    sort="respond_by",
    about=gettext_lazy(
        "An issue has happened and needs an answer. How grave and how urgent it is says by when; what nobody answers in time moves up."
    ),
    columns=(
        Column("ref", gettext_lazy("Ref"), wide=True),
        Column("title", gettext_lazy("Issue"), opens="issue"),
        project(),
        choice("state", gettext_lazy("State"), IssueState.choices),
        choice("priority", gettext_lazy("Priority"), Priority.choices),
        date("respond_by", gettext_lazy("Answer by"), "respond_by"),
        person("owner", gettext_lazy("Owner")),
        choice("kind", gettext_lazy("Type"), IssueKind.choices),
        choice("impact", gettext_lazy("Severity"), Degree.choices),
        choice("urgency", gettext_lazy("Urgency"), Degree.choices),
        date("due", gettext_lazy("Due date"), "due_on"),
        date("raised", gettext_lazy("Raised"), "raised_on"),
        date("escalated", gettext_lazy("Escalated"), "escalated_on"),
        date("ended", gettext_lazy("Ended"), "ended_on"),
        link("risk", gettext_lazy("Comes of the risk"), "risk"),
        text("description", gettext_lazy("Description")),
        text("resolution", gettext_lazy("Decision or resolution")),
    ),
    default=("ref", "title", "project", "state", "priority", "respond_by", "owner", "kind", "raised"),
)  # fmt: skip

ASSUMPTION_REGISTER = declare_log(
    Assumption, name="assumptions", word="assumption", label=gettext_lazy("assumptions"), one=gettext_lazy("assumption"),
    rows=queries.assumptions, form=AssumptionForm, sort="validate_by",
    about=gettext_lazy("An assumption is taken for true in the plan. Say by when somebody looks; if nobody does, it becomes a risk."),
    columns=(
        Column("ref", gettext_lazy("Ref"), wide=True),
        Column("title", gettext_lazy("Assumption"), opens="assumption"),
        project(),
        choice("state", gettext_lazy("State"), AssumptionState.choices),
        choice("confidence", gettext_lazy("Confidence"), Confidence.choices),
        date("validate_by", gettext_lazy("Validate by"), "validate_by"),
        person("owner", gettext_lazy("Owner")),
        text("if_false", gettext_lazy("Impact if false")),
        text("finding", gettext_lazy("What was found")),
        link("risk", gettext_lazy("Risk raised"), "risk"),
        link("issue", gettext_lazy("Issue raised"), "issue"),
        date("raised", gettext_lazy("Raised"), "raised_on"),
    ),
    default=("ref", "title", "project", "state", "confidence", "validate_by", "owner", "if_false"),
)  # fmt: skip
