"""Dashboards: the portfolio on one page: what it comes to, what changed, what to look at first, and each project in a list."""
