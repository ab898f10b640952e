"""Tests of schedule quality."""
