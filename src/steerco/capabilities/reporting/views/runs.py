"""One run of reporting: who is due, late, excused, with the PMO and published for a status date; reminders at the word of the PMO."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from steerco.capabilities.reporting.access import CALENDARS, EXCUSES
from steerco.capabilities.reporting.queries.runs import STANDINGS, WAITED_FOR, Reporter, Run, Standing, newest_status_date, run_of
from steerco.capabilities.reporting.queries.terms import calendars_for
from steerco.capabilities.reporting.services import place_to_write, remind_now
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify

BACK, AHEAD = dt.timedelta(days=400), dt.timedelta(days=45)
SHOWN_DATES = 14
MARKS = {
    Standing.LATE: "r", Standing.RETURNED: "a", Standing.DUE: "n", Standing.SUBMITTED: "ag", Standing.PUBLISHED: "g", Standing.EXCUSED: "n",
}  # fmt: skip


@require_safe
@acting
def run_page(request: HttpRequest) -> HttpResponse:
    """The run of a status date; `?show=late` lists those of one standing."""
    by, today = actor_of(request), timezone.localdate()
    CALENDARS.require(by, "view") if CALENDARS.reach(by, "view").nothing else None
    calendars = calendars_for([])
    status_on = _asked(request.GET.get("period", "")) or newest_status_date(calendars, today)
    context: dict[str, Any] = {"nav_current": "reporting_run", "has_calendars": bool(calendars.every), "may_add": _anywhere(by, "create")}
    if status_on is None:
        return render(request, "reporting/run.html", context)
    run = run_of(by, status_on, today=today)
    show = next((standing for standing in Standing if standing == request.GET.get("show")), None)
    dates = calendars.status_dates(today - BACK, today + AHEAD)[:SHOWN_DATES]
    context |= {
        "run": run, "term": run.term, "show": show, "today": today, "dates": dates if status_on in dates else [status_on, *dates],
        "tabs": [(standing, STANDINGS[standing], n) for standing, n in run.counts.items()],
        "lines": [(each, place_to_write(each), _sees(by, each)) for each in run.reporters if show is None or each.standing == show],
        "waited": sum(run.counts[standing] for standing in WAITED_FOR), "may_remind": _anywhere(by, "remind"),
        "may_excuse": not EXCUSES.reach(by, "create").nothing, "on": status_on.isoformat(), "late": run.counts[Standing.LATE],
        "came_late": sum(each.came_late for each in run.reporters),
    }  # fmt: skip
    return render(request, "reporting/run.html", context)


@require_POST
@acting
def remind_page(request: HttpRequest) -> HttpResponse:
    """Reminds the projects that are ticked, or all that are waited for."""
    by = actor_of(request)
    CALENDARS.require(by, "remind") if not _anywhere(by, "remind") else None
    status_on = _asked(request.POST.get("period", ""))
    if status_on is None:
        return redirect("reporting_run")
    ticked = set(request.POST.getlist("project"))
    run: Run = run_of(by, status_on)
    chosen = [each for each in run.reporters if each.standing in WAITED_FOR and (not ticked or each.project.ref in ticked)]
    told, nobody = remind_now(by=by, reporters=chosen)
    said = ngettext("%(count)d person reminded.", "%(count)d people reminded.", told) % {"count": told}
    if nobody:
        said += " " + _("Nobody answers for %(projects)s: name an owner or a manager first.") % {"projects": ", ".join(nobody[:5])}
    elif not told:
        said += " " + _("Everybody was reminded today already, or does not want to be.")
    notify(request, said)
    return redirect(f"{reverse('reporting_run')}?period={status_on.isoformat()}")


def _asked(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _anywhere(by: Any, action: str) -> bool:
    return not CALENDARS.reach(by, action).nothing


def _sees(by: Any, reporter: Reporter) -> bool:
    """Whether the place of a report is open to the actor: what is published to whoever reads, the rest to whoever works on it."""
    published = reporter.standing == Standing.PUBLISHED
    action = "view" if published else "see_drafts" if reporter.report is not None else "draft"
    return not REPORTS.reach(by, action).nothing
