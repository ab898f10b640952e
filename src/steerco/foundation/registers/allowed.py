"""A list as one reader has it: what was asked for, what it adds up to, and what the reader may do with it."""

from __future__ import annotations

from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.listing import Listing
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.services import may_share
from steerco.foundation.registers.sums import Sums
from steerco.foundation.registers.why import why_address


class Allowed:
    """The list, its saved views, and the rights of the reader."""

    def __init__(self, listed: Listing, views: list[SavedView], first: Filter | None, kept: tuple[Filter, ...]) -> None:
        self.at_first, self.kept = first, kept
        self.listed, self.register, self.asked, self.views = listed, listed.register, listed.asked, views
        self.by = listed.scene.by
        self.view = next((view for view in views if view.pk == self.asked.view), None)
        self.picked = listed.columns.get(self.asked.pick)

    @cached_property
    def sums(self) -> Sums:
        """Counts and sums of all pages."""
        return self.listed.sums()

    @property
    def count(self) -> str:
        """How many records there are on all pages."""
        return f"{self.sums.total:,}" + ("+" if self.sums.more else "")

    @property
    def changed(self) -> bool:
        """Whether the list differs from the saved view that it began with."""
        return self.view is not None and self.view.query != self.asked.state

    @property
    def narrowed(self) -> bool:
        """Whether anything keeps records out of the list."""
        return bool(self.asked.conditions or self.asked.words)

    def why(self, what: str, of: str = "", *more: Filter) -> str:
        """Where a number of the list is explained, or that of a group of it; nothing where nothing explains it."""
        return why_address(self.register, self.asked, what, of, *more)

    def why_count(self) -> str:
        """Where it is explained how many records the list shows."""
        return self.why("count")

    @cached_property
    def export(self) -> dict[str, str]:
        """The addresses of the files, by form."""
        return {form: reverse(self.register.urls["export"], args=[form]) for form, _words in self.forms}

    def keeping(self) -> str:
        """The address that keeps a view."""
        return reverse(self.register.urls["views"])

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The files that the list can be taken along as."""
        return [("csv", "CSV"), ("xlsx", _("Excel (XLSX)")), ("json", "JSON")]

    @property
    def group_words(self) -> str:
        """What the list is grouped by, inside a sentence."""
        return str(self.listed.group.label).lower() if self.listed.group else ""

    @property
    def sort_words(self) -> str:
        """What the list is sorted by, inside a sentence."""
        return str(self.listed.sort.label).lower() if self.listed.sort else ""

    @property
    def no_match(self) -> str:
        """What an empty list says when a filter keeps all records out."""
        return _("No %(records)s match") % {"records": self.register.label}

    @property
    def none_yet(self) -> str:
        """What an empty list says when there are no records."""
        return _("No %(records)s yet") % {"records": self.register.label}

    def may_create(self) -> bool:
        """Whether to show the way to a new record."""
        writes = self.register.create is not None and self.register.form is not None
        return writes and self.asked.as_of is None and self.register.may(self.by, "create")

    @cached_property
    def may_edit(self) -> bool:
        """Whether cells can be written at all; each record says for itself whether this actor may."""
        now = self.asked.as_of is None and self.register.listed is None
        return now and self.register.update is not None and self.register.form is not None and self.register.may(self.by, "edit")

    def may_import(self) -> bool:
        """Whether to show the way to an import."""
        return self.asked.as_of is None and self.register.may(self.by, "import")

    @cached_property
    def may_export(self) -> bool:
        """Whether to show the ways out."""
        return self.register.may(self.by, "export")

    @cached_property
    def may_order(self) -> bool:
        """Whether rows can be put into an order by hand: the list stands in that order, and in no other."""
        sort = self.listed.sort
        by_hand = bool(self.register.order) and sort is not None and sort.key == self.register.order
        return by_hand and not self.listed.falling and self.listed.group is None and self.may_edit

    @property
    def may_pick(self) -> bool:
        """Whether anything can be done with chosen rows."""
        return self.may_export or self.may_edit

    def may_remove(self) -> bool:
        """Whether chosen rows can be deleted."""
        return self.may_edit and self.register.delete is not None and self.register.may(self.by, "delete")

    def bulk(self) -> str:
        """The address where chosen rows are changed."""
        return reverse(self.register.urls["bulk"]) if self.may_edit else ""

    def may_share(self) -> bool:
        """Whether the actor may keep a view for everybody."""
        return may_share(self.by, self.register)
