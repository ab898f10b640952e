"""The summary sentence with its explained numbers, and the lines of “look at these first”, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.explanations.queries.records import records_of
from steerco.capabilities.scorecards.queries.portfolio_figures import Attention, Picture, Split
from steerco.capabilities.scorecards.queries.portfolio_units import other_money, share_words
from steerco.foundation.ui.amounts import long_duration, told
from steerco.foundation.ui.figures import grouped
from steerco_engine.wording import duration


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a sentence: plain words, or a number that opens its explanation."""

    text: str
    title: str = ""
    lead: str = ""
    formula: str = ""
    records: str = ""
    facts: str = ""
    quiet: bool = False
    reasons: tuple[tuple[str, str, str], ...] = ()


def sentence(template: str, numbers: dict[str, Said], *, quiet: bool = False) -> list[Said]:
    """A translated sentence with its `{numbers}` put in as pieces that open."""
    pieces: list[Said] = []
    for part in re.split(r"(\{\w+\})", template):
        name = part[1:-1] if part.startswith("{") else ""
        if name:
            pieces.append(numbers[name])
        elif part:
            pieces.append(Said(part, quiet=quiet))
    return pieces


def summary(picture: Picture, link: Address) -> list[Said]:
    """One or two sentences that answer the page's question."""
    if picture.now is None:
        return sentence(gettext("{count} on the list, and no report yet."), {"count": _count(picture, link)})
    said = _cost_sentence(picture, link)
    if picture.missing:
        lead = gettext("On the list, but without a published report for %(period)s.") % {"period": picture.now.name}
        missing = Said(grouped(picture.missing), gettext("No report for this period"), lead, "", link("reported:is:no"))
        said += sentence(gettext(" {missing} gave no report."), {"missing": missing})
    said += _movement(picture, link)
    if picture.facts.green_checked:
        words = ngettext(
            " Of %(count)s Green project that facts can check, ",
            " Of %(count)s Green projects that facts can check, ",
            picture.facts.green_checked,
        ) % {"count": grouped(picture.facts.green_checked)}
        breaks = ngettext("{broken} breaks a limit.", "{broken} break a limit.", picture.facts.green_broken)
        said += [Said(words, quiet=True), *sentence(breaks, {"broken": _broken(picture, link)}, quiet=True)]
    return said


def since(picture: Picture) -> str:
    """How the period compared with is called: “2021”."""
    return picture.against.name if picture.against else ""


def _count(picture: Picture, link: Address) -> Said:
    words = ngettext("%(count)s project", "%(count)s projects", picture.total) % {"count": grouped(picture.total)}
    if picture.limited:
        words = ngettext("%(count)s project that you can see", "%(count)s projects that you can see", picture.total) % {
            "count": grouped(picture.total)
        }
    where = (
        gettext("Every project in the return of the period.")
        if picture.head.membership == "returns"
        else gettext("Every project on the list at the date.")
    )
    seen = gettext("Only those that your roles let you see.") if picture.limited else ""
    return Said(words, gettext("Projects"), where, "", link(), seen)


def _cost_sentence(picture: Picture, link: Address) -> list[Said]:
    cost, count = picture.cost, _count(picture, link)
    if cost.amount is None:
        return sentence(gettext("{count}. None discloses its whole-life cost."), {"count": count})
    formula = gettext("Sum of the whole-life costs as published. Nothing is guessed for the rest.")
    title = gettext("Whole-life cost disclosed")
    amount = Said(told(cost.amount, cost.currency), title, share_words(cost), formula, link("cost:present"), other_money(cost))
    if not cost.withheld:
        return sentence(
            gettext("{count}. Together they cost {amount} over their whole life; all disclose it."), {"count": count, "amount": amount}
        )
    numbers = {"count": count, "amount": amount, "none": _uncosted(picture, link)}
    held = sum(number for gap, number in picture.cost_gaps if gap.kept_back)
    if not held:
        words = ngettext("{none} gives none.", "{none} give none.", cost.withheld)
    elif held == cost.withheld:
        words = ngettext("{none} withholds it, so the true sum is higher.", "{none} withhold theirs, so the true sum is higher.", held)
    else:
        words = gettext("{none} give none (%(held)s withheld), so the true sum is higher.") % {"held": grouped(held)}
    start = ngettext("{count}. It discloses", "{count}. They disclose", picture.total)
    return sentence(start + gettext(" {amount} of whole-life cost; ") + words, numbers)


