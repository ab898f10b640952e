"""The mathematics of Steerco: pure functions on frozen problems, free of Django, files and clocks."""

VERSION = "0.1.0"
