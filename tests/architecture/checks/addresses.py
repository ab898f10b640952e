"""Every address of the product, with an example of each, for asking it as somebody who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

EXAMPLES = {"int": "1", "slug": "example", "str": "example", "path": "example", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses(urlconf: str | None = None) -> Iterator[tuple[str, str]]:
    """Each pattern with an example of it: (pattern, path)."""
    for pattern in _walk(get_resolver(urlconf).url_patterns, ""):
        yield pattern, "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: EXAMPLES.get(part.group(1) or "str", "1"), pattern)


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        route = before + _plain(str(each.pattern))
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, route)
        else:
            yield route


def _plain(route: str) -> str:
    """A regular expression's address as a path where it is simple enough."""
    simple = route.removeprefix("^").removesuffix("$").replace("\\Z", "")
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", simple)
