"""Role by address: each page and file opens for the roles that the permission tables name, and is refused in words to the others."""

from __future__ import annotations

import pytest

from steerco.capabilities.people.access import COLUMNS, LEDGER, PEOPLE, ROLE_ASSIGNMENTS, UNITS
from steerco.capabilities.projects.access import PORTFOLIOS, PROJECTS
from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.work.access import TASKS
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.registers.register import registers
from tests.isolation import around, colours, entitled, governed, logs, reported
from tests.isolation.addresses import Address, addresses, read
from tests.isolation.walking import ask, leaks, standing, walk
from tests.isolation.worlds import FOREIGN, OPEN, OUTSIDE, RESTRICTED, SECRET, World

Line = tuple[Permissions | tuple[Permissions, ...], str]
EVERYBODY = None
NOBODY = (REPORTS, "nobody")
WRITES = {"report_draft": (REPORTS, "draft or publish")}  # where a page may be read by more people than may write on it
POSTED = (
    "_views",
    "verify_ledger",
    "import_load",
    "import_discard",
    "organisation",
    "merge_confirm",
    "merge_undo",
    "sample_leave",
    *around.POSTED,
    *entitled.POSTED,
    *reported.POSTED,
    "undo",
    "redo",
    "take_back",
    "_order",
)
UNASKED = {
    "sample": "founds the sample where there is none: tried in the room of worklists and in the journeys",
}
OPENS = {200, 204, 302, 400, 409, 422}
REFUSED = {403, 404}
SHUT = {403, 404, 405}
TABLES = {
    "units": UNITS,
    "people": PEOPLE,
    "roles": ROLE_ASSIGNMENTS,
    "projects": PROJECTS,
    "programmes": PORTFOLIOS,
    "portfolios": PORTFOLIOS,
    "fields": FIELDS,
    "reports": REPORTS,
    "portfolio": PORTFOLIOS,
    "tasks": TASKS,
    **dict.fromkeys(logs.REGISTERS, logs.RAID),
    **colours.REGISTERS,
    **governed.REGISTERS,
    **reported.REGISTERS,
}
VERBS = {
    "roles": {"create": "grant", "edit": "nobody", "delete": "end", "export": "view"},
    "fields": {"create": "configure", "edit": "configure", "delete": "configure", "export": "view"},
    "reports": {"create": "nobody", "edit": "nobody", "delete": "draft"},
    **logs.VERBS,
    **colours.VERBS,
    **governed.VERBS,
}
OWN = {
    **reported.OWN,
    **around.OWN,
    **entitled.OWN,
    **logs.OWN,
    **colours.OWN,
    **governed.OWN,
    "undo": EVERYBODY,
    "redo": EVERYBODY,
    "take_back": (REPORTS, "nobody"),  # of an act of somebody else
    "home": EVERYBODY,
    "my_work": EVERYBODY,
    "start": (PROJECTS, "create"),
    "sample": EVERYBODY,
    "sample_leave": EVERYBODY,
    "organisation": EVERYBODY,
    "gallery": EVERYBODY,
    "search": EVERYBODY,
    "units_tree": (UNITS, "view"),
    "unit_place": (UNITS, "edit"),
    "ledger": (LEDGER, "view"),
    "verify_ledger": (LEDGER, "view"),
    "revision": (LEDGER, "view"),
    "project_history": (LEDGER, "history"),
    "audit": (LEDGER, "export"),
    "audit_file": (LEDGER, "export"),
    "changed": (LEDGER, "view"),
    "changed_file": (LEDGER, "export"),
    "changed_record": (LEDGER, "history"),
    "changed_record_file": (LEDGER, "history"),
    "portfolio": EVERYBODY,
    "portfolio_movements": EVERYBODY,
    "portfolio_overview": (PORTFOLIOS, "view"),
    "portfolio_compare": (PORTFOLIOS, "view"),
    "portfolio_table": (PORTFOLIOS, "export"),
    "portfolio_why": ((PORTFOLIOS, REPORTS), "view"),
    "portfolio_movement_why": ((PORTFOLIOS, REPORTS), "view"),
    "portfolio_movements_file": (PORTFOLIOS, "export"),
    "field_retire": (FIELDS, "configure"),
    "project": (PROJECTS, "view"),
    "project_record_csv": (PROJECTS, "export"),
    "project_brief": (PROJECTS, "export"),
    "portfolio_brief": (PORTFOLIOS, "export"),
    "project_reports": (PROJECTS, "view"),
    "project_compare": ((PROJECTS, REPORTS), "view"),
    "project_people": (PROJECTS, "view"),
    "report_write": (REPORTS, "draft"),
    "report_draft": (REPORTS, "see_drafts"),
    "report": (REPORTS, "view"),
    "project_report": (REPORTS, "view"),
}