def _uncosted(picture: Picture, link: Address) -> Said:
    """How many give no cost, with the count of each reason that opens its list."""
    cost = picture.cost
    lead = gettext("%(count)s of %(of)s give no whole-life cost.") % {"count": grouped(cost.withheld), "of": grouped(cost.of)}
    reasons = [(grouped(number), gap.short, link(f"why:is:{gap.short}")) for gap, number in picture.cost_gaps]
    if picture.missing:
        reasons.append((grouped(picture.missing), gettext("no report"), link("reported:is:no")))
    return Said(grouped(cost.withheld), gettext("No cost given"), lead, "", link("cost:missing"), reasons=tuple(reasons))


def _movement(picture: Picture, link: Address) -> list[Said]:
    changed, against = picture.changed, picture.against
    if changed is None or against is None:
        return sentence(gettext(" This is the first report: there is nothing to compare it with yet."), {}, quiet=True)
    parts = []
    if changed.end_date.comparable:
        parts.append(gettext("{later} end dates moved later"))
    if changed.cost.comparable:
        parts.append(gettext("{higher} costs rose"))
    if not parts:
        return []
    start = gettext(" Since %(period)s, ")
    numbers = {
        "later": _split_said(
            changed.end_date, gettext("End dates"), gettext("give an end date in both reports"), link("end_moved:is:later"),
        ),
        "higher": _split_said(
            changed.cost,
            gettext("Whole-life cost"), gettext("disclose it in both reports, in the same currency and prices"),
            link("cost_moved:is:higher"),
        ),
    }  # fmt: skip
    return sentence(start % {"period": against.name} + gettext(" and ").join(parts) + ".", numbers, quiet=True)


def _split_said(split: Split, title: str, which: str, records: str) -> Said:
    words = {"worse": grouped(split.worse), "of": grouped(split.comparable)}
    lead = gettext("%(of)s projects %(which)s: %(better)s less, %(same)s the same, %(worse)s more.") % {
        **words, "which": which, "better": grouped(split.better), "same": grouped(split.same),
    }  # fmt: skip
    return Said(gettext("%(worse)s of %(of)s") % words, title, lead, gettext("compared one by one; the others can't be compared"), records)


