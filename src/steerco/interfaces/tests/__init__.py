"""Tests of the assembly: the command line and what it prepares."""
