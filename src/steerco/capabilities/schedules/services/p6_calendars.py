"""The calendar text of Primavera: nested brackets of days, spans and exceptions, and back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from steerco.capabilities.schedules.services.records import FileRefused
from steerco_engine.calendars import DayException, Shift, Span

_SIGN = re.compile(r"\(0\|\|([^()]*)\(([^()]*)\)\(|\)")
_EPOCH = dt.date(1899, 12, 30)
_DEEPEST = 12
_LATEST = 120_000
STANDARD: tuple[Shift, ...] = (((480, 960),),) * 5 + ((), ())
"""What Primavera works by where a base calendar says nothing: Monday to Friday, eight to four."""


@dataclass(slots=True)
class _Bracket:
    name: str
    said: str
    inner: list[_Bracket] = field(default_factory=list)


def week_and_exceptions(text: str, place: str) -> tuple[tuple[Shift | None, ...], tuple[DayException, ...]]:
    """The seven days from Monday and the exceptions that a text says; days that it does not name are inherited."""
    root = _brackets(text, place)
    days: list[Shift | None] = [None] * 7
    exceptions: list[DayException] = []
    for part in root.inner[0].inner if root.inner else []:
        if part.name == "DaysOfWeek":
            for day in part.inner:
                if day.name.isdigit() and 1 <= int(day.name) <= 7:
                    days[(int(day.name) + 5) % 7] = _spans(day, place)
        elif part.name == "Exceptions":
            exceptions += [_exception(each, place) for each in part.inner]
    return tuple(days), tuple(exceptions)


def _brackets(text: str, place: str) -> _Bracket:
    stack = [_Bracket("", "")]
    for sign in _SIGN.finditer(text):
        if sign.group() == ")":
            if len(stack) == 1:
                continue
            stack[-2].inner.append(stack.pop()) if stack[-1].name != "\0" else stack.pop()
            continue
        if len(stack) > _DEEPEST:
            raise FileRefused("the calendar has too many brackets in brackets.", place)
        stack.append(_Bracket(sign.group(1).strip(), sign.group(2)))
        stack.append(_Bracket("\0", ""))
        stack[-1].inner = stack[-2].inner
    while len(stack) > 1:
        done = stack.pop()
        if done.name != "\0":
            stack[-1].inner.append(done)
    return stack[0]


def _said(part: _Bracket) -> dict[str, str]:
    words = part.said.split("|")
    return dict(zip(words[::2], words[1::2], strict=False))


def _spans(day: _Bracket, place: str) -> Shift:
    spans = []
    for part in day.inner:
        said = _said(part)
        if "s" in said and "f" in said:
            spans.append(span_of(said["s"], said["f"], place))
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def _exception(part: _Bracket, place: str) -> DayException:
    number = _said(part).get("d", "")
    if not number.isdigit() or int(number) > _LATEST:
        raise FileRefused(f"an exception of the calendar has no day: “{part.said[:30]}”.", place)
    day = _EPOCH + dt.timedelta(days=int(number))
    return DayException(day, day, _spans(part, place))


def span_of(start: str, finish: str, place: str) -> Span:
    """Two times of a day in minutes; midnight as an end is the end of the day."""
    first, last = minute_of(start, place), minute_of(finish, place)
    return first, 1440 if last == 0 else last


def minute_of(text: str, place: str) -> int:
    """A time of day in minutes, as 08:00, 8:00 AM or 08:00:00."""
    found = re.fullmatch(r"\s*(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp][Mm])?\s*", text)
    if found is None or int(found[1]) > 24 or int(found[2]) > 59:
        raise FileRefused(f"“{text[:20]}” is no time of day.", place)
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + (12 if found[3].lower() == "pm" else 0)
    return min(hour * 60 + int(found[2]), 1440)


def calendar_text(days: tuple[Shift | None, ...], exceptions: list[tuple[dt.date, Shift]]) -> str:
    """The text of a calendar, as Primavera reads it."""
    week = "".join(f"(0||{(day + 1) % 7 + 1}()({_spans_text(shift)}))" for day, shift in _sunday_first(days) if shift is not None)
    apart = "".join(f"(0||{n}(d|{(day - _EPOCH).days})({_spans_text(shift)}))" for n, (day, shift) in enumerate(exceptions))
    return f"(0||CalendarData()((0||DaysOfWeek()({week}))(0||VIEW(ShowTotal|Y)())(0||Exceptions()({apart}))))"


def _sunday_first(days: tuple[Shift | None, ...]) -> list[tuple[int, Shift | None]]:
    return [(day, days[day]) for day in (6, 0, 1, 2, 3, 4, 5)]


def _spans_text(shift: Shift) -> str:
    return "".join(f"(0||{n}(s|{clock(first)}|f|{clock(last % 1440)})())" for n, (first, last) in enumerate(shift))


def clock(minute: int) -> str:
    """Minutes of a day as a time."""
    return f"{minute // 60:02d}:{minute % 60:02d}"
