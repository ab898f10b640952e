"""Fields that an organisation adds to its records: typed, worked out by a formula, or rolled up from the records beneath."""
