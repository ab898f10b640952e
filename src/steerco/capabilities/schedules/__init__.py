"""Schedules: files of planning tools read, recalculated, checked and written, with every value that they carry."""
