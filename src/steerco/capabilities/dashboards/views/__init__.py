"""The pages of the dashboards: the portfolios."""
