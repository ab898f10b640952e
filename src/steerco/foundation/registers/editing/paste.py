"""The pages of a pasted block: where it goes, what becomes of each cell, with those that can't be written to put right in their place."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.editing.block import (
    MOST_CELLS,
    MOST_ROWS,
    Block,
    BlockRefused,
    Pasted,
    PastedRow,
    Target,
    lines_of,
    text_of,
)
from steerco.foundation.registers.editing.taking_back import way_back
from steerco.foundation.registers.fields import editable
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.registers.taking import listing
from steerco.foundation.ui.notices import notify
from steerco.foundation.ui.numbers import number_in

SHOWN = 50
NEW, TOP = "new", "top"
_FIX = re.compile(r"^fix-(\d{1,4})-(\d{1,4})$", re.ASCII)
UNITS = ("", "k", "m", "bn")


class Paste:
    """What somebody pastes, and onto which rows and columns."""

    def __init__(self, register: Register, by: Actor, asked: QueryDict) -> None:
        if register.update is None or register.form is None:
            raise Http404
        register.require(by, "edit")
        self.register, self.by, self.asked = register, by, asked
        self.state = replace(Asked.from_query(asked), picked=(), after=asked.get("next", ""))
        self.listed: Listing = listing(register, by, self.state)
        self.unit = next((unit for unit in UNITS if unit == asked.get("unit")), "")
        self.start = asked.get("start", "")
        self.at = asked.get("at", TOP)
        self.pasted = Pasted()

    @cached_property
    def lines(self) -> list[list[str]]:
        """The block, with what was put right in it."""
        lines = lines_of(self.asked.get("block", ""))
        for name, value in self.asked.items():
            found = _FIX.match(name)
            row, column = (int(found[1]), int(found[2])) if found else (MOST_ROWS, 0)
            if row < len(lines) and column < len(lines[row]):
                lines[row][column] = str(value)
        return lines

    @property
    def problem(self) -> str:
        """Why the block can't even be tried; empty where it can."""
        if not self.lines:
            return _("Nothing was pasted. Copy cells in the spreadsheet first.")
        if len(self.lines) > MOST_ROWS or sum(map(len, self.lines)) > MOST_CELLS:
            return _("Refused: at most 2,000 lines and 20,000 cells are pasted at once. Import a file instead.")
        return ""

    @property
    def block(self) -> str:
        """The block as text."""
        return text_of(self.lines)

    @property
    def starts(self) -> list[tuple[str, str]]:
        """The columns that a block can begin with."""
        return [(column.name, str(column.label)) for column in self.listed.shown]

    @cached_property
    def columns(self) -> list[str]:
        """The columns under the block, from the first on."""
        names = [column.name for column in self.listed.shown]
        if self.start in names:
            return names[names.index(self.start) :]
        written = editable(self.register, self.listed.columns)
        return names[next((place for place, name in enumerate(names) if name in written), 0) :]

    @cached_property
    def laid(self) -> Block:
        """The block over its columns."""
        return Block(self.register, self.by, self.lines, self.columns, unit=self.unit)

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The columns of the block, and whether they are left out."""
        shown = {column.name: str(column.label) for column in self.listed.shown}
        return [(shown.get(name, _("no column")), self.laid.left_out(name)) for name in self.laid.columns]

    @cached_property
    def targets(self) -> list[Target]:
        """A record for each line: those that were seen, then those that follow in the list, then new ones."""
        seen = [text.rpartition("@") for text in self.asked.getlist("row")[:MOST_ROWS]]
        slugs: list[Any] = [slug for slug, _at, _version in seen]
        if self.register.slug == "pk":
            slugs = [number for number in map(number_in, slugs) if number is not None]
        rows = self.register.rows(self.by).order_by().filter(**{f"{self.register.slug}__in": slugs})
        keys = {str(slug): pk for slug, pk in rows.values_list(self.register.slug, "pk")} if slugs else {}
        found = [Target(keys.get(slug, 0), number_in(version)) for slug, _at, version in seen]
        missing = len(self.lines) - len(found)
        if missing > 0 and self.follows:
            further = self.listed.page(missing).rows
            found += [Target(row["pk"], row["version"]) for row in further]
        return [*found, *[Target(None)] * (len(self.lines) - len(found))][: len(self.lines)]

    @property
    def follows(self) -> bool:
        """Whether records of the list follow those that were seen."""
        return bool(self.state.after) or (not self.asked.getlist("row") and self.at != NEW)

    @property
    def may_add(self) -> bool:
        """Whether lines beyond the end of the list can become records."""
        return self.register.create is not None and self.register.may(self.by, "create")

    @property
    def adds_too_many(self) -> str:
        """Says that the list ends before the block does, where nothing can be added."""
        beyond = sum(target.key is None for target in self.targets)
        if not beyond or self.may_add:
            return ""
        return ngettext(
            "The list ends %(count)d line before the block does, and you may add none.",
            "The list ends %(count)d lines before the block does, and you may add none.", beyond,
        ) % {"count": beyond}  # fmt: skip

    @property
    def held(self) -> list[tuple[str, str]]:
        """Where the block goes, as hidden fields: the rows as they were looked at."""
        state = [(name, value) for name, values in QueryDict(self.state.state).lists() for value in values]
        rows = [("row", f"{row.slug}@{row.version}") for row in self.pasted.rows if not row.new]
        return [*state, *rows, ("start", self.columns[0]), ("at", NEW)]

    @property
    def shown(self) -> list[PastedRow]:
        """The lines to look at: all that can't be written as they are, and the first of the others."""
        good = [row.number for row in self.pasted.rows if not row.is_refused][:SHOWN]
        return [row for row in self.pasted.rows if row.is_refused or row.number in good][: 4 * SHOWN]

    @property
    def back(self) -> str:
        """The list that one came from."""
        return reverse(self.register.name) + replace(self.state, after="", every=not self.state.state).address()

    @property
    def done(self) -> str:
        """What was done, for the notice."""
        told = []
        if self.pasted.cells:
            told.append(
                ngettext("%(count)s cell changed.", "%(count)s cells changed.", self.pasted.cells) % {"count": f"{self.pasted.cells:,}"}
            )
        if self.pasted.added:
            one = self.register.one if self.pasted.added == 1 else self.register.label
            told.append(_("%(count)s %(one)s added.") % {"count": f"{self.pasted.added:,}", "one": one})
        return " ".join(told) or _("Everything was so already.")


@require_http_methods(["GET", "POST"])
@acting
def paste(request: HttpRequest, name: str) -> HttpResponse:
    """Asks for a block, shows what becomes of each cell, writes all of it."""
    asked: Any = request.POST if request.method == "POST" else request.GET
    wanted = Paste(registers[name], actor_of(request), asked)
    context: dict[str, Any] = {"paste": wanted, "register": wanted.register, "nav_current": name, "units": UNITS}
    if request.method == "GET":
        return render(request, "registers/paste.html", context)
    context["problem"] = wanted.problem or wanted.adds_too_many
    if context["problem"]:
        return render(request, "registers/paste.html", context, status=422)
    status = 200
    try:
        wanted.pasted = wanted.laid.lay(wanted.targets, dry="go" not in asked, leave=asked.get("leave") == "1")
        if "go" in asked:
            notify(request, wanted.done, undo=way_back(wanted.pasted.act))
            return redirect(wanted.back)
    except BlockRefused as error:
        wanted.pasted, context["problem"], status = error.pasted, str(error), 409
    context["looked"] = True
    return render(request, "registers/paste.html", context, status=status)
