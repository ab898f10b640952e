"""Work: the tasks that a team does in a project, day by day, with who does them, by when, and how far they are."""
