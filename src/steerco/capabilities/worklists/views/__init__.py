"""The first page and what waits for me; names to confirm, projects to merge and to split."""
