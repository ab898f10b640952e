"""Papers: pages set for print as accessible PDF, from a template and what it is to say; nothing that is said can become a command."""
