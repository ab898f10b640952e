"""Writes docs/schedule-truth.md: how the dates that Steerco calculates compare with those of the vendors, by plan and field.

Run with: python -m benchmarks.truth
"""

from __future__ import annotations

from pathlib import Path

from steerco_engine.network import schedule
from steerco_engine.network.tests.truths import FOLDER, Score, Truth, scored

PAGE = Path(__file__).resolve().parents[1] / "docs" / "schedule-truth.md"
FIELDS = ("es", "ef", "ls", "lf", "tf", "ff")
HEAD = """# Dates beside the vendors' own

Written by `python -m benchmarks.truth`; the tests of `steerco_engine.network` hold it. Each plan was calculated by Primavera P6 or
Microsoft Project; every stored result was discarded, all dates and floats were calculated again and compared. *Same* is the same
minute, *equivalent* (after a plus) the same working minute: 17:00 on Friday and 08:00 on Monday; a number after a slash is different.
Summaries are counted apart.

| plan | activities | {fields} | summaries |
|---|---|{lines}---|
"""
FOOT = """
Primavera: {p6} of {p6_all} activities equivalent in all fields. Microsoft Project: {ms} of {ms_all},
{files} of {files_all} plans complete.

What differs: in one plan an activity without links keeps a late date one day before the end of the project. A completed
task of that plan, on actual dates, moved the end by that day; the vendor stored the late date of the calculation before.

Two files of the oldest format (MPX) are not counted: it keeps finishes as days without a time, so they can't be compared to the minute.
The same comparison from the files themselves, over the readers, gives the same numbers.

Where dates are equivalent but not the same minute: milestones and links to a finish that end at the beginning of the next working time.
"""


def row(label: str, score: Score) -> str:
    """The row of a plan."""
    cells = []
    for name in FIELDS:
        held = f"{score.same[name]} + {score.equivalent[name]}" if score.equivalent[name] else str(score.same[name])
        cells.append(f"{held} / {score.different[name]}" if score.different[name] else held)
    return f"| {label} | {score.activities} | {' | '.join(cells)} | {score.summaries - score.wrong_summaries} of {score.summaries} |"


def main() -> None:
    """Writes the page."""
    rows, totals, counts = [], {"p6": [0, 0], "ms": [0, 0], "files": [0, 0]}, {"p6": 0, "ms": 0}
    for path in sorted(FOLDER.glob("*.json.gz")):
        truth = Truth(path)
        if not truth.scored:
            continue
        score = scored(truth, {line.uid: line for line in schedule(truth.problem).lines})
        tool = "p6" if path.name.startswith("p6") else "ms"
        counts[tool] += 1
        rows.append(row(f"{'Primavera' if tool == 'p6' else 'Microsoft Project'} plan {counts[tool]}", score))
        totals[tool][0] += score.activities - len(score.wrong)
        totals[tool][1] += score.activities
        if tool == "ms":
            totals["files"][0] += not score.wrong
            totals["files"][1] += 1
    head = HEAD.format(fields=" | ".join(FIELDS), lines="---|" * len(FIELDS))
    done = {name: pair[0] for name, pair in totals.items()} | {f"{name}_all": pair[1] for name, pair in totals.items()}
    PAGE.write_text(head + "\n".join(rows) + "\n" + FOOT.format(**done), encoding="utf-8")


if __name__ == "__main__":
    main()
