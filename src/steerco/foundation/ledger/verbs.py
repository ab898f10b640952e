"""What the verbs of revisions are called on pages: each room says its own in its `words.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_words: dict[str, Any] = {}


def name_verbs(words: Mapping[str, Any]) -> None:
    """Registers words for verbs, in the past: `{"load_import": "Loaded an import"}` (lazily translated)."""
    _words.update(words)


def verb_said(verb: str) -> str:
    """A verb as a heading: by its registered words, else `merge_projects` becomes `Merge projects`."""
    return str(_words[verb]) if verb in _words else verb.replace("_", " ").capitalize()
