"""The register of this room: how much risk is accepted."""

from steerco.capabilities.exposures.registers import appetites

__all__ = ["appetites"]
