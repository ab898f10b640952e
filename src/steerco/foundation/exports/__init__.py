"""Exports: what is seen, as CSV, XLSX or JSON, typed and safe to open."""
