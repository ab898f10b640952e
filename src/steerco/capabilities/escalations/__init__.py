"""Escalations: what may move without asking (tolerances), what moved further (exceptions), and who must decide on it by when."""
