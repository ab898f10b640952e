"""Steerco: the open Project Management Office hub, one place for every project."""

__version__ = "0.1.0"
