"""Names to confirm, projects that may be one, the merge and the split, each with its evidence, reason and way back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.projects.queries import kept_apart
from steerco.capabilities.projects.services import CannotJoin, confirm_links, keep_apart, reconsider
from steerco.capabilities.status.services import merge_projects, split_project
from steerco.capabilities.worklists.forms import JoinForm, PairForm
from steerco.capabilities.worklists.queries import (
    beside,
    doubted_projects,
    joinable,
    joined_since,
    pair_of,
    periods_of,
    proposed_names,
    said_apart,
    similar_pairs,
)
from steerco.capabilities.worklists.services import undo_join
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in

A_PAGE = 25
A_PAGE_OF_NAMES = 50  # each one line


@require_safe
@acting
def names_page(request: HttpRequest) -> HttpResponse:
    """Names that only likeness has linked, each beside what the project was called before."""
    by = _merging(request)
    typed, source = request.GET.get("q", "").strip()[:100], request.GET.get("source", "")
    names = proposed_names(by, typed=typed, source=source)
    page = Paginator(doubted_projects(by, names), A_PAGE_OF_NAMES).get_page(request.GET.get("page"))
    sources = sorted(set(proposed_names(by).order_by().values_list("source", flat=True)))
    context = {
        "page": page, "doubted": beside(by, list(page.object_list), names), "count": names.count(),
        "typed": typed, "source": source, "sources": sources,
        "kept": urlencode({name: value for name, value in (("q", typed), ("source", source)) if value}), "tabs": _tabs(by, "merge"),
        "nav_current": "merge",
    }  # fmt: skip
    return render(request, "worklists/names.html", context)


@require_POST
@acting
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirms the names that were ticked, or every name that the filter shows."""
    by = _merging(request)
    shown = proposed_names(by, typed=request.POST.get("q", ""), source=request.POST.get("source", ""))
    if "all" in request.POST:
        chosen = list(shown)
    elif "project" in request.POST:
        chosen = list(shown.filter(project__ref=request.POST["project"]))
    else:
        ticked = Q(pk__in=_numbers(request.POST.getlist("name"))) | Q(project__ref__in=request.POST.getlist("of"), pk__in=shown)
        chosen = list(proposed_names(by).filter(ticked))
    if not chosen:
        notify(request, _("Tick the names first that you want to confirm."), level=messages.WARNING)
        return redirect("merge")
    confirm_links(by=by, names=chosen, reason=request.POST.get("reason", "")[:300])
    said = ngettext("%(count)d name confirmed.", "%(count)d names confirmed.", len(chosen)) % {"count": len(chosen)}
    notify(request, said, undo=_undo_address(by, "confirm_link"))
    return redirect("merge")


