"""Organisations: every record belongs to one, and isolation between them is enforced here alone."""
