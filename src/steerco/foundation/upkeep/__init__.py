"""Keeping an installation: everything out as one archive, backups and their return, and the doctor that says what is not well."""
