"""The registers of reporting, and the form of a report."""
