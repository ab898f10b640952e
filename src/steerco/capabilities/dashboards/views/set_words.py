"""What is set in the filter bar, in words: what narrows the list alone, each with the address that takes it away."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext

from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, Picture
from steerco.capabilities.scorecards.queries.portfolio_filters import Filters
from steerco.foundation.ui.marks import word

Link = Callable[..., str]


def set_words(picture: Picture, link: Link) -> list[tuple[str, str]]:
    """The filters on the list in words, without those that narrow the whole page."""
    filters: Filters = link.filters  # type: ignore[attr-defined]  # the address of the page holds its filters
    words = _words(filters)
    return [(said, link(keep=True, **{name: getattr(Filters(), name)})) for name, said in words if said]


def _words(filters: Filters) -> list[tuple[str, str]]:
    rated = ", ".join(gettext("no rating") if rating == "none" else word(CODES[rating]) for rating in filters.rating)
    chosen = {
        "facts": {"worse": gettext("facts worse than the rating"), "better": gettext("facts better"), "agree": gettext("facts agree")},
        "moved": {"better": gettext("rating better"), "same": gettext("rating the same"), "worse": gettext("rating worse")},
        "end": {"earlier": gettext("end date earlier"), "same": gettext("end date the same"), "later": gettext("end date later"),
                "both": gettext("end date in both")},
        "cost": {"given": gettext("cost given"), "withheld": gettext("no cost given"), "lower": gettext("cost lower"),
                 "same": gettext("cost the same"), "higher": gettext("cost higher"), "both": gettext("cost in both")},
        "turned": {"red": gettext("turned Red")},
        "presence": {"joined": gettext("joined"), "left": gettext("left"), "both": gettext("in both")},
        "check": {"unit": gettext("figure to check")},
        "report": {"missing": gettext("no report")},
        "never": {"cost": gettext("never a cost"), "rating": gettext("never a rating"), "report": gettext("never a report")},
    }  # fmt: skip
    later = gettext("later by %(count)s months or more") % {"count": filters.later_by} if filters.later_by else ""
    found = [("rating", rated), *((name, words.get(getattr(filters, name), "")) for name, words in chosen.items()), ("later_by", later)]
    return [*found, ("why", filters.why and gettext("cost: %(why)s") % {"why": filters.why}), ("q", filters.q and f"“{filters.q}”")]
