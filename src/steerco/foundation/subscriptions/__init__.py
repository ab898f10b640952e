"""Subscriptions: what comes to somebody by itself: the dates that they may see as a calendar, and saved views by e-mail."""
