"""How accounts come and go without a hand: tokens and programs, groups that bring roles, and what a directory sends over SCIM."""