@require_safe
@acting
def similar_page(request: HttpRequest) -> HttpResponse:
    """Pairs of projects that may be one, best first, and any two by reference."""
    by = _merging(request)
    form = PairForm(request.GET if "keep" in request.GET else None)
    if form.is_valid():
        found = {side: joinable(by).filter(ref__iexact=form.cleaned_data[side]).first() for side in ("keep", "absorb")}
        for side in (side for side, project in found.items() if project is None):
            form.add_error(side, _("No project that you may merge has this reference."))
        if not form.errors:
            return redirect("merge_pair", found["keep"].ref, found["absorb"].ref)  # type: ignore[union-attr]  # none is None here
    typed = request.GET.get("q", "").strip()[:100]
    pairs = [pair for pair in similar_pairs(by) if typed.casefold() in f"{pair.earlier.name} {pair.later.name}".casefold()]
    page = Paginator(pairs, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "typed": typed, "form": form, "tabs": _tabs(by, "merge_similar"), "nav_current": "merge"}
    return render(request, "worklists/similar.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def apart_page(request: HttpRequest) -> HttpResponse:
    """Pairs that somebody said are not the same: says so of two more, or takes it back."""
    by = _merging(request)
    if request.method == "POST":
        if "apart" in request.POST:
            apart = get_object_or_404(kept_apart(by), pk__in=_numbers([request.POST["apart"]]))
            try:
                reconsider(by=by, apart=apart, reason=request.POST.get("reason", "")[:300])
                notify(request, _("Forgotten. They may be proposed again."))
            except ValidationError as error:
                notify(request, " ".join(error.messages), level=messages.ERROR)
            return redirect("merge_apart")
        pair = [get_object_or_404(joinable(by), ref=request.POST.get(side, "")) for side in ("keep", "absorb")]
        try:
            keep_apart(by=by, project=pair[0], other=pair[1], reason=request.POST.get("reason", "").strip()[:300])
        except CannotJoin as error:
            notify(request, str(error), level=messages.ERROR)
        else:
            said = _("“%(one)s” and “%(other)s” stay two. Nobody is asked again.") % {"one": pair[0], "other": pair[1]}
            notify(request, said, undo=_undo_address(by, "keep_apart"))
        return redirect("merge_similar")
    page = Paginator(kept_apart(by), A_PAGE).get_page(request.GET.get("page"))
    note_behalf(page.object_list, "said_by")
    return render(request, "worklists/apart.html", {"page": page, "tabs": _tabs(by, "merge_apart"), "nav_current": "merge"})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def merge_page(request: HttpRequest, keep: str, absorb: str) -> HttpResponse:
    """Two projects beside each other, and the consequence in words; asks why and merges them."""
    by = _merging(request)
    kept, gone = get_object_or_404(joinable(by), ref=keep), get_object_or_404(joinable(by), ref=absorb)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            merged = merge_projects(by=by, keep=kept, absorb=gone, reason=form.cleaned_data["reason"])
        except CannotJoin as error:
            form.add_error(None, str(error))
        else:
            notify(
                request,
                _("“%(gone)s” is part of “%(kept)s” now.") % {"gone": gone, "kept": merged},
                undo=_undo_address(by, "merge_projects"),
            )
            return redirect("project", merged.ref)
    apart = said_apart(by, kept, gone)
    note_behalf([apart] if apart is not None else [], "said_by")
    context = {
        "pair": pair_of(by, kept, gone), "same": kept.pk == gone.pk, "apart": apart, "form": form,
        "nav_current": "merge",
    }  # fmt: skip
    return render(request, "worklists/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def split_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The reports of a project; those that are ticked go to a second one under the name that it had there."""
    by = _merging(request)
    project = get_object_or_404(joinable(by), ref=ref)
    reports = periods_of(by, project)
    ticked = request.POST.getlist("period") if request.method == "POST" else request.GET.getlist("period")
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        periods = [report.period for report in reports if report.period.name in ticked]
        try:
            part = split_project(by=by, project=project, periods=periods, reason=form.cleaned_data["reason"])
        except CannotJoin as error:
            form.add_error(None, str(error))
        else:
            notify(request, _("“%(part)s” stands alone now.") % {"part": part}, undo=_undo_address(by, "split_project"))
            return redirect("project", part.ref)
    context = {"project": project, "reports": reports, "ticked": ticked, "form": form, "nav_current": "merge"}
    return render(request, "worklists/split.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def undo_page(request: HttpRequest, number: int) -> HttpResponse:
    """Takes back a merge, split or confirmation."""
    by = _merging(request)
    revision = get_object_or_404(Revision.objects.filter(organisation=by.organisation), number=number)
    reason = request.POST.get("reason", "").strip()[:300] or _("taken back from the notice")
    try:
        undo_join(by=by, revision=revision, reason=reason)
    except CannotUndo as error:
        notify(request, str(error), level=messages.ERROR)
    else:
        notify(request, _("Taken back."))
    return redirect("merge")


def _merging(request: HttpRequest) -> Actor:
    """The actor, if there is a project that it may merge; else refused."""
    by = actor_of(request)
    if PROJECTS.reach(by, "merge").nothing:
        raise Refused(PROJECTS.subject, "merge", PROJECTS.allowed["merge"])
    return by


def _tabs(by: Actor, current: str) -> list[dict[str, object]]:
    counts = {"merge": proposed_names(by).count(), "merge_similar": len(similar_pairs(by)), "merge_apart": kept_apart(by).count()}
    labels = {"merge": _("Names to confirm"), "merge_similar": _("Similar projects"), "merge_apart": _("Not the same")}
    leads = {
        "merge": _("Names in returns that likeness alone has linked to a project. Each waits until somebody confirms it or splits it off."),
        "merge_similar": _("Pairs of projects that you may join: their names are alike, and they never report for the same return."),
        "merge_apart": _("Pairs of projects of which somebody said that they are not the same."),
    }
    return [
        {"label": labels[name], "href": reverse(name), "count": count, "current": name == current, "lead": leads[name]}
        for name, count in counts.items()
    ]


def _undo_address(by: Actor, verb: str) -> str:
    revision = joined_since(by, verb)
    return reverse("merge_undo", args=[revision.number]) if revision is not None else ""


def _numbers(texts: list[str]) -> list[int]:
    return [number for number in map(number_in, texts) if number is not None]
