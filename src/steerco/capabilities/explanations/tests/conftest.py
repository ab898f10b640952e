"""The real portfolio, as the scorecards' tests load it."""

from steerco.capabilities.scorecards.tests.conftest import gmpp, real_organisation

__all__ = ["gmpp", "real_organisation"]
