"""Risks: what may happen, how likely, what it would do, and what is done about it (domain.md §9.2, §9.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid.models.log import LogRecord
from steerco.foundation.access.duties import Approval


class RiskState(models.TextChoices):
    """How far a risk is on its way."""

    IDENTIFIED = "identified", _("identified")
    ASSESSED = "assessed", _("assessed")
    PLANNED = "planned", _("response planned")
    IN_RESPONSE = "in_response", _("in response")
    ACCEPTED = "accepted", _("accepted")
    TRANSFERRED = "transferred", _("transferred")
    OCCURRED = "occurred", _("occurred")
    CLOSED = "closed", _("closed")


class Sign(models.TextChoices):
    """Whether a risk harms or helps."""

    THREAT = "threat", _("threat")
    OPPORTUNITY = "opportunity", _("opportunity")


class Category(models.TextChoices):
    """Where a risk comes from: the risk breakdown structure of domain.md, Appendix C."""

    STRATEGIC = "strategic", _("strategic")
    COMMERCIAL = "commercial", _("commercial and supplier")
    TECHNICAL = "technical", _("technical")
    REQUIREMENTS = "requirements", _("requirements")
    SCHEDULE = "schedule", _("schedule")
    PEOPLE = "people", _("people")
    FINANCE = "finance", _("finance")
    LEGAL = "legal", _("legal and compliance")
    OPERATIONAL = "operational", _("operational")
    EXTERNAL = "external", _("external")
    OPPORTUNITIES = "opportunities", _("opportunities")


class Velocity(models.TextChoices):
    """How fast a risk bites once it happens."""

    DAYS = "days", _("within days")
    WEEKS = "weeks", _("within weeks")
    MONTHS = "months", _("within months")


class Response(models.TextChoices):
    """What is done about a risk; some answers are for threats, some for opportunities only."""

    AVOID = "avoid", _("avoid")
    REDUCE = "reduce", _("reduce")
    TRANSFER = "transfer", _("transfer")
    SHARE = "share", _("share")
    ACCEPT = "accept", _("accept")
    ESCALATE = "escalate", _("escalate")
    EXPLOIT = "exploit", _("exploit")
    ENHANCE = "enhance", _("enhance")
    REJECT = "reject", _("reject")
    CONTINGENT = "contingent", _("prepare contingent plans")


class RiskLevel(models.TextChoices):
    """How a risk ranks."""

    LOW = "low", _("low")
    MODERATE = "moderate", _("moderate")
    HIGH = "high", _("high")
    EXTREME = "extreme", _("extreme")


class Acceptance(models.TextChoices):
    """Whether living with an extreme risk was asked for and approved."""

    NONE = "", _("not asked")
    ASKED = "asked", _("waits for approval")
    APPROVED = "approved", _("approved")


BANDS = [(n, str(n)) for n in range(1, 6)]


def band(label: object) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """A field for a band from 1 to 5."""
    return models.PositiveSmallIntegerField(label, choices=BANDS, null=True, blank=True)  # type: ignore[arg-type]  # a lazy label


class Risk(LogRecord):
    """A risk; bands overall, scores and levels are worked out whenever it is written, so that lists can sort and filter by them."""

    duties = (
        Approval("acceptance", waiting=frozenset({"asked"}), submitted=frozenset({"asked"}), approved=frozenset({"approved"})),
    )  # fmt: skip

    cause = models.TextField(_("cause"), blank=True)
    event = models.TextField(_("event"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    sign = models.CharField(_("threat or opportunity"), max_length=11, choices=Sign.choices, default=Sign.THREAT)
    category = models.CharField(_("category"), max_length=13, choices=Category.choices, blank=True)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    actionee = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    probability = models.DecimalField(_("probability in %"), max_digits=5, decimal_places=2, null=True, blank=True)
    probability_band = band(_("probability, 1 to 5"))
    cost_amount = models.DecimalField(_("impact on cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    time_days = models.DecimalField(_("impact on time, in working days"), max_digits=7, decimal_places=1, null=True, blank=True)
    cost_band = band(_("cost, 1 to 5"))
    time_band = band(_("time, 1 to 5"))
    quality_band = band(_("quality, 1 to 5"))
    benefit_band = band(_("benefits, 1 to 5"))
    safety_band = band(_("safety, 1 to 5"))
    reputation_band = band(_("reputation, 1 to 5"))
    impact_band = band(_("impact, 1 to 5"))
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    level = models.CharField(_("level"), max_length=8, choices=RiskLevel.choices, blank=True)
    residual_probability = models.DecimalField(_("residual probability in %"), max_digits=5, decimal_places=2, null=True, blank=True)
    residual_probability_band = band(_("residual probability, 1 to 5"))
    residual_cost_amount = models.DecimalField(_("residual impact on cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    residual_impact_band = band(_("residual impact, 1 to 5"))
    residual_score = models.PositiveSmallIntegerField(_("residual score"), null=True, blank=True)
    residual_level = models.CharField(_("residual level"), max_length=8, choices=RiskLevel.choices, blank=True)
    target_probability_band = band(_("target probability, 1 to 5"))
    target_impact_band = band(_("target impact, 1 to 5"))
    near_from = models.DateField(_("may happen from"), null=True, blank=True)
    near_until = models.DateField(_("may happen until"), null=True, blank=True)
    velocity = models.CharField(_("velocity"), max_length=6, choices=Velocity.choices, blank=True)
    triggers = models.TextField(_("triggers"), blank=True)
    response = models.CharField(_("response"), max_length=10, choices=Response.choices, blank=True)
    response_plan = models.TextField(_("what is done"), blank=True)
    fallback = models.TextField(_("fallback plan"), blank=True)
    response_cost_amount = models.DecimalField(_("cost of the response"), max_digits=18, decimal_places=2, null=True, blank=True)
    expected_amount = models.DecimalField(_("expected cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    secondary_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=11, choices=RiskState.choices, default=RiskState.IDENTIFIED)
    acceptance = models.CharField(_("acceptance"), max_length=8, choices=Acceptance.choices, blank=True, default=Acceptance.NONE)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    outcome = models.TextField(_("how it ended"), blank=True)

    class Meta(LogRecord.Meta):
        verbose_name, verbose_name_plural = _("risk"), _("risks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="risk_ref_once"),
            models.CheckConstraint(
                condition=models.Q(cost_amount__isnull=True, residual_cost_amount__isnull=True, response_cost_amount__isnull=True)
                | ~models.Q(currency=""),
                name="risk_money_has_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(probability__isnull=True) | models.Q(probability__gte=0, probability__lte=100), name="risk_probability"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "id"]),
            models.Index(fields=["project", "state"]),
            models.Index(fields=["organisation", "score", "id"]),
        ]
