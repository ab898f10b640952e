"""Returns: lists and returns that report for many projects at once, read by their profile and loaded as published reports."""
