"""What can be wrong with a file: said with its place, so that a person finds the cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class CannotRead(Exception):
    """The file is no table that can be read; the text says why and what to do. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at: `refusal` stops the load, `check` needs a person's eye, `note` only informs."""

    file: str
    row: int | None
    column: int | None
    message: str
    severity: str = "note"
    where: str = ""
    action: str = ""

    def as_json(self) -> dict[str, Any]:
        """The four values that scripts rely on."""
        return {"file": self.file, "row": self.row, "column": self.column, "message": self.message}

    def as_full_json(self) -> dict[str, Any]:
        """Everything that the page shows."""
        return {**self.as_json(), "severity": self.severity, "where": self.where, "action": self.action}


NOTE, CHECK, REFUSAL = "note", "check", "refusal"
