"""Exposures: what the risks of a project, a portfolio or the office weigh and may cost together, and what hangs on what."""
