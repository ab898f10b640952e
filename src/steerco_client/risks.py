"""Risks. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Risk(TypedDict):
    """What is always there."""

    id: int


class Risk(_Risk, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    title: str | None
    project: str | None
    project_reason: str
    project_name: str | None
    state: str | None
    state_reason: str
    level: str | None
    level_reason: str
    score: Decimal | int | None
    score_reason: str
    residual_level: str | None
    residual_level_reason: str
    residual_score: Decimal | int | None
    residual_score_reason: str
    expected: Decimal | int | None
    expected_reason: str
    currency: str | None
    owner: str | None
    owner_reason: str
    actionee: str | None
    actionee_reason: str
    category: str | None
    category_reason: str
    sign: str | None
    sign_reason: str
    response: str | None
    response_reason: str
    cause: str | None
    cause_reason: str
    event: str | None
    event_reason: str
    effect: str | None
    effect_reason: str
    probability: Decimal | int | None
    probability_reason: str
    probability_band: int | None
    probability_band_reason: str
    cost: Decimal | int | None
    cost_reason: str
    time_days: Decimal | int | None
    time_days_reason: str
    impact_band: int | None
    impact_band_reason: str
    cost_band: int | None
    cost_band_reason: str
    time_band: int | None
    time_band_reason: str
    quality_band: int | None
    quality_band_reason: str
    benefit_band: int | None
    benefit_band_reason: str
    safety_band: int | None
    safety_band_reason: str
    reputation_band: int | None
    reputation_band_reason: str
    residual_probability: Decimal | int | None
    residual_probability_reason: str
    residual_probability_band: int | None
    residual_probability_band_reason: str
    residual_cost: Decimal | int | None
    residual_cost_reason: str
    residual_impact_band: int | None
    residual_impact_band_reason: str
    target_probability_band: int | None
    target_probability_band_reason: str
    target_impact_band: int | None
    target_impact_band_reason: str
    near_from: str | None
    near_from_reason: str
    near_until: str | None
    near_until_reason: str
    velocity: str | None
    velocity_reason: str
    triggers: str | None
    triggers_reason: str
    response_plan: str | None
    response_plan_reason: str
    fallback: str | None
    fallback_reason: str
    response_cost: Decimal | int | None
    response_cost_reason: str
    acceptance: str | None
    acceptance_reason: str
    theme: str | None
    theme_reason: str
    secondary_to: str | None
    secondary_to_reason: str
    secondary_to_name: str | None
    raised: str | None
    raised_reason: str
    reviewed: str | None
    reviewed_reason: str
    review: str | None
    review_reason: str
    overdue: Decimal | int | None
    overdue_reason: str
    outcome: str | None
    outcome_reason: str
    currency_reason: str


class _RiskValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None


class RiskValues(_RiskValues, total=False):
    """What a new record takes."""

    cause: str | None
    event: str | None
    effect: str | None
    sign: str | None
    category: str | None
    owner: int | str | None
    actionee: int | str | None
    probability: int | None
    probability_band: int | None
    cost: Decimal | float | int | str | None
    time_days: int | None
    cost_band: int | None
    time_band: int | None
    quality_band: int | None
    benefit_band: int | None
    safety_band: int | None
    reputation_band: int | None
    near_from: str | None
    near_until: str | None
    velocity: str | None
    triggers: str | None
    response: str | None
    response_plan: str | None
    fallback: str | None
    response_cost: Decimal | float | int | str | None
    residual_probability: int | None
    residual_probability_band: int | None
    residual_cost: Decimal | float | int | str | None
    residual_impact_band: int | None
    target_probability_band: int | None
    target_impact_band: int | None
    theme: str | None
    secondary_to: int | str | None
    currency: str | None
    raised: str | None
    reviewed: str | None
    review: str | None
    outcome: str | None
    state: str | None
    reason: str


class RiskChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    title: str | None
    cause: str | None
    event: str | None
    effect: str | None
    sign: str | None
    category: str | None
    owner: int | str | None
    actionee: int | str | None
    probability: int | None
    probability_band: int | None
    cost: Decimal | float | int | str | None
    time_days: int | None
    cost_band: int | None
    time_band: int | None
    quality_band: int | None
    benefit_band: int | None
    safety_band: int | None
    reputation_band: int | None
    near_from: str | None
    near_until: str | None
    velocity: str | None
    triggers: str | None
    response: str | None
    response_plan: str | None
    fallback: str | None
    response_cost: Decimal | float | int | str | None
    residual_probability: int | None
    residual_probability_band: int | None
    residual_cost: Decimal | float | int | str | None
    residual_impact_band: int | None
    target_probability_band: int | None
    target_impact_band: int | None
    theme: str | None
    secondary_to: int | str | None
    currency: str | None
    raised: str | None
    reviewed: str | None
    review: str | None
    outcome: str | None
    state: str | None
    reason: str


class Risks(Changes[Risk, RiskValues, RiskChanges], Removes[Risk], Many[Risk]):
    """List risks, and what else may be done with them."""

    path = "/api/v1/risks"
