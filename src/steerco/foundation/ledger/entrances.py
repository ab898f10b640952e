"""Through what somebody acted, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "page": _("a page"), "command": _("the command line"), "import": _("an import"), "api": _("another program"), "scim": _("a directory"),
    "task": _("a job"), "clock": _("the clock"), "notices": _("the notices"), "sign_in": _("a sign-in"), "seed": _("made-up data"),
    "demo": _("the demonstration"), "bulk": _("an edit of many"),
}  # fmt: skip


def way_in(entrance: str) -> str:
    """An entrance as a person would call it."""
    return str(WORDS.get(entrance, entrance.replace("_", " ")))
