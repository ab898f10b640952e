"""The pages of jobs: those that one asked for, one of them as it runs, and what is done by the clock."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.access import rights, visible_to
from steerco.foundation.tasks.forms import ScheduleForm
from steerco.foundation.tasks.kinds import JobFailed, NoSuchJob, kind_of
from steerco.foundation.tasks.models import OPEN, Job
from steerco.foundation.tasks.queries import jobs, scheduled, shown
from steerco.foundation.tasks.services import ask_again, cancel_job
from steerco.foundation.tasks.services.clocks import run_now, set_schedule
from steerco.foundation.tasks.services.keeping import hold, hold_everything, keep_for, kept
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in

A_PAGE = 50


@require_GET
@acting
def jobs_page(request: HttpRequest) -> HttpResponse:
    """The jobs that one asked for, or everybody's, newest first."""
    by = actor_of(request)
    may_view_all = rights().allows(by, "view")
    everybodys = may_view_all and request.GET.get("whose") == "all"
    page = Paginator(jobs(by, everybodys=everybodys), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [shown(by, job) for job in page.object_list],
        "everybodys": everybodys,
        "may_view_all": may_view_all,
        "open_count": jobs(by, everybodys=everybodys).filter(state__in=OPEN).count(),
        "workers": queue.workers(),
        "nav_current": "jobs",
    }
    return render(request, "tasks/jobs.html" + _part(request, "rows"), context)


@require_GET
@acting
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: how far it is, its log, and what came of it."""
    by = actor_of(request)
    job = get_object_or_404(Job.objects.filter(visible_to(by)).select_related("account", "on_behalf_of"), pk=pk)
    context = {"one": shown(by, job, log=True), "job": job, "workers": queue.workers(), "nav_current": "jobs"}
    return render(request, "tasks/job.html" + _part(request, "state"), context)


@require_POST
@acting
def cancel_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a job."""
    by = actor_of(request)
    job = get_object_or_404(Job.objects.filter(visible_to(by)), pk=pk)
    if cancel_job(by=by, job=job):
        notify(request, _("The job ends at its next step."))
    else:
        notify(request, _("The job was over already."), level=messages.WARNING)
    return redirect("job", pk=pk)


@require_POST
@acting
def again_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the same work once more."""
    by = actor_of(request)
    job = get_object_or_404(Job.objects.filter(visible_to(by)), pk=pk)
    try:
        made = ask_again(by=by, job=job)
    except (JobFailed, NoSuchJob) as error:
        notify(request, str(error), level=messages.ERROR)
        return redirect("job", pk=pk)
    return redirect("job", pk=made.pk)


@require_GET
@acting
def schedules_page(request: HttpRequest) -> HttpResponse:
    """What is done by the clock: when, when last, with what result."""
    by = actor_of(request)
    rights().require(by, "view")
    context = {"schedules": scheduled(), "may_configure": rights().allows(by, "configure"), "nav_current": "jobs"}
    return render(request, "tasks/schedules.html", context)


@require_http_methods(["GET", "POST"])
@acting
def schedule_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Says when a kind of job is done here, or that it isn't."""
    by = actor_of(request)
    rights().require(by, "configure")
    held = next((each for each in scheduled() if each.kind.name == kind), None)
    if held is None:
        raise Http404
    form = ScheduleForm(request.POST or None, initial={"cron": held.cron, "enabled": held.enabled})
    if request.method == "POST" and form.is_valid():
        try:
            set_schedule(by=by, kind=kind, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None if not hasattr(error, "error_dict") else next(iter(error.error_dict)), error.messages[0])
        else:
            notify(request, _("“%(job)s” is set.") % {"job": held.kind.label})
            return redirect("schedules")
    context = {"form": form, "held": held, "nav_current": "jobs"}
    return render(request, "tasks/schedule.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def run_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Does a scheduled job now, beside its times."""
    by = actor_of(request)
    rights().require(by, "configure")
    try:
        kind_of(kind)
        job = run_now(by=by, kind=kind)
    except (NoSuchJob, ValidationError) as error:
        raise Http404 from error
    return redirect("job", pk=job.pk)


@require_http_methods(["GET", "POST"])
@acting
def keeping_page(request: HttpRequest) -> HttpResponse:
    """For how long things are kept that are no records, what would go now, and holding everything."""
    by = actor_of(request)
    rights().require(by, "view")
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            if "hold" in request.POST or "release" in request.POST:
                hold_everything(by=by, held="hold" in request.POST, reason=reason)
                notify(request, _("Nothing goes any more.") if "hold" in request.POST else _("Old things go again."))
            else:
                days = number_in(request.POST.get("days", "")) or 0
                keep_for(by=by, kind=request.POST.get("kind", ""), days=days, reason=reason)
                notify(request, _("Saved."))
        except KeyError as error:
            raise Http404 from error
        except JobFailed as error:
            notify(request, str(error), level=messages.ERROR)
        return redirect("keeping")
    context = {"kept": kept(), "hold": hold(), "may_configure": rights().allows(by, "configure"), "nav_current": "jobs"}
    return render(request, "tasks/keeping.html", context)


def _part(request: HttpRequest, name: str) -> str:
    """The part of a page that is asked for again while something runs."""
    return f"#{name}" if request.GET.get("part") == name else ""
