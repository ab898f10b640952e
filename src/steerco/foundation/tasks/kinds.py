"""The kinds of jobs: a function that is declared once, and what is known of it before it runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from steerco.foundation.tasks.cron import Cron

Text = str | Promise
Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job, in a sentence, and where it can be looked at (a path of this site)."""

    text: str
    link: str = ""


class JobFailed(Exception):
    """The work can't be done, and why; the text is shown to whoever asked. It isn't tried again."""


class NoSuchJob(LookupError):
    """Nobody has declared a job of this kind."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job.

    `starts` is how often it may be begun where workers die in the middle of it; `retries` how often it is tried again after a fault of
    its own, the first time after `pause` seconds, then after twice as long each time. `every` is when it is done by the clock (five
    fields of cron, in the time of the organisation). A `quiet` kind tells nobody when it is done.
    """

    name: str
    label: Text
    work: Work
    about: Text = ""
    starts: int = 3
    retries: int = 0
    pause: int = 60
    every: str = ""
    quiet: bool = False


_kinds: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    label: Text,
    about: Text = "",
    starts: int = 3,
    retries: int = 0,
    pause: int = 60,
    every: str = "",
    quiet: bool = False,
) -> Callable[[Work], Work]:
    """Declares a function `(progress, **arguments)` as a kind of job. It may be run twice, so running it again must do no harm."""
    if every:
        Cron.parse(every)

    def declare(work: Work) -> Work:
        known = _kinds.get(name)
        if known is not None and _place(known.work) != _place(work):
            raise ValueError(f"There are two kinds of jobs called {name}: {known.work.__module__} and {work.__module__}")
        _kinds[name] = JobKind(name, label, work, about, starts, retries, pause, every, quiet or bool(every))
        return work

    return declare


def kind_of(name: str) -> JobKind:
    """The kind of this name; raises `NoSuchJob`."""
    try:
        return _kinds[name]
    except KeyError:
        raise NoSuchJob(f"There is no kind of job called {name}.") from None


def label_of(name: str) -> str:
    """The words for a kind, also for one that is no longer declared."""
    return str(_kinds[name].label) if name in _kinds else name.replace("_", " ").capitalize()


def scheduled_kinds() -> list[JobKind]:
    """The kinds that are done by the clock, by name."""
    return sorted((kind for kind in _kinds.values() if kind.every), key=lambda kind: kind.name)


def check_arguments(kind: JobKind, arguments: dict[str, Any]) -> None:
    """Raises `TypeError` where the work could not be called so, when it is asked for and not hours later."""
    inspect.signature(kind.work).bind(object(), **arguments)


def _place(work: Callable[..., Any]) -> tuple[str, str]:
    return work.__module__, work.__qualname__
