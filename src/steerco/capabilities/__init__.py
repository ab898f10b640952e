"""The rooms: one folder a capability, named by the field's own word."""
