"""What the search box offers beside records: pages of the menu, actions on the record that is open, and a date to travel to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from steerco.foundation.access.actor import Actor
from steerco.foundation.search.dates import typed_date
from steerco.foundation.search.folding import words_of
from steerco.foundation.search.queries import entry_at
from steerco.foundation.ui.menu import menu_for


@dataclass(frozen=True, slots=True)
class Offer:
    """A line that leads somewhere: its words, its address, the keys that lead there too."""

    label: str
    url: str
    icon: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Travel:
    """A typed date, and the page behind the box as it stood then."""

    on: dt.date
    url: str


def pages(by: Actor, typed: str) -> list[Offer]:
    """The pages of the actor's menu whose words begin as typed."""
    wanted = words_of(typed)
    found = []
    for section in menu_for(by, "", "").sections:
        for place, page in enumerate(section.pages):
            label = str(section.label) if section.single else f"{section.label}, {page.label}"
            if wanted and all(any(word.startswith(want) for word in words_of(label)) for want in wanted):
                found.append(Offer(label, page.href, section.icon, "" if place else f"g {section.key}"))
    return found


def actions(by: Actor, typed: str, here: str) -> list[Offer]:
    """What can be done with the record that is open behind the box, if its words begin as typed."""
    wanted = words_of(typed)
    try:
        match = resolve(urlsplit(here).path or "/")
    except Resolver404:
        return []
    shown = entry_at(by, match.url_name or "", str(next(iter(match.kwargs.values()), "")))
    if shown is None:
        return []
    searchable, hit = shown
    offers = []
    for label, url_name in searchable.actions:
        words = words_of(f"{label} {hit.title}")
        url = _reversed(url_name, *match.kwargs.values())
        if url and all(any(word.startswith(want) for word in words) for want in wanted):
            offers.append(Offer(f"{label}: {hit.title}", url, "pencil"))
    return offers


def travel(typed: str, here: str) -> Travel | None:
    """The page behind the box at a typed date; the portfolio when there is no page behind it."""
    on = typed_date(typed)
    if on is None:
        return None
    parts = urlsplit(here)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("as_of", "q", "part", "here")]
    path = parts.path if here and parts.path != reverse("search") else _reversed(settings.STEERCO_TIMED_PAGE) or "/"
    return Travel(on, f"{path}?{urlencode([*query, ('as_of', on.isoformat())])}")


def behind(asked: str, referer: str, host: str) -> str:
    """The page of this site that the box lies over: as asked for, else where the request came from; nothing of another site."""
    for address in (asked, referer):
        if address and url_has_allowed_host_and_scheme(address, allowed_hosts={host}):
            parts = urlsplit(address)
            return parts.path + (f"?{parts.query}" if parts.query else "")
    return ""


def _reversed(url_name: str, *arguments: object) -> str:
    try:
        return reverse(url_name, args=arguments)
    except NoReverseMatch:
        return ""
