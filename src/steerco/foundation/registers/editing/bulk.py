"""The pages of many records at once: choose a field and a value, see what becomes of each, then do it as one act with one way back."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.writer import together
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.editing.many import Tried, change_many, remove_many, seal_of
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.taking import listing
from steerco.foundation.registers.writing import NO_FIELD, Writing, refusals
from steerco.foundation.ui.notices import notify

MOST = 5000


class Bulk:
    """What somebody wants to do to which records, and what would become of them."""

    def __init__(self, register: Register, by: Actor, asked: QueryDict) -> None:
        self.register, self.by, self.asked = register, by, asked
        self.removes = asked.get("do") == "delete"
        if (register.delete if self.removes else register.update) is None:
            raise Http404
        register.require(by, "delete" if self.removes else "edit")
        self.state = Asked.from_query(asked)
        self.whole = asked.get("all") == "1"
        self.unread: tuple[str, ...] = ()
        self.keys = self._keys()
        self.reason = asked.get("reason", "").strip()[:300]
        self.column = "" if self.removes else asked.get("column", "")
        self.problem, self.changed, self.tried = "", False, Tried()
        self.writing = None if self.removes or not self.keys else Writing(register, by, register.rows(by).filter(pk=self.keys[0]).first())

    @property
    def too_many(self) -> bool:
        """Whether more are chosen than are done at once."""
        return len(self.keys) > MOST

    @property
    def count(self) -> str:
        """How many are chosen."""
        return f"{MOST:,}+" if self.too_many else f"{len(self.keys):,}"

    @property
    def named(self) -> str:
        """The records in words: “1 project”, “37 projects”."""
        return f"{self.count} {self.register.one if len(self.keys) == 1 else self.register.label}"

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns that can be set, and what they are called."""
        assert self.writing is not None
        columns = self.writing.columns
        return [(name, str(columns[name].label)) for name in self.writing.names if name in columns and columns[name].writes is not None]

    @property
    def label(self) -> str:
        """What the chosen column is called."""
        return dict(self.columns).get(self.column, "")

    @property
    def control(self) -> str:
        """The control of the chosen column, with what was given."""
        assert self.writing is not None
        field = self.writing.control(self.column)
        attrs = {"class": "inp", "id": "value", "aria-describedby": "value_error"} | ({"aria-invalid": "true"} if self.problem else {})
        widget = forms.TextInput() if isinstance(field, forms.DateField) else field.widget
        return str(widget.render("value", self.asked.get("value", ""), {**field.widget.attrs, **attrs}))

    @property
    def help(self) -> str:
        """What the form says beside the control."""
        assert self.writing is not None
        return str(self.writing.control(self.column).help_text)

    @property
    def consequence(self) -> str:
        """What goes with a single record that is to be removed."""
        if self.register.consequence is None or len(self.keys) != 1:
            return ""
        return self.register.consequence(self.register.rows(self.by).get(pk=self.keys[0]))

    @property
    def held(self) -> list[tuple[str, str]]:
        """Which records, as hidden fields."""
        state = [(name, value) for name, values in QueryDict(self.state.state).lists() for value in values]
        picked = [("all", "1")] if self.whole else [("pk", str(key)) for key in self.keys]
        return [*state, *picked, ("do", self.asked.get("do", "set"))]

    @cached_property
    def seal(self) -> str:
        """What was looked at: these records as they are, and the value for them."""
        return seal_of(self.register, self.by, self.keys, (self.column, self.asked.get("value", "")))

    @property
    def back(self) -> str:
        """The list that one came from."""
        return reverse(self.register.name) + replace(self.state, picked=(), every=not self.state.state).address()

    def attempt(self, *, dry: bool) -> bool:
        """Does it, or only tries; says whether what was given could be read."""
        if self.removes:
            self.tried = remove_many(self.register, self.by, self.keys, reason=self.reason, dry=dry)
            return True
        assert self.writing is not None
        try:
            given = {self.column: self.asked.get("value", "")}
            self.writing.check(given)
        except ValidationError as error:
            told = refusals(error)
            self.problem = " ".join(told.get(self.column) or told.get(NO_FIELD) or [])
            return False
        self.tried = change_many(self.writing, self.keys, given, reason=self.reason, dry=dry)
        return True

    def go(self) -> bool:
        """Does it, as long as everything is as it was looked at."""
        with together(self.by, reason=self.reason) as act:  # nobody writes between the look at the seal and the end
            self.changed = self.asked.get("seal") != self.seal
            done = not self.changed and self.attempt(dry=False)
        self.tried.act = act.revision
        return done

    @property
    def done(self) -> str:
        """What was done, for the notice."""
        count = self.tried.done
        words = ngettext("%(count)s %(one)s changed.", "%(count)s %(many)s changed.", count)
        if self.removes:
            words = ngettext(
                "%(count)s %(one)s deleted. The history keeps it.", "%(count)s %(many)s deleted. The history keeps them.", count
            )
        told = words % {"count": f"{count:,}", "one": self.register.one, "many": self.register.label}
        left = len(self.tried.refused)
        return f"{told} {_('%(count)s left as they are.') % {'count': f'{left:,}'}}" if left else told

    def _keys(self) -> list[int]:
        if not self.whole and not self.state.picked:
            return []
        listed = listing(self.register, self.by, replace(self.state, picked=() if self.whole else self.state.picked))
        rows = listed.rows()
        self.unread = tuple(listed.problems) if self.whole else ()
        return [] if self.unread else list(rows.values_list("pk", flat=True)[: MOST + 1])


@require_http_methods(["GET", "POST"])
@acting
def bulk(request: HttpRequest, name: str) -> HttpResponse:
    """Asks what to do, shows what would become of each record, does it."""
    asked: Any = request.POST if request.method == "POST" else request.GET
    wanted = Bulk(registers[name], actor_of(request), asked)
    context = {"bulk": wanted, "register": wanted.register, "nav_current": name}
    if not wanted.keys or wanted.too_many:
        return render(request, "registers/bulk.html", context, status=422 if wanted.too_many or wanted.unread else 200)
    if request.method == "POST" and "go" in asked and wanted.go():
        notify(request, wanted.done, undo=way_back(wanted.tried.act))
        return redirect(wanted.back)
    if request.method == "POST" and ("look" in asked or wanted.changed):
        context["looked"] = wanted.seal and wanted.attempt(dry=True)
    return render(request, "registers/bulk.html", context, status=422 if wanted.problem else 409 if wanted.changed else 200)
