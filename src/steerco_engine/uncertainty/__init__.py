"""Schedule risk: networks with uncertain durations simulated, and what drives their finish and their cost."""

from __future__ import annotations

from steerco_engine.uncertainty.analysis import joint_confidence, replayed, simulate, sra
from steerco_engine.uncertainty.correlation import nearest_correlation, sum_sd
from steerco_engine.uncertainty.distributions import spread_moments, spread_quantile
from steerco_engine.uncertainty.model import (
    Branch,
    Correlation,
    Driver,
    Group,
    LinkType,
    RiskLink,
    RiskNetwork,
    RiskTask,
    Shape,
    Spread,
)
from steerco_engine.uncertainty.results import ScheduleRisk
from steerco_engine.uncertainty.scheduled import around_plan, risk_network
from steerco_engine.uncertainty.warming import warm

CALCULATIONS = ("sra", "replayed", "joint_confidence", "nearest_correlation", "sum_sd", "spread_moments", "spread_quantile")
"""What is offered by name from outside."""

__all__ = [
    "Branch",
    "Correlation",
    "Driver",
    "Group",
    "LinkType",
    "RiskLink",
    "RiskNetwork",
    "RiskTask",
    "ScheduleRisk",
    "Shape",
    "Spread",
    "around_plan",
    "joint_confidence",
    "nearest_correlation",
    "replayed",
    "risk_network",
    "simulate",
    "spread_moments",
    "spread_quantile",
    "sra",
    "sum_sd",
    "warm",
]
