"""The pages of every register: list, record, new, edit, delete, export, saved views. A surface of its own replaces one by its own view."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.exports.writers import csv_lines, json_text, xlsx_file
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import STATE, Asked
from steerco.foundation.registers.cells import Drawer
from steerco.foundation.registers.columns import Scene
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.pages import ListPage
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.services import delete_view, save_view, views_of
from steerco.foundation.registers.taking import as_object, listing, sheet
from steerco.foundation.ui.notices import notify


def addresses(name: str, *, record: bool = True) -> list[URLPattern]:
    """The addresses of a register; `record` is False where the record has a page of its own."""
    register, named = registers[name], {"name": name}
    found = [
        path("", list_page, named, name=name),
        path("new/", new_page, named, name=register.urls["new"]),
        path("export.<str:form>", export, named, name=register.urls["export"]),
        path("views/", keep_view, named, name=register.urls["views"]),
        path("<str:slug>/edit/", edit_page, named, name=register.urls["edit"]),
        path("<str:slug>/delete/", delete_page, named, name=register.urls["delete"]),
    ]
    return [*found, path("<str:slug>/", record_page, named, name=register.opens)] if record else found


@require_GET
@acting
@drawn_once
def list_page(request: HttpRequest, name: str) -> HttpResponse:
    """The list, in the state that the address says."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    views = list(views_of(by, register))
    asked = _asked(request.GET, {view.pk: view.query for view in views})
    first = register.first(by)
    if first is not None and not (asked.every or asked.view or asked.state):
        asked = replace(asked, filters=(first,))
    asked = replace(asked, every=first is not None)
    if asked.as_of is None and "as_of" in request.GET and not any(request.GET.getlist("as_of")):
        return redirect(request.path + asked.address())
    changed = _changed(request.GET, asked, register)
    if changed is not None:
        return redirect(request.path + changed.address())
    page = ListPage(listing(register, by, asked), views, request.GET, first)
    context = {"page": page, "register": register, "nav_current": name, "past_on": asked.as_of, "past_back": page.travelled()}
    return render(request, "registers/list.html", context)


@require_GET
@acting  # type: ignore[arg-type]  # a streamed answer is an answer, too
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The rows of all pages as a file, with the same filter, order, columns and rights."""
    by, register = actor_of(request), registers[name]
    register.require(by, "export")
    listed = listing(register, by, replace(_asked(request.GET, {v.pk: v.query for v in views_of(by, register)}), whole=True))
    title = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.{form}"'
    if form == "csv":
        lines = csv_lines(sheet(listed))
        return StreamingHttpResponse(
            _inside(by.organisation, lines), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": title}
        )
    if form == "xlsx":
        return FileResponse(xlsx_file(sheet(listed)), as_attachment=True, filename=title.split('"')[1])
    if form == "json":
        return HttpResponse(json_text(as_object(listed)), content_type="application/json", headers={"Content-Disposition": title})
    raise Http404


@require_GET
@acting
def record_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """One record: every column with its value."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    record = register.find(by, slug)
    listed = Listing(register, Scene(by), Asked())
    listed.shown = list(listed.columns.values())
    rows = listed.record(record.pk)
    facts = [
        (str(column.label), Drawer(column, register.slug, by.organisation.currency).html(row)) for row in rows for column in listed.shown
    ]
    parts = register.parts(by, record) if register.parts is not None else []
    context = {"record": record, "register": register, "facts": facts, "parts": parts, "nav_current": name, "slug": slug}
    context.update(_may(register, by, record))
    return render(request, "registers/record.html", context)


