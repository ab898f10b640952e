"""The kinds of notices: what each is about, and whether somebody may choose not to hear of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind: its words, its icon, and its weight: of several for one change the heaviest is told. A `forced` one can't be muted."""

    name: str
    label: Text
    icon: str = "info-circle"
    weight: int = 50
    forced: bool = False


_kinds: dict[str, NoticeKind] = {}


def declare(kind: NoticeKind) -> NoticeKind:
    """Makes a kind known."""
    _kinds[kind.name] = kind
    return kind


def kind_of(name: str) -> NoticeKind:
    """The kind of a name; one that is no longer declared bears its name."""
    return _kinds.get(name) or NoticeKind(name, name.replace("_", " ").capitalize())


def kinds() -> list[NoticeKind]:
    """Every kind, the heaviest first."""
    return sorted(_kinds.values(), key=lambda kind: (-kind.weight, kind.name))
