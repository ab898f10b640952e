"""What is wrong with an activity, and what a planner can do about it, by code."""

from __future__ import annotations

TO_DO: dict[str, str] = {
    "NO_PREDECESSOR": "Link it to what must happen before it starts.",
    "NO_SUCCESSOR": "Link it to what waits for it, or to the project's finish.",
    "NO_LINKS": "Link it to what comes before it and to what waits for it.",
    "LEAD": "Replace the lead: split the earlier task where the later one can begin, or use a start-to-start link.",
    "LAG": "Make the waiting a task of its own with an owner, or write down why it is a lag.",
    "NOT_FS": "Use a finish-to-start link, splitting a task if need be; keep another kind only where the work truly overlaps.",
    "HARD_CONSTRAINT": "Take the date away and let links place the task; show a promised date as a deadline.",
    "HIGH_FLOAT": "Look for a successor that is missing or a date that pushes what follows.",
    "NEGATIVE_FLOAT": "Shorten or overlap the path, or agree on a later date: as planned it misses the date that holds it.",
    "HIGH_DURATION": "Break it into tasks of two months at most, each with a result that can be seen.",
    "FORECAST_IN_PAST": "Report it as started or finished, or move what is left to after the status date.",
    "ACTUAL_IN_FUTURE": "Correct the actual date: nothing can have happened after the status date.",
    "NO_RESOURCE": "Say who does it or what it costs.",
    "MISSED": "Say why it is late and bring what follows up to date; if the plan has changed, ask for a new baseline.",
    "PATH_BROKEN": "Find where the path to the finish breaks: a missing link, a date that holds, or an activity that was left out.",
    "BEHIND": "Recover the time on the critical path, or agree on a later finish.",
    "NOT_DONE": "Finish it or forecast it honestly: by the baseline it should be complete.",
    "NEVER_BASELINED": "Take it into the baseline by a change, so that it can be measured.",
}
"""What to do, by the code of an offence."""
