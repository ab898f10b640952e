"""The clock of escalations: where nobody has decided in time, a matter moves up by itself."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from steerco.capabilities.escalations.access import EXCEPTIONS
from steerco.capabilities.escalations.models import Escalation, EscalationState, EscalationStep
from steerco.capabilities.escalations.services.deciders import decider_of
from steerco.capabilities.escalations.services.escalating import due_at, step_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.writer import revise
from steerco_engine.tolerances import HIGHEST

PAUSED = ("on_hold", "closed", "cancelled", "archived")


def move_expired(*, by: Actor, on: dt.date) -> int:
    """Moves every escalation up whose time ran out before a day, one level each; says how many. Run twice, it changes nothing more.

    At the highest level it stays, and is marked once as unanswered. While a project is on hold or over its clocks stand still.
    """
    if not by.is_system:
        raise Refused("exception", "escalate", ())
    EXCEPTIONS.require(by, "escalate")
    late = Escalation.objects.filter(state=EscalationState.OPEN, due_on__lt=on).filter(Q(level__lt=HIGHEST) | Q(unanswered_on=None))
    keys = list(late.exclude(project__state__in=PAUSED).order_by("pk").values_list("pk", flat=True))
    return sum(_move(by, key, on) for key in keys)


def _move(by: Actor, key: int, on: dt.date) -> int:
    with revise(by, "move_escalation") as revision:  # nobody else writes from here on, so what is read now stays true
        escalation = Escalation.objects.select_related("project__owner").get(pk=key)
        if escalation.state != EscalationState.OPEN or escalation.due_on >= on:
            return 0
        if escalation.level >= HIGHEST:
            return int(escalation.unanswered_on is None and revision.update(escalation, unanswered_on=on))
        step = escalation.steps.filter(ended_on=None).order_by("-level").first()
        if step is not None:
            revision.update(step, ended_on=on, ended=EscalationStep.Ended.EXPIRED)
        level = escalation.level + 1
        responsible = decider_of(escalation.project, level)
        revision.update(escalation, level=level, responsible=responsible, since_on=on, due_on=due_at(by, on, level), noted="")
        revision.create(step_of(escalation))
        return 1
