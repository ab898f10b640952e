"""What can be done with a record of the log beside editing it: each act with its words, what it asks, and who is offered it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid import services
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.models import (
    Acceptance,
    Assumption,
    Decision,
    DecisionState,
    Dependency,
    Issue,
    LogRecord,
    Risk,
    RiskLevel,
)
from steerco.capabilities.raid.services.moves import MOVES
from steerco.capabilities.raid.services.records import NAMES, level_of, scopes_of_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Text
from steerco.foundation.registers.register import Offer

AGREEING = ("proposed", "agreed", "at_risk")


@dataclass(frozen=True)
class Act:
    """An act: `offered` says whether it makes sense for a record, `does` performs it and gives back the record to show then."""

    key: str
    label: Text
    about: Text
    needs: str
    offered: Callable[[Any], bool]
    does: Callable[..., LogRecord]
    asks: Mapping[str, tuple[Text, bool]]


def _reaches(state: str) -> Callable[[Any], bool]:
    return lambda record: state in MOVES[type(record)][record.state].split()


WHY = {"reason": (_("Why"), True)}
MAYBE_WHY = {"reason": (_("Why"), False)}
ACTS: Mapping[type[LogRecord], tuple[Act, ...]] = {
    Risk: (
        Act("occurred", _("This happened"), _("The risk becomes an issue, which is linked with it. Its fallback plan is proposed there."),
            "edit", _reaches("occurred"), lambda by, record, **given: services.occur_risk(by=by, risk=record, **given), WHY),
        Act("accept", _("Accept"),
            _("The project lives with the risk as it is. For an extreme risk this asks the sponsor; it is accepted when they approve."),
            "edit", lambda risk: _reaches("accepted")(risk) and risk.score is not None and risk.acceptance != Acceptance.ASKED,
            lambda by, record, **given: services.accept_risk(by=by, risk=record, **given), WHY),
        Act("approve", _("Approve acceptance"), _("The project lives with this extreme risk. Whoever asked for it can’t approve it."),
            "decide", lambda risk: risk.acceptance == Acceptance.ASKED and risk.level == RiskLevel.EXTREME,
            lambda by, record, **given: services.approve_acceptance(by=by, risk=record, **given), WHY),
        Act("review", _("Reviewed today"), _("You have looked at it and it is right as it stands."), "edit",
            lambda risk: risk.state not in ("closed", "occurred"),
            lambda by, record, **given: services.review_risk(by=by, risk=record, **given), MAYBE_WHY),
    ),
    Issue: (
        Act("escalate", _("Escalate"), _("The issue goes to whoever stands above the project."), "edit", _reaches("escalated"),
            lambda by, record, **given: services.escalate_issue(by=by, issue=record, **given), WHY),
    ),
    Assumption: (
        Act("false", _("It is not true"), _("This raises an issue, which is linked with the assumption."), "edit", _reaches("false"),
            lambda by, record, **given: services.falsify_assumption(by=by, assumption=record, **given),
            {"finding": (_("What was found"), True)}),
    ),
    Dependency: (
        Act("agree_taker", _("Agree as taker"), _("You need this by the day it is promised for, as it is described."), "edit",
            lambda each: each.state in AGREEING and each.taker_agreed_on is None,
            lambda by, record, **given: services.agree_dependency(by=by, dependency=record, side="taker", **given), MAYBE_WHY),
        Act("agree_giver", _("Agree as giver"), _("You deliver this on the promised day, as it is described."), "edit",
            lambda each: each.state in AGREEING and each.giver_agreed_on is None,
            lambda by, record, **given: services.agree_dependency(by=by, dependency=record, side="giver", **given), MAYBE_WHY),
    ),
    Decision: (
        Act("reverse", _("Reverse"),
            _("A new decision takes its place. What was begun because of this one is listed there; nothing is undone by itself."),
            "decide", lambda decision: decision.state == DecisionState.RECORDED,
            lambda by, record, **given: services.reverse_decision(by=by, decision=record, **given),
            {"outcome": (_("What is decided instead"), True), **WHY}),
    ),
}  # fmt: skip


class ActForm(forms.Form):
    """What an act asks."""

    def __init__(self, act: Act, data: Any = None) -> None:
        super().__init__(data)
        for name, (label, needed) in act.asks.items():
            widget = forms.TextInput() if name == "reason" else forms.Textarea(attrs={"rows": 3})
            field = forms.CharField(label=str(label), required=needed, max_length=300 if name == "reason" else 4000, widget=widget)
            field.error_messages["required"] = _("Fill this in.")
            if name == "reason":
                field.help_text = _("Stays in the history, beside your name.")
            self.fields[name] = field


def act_of(record: LogRecord, key: str) -> Act | None:
    """The act of a key that makes sense for a record."""
    return next((act for act in ACTS.get(type(record), ()) if act.key == key and act.offered(record)), None)


def may(by: Actor, act: Act, record: LogRecord) -> bool:
    """Whether the actor may do it."""
    return RAID.allows(by, act.needs, scopes=scopes_of_record(record), level=level_of(record))


def acts_of(by: Actor, record: Any) -> list[Offer]:
    """The acts that make sense for a record and that the actor may do, as its page offers them."""
    found = [act for act in ACTS.get(type(record), ()) if act.offered(record) and may(by, act, record)]
    return [Offer(act.label, reverse("raid_act", args=[NAMES[type(record)], record.ref, act.key])) for act in found]
