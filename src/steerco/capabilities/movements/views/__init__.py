"""The pages of movements: two dates beside each other, and how each number there came about."""
