"""Reporting: who reports when, the report that is written, submitted, reviewed and published, and who is reminded of it."""
