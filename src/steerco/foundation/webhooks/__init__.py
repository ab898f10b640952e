"""Webhooks: what was written is told to other programs, signed, as far as whoever made the webhook may see it."""
