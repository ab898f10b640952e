"""Filling in the forms of a page with keys that the page never offered."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from tests.isolation.worlds import World

MEANT = {
    "units": ("unit", "home_unit", "parent", "scope_id"),
    "people": ("head", "owner", "person", "to"),
    "programmes": ("programme",),
    "portfolios": ("portfolio",),
    "accounts": ("account", "receiver"),
    "delegations": ("delegation",),
    "projects": ("project", "keep", "absorb", "other", "into"),
    "names": ("name_id", "names", "link"),
    "views": ("view",),
    "imports": ("batch", "import"),
}


class Fields(HTMLParser):
    """The fields of all forms of a page with the values that they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.held: dict[str, str] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a field, and of a choice the option that is chosen."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "select":
            self._select = name
        if tag in {"input", "select", "textarea"} and name:
            self.held.setdefault(name, given.get("value") or "")
        if tag == "option" and self._select and "selected" in given:
            self.held[self._select] = given.get("value") or ""


def forged(page: str, theirs: World) -> list[dict[str, Any]]:
    """What a forger would send from this page: every field that names a record, naming one of another organisation."""
    held = {name: value or "x" for name, value in Fields(page).held.items() if name != "csrfmiddlewaretoken"}
    sent: list[dict[str, Any]] = []
    for kind, names in MEANT.items():
        record = theirs.held[kind][0]
        fields = [name for name in (held or names) if name in names]
        for key in {str(record.pk), record.ref} if kind == "projects" else {str(record.pk)}:
            if fields:
                sent.append({**held, **dict.fromkeys(fields, key), **({"scope_kind": "unit"} if "scope_id" in fields else {})})
    return sent or [{}]
