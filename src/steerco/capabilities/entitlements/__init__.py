"""Who may do what, and why: rights lent during an absence, records shared with guests, emergency access, and access reviews."""
