"""The menu as data: which places exist, who may go there, and which one is open. The words themselves are listed above the rooms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Text = str | Promise
FIRST_ON_A_PHONE = 3


def everybody(actor: Any) -> bool:
    """A place that every member may go to."""
    return actor is not None


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the menu: the name of its address, its words, and who may see it."""

    url_name: str
    label: Text
    may: Callable[[Any], bool] = everybody
    icon: str = "plus"


@dataclass(frozen=True, slots=True)
class Section:
    """One of the eight words at the top level, with its key after `g` and its pages."""

    label: Text
    key: str
    icon: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Navigation:
    """All that the product can offer: sections, and the verbs under New."""

    sections: tuple[Section, ...]
    verbs: tuple[Place, ...] = ()


@dataclass(slots=True)
class Entry:
    """A place with its address, as one actor sees it."""

    label: Text
    href: str
    url_name: str
    icon: str = ""
    current: bool = False


@dataclass(slots=True)
class OpenSection:
    """A section with the entries that one actor may see."""

    label: Text
    key: str
    icon: str
    pages: list[Entry]

    @property
    def href(self) -> str:
        """Its first page."""
        return self.pages[0].href

    @property
    def single(self) -> bool:
        """Whether it has one page only, so that nothing unfolds."""
        return len(self.pages) == 1

    @property
    def open(self) -> bool:
        """Whether the current page lies in it."""
        return any(page.current for page in self.pages)


@dataclass(slots=True)
class Menu:
    """What one actor sees on one page."""

    sections: list[OpenSection] = field(default_factory=list)
    verbs: list[Entry] = field(default_factory=list)
    place: str = ""  # the name of the address that is open

    @property
    def first(self) -> list[OpenSection]:
        """The sections in the bottom bar of a phone."""
        return self.sections[:FIRST_ON_A_PHONE]


def menu_for(actor: Any, current: str, path: str) -> Menu:
    """The menu of an actor: only places that exist and that the actor may see; the current one is marked."""
    if actor is None:
        return Menu(place=current)
    offered: Navigation = import_string(settings.STEERCO_NAVIGATION)
    sections = [OpenSection(s.label, s.key, s.icon, pages) for s in offered.sections if (pages := _entries(s.places, actor))]
    _mark_current([page for section in sections for page in section.pages], current, path)
    return Menu(sections, _entries(offered.verbs, actor), current)


def _entries(places: Sequence[Place], actor: Any) -> list[Entry]:
    found = ((place, _address(place.url_name)) for place in places if place.may(actor))
    return [Entry(place.label, href, place.url_name, place.icon) for place, href in found if href]


def _address(url_name: str) -> str:
    """The address of a name; empty when the room that would answer is not there."""
    return _found(url_name, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=500)
def _found(url_name: str, _addresses: str | None, _prefix: str) -> str:
    """Addresses of the menu are the same on every page: each is worked out once, where all of them lie."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _mark_current(pages: list[Entry], current: str, path: str) -> None:
    by_name = [page for page in pages if page.url_name == current]
    above = sorted((p for p in pages if p.href != "/" and path.startswith(p.href)), key=lambda page: len(page.href))
    for page in by_name[:1] or above[-1:]:
        page.current = True
