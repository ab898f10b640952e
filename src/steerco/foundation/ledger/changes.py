"""What one act has changed so far: kept as text, the first of it in memory and the rest in a file, so that no act is too large."""

from __future__ import annotations

import json
import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from steerco.foundation.ledger.chain import sealed_text, sealed_texts
from steerco.foundation.ledger.models import Change, Revision

IN_MEMORY = 5000


class Written(NamedTuple):
    """One change as the ledger will hold it; `before` and `after` as the text that is sealed."""

    record_type: str
    record_id: int
    record_label: str
    action: str
    before: str | None
    after: str | None

    def as_change(self, revision: Revision) -> Change:
        """The record that the ledger keeps."""
        before, after = (None if text is None else json.loads(text) for text in (self.before, self.after))
        kind, key, label, action = self[:4]
        return Change(
            revision=revision, record_type=kind, record_id=key, record_label=label, action=action, before=before, after=after
        )  # fmt: skip


class Changes:
    """The changes of an act in their order."""

    def __init__(self) -> None:
        self._near: list[Written] = []
        self._far: IO[bytes] | None = None
        self._starts: list[int] = []
        self._count = 0
        self._kinds: dict[str, None] = {}

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Written]:
        if self._far is not None:
            self._far.seek(0)
            for _start in self._starts:
                for each in marshal.load(self._far):  # noqa: S302  the file has no name and is our own
                    yield Written(*each)
        yield from list(self._near)

    @property
    def kinds(self) -> Iterable[str]:
        """The kinds of record that were touched."""
        return self._kinds

    def note(
        self, kind: str, key: int, label: str, action: str, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:  # fmt: skip
        """Adds a change."""
        self._near.append(Written(kind, key, label, action, sealed_text(before), sealed_text(after)))
        self._count += 1
        self._kinds[kind] = None
        if len(self._near) >= IN_MEMORY:
            self._put_away()

    def note_made(self, kind: str, keys: Sequence[int], labels: Iterable[str], names: Sequence[str], columns: Sequence[Any]) -> None:
        """Adds that records of one kind were made, their values given by column."""
        texts = sealed_texts(names, columns)
        self._near += [Written(kind, *each) for each in zip(keys, labels, repeat(Change.CREATED), repeat(None), texts)]
        self._count += len(keys)
        self._kinds[kind] = None
        if len(self._near) >= IN_MEMORY:
            self._put_away()

    def back_to(self, count: int) -> None:
        """Forgets the changes after the first so many; the kinds that they touched stay noted, which only makes readers look again."""
        while self._count - len(self._near) > count:
            assert self._far is not None
            self._far.seek(self._starts.pop())
            start = self._far.tell()
            again = [Written(*each) for each in marshal.load(self._far)]  # noqa: S302
            self._far.truncate(start)
            self._count -= len(self._near)
            self._near = again
        del self._near[count - (self._count - len(self._near)) :]
        self._count = count

    def after_of(self, kind: str, key: int) -> Iterator[dict[str, Any]]:
        """What the changes of one record gave it."""
        for each in self:
            if each.record_id == key and each.record_type == kind and each.after:
                yield json.loads(each.after)

    def _put_away(self) -> None:
        if self._far is None:
            self._far = TemporaryFile(prefix="steerco-act-")  # noqa: SIM115  it lasts as long as the act
        self._starts.append(self._far.seek(0, 2))
        marshal.dump([tuple(each) for each in self._near], self._far)
        self._near = []


class Made:
    """Which records an act has made: keys one by one, and runs of keys of what was made at once."""

    def __init__(self) -> None:
        self._log: list[tuple[str, range]] = []
        self._single: dict[str, set[int]] = defaultdict(set)
        self._runs: dict[str, list[range]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self._log)

    def add(self, kind: str, keys: range) -> None:
        """Notes a run of keys of one kind."""
        self._log.append((kind, keys))
        if len(keys) == 1:
            self._single[kind].add(keys.start)
        else:
            self._runs[kind].append(keys)

    def holds(self, kind: str, key: int) -> bool:
        """Whether a record was made."""
        return key in self._single[kind] or any(key in run for run in self._runs[kind])

    def back_to(self, count: int) -> None:
        """Forgets what was noted after the first so many."""
        for kind, keys in self._log[count:]:
            if len(keys) == 1:
                self._single[kind].discard(keys.start)
            else:
                self._runs[kind].remove(keys)
        del self._log[count:]
