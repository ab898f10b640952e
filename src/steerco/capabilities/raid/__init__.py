"""RAID: risks, issues, assumptions, dependencies, decisions and actions that a project keeps, and what is done about each."""
