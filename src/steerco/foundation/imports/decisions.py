"""What a person decided on a page of the wizard, as the options of the batch keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from steerco.foundation.imports.models import ImportBatch
from steerco.foundation.imports.sheets import IGNORE, OWN
from steerco.foundation.imports.targets import TWICE

MAX_OWN = 80
OWN_CHOICE = "own"
LATER, SAME, NEW = "later", "same", "new"


def all_columns(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns of all files of a batch, each once, in the order of the files."""
    found: dict[str, dict[str, Any]] = {}
    for file in report.get("files", []):
        for column in file.get("columns", []):
            found.setdefault(column["name"], column)
    return list(found.values())


def mapping_from(batch: ImportBatch, posted: Mapping[str, str]) -> dict[str, str]:
    """The mapping after the page of columns: what was changed there, and what was decided before."""
    mapping: dict[str, str] = dict(batch.options.get("mapping", {}))
    for number, column in enumerate(all_columns(batch.report)):
        chosen = posted.get(f"column-{number}")
        if chosen is None:
            continue
        if chosen == OWN_CHOICE:
            label = " ".join((posted.get(f"own-{number}") or column["name"]).split())[:MAX_OWN]
            chosen = OWN + label
        chosen = chosen or IGNORE
        if chosen != (column["target"] or IGNORE) or column.get("check"):
            mapping[column["name"]] = chosen
    return mapping


def answers_from(batch: ImportBatch, posted: Mapping[str, str]) -> dict[str, str]:
    """The answers after a page: `answer-KEY` gives one, an empty one or `again-KEY` takes it back."""
    answers: dict[str, str] = dict(batch.options.get("answers", {}))
    for name, value in posted.items():
        if name.startswith("answer-"):
            key = name.removeprefix("answer-")
            if value.strip():
                answers[key] = value.strip()[:200]
            else:
                answers.pop(key, None)
        elif name.startswith("again-"):
            answers.pop(name.removeprefix("again-"), None)
    return answers


def match_answers(batch: ImportBatch, posted: Mapping[str, str]) -> dict[str, str]:
    """The answers after the page of matches: for each row a known record, a new one, or left for later."""
    answers: dict[str, str] = dict(batch.options.get("answers", {}))
    for key, match in matches_of(batch.report):
        said = posted.get(key)
        if said is None:
            continue
        offered = {candidate["ref"] for candidate in match["candidates"]} | ({match["linked_ref"]} if match["linked_ref"] else set())
        if said == LATER:
            answers.pop(key, None)
        elif said in offered or (said == NEW and match["link"] != TWICE):
            answers[key] = said
    return answers


def matches_of(report: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every match of a report with the name of its answer; with several files the name holds the file."""
    files = report.get("files", [])
    for file in files:
        for match in file.get("matches", []):
            key = f"{TWICE if match['link'] == TWICE else 'match'}:{match['row']}"
            yield (key if len(files) == 1 else f"{key}@{file['file']}"), {**match, "file": file["file"]}
