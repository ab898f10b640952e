"""Which open risks are beyond what the office accepts: one by its score, all of a category of a project by what they may cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from steerco.capabilities.exposures.models import Appetite
from steerco.capabilities.exposures.queries.risks import open_risks
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import Risk, current, risks
from steerco.foundation.access.actor import Actor

HUNDRED = Decimal(100)


class Beyond(NamedTuple):
    """Risks of one category of one project that are beyond the appetite: by score, or together by expected cost in percent."""

    project: Project
    category: str
    refs: tuple[str, ...]
    value: Decimal
    limit: Decimal
    by_cost: bool


def appetite_by_category() -> Mapping[str, Appetite]:
    """What was said, by category (one query)."""
    return {each.category: each for each in Appetite.objects.all()}


def beyond_appetite(found: Sequence[Risk], kept: Mapping[str, Appetite]) -> list[Beyond]:
    """The breaches among open risks, each as it counts after its responses; the furthest beyond first."""
    held: dict[tuple[int, str], list[Risk]] = {}
    for risk in found:
        if risk.category in kept and risk.sign != "opportunity":
            held.setdefault((risk.project_id, risk.category), []).append(risk)
    breaches = [each for (_pk, category), risks_ in held.items() for each in _of(risks_, kept[category])]
    return sorted(breaches, key=lambda each: (-(each.value / max(each.limit, Decimal("0.01"))), each.project.name, each.category))


def projects_beyond(by: Actor) -> dict[int, list[Beyond]]:
    """Project → its breaches, for all that the actor may see (two queries)."""
    kept = appetite_by_category()
    found: dict[int, list[Beyond]] = {}
    for each in beyond_appetite(open_risks(risks(by).select_related("project")), kept) if kept else ():
        found.setdefault(each.project.pk, []).append(each)
    return found


def _of(found: Sequence[Risk], appetite: Appetite) -> list[Beyond]:
    project, breaches = found[0].project, []
    most = appetite.most_score
    scored = [] if most is None else [(score, risk.ref) for risk in found if (score := current(risk).score) is not None and score > most]
    if scored and most is not None:
        refs = tuple(ref for _score, ref in sorted(scored, key=lambda pair: (-pair[0], pair[1])))
        breaches.append(Beyond(project, appetite.category, refs, Decimal(max(scored)[0]), Decimal(most), False))
    cost, limit = project.whole_life_cost_amount, appetite.most_share
    if limit is not None and cost is not None and cost > 0:
        priced = [(risk.ref, told) for risk in found if (told := current(risk).expected) is not None and risk.currency == project.currency]
        share = sum((told for _ref, told in priced), Decimal(0)) / cost * HUNDRED
        if share > limit:
            breaches.append(Beyond(project, appetite.category, tuple(ref for ref, _told in priced), share, limit, True))
    return breaches
