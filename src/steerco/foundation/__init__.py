"""Mechanisms that know no word of project management."""
