"""The application of documents: files stand beneath every record."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "steerco.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        """Puts the files beneath the page of each record."""
        from steerco.foundation.documents import access  # noqa: F401  (says which files the ledger may show)
        from steerco.foundation.registers.subjects import beneath

        if "documents/card.html" not in beneath:
            beneath.append("documents/card.html")
