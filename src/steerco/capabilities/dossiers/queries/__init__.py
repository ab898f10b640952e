"""What a dossier reads: the record of a project at a date, and its people."""
