"""Boards as Trello and WeKan export them: each card a line, each point of a checklist a part of its card, the rest counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.imports.json_lists import parsed
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.readers import Table, reader, without_nothing

HEADS = (
    "Key", "Board", "List", "Name", "Description", "Members", "Start", "Due", "Done", "Created", "Archived", "Labels", "Part of",
)  # fmt: skip
Record = Mapping[str, Any]


@reader("trello")
def trello(text: str) -> Table:
    """A board of Trello; raises `CannotRead` where the file is none."""
    board = _board(text, ("lists", "cards", "checklists", "members"))
    lists = {one["id"]: one["name"] for one in board["lists"]}
    people = {one["id"]: one.get("fullName") or one.get("username", "") for one in board["members"]}
    cells = [list(HEADS)]
    for card in board["cards"]:
        who = [people.get(key, "") for key in card.get("idMembers", ())]
        labels = [label["name"] or label["color"] or "" for label in card.get("labels", ())]
        cells.append(
            [card["id"], board["name"], lists.get(card["idList"], ""), card["name"], card.get("desc") or "", ", ".join(filter(None, who)),
             card.get("start") or "", card.get("due") or "", _said(card.get("dueComplete")), _made(card["id"]), _said(card["closed"]),
             ", ".join(filter(None, labels)), ""]
        )  # fmt: skip
    on = {card["id"]: (lists.get(card["idList"], ""), _said(card["closed"])) for card in board["cards"]}
    for checklist in board["checklists"]:
        section, archived = on.get(checklist["idCard"], ("", ""))
        cells.extend(
                [point["id"], board["name"], section, point["name"], "", people.get(point.get("idMember") or "", ""), "",
                 point.get("due") or "", _said(point.get("state") == "complete"), _made(point["id"]), archived, "", checklist["idCard"]]
            for point in checklist.get("checkItems", ())
        )  # fmt: skip
    actions = board.get("actions", [])
    comments = sum(1 for action in actions if action.get("type") == "commentCard")
    return Table(cells, without_nothing((
        (_("Comments"), comments),
        (_("Other entries of the board’s history"), len(actions) - comments),
        (_("Attachments"), sum(len(card.get("attachments", ())) for card in board["cards"])),
        (_("Names of checklists"), len(board["checklists"])),
        (_("Further members of cards"), sum(max(len(card.get("idMembers", ())) - 1, 0) for card in board["cards"])),
        (_("Lists without cards"), len(lists.keys() - {card["idList"] for card in board["cards"]})),
        (_("That a list is archived"), sum(1 for one in board["lists"] if one.get("closed"))),
        (_("Votes"), sum(len(card.get("idMembersVoted", ())) for card in board["cards"])),
        (_("Custom fields"), len(board.get("customFields", ()))),
        (_("Settings of power-ups"), len(board.get("pluginData", ()))),
    )))  # fmt: skip


@reader("wekan")
def wekan(text: str) -> Table:
    """A board of WeKan; raises `CannotRead` where the file is none."""
    board = _board(text, ("lists", "cards", "checklists", "checklistItems"))
    lists = {one["_id"]: one["title"] for one in board["lists"]}
    labels = {one["_id"]: one.get("name") or one.get("color", "") for one in board.get("labels", ())}
    people = {one.get("userId") or one.get("_id", ""): one.get("username", "") for one in board.get("users", ())}
    cells = [list(HEADS)]
    for card in board["cards"]:
        who = [people.get(key, "") for key in card.get("assignees") or card.get("members") or ()]
        named = [labels.get(key, "") for key in card.get("labelIds") or ()]
        cells.append(
            [card["_id"], board["title"], lists.get(card["listId"], ""), card["title"], card.get("description") or "",
             ", ".join(filter(None, who)), card.get("startAt") or "", card.get("dueAt") or "", _said(card.get("endAt") or False),
             card.get("createdAt") or "", _said(card.get("archived")), ", ".join(filter(None, named)), ""]
        )  # fmt: skip
    on = {card["_id"]: (lists.get(card["listId"], ""), _said(card.get("archived"))) for card in board["cards"]}
    for point in board["checklistItems"]:
        section, archived = on.get(point["cardId"], ("", ""))
        cells.append(
            [point["_id"], board["title"], section, point["title"], "", "", "", "", _said(point.get("isFinished")), "", archived, "",
             point["cardId"]]
        )  # fmt: skip
    return Table(cells, without_nothing((
        (_("Comments"), len(board.get("comments", ()))),
        (_("Entries of the board’s history"), len(board.get("activities", ()))),
        (_("Attachments"), len(board.get("attachments", ()))),
        (_("Names of checklists"), len(board["checklists"])),
        (_("Lists without cards"), len(lists.keys() - {card["listId"] for card in board["cards"]})),
        (_("Swimlanes"), len(board.get("swimlanes", ()))),
        (_("Custom fields"), len(board.get("customFields", ()))),
        (_("Rules, triggers and actions"), sum(len(board.get(name, ())) for name in ("rules", "triggers", "actions"))),
    )))  # fmt: skip


def _board(text: str, needed: Sequence[str]) -> Record:
    board = parsed(text)
    if not isinstance(board, dict) or any(not isinstance(board.get(name), list) for name in needed):
        raise CannotRead(_("This is no such board: it lacks %(names)s.") % {"names": ", ".join(needed)})
    return board


def _said(value: Any) -> str:
    return "yes" if value else "no"


def _made(key: str) -> str:
    """When a record of Trello was made: the first eight digits of its key count seconds since 1970."""
    try:
        return dt.datetime.fromtimestamp(int(key[:8], 16), dt.UTC).isoformat()
    except ValueError:
        return ""
