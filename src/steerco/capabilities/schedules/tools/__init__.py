"""`steerco schedule`, `convert`, `schedule-quality` and `schedule-risk`: schedule files on the command line, without a database."""
