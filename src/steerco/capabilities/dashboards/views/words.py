"""The summary sentence with its explained numbers, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.scorecards.queries.portfolio_figures import Picture, Split
from steerco.capabilities.scorecards.queries.portfolio_units import other_money, share_words
from steerco.foundation.ui.amounts import told
from steerco.foundation.ui.figures import grouped


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


def project_address(ref: str, on: object = None) -> str:
    """The address of a project's page; at the date that the reader has travelled to, where there is one."""
    return reverse("project", args=[ref]) + (f"?as_of={on}" if on else "")
