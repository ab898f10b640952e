"""Search: one word index over every record, tolerant of typing errors, on both databases."""
