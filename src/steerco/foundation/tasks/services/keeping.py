"""Old things go, as the organisation says: counted, written down, and not at all while it holds everything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.scope import current_organisation_id
from steerco.foundation.tasks.access import rights
from steerco.foundation.tasks.keeping import LEAST, MOST, Keepsake, keepsake, keepsakes
from steerco.foundation.tasks.kinds import JobFailed
from steerco.foundation.tasks.models import Keeping, Thinning

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing: for how many days, how many would go now, and when how many went last."""

    keepsake: Keepsake
    days: int
    due: int
    last: Thinning | None


def hold() -> Keeping | None:
    """That nothing goes in the organisation in force; None where things go."""
    found: Keeping | None = Keeping.objects.filter(kind=EVERYTHING, held=True).first()
    return found


def kept() -> list[Kept]:
    """Everything that is kept for a time, with what would go now."""
    days = dict(Keeping.objects.exclude(kind=EVERYTHING).values_list("kind", "days"))
    told = []
    for each in keepsakes():
        mine = days.get(each.kind, each.days)
        last = Thinning.objects.filter(kind=each.kind, gone__gt=0).first()
        told.append(Kept(each, mine, each.older(_before(mine)), last))
    return told


def keep_for(*, by: Actor, kind: str, days: int, reason: str = "") -> Keeping:
    """Says for how many days a kind of thing is kept; raises `Refused` and `JobFailed`."""
    rights().require(by, "configure")
    known = keepsake(kind)
    if not LEAST <= days <= MOST:
        raise JobFailed(_("Keep it for %(least)d to %(most)d days.") % {"least": LEAST, "most": MOST})
    return _written(by, known.kind, "set_keeping", reason, days=days)


def hold_everything(*, by: Actor, held: bool, reason: str) -> Keeping:
    """Lets nothing go from now on, or lets things go again; why must be said."""
    rights().require(by, "configure")
    why = " ".join(reason.split())
    if not why:
        raise JobFailed(_("Say why. The reason stays in the history, beside your name."))
    return _written(by, EVERYTHING, "hold_everything" if held else "release_hold", why, held=held, reason=why[:300])


def thin(kind: str) -> str:
    """Lets what is too old go, writes down how many, and says so; nothing goes while everything is held."""
    if hold() is not None:
        return _("Nothing went: everything is held.")
    known = keepsake(kind)
    own = Keeping.objects.filter(kind=kind).first()
    before = _before(own.days if own is not None else known.days)
    gone = known.drop(before)
    if gone:
        Thinning.objects.create(kind=kind, before=before, gone=gone, organisation_id=_here())
    return ngettext("%(count)d was old enough and went.", "%(count)d were old enough and went.", gone) % {"count": gone}


def _written(by: Actor, kind: str, verb: str, why: str, **values: object) -> Keeping:
    with revise(by, verb, reason=why) as revision:
        own: Keeping | None = Keeping.objects.filter(kind=kind).first()
        if own is None:
            return revision.create(Keeping(organisation=by.organisation, kind=kind, **values))
        revision.update(own, **values)
    return own


def _before(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def _here() -> int:
    number = current_organisation_id()
    assert number is not None  # a job runs inside of one
    return number
