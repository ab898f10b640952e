"""The register of risks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.raid import queries
from steerco.capabilities.raid.models import Acceptance, Category, Response, Risk, RiskLevel, RiskState, Sign, Velocity
from steerco.capabilities.raid.models.risks import BANDS
from steerco.capabilities.raid.registers.forms import RiskForm
from steerco.capabilities.raid.registers.parts import choice, date, declare_log, link, number, person, project, quiet, text
from steerco.foundation.registers.columns import Column, Kind, Price, Row, Scene
from steerco.foundation.ui.explained import Explanation, Part
from steerco.foundation.ui.figures import exact, grouped


def _money(name: str, label: Any, source: str, **more: Any) -> Column:
    return Column(name, label, Kind.MONEY, source, price=Price("currency"), gap=quiet, **more)


def _score_why(probability: str, impact: str) -> Any:
    def why(scene: Scene, row: Row) -> Explanation:
        p, i = row[probability], row[impact]
        if p is None or i is None:
            return Explanation(_("Score"), _("Nobody has said yet how likely it is and what it would do."))
        return Explanation(
            _("Score"),
            _("How a risk ranks beside others. It says nothing of money: for that there is the expected cost."),
            (Part(_("Probability, 1 to 5"), str(p)), Part(_("Impact, the greatest of all kinds"), str(i)),
             Part(_("Score"), str(p * i), strong=True)),
            formula=f"{p} × {i} = {p * i}",
        )  # fmt: skip

    return why


_PRICED = (
    "probability", "residual_probability", "cost_amount", "residual_cost_amount", "sign", "currency", "expected_amount",
)  # fmt: skip


def _expected_why(scene: Scene, row: Row) -> Explanation:
    likely = row["probability"] if row["residual_probability"] is None else row["residual_probability"]
    cost = row["cost_amount"] if row["residual_cost_amount"] is None else row["residual_cost_amount"]
    lead = _("What it costs on average. It is no reserve: the risk happens or it doesn’t. A gain stands below zero.")
    if likely is None or cost is None:
        return Explanation(_("Expected cost"), _("It needs a probability in percent and an impact on cost."))
    parts = (
        Part(_("Probability"), f"{grouped(likely, 2)} %"), Part(_("Impact on cost"), exact(cost, row["currency"])),
        Part(_("Expected cost"), exact(row["expected_amount"], row["currency"]), strong=True),
    )  # fmt: skip
    return Explanation(_("Expected cost"), lead, parts, formula=f"{grouped(likely, 2)} % × {grouped(cost, 2)}")


def _overdue(scene: Scene, keys: Sequence[int]) -> Mapping[int, Any]:
    """For how many days too many nobody has reviewed each risk."""
    on = scene.on or timezone.localdate()
    found = {risk.pk: queries.stale_days(risk, on) for risk in Risk.objects.filter(pk__in=keys)}
    return {pk: days for pk, days in found.items() if days is not None}


_BANDED = (("quality", gettext_lazy("Quality, 1 to 5")), ("benefit", gettext_lazy("Benefits, 1 to 5")),
           ("safety", gettext_lazy("Safety, 1 to 5")), ("reputation", gettext_lazy("Reputation, 1 to 5")))  # fmt: skip

RISK_REGISTER = declare_log(
    Risk, name="risks", word="risk", label=gettext_lazy("risks"), one=gettext_lazy("risk"), rows=queries.risks, form=RiskForm,
    sort="-score",
    about=gettext_lazy(
        "A risk is what may happen: because of something, an event may come, and it would mean this. Say how likely it is, what it would "
        "do, and who looks after it."
    ),
    columns=(
        Column("ref", gettext_lazy("Ref"), wide=True),
        Column("title", gettext_lazy("Risk"), opens="risk"),
        project(),
        choice("state", gettext_lazy("State"), RiskState.choices),
        choice("level", gettext_lazy("Level"), RiskLevel.choices),
        number("score", gettext_lazy("Score"), needs=("probability_band", "impact_band"),
               why=_score_why("probability_band", "impact_band")),
        choice("residual_level", gettext_lazy("Residual level"), RiskLevel.choices),
        number("residual_score", gettext_lazy("Residual score"), needs=("residual_probability_band", "residual_impact_band"),
               why=_score_why("residual_probability_band", "residual_impact_band")),
        _money("expected", gettext_lazy("Expected cost"), "expected_amount", needs=_PRICED, why=_expected_why),
        person("owner", gettext_lazy("Owner")),
        person("actionee", gettext_lazy("Acts")),
        choice("category", gettext_lazy("Category"), Category.choices),
        choice("sign", gettext_lazy("Threat or opportunity"), Sign.choices),
        choice("response", gettext_lazy("Response"), Response.choices),
        Column("cause", gettext_lazy("Cause"), gap=quiet),
        text("event", gettext_lazy("Event")),
        text("effect", gettext_lazy("Effect")),
        number("probability", gettext_lazy("Probability in %")),
        choice("probability_band", gettext_lazy("Probability, 1 to 5"), BANDS),
        _money("cost", gettext_lazy("Impact on cost"), "cost_amount"),
        number("time_days", gettext_lazy("Impact on time, working days")),
        choice("impact_band", gettext_lazy("Impact, 1 to 5"), BANDS),
        choice("cost_band", gettext_lazy("Cost, 1 to 5"), BANDS),
        choice("time_band", gettext_lazy("Time, 1 to 5"), BANDS),
        *(choice(f"{name}_band", label, BANDS) for name, label in _BANDED),
        number("residual_probability", gettext_lazy("Residual probability in %")),
        choice("residual_probability_band", gettext_lazy("Residual probability, 1 to 5"), BANDS),
        _money("residual_cost", gettext_lazy("Residual impact on cost"), "residual_cost_amount"),
        choice("residual_impact_band", gettext_lazy("Residual impact, 1 to 5"), BANDS),
        choice("target_probability_band", gettext_lazy("Target probability, 1 to 5"), BANDS),
        choice("target_impact_band", gettext_lazy("Target impact, 1 to 5"), BANDS),
        date("near_from", gettext_lazy("May happen from"), "near_from"),
        date("near_until", gettext_lazy("May happen until"), "near_until"),
        choice("velocity", gettext_lazy("Velocity"), Velocity.choices),
        text("triggers", gettext_lazy("Triggers")),
        text("response_plan", gettext_lazy("What is done")),
        text("fallback", gettext_lazy("Fallback plan")),
        _money("response_cost", gettext_lazy("Cost of the response"), "response_cost_amount"),
        choice("acceptance", gettext_lazy("Acceptance"), [each for each in Acceptance.choices if each[0]]),
        Column("theme", gettext_lazy("Theme"), group=True, gap=quiet),
        link("secondary_to", gettext_lazy("Comes of the response to"), "risk"),
        date("raised", gettext_lazy("Raised"), "raised_on"),
        date("reviewed", gettext_lazy("Last reviewed"), "reviewed_on"),
        date("review", gettext_lazy("Next review"), "review_on"),
        Column("overdue", gettext_lazy("Review overdue, days"), Kind.NUMBER, prepare=_overdue, gap=quiet),
        text("outcome", gettext_lazy("How it ended")),
        Column("currency", gettext_lazy("Currency"), gap=quiet),
    ),
    default=("ref", "title", "project", "state", "level", "score", "residual_score", "expected", "owner", "reviewed"),
)  # fmt: skip
