"""Travelling in time: the same page at another date, as links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.http import QueryDict
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from steerco.foundation.ui.figures import day

FACTS, AGAINST = "as_of", "against"
PLACES = ("page", "after")  # another date begins at the first page


def date_links(query: QueryDict, name: str, dates: Sequence[dt.date], chosen: dt.date | None, before: dt.date | None = None) -> SafeString:
    """The dates (newest first) as links that keep the rest of the address; of the facts' own date the newest needs no naming."""
    dropped = {FACTS, AGAINST, *PLACES} if name == FACTS else {AGAINST, *PLACES}
    kept = QueryDict(mutable=True)
    for key, values in query.lists():
        if key not in dropped:
            kept.setlist(key, values)
    rest = kept.urlencode()
    links = []
    for place, one in enumerate(dates):
        if before is not None and one >= before:
            continue
        newest = name == FACTS and place == 0
        asked = "&".join(part for part in (rest, "" if newest else f"{name}={one.isoformat()}") if part)
        current = ' aria-current="true"' if one == chosen else ""
        latest = format_html('<span class="cap end">{}</span>', _("latest")) if newest else ""
        links.append(f'<a href="?{escape(asked)}"{current}>{day(one)}{latest}</a>')
    return mark_safe("".join(links))  # noqa: S308  # dates, and an address that is escaped
