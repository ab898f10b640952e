"""The ledger: every write is one revision that says who, when, why, and what was before and after."""
