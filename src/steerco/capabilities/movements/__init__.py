"""Movements: two dates of a portfolio beside each other, and everything that changed in between."""
