"""Notices after an action: what was done, with Undo where it can be undone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_UNDO, _REDO = "undo:", "redo:"
_TONES = {messages.SUCCESS: "g", messages.WARNING: "a", messages.ERROR: "r"}
_ICONS = {"g": "check", "a": "alert-triangle", "r": "alert-circle"}


def notify(request: HttpRequest, text: str, *, undo: str = "", again: bool = False, level: int = messages.SUCCESS) -> None:
    """Shows a notice on the next page; `undo` is the address that takes the action back by POST, or does it `again`."""
    messages.add_message(request, level, text, extra_tags=f"{_REDO if again else _UNDO}{undo}" if undo else "")


def undo_address(message: Message) -> str:
    """The address that takes the noticed action back; only a path of this site, else empty."""
    tags = str(message.extra_tags or "")
    address = tags[len(_UNDO) :] if tags.startswith((_UNDO, _REDO)) else ""
    return address if address.startswith("/") and not address.startswith("//") else ""


def does_again(message: Message) -> bool:
    """Whether what the notice offers does something again, rather than taking it back."""
    return str(message.extra_tags or "").startswith(_REDO)


def tone(message: Message) -> str:
    """The colour of a notice: `g` done, `a` look, `r` refused, empty for plain news."""
    return _TONES.get(message.level or messages.INFO, "")


def icon(message: Message) -> str:
    """The icon of a notice."""
    return _ICONS.get(tone(message), "info-circle")
