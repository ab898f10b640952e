"""The calculations of the engine, by name. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from steerco_client.calculations_a_to_c import CalculationsAToC
from steerco_client.calculations_d_to_m import CalculationsDToM
from steerco_client.calculations_n_to_r import CalculationsNToR
from steerco_client.calculations_s_to_z import CalculationsSToZ


class Calculations(CalculationsAToC, CalculationsDToM, CalculationsNToR, CalculationsSToZ):
    """Every calculation."""
