"""Jobs of the benchmarks: an application of its own, so that workers know them."""

STEPS = 20
