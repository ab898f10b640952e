"""The application of comments: they stand beneath every record."""

from __future__ import annotations

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Comments."""

    name = "steerco.foundation.comments"
    label = "comments"

    def ready(self) -> None:
        """Puts the thread beneath the page of each record."""
        from steerco.foundation.comments import access  # noqa: F401  (says which comments the ledger may show)
        from steerco.foundation.registers.subjects import beneath

        if "comments/card.html" not in beneath:
            beneath.append("comments/card.html")
