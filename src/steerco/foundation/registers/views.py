"""The pages of every register: list, record, new, edit, delete, export, saved views. A surface of its own replaces one by its own view."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.ledger.writer import EditConflict, Locked, together
from steerco.foundation.registers.answers import as_download, asked_of, changed_by, keep
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.cells import Drawer
from steerco.foundation.registers.columns import Column, Kind, Row, Scene
from steerco.foundation.registers.editing.addresses import editing_addresses
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.pages import ListPage
from steerco.foundation.registers.pins import kept_pins
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.services import opening_view, views_of
from steerco.foundation.registers.subjects import beneath
from steerco.foundation.registers.sums import Written
from steerco.foundation.registers.taking import listing
from steerco.foundation.registers.why import why_page
from steerco.foundation.registers.writing import remove, save
from steerco.foundation.ui.amounts import column_unit
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
        path("why/<str:what>/", why_page, named, name=register.urls["why"]),
        *editing_addresses(register),
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
    asked = asked_of(request.GET, {view.pk: view.query for view in views})
    first = register.first(by)
    opening, pins = opening_view(by, views), kept_pins(by, register)
    bare = not (asked.every or asked.view or asked.state or asked.pinned)
    if not (asked.every or asked.view or asked.state):
        if opening is not None:
            asked = asked_of(QueryDict(f"view={opening.pk}"), {opening.pk: opening.query})
        elif first is not None:
            asked = replace(asked, filters=(first,))
    asked = replace(asked, every=first is not None or opening is not None or bool(pins), pinned=pins if bare else asked.pinned)
    if asked.as_of is None and "as_of" in request.GET and not any(request.GET.getlist("as_of")):
        return redirect(request.path + asked.address())
    changed = changed_by(request.GET, asked)
    if changed is not None:
        return redirect(request.path + changed.address())
    page = ListPage(listing(register, by, asked), views, first, pins)
    context = {"page": page, "register": register, "nav_current": name, "past_on": asked.as_of, "past_back": page.travelled()}
    return render(request, register.page, context)


@require_GET
@acting  # type: ignore[arg-type]  # a streamed answer is an answer, too
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """The rows of all pages as a file, with the same filter, order, columns and rights."""
    by, register = actor_of(request), registers[name]
    register.require(by, "export")
    listed = listing(register, by, replace(asked_of(request.GET, {v.pk: v.query for v in views_of(by, register)}), whole=True))
    return as_download(listed, name, form)


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
    facts = [(drawer.label, drawer.html(row)) for row in rows for drawer in map(partial(_drawn_alone, register, by, row), listed.shown)]
    parts = register.parts(by, record) if register.parts is not None else []
    context = {"record": record, "register": register, "facts": facts, "parts": parts, "nav_current": name, "slug": slug}
    context["beneath"], context["offers"] = beneath, register.acts(by, record)
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
    form.prefill(request.GET)
    if request.method == "POST" and form.is_valid():
        try:
            with together(by) as act:
                record = register.create(by=by, **form.arguments(set(form.written())))
            notify(request, _("%(record)s added.") % {"record": record}, undo=way_back(act.revision))
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
        try:
            conflicts, act = save(register, by, form)
            if not conflicts:
                notify(request, _("%(record)s saved.") % {"record": record}, undo=way_back(act))
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
    problem, reason = "", request.POST.get("reason", "")[:300]
    if request.method == "POST":
        label = str(record)
        try:
            if request.POST.get("version", "") not in {"", str(record.version)}:
                raise ValidationError(_("Somebody changed it after you opened this page. Look at it again before it goes."))
            act = remove(register, by, record, version=record.version, reason=reason)
            notify(request, _("%(record)s deleted. The history keeps it.") % {"record": label}, undo=way_back(act))
            return redirect(name)
        except ValidationError as error:
            problem = " ".join(error.messages)
        except (EditConflict, Locked) as refused:
            problem = str(refused)
    consequence = register.consequence(record) if register.consequence is not None else ""
    context = {
        "record": record,
        "register": register,
        "consequence": consequence,
        "problem": problem,
        "reason": reason,
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
    return keep(request, register, reverse(name), Asked())


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
        **(_may(register, actor_of(request), record) if record is not None else {"wanting": _wanting(actor_of(request), form)}),
    }  # fmt: skip
    return render(request, "registers/form.html", context, status=409 if conflicts else 422 if form.errors else 200)


def _wanting(by: Actor, form: RecordForm) -> list[tuple[str, str, str]]:
    """What has to be there first: the choices that are needed and empty, each with what one is called and where this actor adds one."""
    found = []
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField) and field.required and field.queryset is not None and not field.queryset.exists():
            kept = next((each for each in registers.values() if each.model is field.queryset.model), None)
            way = reverse(kept.urls["new"]) if kept and kept.create and kept.form and kept.may(by, "create") else ""
            found.append((str(field.label), str(kept.one) if kept else str(field.label).lower(), way))
    return found


def _drawn_alone(register: Register, by: Actor, row: Row, column: Column) -> Drawer:
    """What draws a value of one record, an amount in the unit that suits it."""
    amount = column.read(row) if column.kind == Kind.MONEY and column.draw is None else None
    written = Written(column_unit([amount]), row[column.price.currency]) if amount else None
    return Drawer(column, register.slug, by.organisation.currency, written)
