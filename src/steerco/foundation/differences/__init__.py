"""Differences: what is otherwise at a later instant than at an earlier one, of a record, what hangs on it, or everything; and by whom."""
