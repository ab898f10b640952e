"""What changed between two texts, word by word, as a reader would mark it with a pen."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

_MANY = 3_000  # words; above this the texts are compared by sentence first, so that time stays linear
_ALIKE = 0.9


class Fate(Enum):
    """What happened to a run of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row with one fate; `text` joins them with single blanks, `words` counts them."""

    fate: Fate
    text: str

    @property
    def words(self) -> int:
        """How many words the run holds."""
        return len(self.text.split())


def similarity(old: str, new: str) -> float:
    """The share of words that two texts have in common and in order: 2 × common ÷ all, from 0 to 1; two empty texts are alike.

    Parameters
    ----------
    old
        The text before.
    new
        The text now.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> similarity("the dates will be kept", "the dates will be kept")
    1.0
    """
    before, after = old.split(), new.split()
    if before == after:
        return 1.0
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def is_copy(old: str, new: str) -> bool:
    """Whether a text repeats the last one: more than 0.9 alike (domain specification §10.2) and no figure changed; no text is no copy.

    Parameters
    ----------
    old
        The text before.
    new
        The text now.

    Returns
    -------
    bool
        True for a copy.
    """
    before, after = old.split(), new.split()
    if not before or not after or 2 * min(len(before), len(after)) <= _ALIKE * (len(before) + len(after)):
        return False
    return _figures(before) == _figures(after) and similarity(old, new) > _ALIKE


def _figures(words: list[str]) -> list[str]:
    return [word for word in words if not word.isalpha() and any(sign.isdigit() for sign in word)]


def compared(old: str, new: str, *, keep: int = 6, joined_below: int = 3) -> tuple[Run, ...]:
    """The runs of words that stayed, went and came, in reading order.

    Unchanged words between two changes are taken into the changes when there are fewer than `joined_below` of them (a lone
    "the" between two rewritten halves tells nobody anything), and are folded but for `keep` words beside each change when
    there are many.

    Parameters
    ----------
    old
        The text before.
    new
        The text now.
    keep
        How many unchanged words to keep around a change.
    joined_below
        Runs of unchanged words shorter than this are joined to the changes beside them.

    Returns
    -------
    tuple[Run, ...]
        Runs of words, each with what became of it.

    Examples
    --------
    >>> [(run.fate.value, run.text) for run in compared("ends in May 2020", "ends in June 2023", keep=2)]
    [('same', 'ends in'), ('gone', 'May 2020'), ('new', 'June 2023')]
    """
    pairs = _joined(_word_pairs(old, new), joined_below)
    return tuple(_folded(_runs(pairs), keep))


Pair = tuple[bool, list[str], list[str]]


def _word_pairs(old: str, new: str) -> list[Pair]:
    before, after = old.split(), new.split()
    if len(before) + len(after) <= _MANY:
        return _aligned(before, after)
    pairs: list[Pair] = []
    for same, gone, came in _aligned(_sentences(before), _sentences(after)):
        pairs.append((same, [w for s in gone for w in s.split()], [w for s in came for w in s.split()]))
    return pairs


def _aligned(before: list[str], after: list[str]) -> list[Pair]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [(tag == "equal", before[i1:i2], after[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes()]


def _sentences(words: list[str]) -> list[str]:
    sentences: list[str] = []
    current: list[str] = []
    for word in words:
        current.append(word)
        if word.endswith((".", ";", ":", "?")):
            sentences.append(" ".join(current))
            current = []
    return [*sentences, " ".join(current)] if current else sentences


def _joined(pairs: list[Pair], joined_below: int) -> list[Pair]:
    last = len(pairs) - 1
    marked = [(same and (len(new) >= joined_below or at in (0, last)), old, new) for at, (same, old, new) in enumerate(pairs)]
    joined: list[Pair] = []
    for same, group in groupby(marked, key=lambda pair: pair[0]):
        parts = list(group)
        joined.append((same, [w for _, old, _ in parts for w in old], [w for _, _, new in parts for w in new]))
    return joined


def _runs(pairs: list[Pair]) -> list[Run]:
    runs: list[Run] = []
    for same, old, new in pairs:
        if same:
            runs.append(Run(Fate.SAME, " ".join(new)))
            continue
        if old:
            runs.append(Run(Fate.GONE, " ".join(old)))
        if new:
            runs.append(Run(Fate.NEW, " ".join(new)))
    return runs


def _folded(runs: list[Run], keep: int) -> list[Run]:
    shown: list[Run] = []
    for at, run in enumerate(runs):
        words = run.text.split()
        head = keep if at > 0 else 0
        tail = keep if at < len(runs) - 1 else 0
        if run.fate is not Fate.SAME or len(words) <= head + tail + keep:
            shown.append(run)
            continue
        parts = (words[:head], words[head : len(words) - tail], words[len(words) - tail :])
        fates = (Fate.SAME, Fate.FOLDED, Fate.SAME)
        shown.extend(Run(fate, " ".join(part)) for fate, part in zip(fates, parts, strict=True) if part)
    return shown
