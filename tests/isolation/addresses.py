"""Every address of the product with real arguments of one organisation, and what an answer says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, get_resolver

from steerco.foundation.registers.register import registers
from tests.isolation import around, colours, entitled, governed, logs, reported
from tests.isolation.worlds import World

HANDED_OVER = {
    "scim/": "asked by the token of a program, never by a session: tried in the room of provisioning",
    "accounts/": "signing in and out and one's own password: allauth's pages hold nothing of an organisation",
    "robots.txt": "asks robots to stay away",
    "calendar/": "asks for a secret instead of a sign-in: tried where calendars are",
    "health/": "says that the service lives",
    "api/": "the interface: each operation of its document is asked in test_interface.py; its pages show the document, alike to all",
    "preferences/": "one's own settings: nothing of an organisation",
}
EXPORTS = ("csv", "xlsx", "json")
TABLES = ("departments.csv", "dates.xlsx")
WHY = ("dates", "departments", "paired", "list")
MOVED = ("line",)
NAMED_BY = {
    "fields": "label",
    **dict.fromkeys(logs.REGISTERS, "title"),
    **colours.NAMED_BY,
    **governed.NAMED_BY,
    **reported.NAMED_BY,
}  # the column that names a record, where it is not called name
FORMS = ("_new", "_edit", "_delete", "_views", "_cell", "_bulk", "_paste", "_order")


@dataclass(frozen=True)
class Address:
    """One address: the name of its route, its path, and whether arguments of an organisation stand in it."""

    name: str
    path: str
    kwargs: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def about_a_record(self) -> bool:
        """Whether the path names a record of an organisation."""
        return bool(set(self.kwargs) - {"form", "what", "profile", "kind", "register"})


def read(found: list[Address]) -> list[Address]:
    """Those addresses that show records, without the forms that write them."""
    return [address for address in found if not address.name.endswith(FORMS)]


class Unknown(LookupError):
    """A route has an argument that nobody has said how to fill: say it in `values_of`."""


def routes(urlconf: str | None = None) -> list[tuple[str, URLPattern]]:
    """Every route below the root, with its whole pattern."""

    def below(patterns: list[Any], before: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            whole = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield whole, pattern
            else:
                yield from below(pattern.url_patterns, whole)

    found = list(below(get_resolver(urlconf).url_patterns, ""))
    return [(whole, pattern) for whole, pattern in found if not whole.startswith(tuple(HANDED_OVER))]


def addresses(world: World, urlconf: str | None = None, *, most: int = 99) -> list[Address]:
    """Every address with the arguments of one organisation, each route for at most so many records."""
    found: list[Address] = []
    for whole, pattern in routes(urlconf):
        for kwargs in values_of(whole, pattern, world)[:most]:
            path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part, held=kwargs: str(held[part[1]]), whole)
            found.append(Address(pattern.name or whole, path, kwargs))
    return found


def values_of(whole: str, pattern: URLPattern, world: World) -> list[dict[str, Any]]:
    """The arguments of a route, one for each record that it is about."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", whole)
    held = world.held
    if not names:
        return [{}]
    if names == ["slug"]:
        register = registers[pattern.default_args["name"]]
        return [{"slug": getattr(record, register.slug)} for record in held[register.name]]
    if names == ["slug", "column"]:
        register = registers[pattern.default_args["name"]]
        column = NAMED_BY.get(register.name, "name")
        return [{"slug": getattr(record, register.slug), "column": column} for record in held[register.name]]
    if names == ["pk", "number"]:
        return [{"pk": document.pk, "number": 1} for document in held["documents"]]
    if names == ["register", "slug"]:
        return [{"register": "projects", "slug": project.ref} for project in held["projects"]]
    if names == ["register", "slug", "form"]:
        return [{"register": "projects", "slug": project.ref, "form": form} for project in held["projects"] for form in EXPORTS]
    if names == ["register", "slug", "act"]:
        return logs.acts(world)
    if names == ["register"]:
        return [{"register": "projects"}]
    if names == ["what"]:
        return [{"what": "count"}]
    if names == ["kind"]:
        return [{"kind": around.KIND}]
    if names == ["form"]:
        return [{"form": form} for form in EXPORTS]
    if names == ["ref", "period"] or (names == ["ref", "pk"] and "report" in whole):
        published = [report for report in held["reports"] if report.period == held["periods"][-1]]
        reports = held["drafts"] if "draft" in whole or "preview" in whole else published
        return [{"ref": report.project.ref, names[1]: report.period_id if names[1] == "pk" else report.period.name} for report in reports]
    if names[0] == "ref":
        records = held["portfolios" if whole.startswith("portfolio/") else "projects"]
        more = (
            {"what": MOVED if "/compare/why/" in whole else WHY if "/why/" in whole else TABLES}
            if names[1:] == ["what"]
            else {"form": EXPORTS}
            if names[1:] == ["form"]
            else {}
        )
        if names[1:] and not more:
            raise Unknown(whole)
        return (
            [{"ref": record.ref, **{names[1]: value}} for record in records for value in more[names[1]]]
            if more
            else [{"ref": r.ref} for r in records]
        )
    return _by_key(whole, names, world)


def _by_key(whole: str, names: list[str], world: World) -> list[dict[str, Any]]:
    kinds = {
        **around.BY_KEY,
        **entitled.BY_KEY,
        "units/": "units",
        "people/": "people",
        "roles/": "roles",
        "imports/": "imports",
        "merge/": "names",
        "projects/names/": "names",
    }
    if names == ["keep", "absorb"]:
        refs = [project.ref for project in world.held["projects"]]
        return [{"keep": refs[0], "absorb": other} for other in refs[1:]] + [{"keep": other, "absorb": refs[0]} for other in refs[1:]]
    if names == ["number"]:
        return [{"number": head.number} for head in world.held["revisions"]]
    kind = next((kind for start, kind in kinds.items() if whole.startswith(start)), None)
    if kind is None or names[1:] not in ([], ["form"]):
        raise Unknown(f"/{whole}")
    keys = [{names[0]: record.pk} for record in world.held[kind]]
    return [{**key, "form": form} for key in keys for form in EXPORTS] if names[1:] else keys


def text_of(answer: HttpResponse) -> str:
    """Everything that an answer says, spreadsheets unpacked, headers included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = "\n".join(f"{name}: {value}" for name, value in answer.items())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return said + "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return said + body.decode(errors="replace")


def _named_by_what(whole: str) -> dict[str, tuple[str, ...]]:
    return {"what": MOVED if "/compare/why/" in whole else WHY if "/why/" in whole else TABLES}
