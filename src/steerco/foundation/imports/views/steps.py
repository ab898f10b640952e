"""The list of imports and the steps up to the check: file, columns, matches, check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.imports import shown
from steerco.foundation.imports.decisions import answers_from, mapping_from, match_answers
from steerco.foundation.imports.destinations import destination_of, destinations
from steerco.foundation.imports.forms import NewImportForm
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.profiles import load_profile
from steerco.foundation.imports.queries import imports, require_import
from steerco.foundation.imports.recognition import recognised
from steerco.foundation.imports.services import GivenFile, ImportRefused, change_import, check_import
from steerco.foundation.ledger.behalf import note_behalf

A_PAGE, MATCHES_A_PAGE = 50, 50
STEPS = (
    ("import_new", lazy("File")), ("import_columns", lazy("Columns")), ("import_matches", lazy("Matches")), ("import_check", lazy("Check")),
    ("import_load", lazy("Load")),
)  # fmt: skip


@acting
@require_safe
def imports_page(request: HttpRequest) -> HttpResponse:
    """Every import: what was given, who gave it when, what became of it."""
    page = Paginator(imports(actor_of(request)), A_PAGE).get_page(request.GET.get("page"))
    note_behalf(page.object_list, "account")
    kinds = [load_profile(batch.profile) for batch in page.object_list]
    counts = [destination_of(kind.target).counted(batch.report.get("rows", 0)) for batch, kind in zip(page.object_list, kinds, strict=True)]
    lines = list(zip(page.object_list, [kind.label for kind in kinds], counts, strict=True))
    return render(request, "imports/list.html", {"page": page, "lines": lines, "nav_current": "imports"})


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def new_import(request: HttpRequest) -> HttpResponse:
    """The first step: give files, say what they are or let it be found out, say where they go."""
    by = actor_of(request)
    require_import(by)
    form = NewImportForm(request.POST, request.FILES) if request.method == "POST" else NewImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            batch = _checked(by, form, request.POST)
        except (CannotRead, ValueError) as error:
            form.add_error("uploads", str(error))
        else:
            return redirect("import", pk=batch.pk)
    questions = [question for each in destinations().values() for question in each.questions(by)]
    context = {"form": form, "questions": questions, "given": request.POST, "steps": steps_of(None, "import_new"), "nav_current": "imports"}
    return render(request, "imports/new.html", context, status=422 if form.errors else 200)


def _checked(by: Actor, form: NewImportForm, posted: Mapping[str, str]) -> ImportBatch:
    files = [GivenFile(given.name or "", given.read()) for given in form.cleaned_data["uploads"]]
    chosen = form.cleaned_data["profile"] or recognised(files, currency=by.organisation.currency)
    profile = load_profile(chosen)
    destination = destination_of(profile.target)
    given = {question.key: posted.get(f"answer-{question.key}", "") for question in destination.questions(by)}
    return check_import(by=by, files=files, profile=chosen, options={"answers": destination.settle(by, profile, given)})


@acting
@require_safe
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the step at which an import stands."""
    batch = batch_of(request, pk)
    if batch.state in {BatchState.LOADED, BatchState.UNDONE, BatchState.DISCARDED}:
        return redirect("import_loaded", pk=pk)
    profile = load_profile(batch.profile)
    open_questions = any(question["must"] for question in shown.questions_shown(batch.report))
    return redirect("import_columns" if profile.asks or open_questions or batch.report.get("refused") else "import_check", pk=pk)


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def columns_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The second step: where each column goes, and what the file doesn't say."""
    by, batch = actor_of(request), batch_of(request, pk)
    error = ""
    if request.method == "POST":
        options = {"mapping": mapping_from(batch, request.POST), "answers": answers_from(batch, request.POST)}
        error = _changed(by, batch, options)
        if not error:
            stay = "stay" in request.POST or any(name.startswith("again-") for name in request.POST)
            return redirect("import_columns" if stay else after_columns(batch), pk=pk)
    profile = load_profile(batch.profile)
    columns = shown.columns_shown(batch, profile)
    problems = [problem for file in batch.report["files"] for problem in file["problems"]]
    context = {
        "batch": batch, "columns": columns, "fields": [(each.name, each.label) for each in profile.fields], "error": error,
        "kind": profile.label,
        "known": sum(column.chosen not in {"ignore", "own"} for column in columns),
        "questions": shown.questions_shown(batch.report), "answered": shown.answered_shown(batch), "given": request.POST,
        "refusals": [said for said in problems if said["severity"] == "refusal" and not said["row"]],
        "locked": batch.state == BatchState.LOADED, "steps": steps_of(batch, "import_columns"), "nav_current": "imports",
    }  # fmt: skip
    return render(request, "imports/columns.html", context, status=422 if error else 200)


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def matches_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The third step: rows that may be known records, each with its evidence, to be taken for the same or not."""
    by, batch = actor_of(request), batch_of(request, pk)
    error = ""
    if request.method == "POST":
        error = _changed(by, batch, {"answers": match_answers(batch, request.POST)})
        if not error:
            more = request.POST.get("next", "")
            address = reverse("import_matches" if more.isdigit() else "import_check", args=[pk])
            return redirect(f"{address}?page={more}" if more.isdigit() else address)
    matches = shown.matches_shown(batch.report)
    page = Paginator(matches, MATCHES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch, "page": page, "count": len(matches), "decided": sum(match.chosen != "later" for match in matches), "error": error,
        "locked": batch.state == BatchState.LOADED, "steps": steps_of(batch, "import_matches"), "nav_current": "imports",
    }  # fmt: skip
    return render(request, "imports/matches.html", context, status=422 if error else 200)


@acting
@require_safe
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The fourth step: what a load would do, with every cell accounted for."""
    return render_check(request, batch_of(request, pk))


