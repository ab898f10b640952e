"""Search: one box that finds records, pages, actions and dates; typing errors forgiven, confidential records unseen."""
