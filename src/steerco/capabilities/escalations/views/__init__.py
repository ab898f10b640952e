"""Pages of exceptions and escalations."""
