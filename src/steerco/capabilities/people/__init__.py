"""People: the organisation's units as a dated tree, the people in them, and the roles that they hold."""
