"""The verbs of health."""

from steerco.capabilities.health.services import freezing
from steerco.capabilities.health.services.overrides import stand_for_colour, take_back_colour
from steerco.capabilities.health.services.rules import set_rules, withdraw_rules

__all__ = ["freezing", "set_rules", "stand_for_colour", "take_back_colour", "withdraw_rules"]
