"""Meetings: boards with their members and terms, agendas drawn from what awaits decision, minutes, and what was decided there."""
