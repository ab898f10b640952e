"""Registers: a record's fields said once; list, form, detail, export come from that."""
