"""What a schedule file is made of before anybody knows what it means: records of named values, and why a file is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES = 128 * 1024 * 1024
MOST_VALUES = 8_000_000
"""How large a file may be, and how many values it may hold: beyond it, it is refused before memory runs out."""


class FileRefused(Exception):
    """A file that can't be read; `place` says where (“line 12”, “record TASK 7”), and what it says tells what to do."""

    def __init__(self, says: str, place: str = "") -> None:
        self.place = place
        self.says = says
        super().__init__(f"{place}: {says}" if place else says)


@dataclass(slots=True)
class Record:
    """Named texts, in the order of the file, the records inside it, and the line on which it stands."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    parts: list[Record] = field(default_factory=list)
    line: int = 0

    def get(self, name: str) -> str:
        """The text of a value; nothing where it is missing."""
        return self.values.get(name, "")

    def each(self, name: str) -> Iterator[Record]:
        """The inner records of a name."""
        return (part for part in self.parts if part.name == name)

    def inner(self, *names: str) -> list[Record]:
        """The records at the end of a path of names."""
        found = [self]
        for name in names:
            found = [part for one in found for part in one.each(name)]
        return found

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"line {self.line}, {self.name} {self.get('UID') or self.get('ObjectId') or self.get('task_id')}".rstrip()
