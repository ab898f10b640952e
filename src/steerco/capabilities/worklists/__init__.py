"""The first page: three doors into an empty organisation, and later what waits for each person."""
