"""The pages of the scorecards: the portfolio, and one project."""
