"""What exposures add to a report when it is submitted: the log as it was then."""

from steerco.capabilities.exposures.services.freezing import log_as_it_stands

__all__ = ["log_as_it_stands"]
