"""What the pages of imports say and ask for returns: into which portfolio, how many projects, and where they are seen then."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _, ngettext

from steerco.capabilities.projects.queries import portfolios
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.destinations import Destination
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.sheets import Question

MAX_REF, MAX_NAME = 20, 160


def _questions(by: Actor) -> Sequence[Question]:
    """Into which portfolio, and the name of a new one."""
    kept = [(portfolio.ref, portfolio.name) for portfolio in portfolios(by).order_by("name")]
    named = Question(
        "portfolio_name", _("Name of a new portfolio"), (), "", False, _("Empty: “My portfolio”, or the one that the kind of file names.")
    )
    if not kept:
        return [named]
    return [Question("portfolio_ref", _("Portfolio"), (("", _("A new one")), *kept), "", False), named]


def _settle(by: Actor, profile: Profile, given: Mapping[str, str]) -> dict[str, str]:
    """The chosen portfolio, or a new one by its name; what a known kind of file names itself stays as it is."""
    chosen, name = given.get("portfolio_ref", ""), " ".join(given.get("portfolio_name", "").split())
    kept = {portfolio.ref: portfolio.name for portfolio in portfolios(by)}
    if chosen:
        if chosen not in kept:
            raise ValueError(_("This portfolio is not there any more. Choose another one."))
        return {"portfolio_ref": chosen, "portfolio_name": kept[chosen]}
    if len(name) > MAX_NAME:
        raise ValueError(_("The name of the portfolio is longer than %(limit)d characters.") % {"limit": MAX_NAME})
    if not name and not profile.asks:
        return {}
    name = name or _("My portfolio")
    same = next((ref for ref, known in kept.items() if known.casefold() == name.casefold()), "")
    return {"portfolio_ref": same or _fresh_ref(name, set(kept)), "portfolio_name": name}


def _fresh_ref(name: str, taken: set[str]) -> str:
    """A reference made of the name: `MY-PORTFOLIO`, with a number where that is taken."""
    stem = re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")[: MAX_REF - 3].strip("-") or "PORTFOLIO"
    return next(ref for ref in (stem, *(f"{stem}-{n}" for n in range(2, 99))) if ref not in taken)


def _counted(count: int) -> str:
    return ngettext("%(count)d project", "%(count)d projects", count) % {"count": count}


def _summary(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a load would do, in words and numbers."""
    effects = [effect for file in report.get("files", []) for effect in file["effects"]]
    new, known, changed = (sum(e["count"] for e in effects if e["key"] == key) for key in ("new", "known", "changed"))
    unsaid = sum(
        line["of"] - line["read"] for file in report.get("files", []) for line in file["fields"] if line["name"] == "whole_life_cost_amount"
    )
    written = report.get("created", 0) + report.get("changed", 0)
    said = [(_("Loading adds"), ""), (str(new), "new"), (ngettext("project", "projects", new), "")]
    if not written and report.get("unchanged"):
        said = [(_("Nothing would change:"), ""), ("0", "changed"), (_("changed,"), ""), (str(report["unchanged"]), "unchanged"),
                (_("unchanged."), "")]  # fmt: skip
    elif not new and known:
        said = [
            (_("Loading gives a published report to each of"), ""), (str(known), "known"),
            (ngettext("known project.", "known projects.", known), ""),
        ]  # fmt: skip
    elif known:
        said += [
            (_("and one published report to each of"), ""), (str(known), "known"), (ngettext("known one.", "known ones.", known), ""),
        ]  # fmt: skip
    else:
        said.append((_("with one published report each."), ""))
    if written and report.get("unchanged"):
        said += [
            (str(report["unchanged"]), "unchanged"),
            (ngettext("row is known word for word.", "rows are known word for word.", report["unchanged"]), ""),
        ]
    if changed:
        said += [(str(changed), "changed"), (ngettext("earlier report is replaced.", "earlier reports are replaced.", changed), "")]
    refused, left = report.get("refused", 0), report.get("left_out", 0)
    if left:
        said += [(str(left), "left_out"), (ngettext("row is left out.", "rows are left out.", left), "")]
    said += (
        [(str(refused), "refused"), (ngettext("row is refused.", "rows are refused.", refused), "")]
        if refused
        else [(_("No row is refused."), "")]
    )
    if unsaid:
        said += [(str(unsaid), "unsaid"), (ngettext(
            "project gives no whole-life cost; its reason is kept, and no gap becomes zero.",
            "projects give no whole-life cost; their reasons are kept, and no gap becomes zero.", unsaid), "")]  # fmt: skip
    return said


def _landing(by: Actor, report: Mapping[str, Any], answers: Mapping[str, str]) -> tuple[str, str]:
    """The portfolio that the rows are in, and the address of its page."""
    kept = portfolios(by)
    found = kept.filter(ref=answers.get("portfolio_ref", "")).first() or kept.order_by("-updated_at").first()
    if found is None:
        return "", ""
    try:
        return found.name, reverse("portfolio_overview", args=[found.ref])
    except NoReverseMatch:
        return found.name, ""


DESTINATION = Destination(questions=_questions, settle=_settle, counted=_counted, summary=_summary, landing=_landing)
