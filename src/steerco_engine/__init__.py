"""The mathematics of Steerco: pure functions on frozen problems, free of Django, files and clocks."""
