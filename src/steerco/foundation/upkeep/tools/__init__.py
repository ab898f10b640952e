"""The verbs of upkeep: export, backup, restore, check."""
