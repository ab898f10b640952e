"""The load and what follows: the result, taking it back, putting a check aside, the report as a file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.exports.writers import safe
from steerco.foundation.imports import shown
from steerco.foundation.imports.destinations import destination_of
from steerco.foundation.imports.forms import ReasonForm
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.profiles import load_profile
from steerco.foundation.imports.services import SKIP_REFUSED, ImportRefused, change_import, discard_import, load_import, undo_import
from steerco.foundation.imports.views.steps import batch_of, render_check, steps_of
from steerco.foundation.ledger.behalf import note_behalf
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.ui.notices import notify


@acting
@require_POST
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """Loads a checked import whole; where it is refused, the check says why and nothing is written."""
    by, batch = actor_of(request), batch_of(request, pk)
    try:
        if "skip" in request.POST:
            batch = change_import(by=by, batch=batch, options={"answers": {**batch.options.get("answers", {}), SKIP_REFUSED: "yes"}})
        batch = load_import(by=by, batch=batch)
    except (ImportRefused, CannotRead, EditConflict) as error:
        return render_check(request, batch_of(request, pk), str(error))
    notify(
        request, _("%(rows)s loaded.") % {"rows": _counted(batch)}, undo=reverse("import_undo", args=[pk]) if batch.revision_number else ""
    )
    return redirect("import_loaded", pk=pk)


@acting
@require_safe
def loaded_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of an import: loaded and where it is seen, taken back, or cancelled."""
    by, batch = actor_of(request), batch_of(request, pk)
    if batch.state == BatchState.CHECKED:
        return redirect("import", pk=pk)
    note_behalf([batch], "account")
    destination = destination_of(load_profile(batch.profile).target)
    landing, address = destination.landing(by, batch.report, batch.options.get("answers", {}))
    context = {
        "batch": batch, "counted": _counted(batch), "landing": landing, "address": address, "files": shown.files_shown(batch.report),
        "loaded": batch.state == BatchState.LOADED, "undone": batch.state == BatchState.UNDONE, "nav_current": "imports",
        "steps": steps_of(batch, "import_load"),
    }  # fmt: skip
    return render(request, "imports/loaded.html", context)


@acting
@require_http_methods(["GET", "HEAD", "POST"])
def undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks why, and takes a load back as a whole; where something builds on it, says what."""
    by, batch = actor_of(request), batch_of(request, pk)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_import(by=by, batch=batch, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason", error.message_dict["reason"])
        except (CannotUndo, ImportRefused) as error:
            form.add_error(None, str(error))
        else:
            notify(request, _("%(rows)s taken back.") % {"rows": _counted(batch)})
            return redirect("import_loaded", pk=pk)
    context = {"batch": batch, "form": form, "counted": _counted(batch), "nav_current": "imports"}
    return render(request, "imports/undo.html", context, status=422 if form.errors else 200)


@acting
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a checked import aside; it stays in the list."""
    try:
        batch = discard_import(by=actor_of(request), batch=batch_of(request, pk))
    except ImportRefused as error:
        notify(request, str(error), level=messages.ERROR)
        return redirect("import", pk=pk)
    notify(request, _("“%(files)s” cancelled. Nothing was written.") % {"files": batch})
    return redirect("imports")


@acting
@require_safe
def report_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The report of the check as CSV for people or JSON for programs."""
    batch = batch_of(request, pk)
    stem = PurePath(batch.files[0]["name"]).stem if batch.files else "import"
    if form == "json":
        response = HttpResponse(json.dumps(batch.report, ensure_ascii=False, indent=2), content_type="application/json")
    elif form == "csv":
        response = HttpResponse(_as_csv(batch), content_type="text/csv; charset=utf-8")
    else:
        raise Http404
    response["Content-Disposition"] = content_disposition_header(True, f"check-of-{stem}.{form}") or "attachment"
    return response


def _as_csv(batch: ImportBatch) -> str:
    """Every field with its cells accounted for, then everything to look at. Texts that a spreadsheet would run as formulas are quoted."""
    out = io.StringIO()
    write = csv.writer(out)
    for file in shown.files_shown(batch.report):
        write.writerow(
            [safe(text) for text in (_("File"), _("Field"), _("Read"), *file.gap_labels, _("Of"), _("Sum or range"), _("Adds up"))]
        )
        for line in [*file.lines, *file.words]:
            counts = [line.read, *[count for _label, count in line.gaps], file.rows]
            write.writerow(
                [safe(file.name), safe(line.label), *counts, safe(line.exact or line.said), _("yes") if line.adds_up else _("no")]
            )
        write.writerow([])
        write.writerow([_("File"), _("Kind"), _("Row"), _("Column"), _("Where"), _("What it says"), _("What we do")])
        for problem in file.problems:
            texts = (
                problem["chip"][1],
                problem["row"] or "",
                problem["column"] or "",
                problem["where"],
                problem["message"],
                problem["action"],
            )
            write.writerow([safe(file.name), *[safe(str(text)) for text in texts]])
        write.writerow([])
    return "\ufeff" + out.getvalue()


def _counted(batch: ImportBatch) -> str:
    report = batch.report
    return destination_of(load_profile(batch.profile).target).counted(report.get("rows", 0) - report.get("refused", 0))
