"""`steerco schedule`, `convert` and `schedule-quality`: schedule files on the command line, without a database."""
