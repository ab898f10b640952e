"""All passes over a network, one after the other."""

from __future__ import annotations

import numpy as np

from steerco_engine.calendars.clocks import Clocks
from steerco_engine.kernels import kernel
from steerco_engine.network.alap import late_shift
from steerco_engine.network.arrays import Dates, Net, Rules, Whole, room_for
from steerco_engine.network.early import early_pass
from steerco_engine.network.floats import float_pass
from steerco_engine.network.late import ends, late_pass


@kernel
def run(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, alap: bool) -> None:
    """Early dates, the ends of the projects, late dates and floats."""
    early_pass(net, rules, clocks, dates)
    ends(net, rules, dates, end)
    if alap and not rules.microsoft:
        late_shift(net, rules, clocks, dates, end)
    late_pass(net, rules, clocks, dates, end)
    if alap and rules.microsoft:
        late_shift(net, rules, clocks, dates, end)
        float_pass(net, rules, clocks, dates, end)


def dates_of(net: Net, rules: Rules, clocks: Clocks, alap: bool) -> tuple[Dates, Whole]:
    """The dates of a network, and the end of each of its projects."""
    dates, end = room_for(len(net.clock)), np.empty(len(rules.floor), dtype=np.int64)
    run(net, rules, clocks, dates, end, alap)
    return dates, end
