"""What a report may show the board, picked from registers: dates of the project, open risks and issues, decisions that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid import queries as raid
from steerco.capabilities.status.queries import StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ui.figures import day

MOST = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that may be picked: its kind, its reference, what it is called, and what the board reads beside it."""

    kind: str
    ref: str
    title: str
    note: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.ref}"

    def plain(self) -> dict[str, str]:
        """The pick as a report keeps it."""
        return {"kind": self.kind, "ref": self.ref, "title": self.title[:300], "note": self.note[:300]}


def offers(by: Actor, project: Project, report: StatusReport, last: StatusReport | None) -> list[Offer]:
    """What the actor may pick for a report, the project's dates first; what was picked and is gone since stays offered."""
    found = [*_dates(report, last), *_risks(by, project), *_issues(by, project), *_decisions(by, project)]
    known = {offer.key for offer in found}
    kept = (Offer(pick["kind"], pick["ref"], pick.get("title", pick["ref"]), pick.get("note", "")) for pick in report.picks)
    return [*found, *(offer for offer in kept if offer.key not in known)]


def moved_later(report: StatusReport, last: StatusReport | None) -> list[str]:
    """The milestones of a report that lie later than the report before said."""
    named = (("end_on", _("End of project")), ("start_on", _("Start of project")))
    return [name for field, name in named if last is not None and _later(getattr(last, field), getattr(report, field))]


def kind_told(kind: str) -> str:
    """A kind of pick in words."""
    return {"milestone": _("milestone"), "risk": _("risk"), "issue": _("issue"), "decision": _("decision asked")}.get(kind, kind)


def _later(before: Any, now: Any) -> bool:
    return before is not None and now is not None and now > before


def _dates(report: StatusReport, last: StatusReport | None) -> Iterator[Offer]:
    for field, ref, title in (("start_on", "start", _("Start of project")), ("end_on", "end", _("End of project"))):
        now, before = getattr(report, field), getattr(last, field, None)
        if now is None:
            continue
        days = (now - before).days if before is not None else 0
        moved = "" if not days else _(", %(days)+d days since %(period)s") % {"days": days, "period": last.period if last else ""}
        yield Offer("milestone", ref, title, f"{day(now)}{moved}")


def _risks(by: Actor, project: Project) -> Iterator[Offer]:
    for risk in raid.top_risks(by, project, MOST):
        score = raid.current(risk).score
        yield Offer("risk", risk.ref, risk.title, _("score %(score)d") % {"score": score} if score is not None else _("not assessed"))


def _issues(by: Actor, project: Project) -> Iterator[Offer]:
    for issue in raid.open_issues(by, project)[:MOST]:
        yield Offer("issue", issue.ref, issue.title, str(issue.get_state_display()))


def _decisions(by: Actor, project: Project) -> Iterator[Offer]:
    asked = raid.open_of(raid.decisions(by).filter(project=project)).order_by("pk")[:MOST]
    for decision in asked:
        yield Offer("decision", decision.ref, decision.title, _("waits for its decision"))
