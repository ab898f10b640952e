"""What the gallery shows: worked values of the real portfolio, in every state of every piece."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from steerco.foundation.ui.marks import MARKS
from steerco.foundation.ui.svg import Point, Share

YEARS = ("2015", "2016", "2017", "2019", "2020", "2021", "2023")
STRIPS = (
    ("Crossrail Programme", "ag ag ag r r ar g"),
    ("Universal Credit Programme", "ar a a a a a a"),
    ("Astute Boats 1-7", "ar ar ar a ar ar a"),
    ("Health Transformation Programme", "- - - - r n a"),
    ("HS2 Phase 1", "- - - - - ar r"),
)
DATES = tuple(
    dt.date(y, m, d)
    for y, m, d in ((2023, 3, 31), (2021, 3, 31), (2019, 9, 30), (2018, 9, 30), (2016, 9, 30), (2015, 9, 30), (2014, 9, 30))
)
RETURNS = ((2015, 188, 20), (2016, 143, 90), (2017, 143, 160), (2019, 133, 252), (2020, 125, 322), (2021, 184, 392), (2023, 244, 482))


def points(codes: str) -> tuple[Point, ...]:
    """A strip of the seven returns from codes such as `ag - r`: 2018 was skipped, and 2023 stands on a new scale."""
    pairs = zip(YEARS, codes.split(), strict=True)
    return tuple(Point(y, None if c == "-" else c, gap=y == "2019", scale_break=y == "2023") for y, c in pairs)


def _timeline() -> list[dict[str, Any]]:
    heights = [(year, round(count * 39 / 244), x) for year, count, x in RETURNS]
    return [{"year": y, "height": h, "top": 50 - h, "x": x, "middle": x + 15, "chosen": y == 2021} for y, h, x in heights]


def _lists() -> dict[str, Any]:
    return {
        "tabs": [
            {"label": "Overview", "href": "#tabs", "current": True},
            {"label": "Risks and issues", "href": "#tabs", "count": 0},
            {"label": "Reports", "href": "#tabs", "count": 7},
            {"label": "History", "href": "#tabs"},
        ],
        "steps": [
            {"label": "File", "state": "done", "href": "#steps"},
            {"label": "Columns", "state": "done", "href": "#steps"},
            {"label": "Matches", "state": "done"},
            {"label": "Check", "state": "now"},
            {"label": "Load", "state": "todo"},
        ],
        "entries": [
            {"what": "2023 return loaded", "detail": "revision 7, import uk_2023.csv", "href": "#history", "undo": "/gallery/"},
            {"what": "Linked 2015 “Crossrail” to this project", "detail": "revision 2, by the PMO, reason kept"},
            {"what": "2015 return loaded", "detail": "revision 1, import uk_2015.csv",
             "refused": "Can’t be undone: later reports build on it."},
        ],
        "parts": [
            ("same", "the project’s end-date"),
            ("del", "increased from 31 December 2020 to 14 May 2023"),
            ("ins", "remained schedule to finish on 2023-05-14"),
        ],
        "beside": [
            {"dimension": "Schedule", "reported": "g", "computed": "r",
             "because": "30 Jun 2025 → 31 Aug 2027: +792 days, 51% of what remained",
             "differs": True},
            {"dimension": "Cost", "reported": "g", "computed": "n", "computed_word": "No data",
             "because": "2021 withheld (s.43), so no comparison"},
            {"dimension": "Year’s budget", "reported": "g", "computed": "g", "because": "£30.5m of £33.4m, −8.7%"},
        ],
        "checks": [
            {"state": "missing", "text": "Closure record is drafted.", "now": "Not started.", "who": "Programme office, by 26 May"},
            {"state": "judge", "text": "Outcome will last.", "now": "No number given.", "who": "Reviewers judge"},
            {"state": "met", "text": "End date within tolerance.", "now": "30 Sep 2023, brought forward from 31 Mar 2024."},
        ],
    }  # fmt: skip


def gallery() -> dict[str, Any]:
    """The context of the gallery page."""
    crossrail = [Decimal(cost) for cost in (14714, 14769, 14769, 15475, 17631, 18812, 18815)]
    hub = [Decimal(cost) if cost else None for cost in (10450, 10450, 10480, 2700, 0, 2656, 2656)]
    return {
        "marks": list(MARKS.values()),
        "strips": [(name, points(codes)) for name, codes in STRIPS],
        "head": points(STRIPS[0][1]),
        "dates": DATES,
        "latest": DATES[0],
        "before": DATES[1],
        "timeline": _timeline(),
        "disclosed": Decimal(471_818_000_000),
        "worse": Decimal("0.27871"),
        "better": Decimal("-0.0871"),
        "plain": Decimal("0.004"),
        "factor": Decimal(11),
        "sparks": [("Crossrail Programme", crossrail), ("PHE Science Hub, one report missing", hub)],
        "slips": [("Crossrail Programme", 40), ("same", 0), ("Core Production Capability", -12), ("PHE Science Hub, cut at 8 years", 163)],
        "defence": ["r"] * 5 + ["a"] * 41 + ["g"] * 2 + ["n"] * 4,
        "end_dates": [Share(9, "better", "earlier"), Share(52, "line-2", "same"), Share(60, "worse", "later")],
        "by_rating": [
            Share(43883, "g-fill", "£m rated Green"),
            Share(383213, "a-fill", "£m rated Amber", "£383.2bn rated Amber"),
            Share(42193, "r-fill", "£m rated Red"),
            Share(2529, "hatch", "£m not rated"),
        ],
        **_lists(),
    }
