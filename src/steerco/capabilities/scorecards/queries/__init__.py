"""What the scorecards read: the portfolio at a date."""
