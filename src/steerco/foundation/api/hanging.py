"""What hangs on a record, for programs: which record a request means, and a page of what hangs on it or on anything that one sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.api.document import parameter
from steerco.foundation.api.identity import asker
from steerco.foundation.api.kinds import Schema
from steerco.foundation.api.problems import Problem, Wrong
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.subjects import Subject, subject, subject_at, subjects
from steerco.foundation.ui.numbers import number_in

PAGE, MOST = 50, 200
LONGEST_REASON = 300
WHERE: dict[str, Schema] = {
    "register": {"type": "string", "description": "The list that the record is in, such as `projects`."},
    "record": {"type": "string", "description": "What names the record there, such as its reference."},
}
REASON: Schema = {"type": "string", "maxLength": LONGEST_REASON, "description": "Why; stays in the history."}
PERSON: Schema = {"type": ["string", "null"], "description": "The e-mail address of an account; to a guest its name."}
AT: Schema = {"type": "string", "format": "date-time"}
MAYBE_AT: Schema = {"type": ["string", "null"], "format": "date-time"}
IF_MATCH = parameter("If-Match", "The ETag of what you saw, or * for whichever is there.", place="header")
WHY = parameter("reason", "Why; needed over what is another's.", {"type": "string", "maxLength": LONGEST_REASON})
M = TypeVar("M", bound=Model)


def paging() -> list[Schema]:
    """The parameters of a list of what hangs on records."""
    return [
        parameter("register", "Of one record only: the list that it is in, such as `projects`."),
        parameter("record", "What names the record there; only with `register`."),
        parameter("limit", "How many at once.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}),
        parameter("after", "The `next` of the page before.", {"type": "integer", "minimum": 1}),
    ]


def page_schema(of: Schema) -> Schema:
    """A page of what hangs on records."""
    following = {"type": ["integer", "null"], "description": "Send it as `after` for the next page; null on the last."}
    return {"type": "object", "required": ["data", "next"], "properties": {"data": {"type": "array", "items": of}, "next": following}}


def wrong(name: str, message: str) -> Problem:
    """A refusal that belongs to one field or parameter."""
    return Problem("invalid", message, [Wrong(name, (message,))])


def number(query: Mapping[str, str], name: str, most: int) -> int | None:
    """A whole number from 1 to the most, of an address; None where there is none."""
    text = query.get(name, "")
    found = number_in(text)
    if text and (found is None or not 1 <= found <= most):
        raise wrong(name, _("Write a whole number from 1 to %(most)d.") % {"most": most})
    return found


def meant(by: Actor, given: Mapping[str, Any]) -> Subject:
    """The record that a request names by its register and what names it there; 404 where the asker sees none."""
    for name in WHERE:
        if not isinstance(given.get(name), str) or not given[name]:
            raise wrong(name, _("Name a register and a record of it."))
    return subject(by, given["register"], given["record"])


def page(request: HttpRequest, kept: QuerySet[M], visible: Any) -> tuple[list[M], int | None]:
    """A page of what hangs on the record that the address names, or on every record that the asker sees; oldest first."""
    query = {name: str(value) for name, value in request.GET.items()}
    known = [each["name"] for each in paging()]
    for name in query:
        if name not in known:
            raise wrong(name, _("There is no parameter “%(name)s”. There are: %(known)s.") % {"name": name, "known": ", ".join(known)})
    if bool(query.get("register")) != bool(query.get("record")):
        raise wrong("record", _("Name a register and a record of it, or neither."))
    limit, after = number(query, "limit", MOST) or PAGE, number(query, "after", 10**18) or 0
    if query.get("register"):
        at = meant(asker(request), query)
        kept = kept.filter(record_type=at.key[0], record_id=at.key[1])
    else:
        kept = kept.filter(visible)
    found = list(kept.filter(pk__gt=after).order_by("pk")[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def one(by: Actor, kept: QuerySet[M], slug: str) -> tuple[M, Subject]:
    """One of what hangs on records, with its record; 404 where the asker does not see the record."""
    key = number_in(slug)
    found: Any = kept.filter(pk=key).first() if key is not None else None
    at = subject_at(by, (found.record_type, found.record_id)) if found is not None else None
    if found is None or at is None:
        raise Http404
    return found, at


def places(by: Actor, hanging: Iterable[Any]) -> dict[tuple[str, int], Subject]:
    """The records that these hang on, as far as the asker sees them."""
    return subjects(by, {(each.record_type, each.record_id) for each in hanging})


def place(at: Subject | None) -> dict[str, str | None]:
    """A record as what hangs on it says it."""
    return {"register": at.register.name if at else None, "record": at.slug if at else None}


def naming(by: Actor) -> Callable[[Account | None], str | None]:
    """How the interface names people to an asker: by their e-mail address; to a guest of the organisation by their name (one query)."""
    is_guest = Membership.objects.filter(account=by.account, kind=Membership.Kind.GUEST).exists()

    def named(account: Account | None) -> str | None:
        if account is None:
            return None
        return account.name if is_guest else account.email

    return named


def reason_of(request: HttpRequest) -> str:
    """Why something is taken away, as the address says."""
    said = request.GET.get("reason", "")
    if len(said) > LONGEST_REASON:
        raise wrong("reason", _("The reason is a text of at most 300 characters."))
    return said
