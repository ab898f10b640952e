"""Scorecards: the portfolio on one screen, and what changed since the last report."""