@require_http_methods(["GET", "POST"])
@acting
def new_page(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a new record."""
    by, register = actor_of(request), registers[name]
    if register.create is None or register.form is None:
        raise Http404
    register.require(by, "create")
    form = register.form(by, register.model(organisation=by.organisation), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record = register.create(by=by, **form.arguments(set(form.written())))
            notify(request, _("%(record)s added.") % {"record": record})
            return redirect(_home(register, record))
        except ValidationError as error:
            form.refused(error)
    return _form(request, register, form, _("Add %(one)s") % {"one": register.one})


@require_http_methods(["GET", "POST"])
@acting
def edit_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """The form of a record; where somebody else changed the same field meanwhile, both values stand side by side."""
    by, register = actor_of(request), registers[name]
    if register.update is None or register.form is None:
        raise Http404
    record = register.find(by, slug)
    register.require(by, "edit", record)
    form = register.form(by, record, request.POST or None)
    conflicts: list[Any] = []
    if request.method == "POST" and form.is_valid():
        names, conflicts = form.resolve()
        if not conflicts:
            try:
                given = form.arguments(names)
                register.update(by=by, record=record, version=record.version, reason=form.cleaned_data["reason"], **given)
                notify(request, _("%(record)s saved.") % {"record": record})
                return redirect(_home(register, record))
            except ValidationError as error:
                form.refused(error)
            except EditConflict as error:
                form.add_error(None, str(error))
    return _form(request, register, form, _("Edit %(record)s") % {"record": record}, record, conflicts)


@require_http_methods(["GET", "POST"])
@acting
def delete_page(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Says what goes with the record, and removes it."""
    by, register = actor_of(request), registers[name]
    if register.delete is None:
        raise Http404
    record = register.find(by, slug)
    register.require(by, "delete", record)
    problem = ""
    if request.method == "POST":
        label = str(record)
        try:
            if request.POST.get("version", "") not in {"", str(record.version)}:
                raise ValidationError(_("Somebody changed it after you opened this page. Look at it again before it goes."))
            register.delete(by=by, record=record, reason=request.POST.get("reason", "")[:300])
            notify(request, _("%(record)s deleted. The history keeps it.") % {"record": label})
            return redirect(name)
        except ValidationError as error:
            problem = " ".join(error.messages)
        except EditConflict as conflict:
            problem = str(conflict)
    consequence = register.consequence(record) if register.consequence is not None else ""
    context = {
        "record": record,
        "register": register,
        "consequence": consequence,
        "problem": problem,
        "nav_current": name,
        "back": _home(register, record),
    }
    return render(request, "registers/delete.html", context, status=409 if problem else 200)


@require_POST
@acting
def keep_view(request: HttpRequest, name: str) -> HttpResponse:
    """Keeps the state of the list under a name, brings a view up to what is seen, or drops it."""
    by, register = actor_of(request), registers[name]
    register.require(by, "view")
    held = request.POST.get("view", "")
    view = get_object_or_404(views_of(by, register), pk=held) if held.isdecimal() else None
    home = reverse(name)
    if view is not None and "drop" in request.POST:
        delete_view(by=by, register=register, view=view)
        notify(request, _("View “%(view)s” deleted.") % {"view": view})
        return redirect(home)
    query = Asked.from_query(QueryDict(request.POST.get("query", ""))).state
    title = request.POST.get("name", "") or (view.name if view else "")
    shared = view.shared if view is not None else request.POST.get("shared") == "1"
    try:
        kept = save_view(by=by, register=register, name=title, query=query, shared=shared, view=view)
    except ValidationError as error:
        notify(request, " ".join(error.messages), level=messages.ERROR)
        return redirect(f"{home}?{query}")
    return redirect(f"{home}?view={kept.pk}")


def _asked(query: QueryDict, views: dict[int, str]) -> Asked:
    asked = Asked.from_query(query)
    if asked.view is None or asked.view not in views:
        return replace(asked, view=None)
    if any(name in query for name in STATE):
        return asked
    return replace(Asked.from_query(QueryDict(views[asked.view])), view=asked.view, after=asked.after, whole=asked.whole)


def _changed(query: QueryDict, asked: Asked, register: Register) -> Asked | None:
    """What a small form of the list asks for: another choice of columns, or one more filter."""
    if "col" in query:
        return replace(asked, columns=tuple(query.getlist("col")), after="")
    if "op" not in query:
        return None
    values = tuple(value.strip() for value in query.getlist("v") if value.strip())
    op = query["op"]
    if op in ("missing", "present"):
        values = ()
    elif not values:
        return asked
    elif op == "is" and len(values) > 1:
        op = "in"
    elif op != "in":
        values = values[: 2 if op == "between" else 1]
    added = Filter.from_text(f"{query.get('pick', '')}:{op}")
    return asked if added is None else replace(asked, filters=asked.with_filter(added._replace(values=values)), after="")


def _inside(organisation: Any, lines: Any) -> Any:
    """The lines of a file that is sent after the request's organisation is no longer in force; between two lines it isn't either."""
    while True:
        with within(organisation), timezone.override(organisation.time_zone):
            line = next(lines, None)
        if line is None:
            return
        yield line


def _home(register: Register, record: Any) -> str:
    return reverse(register.opens, args=[getattr(record, register.slug)]) if register.opens else reverse(register.name)


def _may(register: Register, by: Any, record: Any) -> dict[str, bool]:
    return {
        "may_edit": register.update is not None and register.form is not None and register.may(by, "edit", record),
        "may_delete": register.delete is not None and register.may(by, "delete", record),
    }


def _form(request: HttpRequest, register: Register, form: RecordForm, title: str, record: Any = None, conflicts: Any = ()) -> HttpResponse:
    back = _home(register, record) if record is not None else reverse(register.name)
    context = {
        "form": form, "register": register, "record": record, "title": title, "conflicts": conflicts, "back": back,
        "nav_current": register.name, "slug": getattr(record, register.slug) if record is not None else "",
        **(_may(register, actor_of(request), record) if record is not None else {}),
    }  # fmt: skip
    return render(request, "registers/form.html", context, status=409 if conflicts else 422 if form.errors else 200)
