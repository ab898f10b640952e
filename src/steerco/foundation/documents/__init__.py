"""Documents: files that belong to a record, with their versions; what they are is told from their content, not from their name."""
