"""The verb of returns: the rows of a file become published reports."""

from steerco.capabilities.returns.services.loading import StatusReturns

__all__ = ["StatusReturns"]
