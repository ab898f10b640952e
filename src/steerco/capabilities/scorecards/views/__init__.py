"""The pages of the scorecards: the portfolios."""
