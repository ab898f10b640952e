"""Pages of boards and meetings."""
