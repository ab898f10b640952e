"""Comments: what people say to each other at a record, seen by whoever sees the record."""
