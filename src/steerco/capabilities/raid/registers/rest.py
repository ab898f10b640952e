"""The registers of dependencies, decisions and actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.raid import queries
from steerco.capabilities.raid.models import (
    Action,
    ActionState,
    Decision,
    DecisionState,
    Degree,
    Dependency,
    DependencyKind,
    DependencyState as State,
)
from steerco.capabilities.raid.registers.forms import ActionForm, DecisionForm, DependencyForm
from steerco.capabilities.raid.registers.parts import choice, date, declare_log, link, number, person, project, text
from steerco.foundation.registers.columns import Column, Kind, Row, Scene
from steerco.foundation.ui.explained import Explanation, Part
from steerco.foundation.ui.svg import mark
from steerco_engine.dependencies import Health

HEALTH = (
    (Health.RED.value, gettext_lazy("Red")), (Health.AMBER.value, gettext_lazy("Amber")), (Health.GREEN.value, gettext_lazy("Green")),
    (Health.UNKNOWN.value, gettext_lazy("not known")),
)  # fmt: skip
MARKS = {"red": "r", "amber": "a", "green": "g", "unknown": "n"}


def _health(scene: Scene, keys: Sequence[int]) -> Mapping[int, Any]:
    on = scene.on or timezone.localdate()
    return {each.pk: queries.health_of(each, on).value for each in Dependency.objects.filter(pk__in=keys)}


def _drawn(row: Row) -> str:
    held = row["prepared"].get("health")
    said = str(dict(HEALTH).get(held, ""))
    return format_html("{} {}", mark(MARKS.get(held, "n"), "s", ""), said) if held else ""


def _health_why(scene: Scene, row: Row) -> Explanation:
    days = row["float_days"]
    return Explanation(
        _("Health of a dependency"),
        _("Green from 10 working days of float on, amber from 0, red below. Red, too, where both sides have not agreed within 10 days."),
        (Part(_("Float in working days"), _("not known") if days is None else str(days)),
         Part(_("Both agree"), _("yes") if row["giver_agreed_on"] and row["taker_agreed_on"] else _("no"))),
        formula=_("day of need − promised day, Monday to Friday"),
    )  # fmt: skip


DEPENDENCY_REGISTER = declare_log(
    Dependency, name="dependencies", word="dependency", label=gettext_lazy("dependencies"), one=gettext_lazy("dependency"),
    rows=queries.dependencies, form=DependencyForm, sort="float",
    about=gettext_lazy(
        "A dependency is what a project needs from another, or from outside, by a day. It counts when both sides have agreed to date and "
        "content."
    ),
    columns=(
        Column("ref", gettext_lazy("Ref"), wide=True),
        Column("title", gettext_lazy("What is delivered"), opens="dependency"),
        project("project", gettext_lazy("Who needs it")),
        project("giver", gettext_lazy("Who gives it")),
        text("giver_party", gettext_lazy("Giver outside")),
        choice("state", gettext_lazy("State"), State.choices),
        Column("health", gettext_lazy("Health"), Kind.CHOICE, choices=HEALTH, prepare=_health, draw=_drawn, why=_health_why,
               needs=("float_days", "giver_agreed_on", "taker_agreed_on")),
        date("need_by", gettext_lazy("Needed by"), "need_by"),
        date("promised", gettext_lazy("Promised for"), "promised_on"),
        number("float", gettext_lazy("Float, working days"), "float_days"),
        choice("kind", gettext_lazy("Type"), DependencyKind.choices),
        text("acceptance", gettext_lazy("Accepted when")),
        date("giver_agreed", gettext_lazy("Giver agreed"), "giver_agreed_on"),
        date("taker_agreed", gettext_lazy("Taker agreed"), "taker_agreed_on"),
        date("delivered", gettext_lazy("Delivered"), "delivered_on"),
        person("owner", gettext_lazy("Owner")),
        date("raised", gettext_lazy("Proposed"), "raised_on"),
    ),
    default=("ref", "title", "project", "giver", "state", "health", "need_by", "promised", "float"),
)  # fmt: skip

DECISION_REGISTER = declare_log(
    Decision, name="decisions", word="decision", label=gettext_lazy("decisions"), one=gettext_lazy("decision"), rows=queries.decisions,
    form=DecisionForm, sort="-decided",
    about=gettext_lazy(
        "A decision is a question with its answer: who decided, when and why. One that was recorded stays; a new one may reverse it."
    ),
    columns=(
        Column("ref", gettext_lazy("Ref"), wide=True),
        Column("title", gettext_lazy("Question"), opens="decision"),
        project(),
        choice("state", gettext_lazy("State"), DecisionState.choices),
        text("outcome", gettext_lazy("Outcome")),
        person("decider", gettext_lazy("Decided by")),
        date("decided", gettext_lazy("Decided"), "decided_on"),
        text("options", gettext_lazy("Options")),
        text("rationale", gettext_lazy("Rationale")),
        text("effects", gettext_lazy("Effects")),
        date("review", gettext_lazy("Look again"), "review_on"),
        link("reverses", gettext_lazy("Reverses"), "decision"),
        link("issue", gettext_lazy("Issue"), "issue"),
        person("owner", gettext_lazy("Owner")),
        date("raised", gettext_lazy("Asked"), "raised_on"),
    ),
    default=("ref", "title", "project", "state", "outcome", "decider", "decided"),
)  # fmt: skip

ACTION_REGISTER = declare_log(
    Action, name="actions", word="action", label=gettext_lazy("actions"), one=gettext_lazy("action"), rows=queries.actions,
    form=ActionForm, sort="due",
    about=gettext_lazy("An action is what somebody does by a day, because of a risk, an issue, a decision or a meeting."),
    columns=(
        Column("ref", gettext_lazy("Ref"), wide=True),
        Column("title", gettext_lazy("Action"), opens="action"),
        project(),
        choice("state", gettext_lazy("State"), ActionState.choices),
        person("owner", gettext_lazy("Owner")),
        date("due", gettext_lazy("Due date"), "due_on"),
        choice("priority", gettext_lazy("Priority"), Degree.choices),
        text("source", gettext_lazy("Source")),
        link("risk", gettext_lazy("Risk"), "risk"),
        link("issue", gettext_lazy("Issue"), "issue"),
        link("decision", gettext_lazy("Decision"), "decision"),
        date("done", gettext_lazy("Done"), "done_on"),
        text("evidence", gettext_lazy("Evidence")),
        date("raised", gettext_lazy("Raised"), "raised_on"),
    ),
    default=("ref", "title", "project", "state", "owner", "due", "priority", "risk"),
)  # fmt: skip
