"""The tabs over a list: all records, and each saved view, with how many it shows."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from steerco.foundation.registers.allowed import Allowed
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.listing import COUNTED
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.pieces import Tab
from steerco.foundation.registers.services import opening_view
from steerco.foundation.registers.why import why_address

_FIRST = 2**40


class Tabbed(Allowed):
    """The list with its saved views."""

    def tabs(self) -> list[Tab]:
        """All records, and each saved view, with how many it shows."""
        pinned = self.asked.pinned
        states = {view.pk: replace(Asked.from_query(QueryDict(view.query)), pinned=pinned) for view in self.views}
        opening = {} if self.at_first is None else {_FIRST: Asked(filters=(self.at_first,), pinned=pinned)}
        counts = self._counts({0: Asked(pinned=pinned), **opening, **states})
        whole = self.view is None and not self.asked.filters and not self.asked.words
        if self.at_first is None:
            heads = [
                Tab(
                    _("All"),
                    self.asked.opened(every=self.opens),
                    whole,
                    self._number(counts.get(0)),
                    False,
                    self._why_all(Asked(pinned=pinned)),
                )
            ]
        else:
            on = self.view is None and self.asked.filters == (self.at_first,) and not self.asked.words
            heads = [
                Tab(str(self.register.tabs[0]), self._first(), on, self._number(counts.get(_FIRST)), False, self._why_all(opening[_FIRST])),
                Tab(
                    str(self.register.tabs[1]),
                    self.asked.opened(every=True),
                    whole,
                    self._number(counts.get(0)),
                    False,
                    self._why_all(Asked(pinned=pinned)),
                ),
            ]
        return [*heads, *(self._tab(view, counts.get(view.pk)) for view in self.views)]

    def _counts(self, views: dict[int, Asked]) -> dict[int, int]:
        """How many records each view shows; the one that is open has been counted with its sums."""
        open_now = set() if self.asked.picked else {number for number, asked in views.items() if asked.state == self.asked.state}
        here = COUNTED + 1 if self.sums.more else self.sums.total
        others = self.listed.counts({number: asked for number, asked in views.items() if number not in open_now})
        return others | dict.fromkeys(open_now, here)

    @cached_property
    def opens(self) -> bool:
        """Whether the list opens with a saved view or with pins, so that all records need an address of their own."""
        return bool(self.kept) or opening_view(self.by, self.views) is not None

    def _first(self) -> str:
        filters = (self.at_first,) if self.opens and self.at_first is not None else ()
        return self.asked.opened(filters=filters, every=self.opens)

    def opening(self) -> list[tuple[str, str]]:
        """What can be said of the view that is open: that the list opens with it, for whom, or no longer."""
        if self.view is None or self.by.account is None:
            return []
        held = self.view.opens_for
        mine = ("not-me", _("Don’t open the list with it")) if self.by.account.pk in held else ("me", _("Open the list with it, for me"))
        if not (self.view.shared and self.may_share()):
            return [mine]
        all_on = SavedView.EVERYBODY in held
        return [mine, ("not-all", _("Don’t open it for everybody")) if all_on else ("all", _("Open the list with it, for everybody"))]

    def _tab(self, view: SavedView, count: int | None) -> Tab:
        kept = replace(Asked.from_query(QueryDict(view.query)), pinned=self.asked.pinned)
        why = self._why_all(kept)
        return Tab(view.name, self.asked.opened(view=view.pk), view == self.view, self._number(count), view.shared, why)

    def _why_all(self, asked: Asked) -> str:
        """What explains the count of another list at the same place."""
        return "" if self.asked.anchor else why_address(self.register, asked, "count")

    def _number(self, count: int | None) -> str:
        return "" if count is None else f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"
