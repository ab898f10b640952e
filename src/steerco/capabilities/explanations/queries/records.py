"""Which records a finding counts: the list that a line of “look at these first” and its explanation lead to."""

from __future__ import annotations

from steerco.capabilities.explanations.queries.told import Ways
from steerco.capabilities.scorecards.queries.portfolio_attention import later_days
from steerco.capabilities.scorecards.queries.portfolio_figures import Attention, Picture

LATER_BY = later_days(12)


def records_of(found: Attention, picture: Picture, link: Ways) -> str:
    """The list of what a line found."""
    if found.kind == "disagree":
        return link("rating:is:green", "facts:is:worse") if picture.facts.green_broken else link("facts:is:worse")
    if found.kind == "withheld":
        return link("rating:is:none", "reported:is:yes") if found.count else link("cost:missing", "reported:is:yes")
    filters = {
        "turned_red": ("turned_red:is:yes",), "suspect": ("suspect:is:yes",), "missing": ("reported:is:no",),
        "never_cost": ("never_cost:is:yes", "presence:is:both"), "late": (f"days:min:{LATER_BY}",),
    }  # fmt: skip
    return link(*filters[found.kind], sort="-days" if found.kind == "late" else "")
