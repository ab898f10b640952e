"""Status: the published, immutable report of a project for a period, with every gap and its reason."""
