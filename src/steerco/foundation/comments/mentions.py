"""Who is called by name in a text: `@Ada Lovelace`, or `@ada@example.org` where two have one name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

_CALL = re.compile(r"(?<![\w@\\./])@(?=\w)")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"[\w'’.-]+(?: [A-ZÀ-Þ][\w'’-]*)?")
LIKE = 0.6


@dataclass(frozen=True, slots=True)
class Called:
    """What the calls in a text mean: the accounts, the names that nobody bears, the names that several bear."""

    accounts: tuple[Account, ...]
    unknown: tuple[str, ...]
    shared: tuple[str, ...]


def members(organisation: Organisation) -> list[Account]:
    """Everybody who belongs to the organisation, by name (one query)."""
    inside = Account.objects.filter(memberships__organisation=organisation, memberships__active=True, is_active=True)
    return list(inside.distinct().order_by("name", "email"))


def called(text: str, among: Sequence[Account]) -> Called:
    """Reads the calls of a text; what stands in code is no call, nor is `\\@`."""
    plain = _CODE.sub(lambda found: " " * len(found[0]), text)
    by_name: dict[str, list[Account]] = {}
    by_address = {account.email.casefold(): account for account in among}
    for account in among:
        by_name.setdefault(str(account).casefold(), []).append(account)
    longest_first = sorted(by_name, key=len, reverse=True)
    found: dict[int, Account] = {}
    unknown, shared = [], []
    for call in _CALL.finditer(plain):
        rest = plain[call.end() : call.end() + 200]
        address = _ADDRESS.match(rest)
        if address is not None and address[0].rstrip(".").casefold() in by_address:
            account = by_address[address[0].rstrip(".").casefold()]
            found[account.pk] = account
            continue
        name = next((name for name in longest_first if _begins(rest.casefold(), name)), None)
        if name is None:
            unknown.append(_WORD.match(rest)[0] if _WORD.match(rest) else rest[:20])  # type: ignore[index]  # a letter follows
        elif len(by_name[name]) > 1:
            shared.append(str(by_name[name][0]))
        else:
            found[by_name[name][0].pk] = by_name[name][0]
    return Called(tuple(found.values()), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(shared)))


def likely(name: str, among: Iterable[Account]) -> str:
    """The name that was probably meant; empty where none is like it."""
    names = [str(account) for account in among]
    first = name.casefold().split()[0]
    starting = [each for each in names if each.casefold().startswith(name.casefold()) or each.casefold().split()[0] == first]
    if starting:
        return starting[0]
    best = process.extractOne(name, names, scorer=DamerauLevenshtein.normalized_similarity, processor=str.casefold, score_cutoff=LIKE)
    return str(best[0]) if best else ""


def _begins(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()
