"""Compiles the simulation ahead of its first use; the compiled code is kept beside the package."""

from __future__ import annotations

from steerco_engine.uncertainty.analysis import replayed, simulate, sra
from steerco_engine.uncertainty.model import RiskLink, RiskNetwork, RiskTask, Shape, Spread


def warm() -> None:
    """Runs small simulations of each kind, so that everything is compiled."""
    network = RiskNetwork((RiskTask("A", 1.0), RiskTask("B", 1.0)), (RiskLink("A", "B"),))
    simulate(network, {"A": Spread(Shape.BETAPERT, 1, 2, 3)}, iterations=1, threads=1)
    sra(network, {"A": Spread(Shape.TRIANGULAR, 1, 2, 3)}, iterations=10, seed=1)
    replayed(network, {"A": [1, 2, 3], "B": [1, 2, 3]})
