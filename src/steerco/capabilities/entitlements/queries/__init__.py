"""Reads of access: who may do what to a record and why, what was lent and shared, and what a review still asks."""
