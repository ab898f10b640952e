"""The first page, what waits for me, the plain questions, and the doors of the sample."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.worklists.forms import IdeaForm
from steerco.capabilities.worklists.queries import doors, nothing_yet, sample, waiting, ways_out
from steerco.capabilities.worklists.services import NoSample, NoWayOut, enter_sample, leave_sample, start_project
from steerco.foundation.access.middleware import SESSION_KEY
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui.notices import notify


@require_safe
@acting
def home(request: HttpRequest) -> HttpResponse:
    """Three doors while there is nothing yet; the portfolio from then on."""
    by = actor_of(request)
    if not nothing_yet(by):
        return redirect("portfolio")
    context = {"doors": doors(by), "sample": sample(), "in_sample": by.organisation.is_sample, "nav_current": "my_work"}
    return render(request, "worklists/first_run.html", context)


@require_safe
@acting
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for me: names to confirm, imports to load, my projects."""
    by = actor_of(request)
    context = {
        "waiting": waiting(by), "empty": nothing_yet(by), "leave": by.organisation.is_sample and ways_out(by), "nav_current": "my_work",
    }  # fmt: skip
    return render(request, "worklists/my_work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def start(request: HttpRequest) -> HttpResponse:
    """Plain questions that end in a first project."""
    by = actor_of(request)
    PROJECTS.require(by, "create")
    form = IdeaForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            project = start_project(by=by, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            notify(request, _("“%(project)s” added.") % {"project": project})
            return redirect("project", project.ref)
    return render(request, "worklists/start.html", {"form": form, "nav_current": "my_work"}, status=422 if form.errors else 200)


@require_POST
@acting
def look_at_sample(request: HttpRequest) -> HttpResponse:
    """Enters the sample and goes to its portfolio."""
    account = actor_of(request).account
    assert account is not None  # a page is always asked for by an account
    try:
        organisation = enter_sample(account=account)
    except NoSample as error:
        notify(request, str(error), level=messages.ERROR)
        return redirect("home")
    request.session[SESSION_KEY] = organisation.pk
    notify(request, _("You are in the sample. Change what you like; My work has the way out."))
    return redirect("portfolio")


@require_POST
@acting
def leave(request: HttpRequest) -> HttpResponse:
    """Leaves the sample for one's own organisation."""
    try:
        leave_sample(by=actor_of(request))
    except NoWayOut as error:
        notify(request, str(error), level=messages.ERROR)
        return redirect("my_work")
    request.session.pop(SESSION_KEY, None)
    notify(request, _("You left the sample."))
    return redirect("home")
