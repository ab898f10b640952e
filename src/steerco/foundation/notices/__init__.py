"""Notices: what happened that concerns somebody, in their inbox and by e-mail; never two for one change, never of what they may not see."""
