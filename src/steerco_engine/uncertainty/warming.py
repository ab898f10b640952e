"""Compiles the simulation ahead of its first use; the compiled code is kept beside the package."""

from __future__ import annotations

from steerco_engine.uncertainty.analysis import simulate
from steerco_engine.uncertainty.model import RiskLink, RiskNetwork, RiskTask, Shape, Spread


def warm() -> None:
    """Runs one small simulation, so that everything is compiled."""
    network = RiskNetwork((RiskTask("A", 1.0), RiskTask("B", 1.0)), (RiskLink("A", "B"),))
    simulate(network, {"A": Spread(Shape.BETAPERT, 1, 2, 3)}, iterations=1, threads=1)