def _broken(picture: Picture, link: Address) -> Said:
    facts = picture.facts
    lead = gettext("Rated Green, while the end date, the whole-life cost or the year’s forecast got worse by more than a limit.")
    formula = gettext("rule set 3: worse by more than 5% is Amber, by more than 10% Red; the worst fact decides")
    more = gettext("%(count)s projects of any rating are rated better than their facts.") % {"count": grouped(facts.disagree)}
    return Said(
        grouped(facts.green_broken), gettext("Rated better than the facts"), lead, formula, link("rating:is:green", "facts:is:worse"), more
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of “look at these first”."""

    mark: str
    icon: str
    strong: str
    text: str
    href: str
    label: str
    why: str = ""
    before: str = ""
    number: str = ""
    after: str = ""
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The text in pieces, each with the address of its explanation where it is a figure of an example."""
        rest = self.text
        pieces: list[tuple[str, str]] = []
        for figure, why in reversed(self.examples):
            before, found, after = rest.rpartition(figure)
            if found:
                rest, pieces = before, [(figure, why), (after, ""), *pieces]
        return [(rest, ""), *pieces]


def first_lines(picture: Picture, link: Address) -> list[Line]:
    """The findings in words: the thing, the fact, who acts; how many they are opens its explanation."""
    return [_opening(found, _LINES[found.kind](found, picture, link), link) for found in picture.first]


def _opening(found: Attention, line: Line, link: Address) -> Line:
    before, number, after = line.strong.partition(grouped(found.count))
    ref = found.example.who.ref if found.example else ""
    examples = tuple((figure, link.why(what, ref)) for figure, what in line.examples)
    return replace(line, why=link.why("first", found.kind), before=before, number=number, after=after, examples=examples)


def _disagree(found: Attention, picture: Picture, link: Address) -> Line:
    if picture.facts.green_broken:
        words = ngettext(
            "%(count)s of %(of)s Green projects breaks a limit", "%(count)s of %(of)s Green projects break a limit", found.count
        )
    else:
        words = ngettext(
            "%(count)s project is rated better than its facts", "%(count)s projects are rated better than their facts", found.count
        )
    strong = words % {"count": grouped(found.count), "of": grouped(found.of)}
    text, examples = gettext(" on end date, cost or the year’s budget."), []
    if found.example and found.example.days:
        slip = duration(found.example.days)
        text += gettext(" Longest: %(name)s, %(slip)s later.") % {"name": found.example.who.name, "slip": slip}
        examples = [(slip, "end")]
    text += gettext(" Each owner explains or changes the rating.")
    return Line("wm", "", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=tuple(examples))


def _turned_red(found: Attention, picture: Picture, link: Address) -> Line:
    words = {"count": grouped(found.count), "period": since(picture)}
    strong = (
        ngettext("%(count)s project turned Red since %(period)s.", "%(count)s projects turned Red since %(period)s.", found.count) % words
    )
    text, examples = " ", []
    if found.example and found.example.now and found.example.cost is not None:
        amount = told(found.example.cost, found.example.now.currency)
        examples = [(amount, "cost")]
        text += gettext("Largest disclosed: %(name)s, %(cost)s. ") % {"name": found.example.who.name, "cost": amount}
    text += gettext("Each owes the board a recovery plan.")
    return Line("r", "", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=tuple(examples))


def _withheld(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s project gives no rating", "%(count)s projects give no rating", found.count) % {
        "count": grouped(found.count)
    }
    text = gettext(" and %(count)s no cost.") % {"count": grouped(found.extra)}
    if found.reason and found.reason_count:
        words = {"count": grouped(found.reason_count), "of": grouped(found.extra), "reason": found.reason.short}
        says = ngettext(" %(count)s of the %(of)s says: %(reason)s.", " %(count)s of the %(of)s say: %(reason)s.", found.reason_count)
        if found.reason_count == found.extra:
            says = ngettext(" It says: %(reason)s.", " All say: %(reason)s.", found.extra)
        text += says % words
    return Line("n", "", strong, text, records_of(found, picture, link), gettext("Open the list"))


def _suspect(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s figure looks wrong.", "%(count)s figures look wrong.", found.count) % {"count": grouped(found.count)}
    text, example = "", found.example
    examples: tuple[tuple[str, str], ...] = ()
    if example and example.now and example.before and example.now.cost is not None and example.before.cost is not None:
        words = {"name": example.who.name, "before": told(example.before.cost, example.before.currency), "period": since(picture),
                 "now": told(example.now.cost, example.now.currency)}  # fmt: skip
        text = gettext(" %(name)s: %(before)s in %(period)s, %(now)s now.") % words
        examples = ((words["before"], "cost"), (words["now"], "cost"))
    if found.count == 1 and example:
        ref = project_address(example.who.ref)
        return Line("", "alert-triangle", strong, text, ref, gettext("Open the project"), examples=examples)
    return Line("", "alert-triangle", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=examples)


def _missing(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s project gave no report", "%(count)s projects gave no report", found.count) % {
        "count": grouped(found.count)
    }
    text = gettext(" for %(period)s.") % {"period": picture.now.name if picture.now else ""}
    if found.extra:
        text += ngettext(" %(count)s of them never has.", " %(count)s of them never have.", found.extra) % {"count": grouped(found.extra)}
    return Line("stale", "", strong, text + gettext(" Each manager owes one."), records_of(found, picture, link), gettext("Open the list"))


def _never(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s project has never disclosed a cost", "%(count)s projects have never disclosed a cost", found.count) % {
        "count": grouped(found.count)
    }
    text = gettext(" although it was in an earlier report too. The owner says when it will be given.")
    return Line("n", "", strong, text, records_of(found, picture, link), gettext("Open the list"))


def _late(found: Attention, picture: Picture, link: Address) -> Line:
    words = {"count": grouped(found.count), "period": since(picture)}
    strong = ngettext("%(count)s end date moved a year or more", "%(count)s end dates moved a year or more", found.count) % words
    text, examples = gettext(" since %(period)s.") % words, []
    if found.example and found.example.days:
        slip = long_duration(found.example.days)
        text += gettext(" Longest: %(name)s, %(slip)s.") % {"name": found.example.who.name, "slip": slip}
        examples = [(slip, "end")]
    text += gettext(" The board confirms or resets each date.")
    return Line("", "calendar-event", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=tuple(examples))


_LINES: dict[str, Callable[[Attention, Picture, Address], Line]] = {
    "disagree": _disagree, "turned_red": _turned_red, "withheld": _withheld, "suspect": _suspect, "missing": _missing,
    "never_cost": _never, "late": _late,
}  # fmt: skip


def project_address(ref: str, on: object = None) -> str:
    """The address of a project's page; at the date that the reader has travelled to, where there is one."""
    return reverse("project", args=[ref]) + (f"?as_of={on}" if on else "")
