"""One cell of a list: its editor, what is written by it, and the question where somebody else wrote the same field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.cells import Drawer, row_of_cells
from steerco.foundation.registers.columns import Column, Scene
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.sums import written_as
from steerco.foundation.registers.writing import REFUSALS, BothChanged, Writing, said
from steerco.foundation.ui.numbers import number_in

MOST_CHOICES, MOST_OFFERED = 200, 2000


class Cell:
    """A column of a record, as one actor may write it."""

    def __init__(self, register: Register, by: Actor, slug: str, column: str) -> None:
        self.register, self.by, self.name = register, by, column
        if register.update is None or register.form is None:
            raise Http404
        self.record = register.find(by, slug)
        register.require(by, "edit", self.record)
        self.writing = Writing(register, by, self.record)
        if column not in self.writing.names and column not in self.writing.columns:
            raise Http404(_("There is no field “%(name)s” here.") % {"name": column})
        self.control = self.writing.control(column)

    @property
    def column(self) -> Column | None:
        """The column, where the list has one for this field."""
        return self.writing.columns.get(self.name)

    @property
    def slug(self) -> str:
        """What names the record in addresses."""
        return str(getattr(self.record, self.register.slug))

    @property
    def home(self) -> str:
        """Where the record is shown."""
        return reverse(self.register.opens, args=[self.slug]) if self.register.opens else ""

    @property
    def label(self) -> str:
        """What the cell is called."""
        return str(self.column.label if self.column is not None else self.control.label)

    def editor(self, typed: str | None = None) -> str:
        """The control with the value that is there, or what was typed into it."""
        bound = self.writing.form[self.writing.names[self.name]]
        attrs = {"class": "inp cell", "id": "cell", "autocomplete": "off", "aria-describedby": "cell-said"}
        if self.offered is not None:
            held = self.value_of(bound.value()) if typed is None else typed
            return str(forms.TextInput().render("value", held, {**attrs, "list": "cell-offers"}))
        widget, held = self.control.widget, bound.value() if typed is None else typed
        if isinstance(widget, forms.Textarea):
            attrs["rows"] = "3"
        if isinstance(self.control, forms.DateField):  # typed as it is written; a phone makes a calendar of it
            return str(forms.TextInput().render("value", held, {**attrs, "data-day": "", "placeholder": "2027-03-31"}))
        return str(widget.render("value", held, {**widget.attrs, **attrs}))

    @property
    def offered(self) -> list[tuple[str, str]] | None:
        """What to offer while somebody types, where there are too many to choose from a list."""
        if not isinstance(self.control, forms.ModelChoiceField) or self.control.queryset is None:
            return None
        if self.control.queryset.count() <= MOST_CHOICES or self.column is None:
            return None
        tail = self.column.key.rpartition("__")[2] or "name"
        return [(str(getattr(each, tail, each)), str(each)) for each in self.control.queryset[:MOST_OFFERED]]

    def value_of(self, key: Any) -> str:
        """What names the record that is chosen."""
        assert isinstance(self.control, forms.ModelChoiceField)
        assert self.control.queryset is not None
        found = self.control.queryset.filter(pk=key).first() if key else None
        tail = self.column.key.rpartition("__")[2] if self.column is not None else "name"
        return "" if found is None else str(getattr(found, tail, found))

    def row(self, columns: list[str], units: list[str]) -> dict[str, Any]:
        """The row as it is now, drawn anew in the units that the heads say; nothing where the actor can't see the record any more."""
        listed = Listing(self.register, Scene(self.by), Asked(columns=tuple(columns)))
        home = self.by.organisation.currency
        said = {name: written_as(words, home) for name, _colon, words in (each.partition(":") for each in units)}
        drawers = [Drawer(column, self.register.slug, home, said.get(column.name)) for column in listed.shown]
        rows = listed.record(self.record.pk)
        if not rows:
            return {"cells": None}
        return {"cells": row_of_cells(drawers, rows[0]), "version": rows[0]["version"], "slug": str(rows[0][self.register.slug])}


@require_http_methods(["GET", "POST"])
@acting
def cell(request: HttpRequest, name: str, slug: str, column: str) -> HttpResponse:
    """The editor of a cell, or what became of what was typed into it: the row anew, a refusal, or a question."""
    try:
        found = Cell(registers[name], actor_of(request), slug, column)
    except (PermissionDenied, ValidationError) as error:
        return HttpResponse(said(error), status=403, content_type="text/plain; charset=utf-8")
    if request.method == "GET":
        return render(request, "registers/cell.html", {"cell": found, "editor": found.editor(), "version": found.record.version})
    given, seen = request.POST.get("value", ""), request.POST.get("version", "")
    version = number_in(seen)
    typed = found.offered is not None or request.POST.get("typed") == "1"
    try:
        value = found.writing.typed(column, given) if typed else given
        keep = {column: request.POST["keep"]} if "keep" in request.POST else {}
        changed = found.writing.set_values(found.record, {column: value}, version=version, keep=keep)
    except BothChanged as error:
        context = {"cell": found, "given": given, "one": error.conflicts[0], "version": found.record.version}
        return render(request, "registers/conflict.html", context, status=409)
    except REFUSALS as error:
        context = {"cell": found, "editor": found.editor(given), "version": version, "said": said(error)}
        return render(request, "registers/cell.html", context, status=422)
    answer = found.row(request.POST.getlist("col"), request.POST.getlist("in"))
    if changed:
        words = {"label": found.label, "record": found.record}
        answer |= {"text": _("%(label)s of %(record)s saved.") % words, "undo": way_back(found.writing.act)}
    return JsonResponse(answer)
