"""Explanations: what stands behind each number of a portfolio: how many, by which formula, from which records, of which date."""
