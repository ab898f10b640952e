"""Access: roles at scopes, default deny, one question asked by every service and every read."""
