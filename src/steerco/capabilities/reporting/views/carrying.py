"""What a new report takes over from the last one: its words and its colours, which the writer changes where they changed."""

from __future__ import annotations

from steerco.capabilities.status.queries import StatusReport, said


def last_words(last: StatusReport | None) -> dict[str, str]:
    """What the last report said, by topic."""
    return said(last) if last is not None else {}


def carry_judgement(report: StatusReport, last: StatusReport | None) -> None:
    """Gives a new report the colours of the last one with their reasons; its picks are made anew."""
    if last is not None:
        report.reported_colours = {name: dict(held) for name, held in last.reported_colours.items()}
