"""Projects: portfolios, programmes and projects, who owns them, their dates, cost and life state."""
