"""Assembly: root addresses and the command line. No rules and no queries live here."""
