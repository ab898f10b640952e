"""SCIM 2.0: what a directory asks and sends (RFC 7643, 7644). A token of a program lets it in; the verbs are the services of this room."""