def render_check(request: HttpRequest, batch: ImportBatch, error: str = "") -> HttpResponse:
    """The page of the check, with why the load was refused."""
    destination = destination_of(load_profile(batch.profile).target)
    report = batch.report
    nothing = nothing_to_load(report)
    context = {
        "batch": batch, "files": shown.files_shown(report), "summary": shown.said_of(destination.summary(report), report), "error": error,
        "verb": _("Nothing to load") if nothing else _("Load %(rows)s") % {"rows": destination.counted(_to_load(report))},
        "nothing": nothing,
        "open": [question for question in shown.questions_shown(report) if question["must"]], "refused": report.get("refused", 0),
        "loadable": report.get("rows", 0) > report.get("refused", 0), "waiting": batch.state in {BatchState.CHECKED, BatchState.UNDONE},
        "back": reverse("import_matches" if has_matches(batch) else "import_columns", args=[batch.pk]),
        "steps": steps_of(batch, "import_check"), "nav_current": "imports",
    }  # fmt: skip
    return render(request, "imports/check.html", context, status=422 if error else 200)


def nothing_to_load(report: Mapping[str, Any]) -> bool:
    """Whether a load would change nothing: every row that isn't refused is known word for word."""
    return bool(report.get("unchanged")) and not report.get("writes", True)


def _to_load(report: Mapping[str, Any]) -> int:
    return int(report.get("created", 0)) + int(report.get("changed", 0))


def batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    """The import of an address, for whoever may import; else refused, and not found where it is another organisation's."""
    return get_object_or_404(imports(actor_of(request)), pk=pk)


def has_matches(batch: ImportBatch) -> bool:
    """Whether any row may be a known record."""
    return any(file.get("matches") for file in batch.report.get("files", []))


def after_columns(batch: ImportBatch) -> str:
    """The step after the columns: questions that must be answered first, then matches, then the check."""
    if any(question["must"] for question in shown.questions_shown(batch.report)):
        return "import_columns"
    return "import_matches" if has_matches(batch) else "import_check"


def steps_of(batch: ImportBatch | None, current: str) -> list[dict[str, str]]:
    """The five steps as the page draws them; done ones lead back."""
    at = [name for name, _label in STEPS].index(current)
    steps = []
    for number, (name, label) in enumerate(STEPS):
        state = "done" if number < at else "now" if number == at else "todo"
        href = reverse(name, args=[batch.pk]) if batch is not None and state == "done" and name != "import_new" else ""
        steps.append({"label": str(label), "state": state, "href": href})
    return steps


def _changed(by: Actor, batch: ImportBatch, options: Mapping[str, Any]) -> str:
    """Checks the batch again with other decisions; gives why that is refused, else nothing."""
    try:
        change_import(by=by, batch=batch, options=options)
    except (CannotRead, ImportRefused) as error:
        return str(error)
    return ""
