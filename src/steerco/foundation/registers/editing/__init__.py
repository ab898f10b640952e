"""Editing in the list of any register: cells, many rows at once, pasted blocks, order, and taking all of that back."""
