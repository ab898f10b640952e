"""What the scorecards read: the portfolio at a date, and the record of one project."""
