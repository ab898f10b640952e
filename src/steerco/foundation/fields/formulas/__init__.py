"""Formulas: what somebody types becomes a tree, which is checked, worked out for a record, and asked of the database."""
