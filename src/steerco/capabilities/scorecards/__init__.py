"""Scorecards: the portfolio and the project on one screen, and what changed since the last report."""
