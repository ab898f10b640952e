"""Are two names the same project? Folding, links that may be made at once, and proposals for a person, each with its evidence."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from rapidfuzz import fuzz, process

from steerco_engine.neighbours import Neighbours

GENERIC_WORDS = frozenset(
    {"a", "an", "and", "of", "portfolio", "program", "programme", "programmes", "project", "projects", "scheme", "the"}
)
_FORMER = re.compile(r"\(\s*(?:formerly|formally|previously|aka|also known as|was|once)\b", re.IGNORECASE)
_SHORT_FORM = re.compile(r"\((?=[^()]*[A-Z][^()]*[A-Z])[A-Za-z0-9&/-]{2,12}\)")
_TOKENS = re.compile(r"[^\W\d_]+|\d+")


class Sameness(Enum):
    """Why a name was linked to a known project."""

    KEY = "key"
    NAME = "name"
    CORE = "core"


@dataclass(frozen=True, slots=True)
class Naming:
    """A project as one source names it. `facts` are further values that may agree, such as a date or a cost, by label."""

    ref: str
    name: str
    key: str = ""
    unit: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An incoming naming that is taken for a known project, and why."""

    incoming: str
    known: str
    sameness: Sameness
    evidence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two namings that may be one project: for a person to decide. `score` runs from 0 to 100."""

    incoming: str
    known: str
    score: int
    evidence: str


def fold(name: str) -> str:
    """A name without case, accents, punctuation and spacing habits; `&` reads as `and`, a digit stands apart from letters.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    str
        The folded name.

    Examples
    --------
    >>> fold("Search & Rescue (SAR) – Phase2a") == fold("SEARCH AND RESCUE (SAR) PHASE 2A")
    True
    >>> fold("Sécurité  N°1")
    'securite n 1'
    """
    plain = name if name.isascii() else "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(_TOKENS.findall(plain.casefold().replace("&", " and ")))


def core(name: str) -> str:
    """A folded name without what sources add and drop: `Programme`, `Project`, a short form or a former name in brackets.

    A phase, tranche or place is never dropped: it tells projects apart. What would leave nothing is kept.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    str
        The rest of the name.

    Examples
    --------
    >>> core("Universal Credit Programme") == core("Universal Credit")
    True
    >>> core("Health and Social Care Network (formerly Public Services Network (PSNH))")
    'health social care network'
    >>> core("HS2 Phase 1") == core("HS2 Phase 2a"), core("BT LSP (London)") == core("BT LSP (South)")
    (False, False)
    """
    return words_that_matter(_SHORT_FORM.sub(" ", _without_former_name(name))) or words_that_matter(name)


def words_that_matter(name: str) -> str:
    """A folded name without general words such as `Programme`; two names that differ here are a renaming.

    Parameters
    ----------
    name
        A name as written.

    Returns
    -------
    str
        The words that remain.

    Examples
    --------
    >>> words_that_matter("Holocaust Memorial & Learning Centre Programme") == words_that_matter("Holocaust Memorial and Learning Centre")
    True
    >>> words_that_matter("The Project")
    'the project'
    """
    folded = fold(name)
    return " ".join(word for word in folded.split() if word not in GENERIC_WORDS) or folded


def key_fold(key: str) -> str:
    """A key without case and white space.

    Parameters
    ----------
    key
        A key as written.

    Returns
    -------
    str
        The folded key.

    Examples
    --------
    >>> key_fold(" MoJ_0043_1920-Q2 ") == key_fold("MOJ_0043_1920-Q2")
    True
    """
    return "".join(key.split()).casefold()


def key_number(key: str) -> str:
    """What is left of a key when its first word, the body that founded the project, is taken away; empty without digits.

    Parameters
    ----------
    key
        A key as written.

    Returns
    -------
    str
        The number with its letters.

    Examples
    --------
    >>> key_number("DOH_0063_1819-Q3") == key_number("DH_0063_1819-Q3")
    True
    >>> key_number("ABC")
    ''
    """
    rest = re.sub(r"^[^\W\d_]+[_\W]+", "", key_fold(key))
    return rest if any(c.isdigit() for c in rest) else ""


def link(
    incoming: Sequence[Naming],
    known: Mapping[str, Sequence[Naming]],
    *,
    same_unit: Callable[[str, str], bool] | None = None,
    taken: frozenset[str] = frozenset(),
) -> tuple[Link, ...]:
    """Which incoming namings may be taken at once for a known project: same key, else same name, else same core of the name.

    A name links only where it is unambiguous on both sides, where the units don't contradict it and where the keys don't:
    two keys that differ in more than their first word are two projects. `taken` are known projects that this return
    has reported already. `same_unit` says whether two unit codes may stand for one unit (equal codes by default).

    Parameters
    ----------
    incoming
        Names, keys and facts as a source gives them.
    known
        By the id of a project: its names, keys and facts.
    same_unit
        Whether two units are one (asked in Python alone).
    taken
        Ids that may not be linked again.

    Returns
    -------
    tuple[Link, ...]
        The links, each with what proves it.

    Examples
    --------
    >>> known = {"P1": [Naming("P1", "Crossrail", unit="DFT")], "P2": [Naming("P2", "Thames Tideway", unit="DEFRA")]}
    >>> for made in link([Naming("7", "Crossrail Programme", unit="DFT"), Naming("8", "Tideway", unit="DEFRA")], known):
    ...     print(made.incoming, made.known, made.sameness.value, "|", made.evidence)
    7 P1 core | “Crossrail Programme” and “Crossrail” differ only in general words; same unit
    """
    units = same_unit or _equal_units
    if not known:
        return ()
    links = list(_by_key(incoming, known, taken))
    for sameness, folding in ((Sameness.NAME, fold), (Sameness.CORE, core)):
        done = {made.incoming for made in links}
        used = {made.known for made in links} | taken
        rest = [naming for naming in incoming if naming.ref not in done]
        links.extend(_by_name(rest, {ref: names for ref, names in known.items() if ref not in used}, sameness, folding, units))
    return tuple(links)


def propose_links(
    incoming: Sequence[Naming],
    known: Sequence[Naming],
    *,
    same_unit: Callable[[str, str], bool] | None = None,
    floor: int = 70,
    each: int = 3,
) -> tuple[Proposal, ...]:
    """Which namings may be one project though nothing proves it: likeness of the names, raised by agreeing facts, with the evidence.

    The score is 0.7 × likeness of the core names (0 to 100, word order ignored) + 10 for the same unit + 10 for each agreeing
    fact, at most 100; different units cost 10. Proposals under `floor` are left out; `each` is the most for one naming.
    Among more than 2,000 known namings only those are looked at that share words with a naming: a long list takes seconds.

    Parameters
    ----------
    incoming
        Names, keys and facts as a source gives them.
    known
        The same of what is known.
    same_unit
        Whether two units are one (asked in Python alone).
    floor
        The least likeness, from 0 to 100.
    each
        How many proposals for one naming at most.

    Returns
    -------
    tuple[Proposal, ...]
        Proposals with likeness and evidence, the likeliest first.

    Examples
    --------
    >>> old = Naming("P1", "Future Beyond Line Of Sight", unit="MOD", facts={"start date": "2014-01-01"})
    >>> new = Naming("9", "Future Beyond Line of Sight (FBLOS) Skynet", unit="MOD", facts={"start date": "2014-01-01"})
    >>> [(p.known, p.score, p.evidence) for p in propose_links([new], [old])]
    [('P1', 86, 'names 94% alike; same unit; same start date')]
    """
    if not known:
        return ()
    units = same_unit or _equal_units
    cores = [core(naming.name) for naming in known]
    neighbours = Neighbours(cores)
    found: list[Proposal] = []
    for naming in incoming:
        sought = core(naming.name)
        near = process.extract(sought, neighbours.of(sought), scorer=_likeness, score_cutoff=60, limit=each * 4)
        scored = (_proposal(naming, known[index], likeness, units) for _text, likeness, index in near)
        best: dict[str, Proposal] = {}
        for proposal in scored:
            if proposal.score >= floor and proposal.known != naming.ref:
                best[proposal.known] = max(best.get(proposal.known, proposal), proposal, key=lambda p: p.score)
        found.extend(sorted(best.values(), key=lambda p: (-p.score, p.known))[:each])
    return tuple(sorted(found, key=lambda p: (-p.score, p.incoming, p.known)))


def _without_former_name(name: str) -> str:
    while (start := _FORMER.search(name)) is not None:
        depth, end = 0, len(name)
        for position in range(start.start(), len(name)):
            depth += {"(": 1, ")": -1}.get(name[position], 0)
            if depth == 0:
                end = position + 1
                break
        name = name[: start.start()] + " " + name[end:]
    return name


def _equal_units(one: str, other: str) -> bool:
    return not one or not other or fold(one) == fold(other)


def _by_key(incoming: Sequence[Naming], known: Mapping[str, Sequence[Naming]], taken: frozenset[str]) -> Iterable[Link]:
    by_key = {key_fold(naming.key): ref for ref, namings in known.items() for naming in namings if naming.key}
    used = set(taken)
    for naming in incoming:
        ref = by_key.get(key_fold(naming.key)) if naming.key else None
        if ref is not None and ref not in used:
            used.add(ref)
            yield Link(naming.ref, ref, Sameness.KEY, f"same key {naming.key}")


def _by_name(
    rest: Sequence[Naming],
    free: Mapping[str, Sequence[Naming]],
    sameness: Sameness,
    folding: Callable[[str], str],
    units: Callable[[str, str], bool],
) -> Iterable[Link]:
    candidates: dict[str, set[str]] = defaultdict(set)
    for ref, namings in free.items():
        for naming in namings:
            candidates[folding(naming.name)].add(ref)
    wanted: dict[str, list[Naming]] = defaultdict(list)
    for naming in rest:
        wanted[folding(naming.name)].append(naming)
    for folded, namings in wanted.items():
        fitting = [ref for ref in candidates.get(folded, ()) if _keys_agree(namings[0], free[ref])]
        if len(namings) != 1 or len(fitting) != 1:
            continue
        known = free[fitting[0]]
        if any(units(namings[0].unit, other.unit) for other in known):
            yield Link(namings[0].ref, fitting[0], sameness, _name_evidence(namings[0], known, sameness, folding))


def _keys_agree(naming: Naming, known: Sequence[Naming]) -> bool:
    keys = [other.key for other in known if other.key]
    if not naming.key or not keys:
        return True
    number = key_number(naming.key)
    return bool(number) and any(key_number(key) == number for key in keys)


def _name_evidence(naming: Naming, known: Sequence[Naming], sameness: Sameness, folding: Callable[[str], str]) -> str:
    other = next(o for o in reversed(known) if folding(o.name) == folding(naming.name))
    alike = f"“{naming.name}” and “{other.name}” differ only in general words"
    said = f"same name “{other.name}”" if sameness is Sameness.NAME else alike
    keys = [o.key for o in known if o.key]
    parts = [said]
    if naming.unit and any(fold(o.unit) == fold(naming.unit) for o in known):
        parts.append("same unit")
    elif naming.unit:
        parts.append(f"unit {other.unit or 'not given'}, now {naming.unit}")
    if naming.key and keys:
        parts.append(f"key {keys[-1]}, now {naming.key}")
    return "; ".join(parts)


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """The mean of two ratios: one forgives words that are missing, the other doesn't."""
    if len(one) <= 3 or len(other) <= 3:
        return 0.0
    forgiving = fuzz.token_set_ratio(one, other)
    return 0.0 if forgiving < (score_cutoff or 0) else (forgiving + fuzz.token_sort_ratio(one, other)) / 2


def _proposal(naming: Naming, other: Naming, likeness: float, units: Callable[[str, str], bool]) -> Proposal:
    parts = [f"names {round(likeness)}% alike"]
    score = 0.7 * likeness
    if naming.unit and other.unit:
        agree = fold(naming.unit) == fold(other.unit)
        score += 10 if agree else 0 if units(naming.unit, other.unit) else -10
        parts.append("same unit" if agree else f"unit {other.unit} there, {naming.unit} here")
    for label, value in naming.facts.items():
        if value and other.facts.get(label) == value:
            score += 10
            parts.append(f"same {label}")
    return Proposal(naming.ref, other.ref, min(100, round(score)), "; ".join(parts))