def needs() -> dict[str, Line | None]:
    """What each address asks of whoever opens it; everything of imports asks for the import, of merges for the merge."""
    found: dict[str, Line | None] = dict(OWN)
    for name, register in registers.items():
        table, verbs = TABLES[name], VERBS.get(name, {})
        own = {
            name: "view",
            f"{register.word}_new": "create",
            f"{name}_export": "export",
            f"{name}_views": "view",
            f"{name}_why": "view",
            register.opens: "view",
        }
        own |= {f"{register.word}_{verb}": verb for verb in ("edit", "delete")}
        own |= {register.urls[way]: "edit" for way in ("cell", "bulk", "paste", "order")}
        found |= {address: (table, verbs.get(action, action)) for address, action in own.items() if address and address not in OWN}
    return found


def may_open(role: str, line: Line | None) -> bool:
    """Whether a role may do one of the actions of a line, by its table or by all of them where it names several."""
    if line is None:
        return True
    tables = line[0] if isinstance(line[0], tuple) else (line[0],)
    return any(all(table.grants(role, action) for table in tables) for action in line[1].split(" or ") if action in tables[0].allowed)


def need_of(name: str) -> Line | None:
    """What one address asks; `KeyError` where nobody has said it."""
    if name.startswith("import"):
        return (REPORTS, "import")
    if name.startswith(("merge", "split", "name_")):
        return (PROJECTS, "merge")
    return needs()[name]


def test_of_every_address_it_is_known_who_may_open_it(alpha: World) -> None:
    names = {address.name for address in addresses(alpha, most=1)}
    unsaid = []
    for name in sorted(names):
        try:
            need_of(name)
        except KeyError:
            unsaid.append(name)
    assert unsaid == []
    assert len(names) > 60


@pytest.mark.parametrize("role", COLUMNS)
def test_each_address_opens_for_the_roles_of_its_line_only(alpha: World, beta: World, member, browser_of, role: str) -> None:
    """And none shows anything of another organisation: the walk is the same."""
    browser = browser_of(member(alpha, role, clearance=2))
    before, wrong = standing(alpha), []
    for address in addresses(alpha, most=1):
        if address.name in UNASKED:
            continue
        line = need_of(address.name)
        may = may_open(role, line)
        for method in ("post",) if address.name.endswith(POSTED) else ("get",):
            answer, said = ask(browser, address.path, method)
            if line is None and address.name == "organisation":
                fine = answer.status_code == 404
            elif may and line is not NOBODY:
                fine = answer.status_code in OPENS or (address.name.startswith("import_") and answer.status_code == 404)
            else:
                fine = answer.status_code in REFUSED and (answer.status_code == 404 or "Refused" in said)
            wrong += [f"{method} {address.path} ({address.name}) shows {leak}" for leak in leaks(said, [FOREIGN])]
            if not fine:
                wrong.append(f"{role} {'may' if may else 'may not'} {method} {address.path} ({address.name}) → {answer.status_code}")
    assert standing(alpha) == before
    assert wrong == []


