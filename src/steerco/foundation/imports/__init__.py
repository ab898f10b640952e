"""Imports: any table comes in by a profile, dry run first, as one load that can be undone."""
