"""Imports: any list or return becomes rows of named values; checked first, loaded whole, undone whole."""