@pytest.mark.parametrize("role", ["requester", "team_member", "auditor", "administrator"])
def test_what_may_not_be_opened_may_not_be_posted_either(alpha: World, member, browser_of, role: str) -> None:
    browser, wrong = browser_of(member(alpha, role, clearance=2)), []
    before = standing(alpha)
    for address in addresses(alpha, most=1):
        line = WRITES.get(address.name) or need_of(address.name)
        if may_open(role, line):
            continue
        seen: list[bool] = []
        sent = {
            "name": "taken over",
            "code": "NEW",
            "label": "New",
            "kind": "text",
            "reason": "mine",
            "scope_kind": "organisation",
            "role": "auditor",
        }
        answer, _said = ask(browser, address.path, "post", sent, after=lambda seen=seen: seen.append(standing(alpha) == before))
        if seen != [True] or answer.status_code not in REFUSED | {405}:
            wrong.append(f"{role} POST {address.path} → {answer.status_code}, unchanged {seen}")
    assert wrong == []


def about(world: World, words: list[str]) -> list[Address]:
    """One address of each route, and every address of some projects."""
    refs = {world.project(word).ref for word in words}
    return [*addresses(world, most=1), *(each for each in addresses(world) if refs & set(each.kwargs.values()))]


@pytest.mark.parametrize(
    ("role", "clearance", "hidden"), [("pmo_analyst", 0, [RESTRICTED, SECRET]), ("auditor", 1, [SECRET]), ("pmo_director", 1, [SECRET])]
)
def test_without_the_clearance_a_project_is_nowhere(alpha: World, member, browser_of, role: str, clearance: int, hidden: list[str]) -> None:
    browser, one_each = browser_of(member(alpha, role, clearance=clearance)), addresses(alpha, most=1)
    assert walk(browser, one_each, hidden, allowed=OPENS | SHUT) == []
    if clearance == 0:
        assert walk(browser, read(one_each), hidden, allowed=OPENS | SHUT, queries=["?q=PRJ-103&as_of=2023-12-31"]) == []
    refs = {alpha.project(word).ref for word in hidden}
    theirs = [address for address in addresses(alpha) if refs & set(address.kwargs.values())]
    assert len(theirs) > 5
    assert walk(browser, theirs, hidden, allowed=SHUT) == []


@pytest.mark.parametrize(
    ("kind", "role"), [("project", "project_manager"), ("unit", "pmo_director"), ("programme", "team_member"), ("portfolio", "pmo_analyst")]
)
def test_at_a_narrow_scope_the_rest_is_nowhere(alpha: World, beta: World, member, browser_of, kind: str, role: str) -> None:
    project = alpha.project(OPEN)
    scope = {
        "project": project.pk,
        "unit": alpha.held["units"][0].pk,
        "programme": project.programme_id,
        "portfolio": alpha.held["portfolios"][0].pk,
    }[kind]
    browser, hidden = browser_of(member(alpha, role, (kind, scope))), [OUTSIDE, RESTRICTED, SECRET]
    assert walk(browser, about(alpha, hidden), [*hidden, FOREIGN], allowed=OPENS | SHUT) == []
    assert OPEN in ask(browser, f"/projects/{project.ref}/")[1]
    assert leaks(ask(browser, "/projects/export.csv")[1], [OPEN]) != []


def test_a_count_counts_only_what_one_may_see(alpha: World, member, browser_of) -> None:
    counts = {}
    ref = alpha.held["portfolios"][0].ref
    for clearance in (0, 1, 2):
        browser = browser_of(member(alpha, "pmo_analyst", clearance=clearance))
        rows = ask(browser, f"/portfolio/{ref}/export.csv")[1].splitlines()
        counts[clearance] = sum("Crossing" in row for row in rows), ask(browser, "/projects/export.json")[1].count(" Crossing")
    assert counts == {0: (1, 2), 1: (2, 3), 2: (3, 4)}
