"""What explains the numbers of the whole portfolio and of its parts: departments, ratings, what moved, who joined and left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext, ngettext

from steerco.capabilities.explanations.queries.told import Asked, Explanation, Part, sum_parts
from steerco.capabilities.scorecards.queries.portfolio_attention import COST, cost_gaps
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, WORST_FIRST, Split
from steerco.capabilities.scorecards.queries.portfolio_members import BOTH, JOINED, LEFT, Member
from steerco.capabilities.scorecards.queries.portfolio_units import money
from steerco.capabilities.status.queries import gap_of
from steerco.foundation.ui.amounts import told
from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.formulas import change
from steerco.foundation.ui.marks import word
from steerco_engine.sums import disclosed
from steerco_engine.wording import duration

REASONS = 4
SIDES = {
    "rating": ("better", "same", "worse"), "end": ("earlier", "same", "later"), "cost": ("lower", "same", "higher"),
}  # fmt: skip
COLUMNS = {"rating": "moved", "end": "end_moved", "cost": "cost_moved"}


def of_total(what: str, asked: Asked) -> Explanation | None:
    """The explanation of one number of the portfolio; None where there is no such number."""
    return KINDS[what](asked) if what in KINDS else None


def _in_departments(asked: Asked) -> tuple[tuple[str, ...], list[Member]]:
    codes = tuple(asked.of.split("|"))
    return codes, [member for member in asked.picture.members if member.who.unit_code in codes]


def _here(codes: Sequence[str]) -> str:
    """The filter of the list that keeps these departments."""
    return f"unit:in:{'|'.join(codes)}" if any(codes) else "unit:missing"


def _named(codes: Sequence[str], members: Sequence[Member]) -> str:
    if len(codes) > 1:
        return gettext("%(count)s departments: %(codes)s") % {"count": len(codes), "codes": ", ".join(codes)}
    return (members[0].who.unit_name if members else "") or codes[0] or gettext("No unit")


def _projects(asked: Asked) -> Explanation | None:
    codes, members = _in_departments(asked)
    if not members:
        return None
    counts = Counter(member.rating for member in members)
    parts = tuple(
        Part(word(CODES[rating]) if rating else gettext("Withheld or none"), grouped(counts[rating]),
             asked.address(_here(codes), f"rating:is:{rating or 'none'}"))
        for rating in WORST_FIRST if counts[rating]
    )  # fmt: skip
    words = ngettext("%(count)s project of %(all)s, by rating.", "%(count)s projects of %(all)s, by rating.", len(members))
    lead = words % {"count": grouped(len(members)), "all": grouped(asked.picture.total)}
    formula = gettext("counted under the department that the %(report)s for %(now)s names") % {"report": asked.report, "now": asked.now}
    return Explanation(_named(codes, members), lead, parts, formula, asked.address(_here(codes)))


def _departments(asked: Asked) -> Explanation | None:
    """How many departments there are: each with its projects, the largest first."""
    units = Counter(member.who.unit_code for member in asked.picture.members)
    if not units:
        return None
    parts = tuple(
        Part(code or gettext("No unit"), grouped(count), asked.address(_here((code,))))
        for code, count in sorted(units.items(), key=lambda pair: (-pair[1], pair[0]))
    )  # fmt: skip
    lead = ngettext("%(all)s projects in %(count)s department.", "%(all)s projects in %(count)s departments.", len(units))
    formula = gettext("each department that a %(report)s for %(now)s names, counted once") % {"report": asked.report, "now": asked.now}
    words = {"all": grouped(asked.picture.total), "count": grouped(len(units))}
    return Explanation(gettext("Departments"), lead % words, parts, formula, asked.address())


def _why_not(asked: Asked, members: Sequence[Member], *filters: str) -> tuple[Part, ...]:
    """The reasons for which no cost is given, the most frequent first."""
    gaps = Counter(gap_of(m.now.gaps, COST).short for m in members if m.now is not None and m.cost is None)
    return tuple(
        Part(f"– {short}", grouped(count), asked.address(*filters, f"why:is:{short}")) for short, count in gaps.most_common(REASONS)
    )


def _disclosed(asked: Asked) -> Explanation | None:
    codes, members = _in_departments(asked)
    if not members:
        return None
    return _summed(asked, gettext("Disclosed cost: %(whose)s") % {"whose": _named(codes, members)}, members, _here(codes))


def _rated(asked: Asked) -> Explanation | None:
    rating = "" if asked.of == "none" else asked.of
    members = [member for member in asked.picture.members if member.rating == rating]
    if rating not in CODES or not members:
        return None
    label = word(CODES[rating]) if rating else gettext("Withheld or none")
    return _summed(
        asked, gettext("Disclosed cost of projects rated %(rating)s") % {"rating": label}, members, f"rating:is:{rating or 'none'}"
    )


def _uncosted(asked: Asked) -> Explanation | None:
    """How many reports give no cost, by the reason that they state; one reason is shown among the others."""
    reports = [member for member in asked.picture.members if member.now is not None]
    none = [member for member in reports if member.cost is None]
    gaps = cost_gaps(none)
    if not none or (asked.of and asked.of not in [gap.short for gap, _count in gaps]):
        return None
    here = asked.address(f"why:is:{asked.of}") if asked.of else asked.address("cost:missing", "reported:is:yes")
    parts = (
        Part(gettext("Give no cost"), grouped(len(none)), asked.address("cost:missing", "reported:is:yes"), strong=not asked.of),
        *(Part(f"– {gap.short}", grouped(count), asked.address(f"why:is:{gap.short}"), gap.short == asked.of) for gap, count in gaps),
        Part(gettext("Give a cost"), grouped(len(reports) - len(none)), asked.address("cost:present")),
    )
    formula = gettext("each %(report)s for %(now)s without a whole-life cost, counted once, under the reason that it states") % {
        "report": asked.report, "now": asked.now,
    }  # fmt: skip
    return Explanation(gettext("No cost: %(why)s") % {"why": asked.of} if asked.of else gettext("No cost given"), "", parts, formula, here)


def _summed(asked: Asked, title: str, members: Sequence[Member], here: str) -> Explanation:
    cost = disclosed(map(money, members), len(members))
    parts = sum_parts(cost, asked.address(here, "cost:present"), asked.address(here, "cost:missing"))
    formula = gettext("sum of the whole-life costs as the %(report)s for %(now)s gives them; nothing is guessed for the rest") % {
        "report": asked.report, "now": asked.now,
    }  # fmt: skip
    return Explanation(title, "", (*parts, *_why_not(asked, members, here)), formula, asked.address(here, "cost:present", sort="-cost"))


def _moved(asked: Asked) -> Explanation | None:
    kind, _colon, side = asked.of.partition(":")
    changed = asked.picture.changed
    if changed is None or side not in SIDES.get(kind, ()):
        return None
    split: Split = {"rating": changed.rating, "end": changed.end_date, "cost": changed.cost}[kind]
    titles = {"rating": gettext("Ratings"), "end": gettext("End dates"), "cost": gettext("Whole-life costs")}
    words = {"better": gettext("better"), "same": gettext("the same"), "worse": gettext("worse"), "earlier": gettext("earlier"),
             "later": gettext("later"), "lower": gettext("lower"), "higher": gettext("higher")}  # fmt: skip
    counts = dict(zip(SIDES[kind], (split.better, split.same, split.worse), strict=True))
    column, left_out = COLUMNS[kind], asked.picture.total - split.comparable
    parts = (
        Part(gettext("In both"), grouped(changed.both), asked.address("presence:is:both")),
        Part(gettext("Can be compared"), grouped(split.comparable), asked.address(f"{column}:present")),
        *(
            Part(words[name].capitalize(), grouped(count), asked.address(f"{column}:is:{name}"), name == side)
            for name, count in counts.items()
        ),
        Part(gettext("Left out: not in both, or not comparable"), grouped(left_out), asked.address(f"{column}:missing")),
    )  # fmt: skip
    formulas = {
        "rating": gettext("the rating for %(now)s beside that for %(then)s, on %(points)s points"),
        "end": gettext("end date for %(now)s beside that for %(then)s, day by day"),
        "cost": gettext("cost for %(now)s beside that for %(then)s, in the same currency and prices"),
    }
    formula = formulas[kind] % {"now": asked.now, "then": asked.then, "points": changed.points}
    lead = gettext("%(count)s of %(of)s that can be compared are %(side)s.") % {
        "count": grouped(counts[side]), "of": grouped(split.comparable), "side": words[side],
    }  # fmt: skip
    return Explanation(f"{titles[kind]}: {words[side]}", lead, parts, formula, asked.address(f"{column}:is:{side}"))


def _presence(asked: Asked) -> Explanation | None:
    changed = asked.picture.changed
    if changed is None or asked.of not in (JOINED, LEFT, BOTH):
        return None
    kept = asked.picture.head.membership != "returns"
    here = gettext("on the list at the date") if kept else gettext("in the return")
    leads = {
        JOINED: gettext("%(here)s for %(now)s and not for %(then)s"), LEFT: gettext("%(here)s for %(then)s and not for %(now)s"),
        BOTH: gettext("%(here)s for %(then)s and for %(now)s"),
    }  # fmt: skip
    counts = {JOINED: changed.joined, LEFT: changed.left, BOTH: changed.both}
    labels = {JOINED: gettext("Joined"), LEFT: gettext("Left"), BOTH: gettext("In both")}
    parts = tuple(
        Part(labels[name], grouped(count), asked.address(f"presence:is:{name}"), name == asked.of) for name, count in counts.items()
    )
    lead = leads[asked.of] % {"here": here.capitalize(), "now": asked.now, "then": asked.then} + "."
    formula = gettext("%(before)s − %(left)s + %(joined)s = %(now)s projects") % {
        "before": grouped(changed.both + changed.left), "left": grouped(changed.left), "joined": grouped(changed.joined),
        "now": grouped(asked.picture.total),
    }  # fmt: skip
    return Explanation(labels[asked.of], lead, parts, formula, asked.address(f"presence:is:{asked.of}"))


def _paired(asked: Asked) -> Explanation | None:
    changed = asked.picture.changed
    if changed is None:
        return None
    before, after = changed.cost_before, changed.cost_now
    if before.amount is None or after.amount is None or before.amount <= 0:
        return None
    parts = (
        *(Part(gettext("%(count)s in %(period)s") % {"count": grouped(cost.in_sum), "period": name}, told(cost.amount, cost.currency))
          for cost, name in ((before, asked.then), (after, asked.now)) if cost.amount is not None),
        *((Part(gettext("Not added in: other currencies or prices"), grouped(after.given - after.in_sum)),) if after.others else ()),
    )  # fmt: skip
    lead = gettext("Only projects that disclose a cost in both, so that nobody's joining or leaving looks like a change.")
    return Explanation(
        gettext("Cost of those that disclose both"), lead, parts, change(before.amount, after.amount, after.currency),
        asked.address("cost_moved:present"),
    )  # fmt: skip


def _dates(asked: Asked) -> Explanation | None:
    changed = asked.picture.changed
    if changed is None:
        return None
    days = [member.days for member in asked.picture.members if member.days is not None]
    split = changed.end_date
    parts = [
        Part(gettext("Give an end date in both"), grouped(split.comparable), asked.address("days:present")),
        Part(gettext("Earlier"), grouped(split.better), asked.address("end_moved:is:earlier")),
        Part(gettext("The same"), grouped(split.same), asked.address("end_moved:is:same")),
        Part(gettext("Later"), grouped(split.worse), asked.address("end_moved:is:later", sort="-days")),
    ]
    if days and max(days) > 0:
        parts.append(Part(gettext("Longest"), duration(max(days))))
    lead = gettext("Each mark is one project, placed by how far its end date moved.")
    formula = gettext("end date for %(now)s − end date for %(then)s, in days; a month is a twelfth of 365.25 days")
    return Explanation(
        gettext("Dates moved since %(then)s") % {"then": asked.then}, lead, tuple(parts), formula % {"now": asked.now, "then": asked.then},
        asked.address("days:present", sort="-days"),
    )  # fmt: skip


KINDS: Mapping[str, Callable[[Asked], Explanation | None]] = {
    "projects": _projects, "disclosed": _disclosed, "rated": _rated, "moved": _moved, "presence": _presence, "paired": _paired,
    "dates": _dates, "departments": _departments, "uncosted": _uncosted,
}  # fmt: skip
