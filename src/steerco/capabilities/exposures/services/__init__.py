"""What exposures add to a report when it is submitted, and how much risk is accepted."""

from steerco.capabilities.exposures.services.appetites import delete_appetite, set_appetite, update_appetite
from steerco.capabilities.exposures.services.freezing import log_as_it_stands

__all__ = ["delete_appetite", "log_as_it_stands", "set_appetite", "update_appetite"]
