"""Queries written once and run many times: those that every request asks."""
