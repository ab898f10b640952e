"""Many operations as one: all are carried out or none, and each that is refused says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _, ngettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.api import writing
from steerco.foundation.api.problems import Problem, problem_of
from steerco.foundation.ledger.writer import together
from steerco.foundation.registers.register import Register

MOST = 500
VERBS = ("create", "update", "delete")
KNOWN = frozenset({"do", "id", "version", "values", "reason"})


class SomeRefused(Problem):
    """Some operations were refused, so none was carried out; each refusal stands beside its place."""

    def __init__(self, refusals: Sequence[tuple[int, Problem]], of: int) -> None:
        count = len(refusals)
        said = ngettext(
            "%(count)d of %(of)d operations was refused. Nothing was written.",
            "%(count)d of %(of)d operations were refused. Nothing was written.", count,
        )  # fmt: skip
        super().__init__("invalid", said % {"count": count, "of": of})
        self.refusals = tuple(refusals)

    def said(self, instance: str = "") -> dict[str, Any]:
        """The object that is answered, with the refusals by place."""
        refused = [{"index": place, **problem.said()} for place, problem in self.refusals]
        return {**super().said(instance), "operations": refused}


def operations_of(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The operations of a request, each of a known shape."""
    unknown = next((name for name in given if name not in ("operations", "dry_run")), None)
    if unknown is not None:
        raise Problem("malformed", _("There is no field “%(name)s” here.") % {"name": unknown})
    asked = given.get("operations")
    if not isinstance(asked, list) or not 1 <= len(asked) <= MOST or not all(isinstance(each, dict) for each in asked):
        raise Problem("malformed", _("Send 1 to %(most)d operations as a list of objects.") % {"most": MOST})
    return asked


def carried_out(register: Register, by: Actor, asked: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What became of each operation, all of them one act of the ledger.

    Raises `SomeRefused` after trying all of them, so that every refusal is known at once.
    """
    done: list[dict[str, Any]] = []
    refusals: list[tuple[int, Problem]] = []
    with together(by, "" if _is_of_one_kind(asked) else "change_many") as act:
        for place, each in enumerate(asked):
            try:
                with act.part("", "", undivided=True):
                    done.append({"index": place, **_carry_out(register, by, each)})
            except Exception as error:
                problem = problem_of(error)
                if problem.status >= 500:
                    raise
                refusals.append((place, problem))
        if refusals:
            raise SomeRefused(refusals, len(asked))
    return done


def _is_of_one_kind(asked: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all operations do the same; the act is then called like what each of them does."""
    return len({str(each.get("do")) for each in asked}) == 1


def _carry_out(register: Register, by: Actor, each: Mapping[str, Any]) -> dict[str, Any]:
    verb, slug, version, values = each.get("do"), each.get("id"), each.get("version"), each.get("values", {})
    unknown = next((name for name in each if name not in KNOWN), None)
    if verb not in VERBS or unknown is not None or not isinstance(values, dict):
        raise Problem("malformed", _("An operation says what to do (create, update, delete), its id, version, values and reason."))
    if {"create": register.create, "update": register.update, "delete": register.delete}[str(verb)] is None:
        raise Problem("method", _("“%(verb)s” can't be done to %(records)s.") % {"verb": verb, "records": register.label})
    reason = {"reason": each["reason"]} if "reason" in each else {}
    if verb == "create":
        record = writing.create(register, by, {**values, **reason})
        return {"status": 201, "id": getattr(record, register.slug), "version": record.version}
    if not isinstance(slug, str | int) or isinstance(slug, bool):
        raise Problem("malformed", _("Say which record: its id."))
    if not isinstance(version, int) or isinstance(version, bool):
        raise Problem("no-version", _("Say the version of the record that you saw."))
    if verb == "delete":
        writing.delete(register, by, str(slug), version, str(each.get("reason") or ""))
        return {"status": 204, "id": slug}
    record = writing.update(register, by, str(slug), version, {**values, **reason})
    return {"status": 200, "id": getattr(record, register.slug), "version": record.version}
