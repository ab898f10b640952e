"""Each kind of breach is planted in a small tree that has none, and each checker sees its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test.utils import isolate_apps
from django.urls import path as address

from steerco.foundation.organisations.scope import ScopedManager
from tests.architecture.checks import budgets, pages, papers, records, walls, writes
from tests.architecture.checks.tree import contract
from tests.architecture.test_addresses import reachable
from tests.architecture.test_house import ROOT, RULES

Rule = Callable[[Path], list[str]]
ROOMS, MECHANISMS, ENGINE = "src/steerco/capabilities", "src/steerco/foundation", "src/steerco_engine"
SERVICE = '"""Verbs."""\nfrom steerco.foundation.ledger.writer import revise\n'
PAGE = f"{ROOMS}/people/templates/people/page.html"
LONG = "\n".join(f"    number = {n}" for n in range(81))

PLANTED: list[tuple[Rule, str, str, str]] = [
    (walls.floors, f"{MECHANISMS}/ledger/models.py", "from steerco.capabilities.people import queries", "foundation knows no room"),
    (walls.floors, f"{MECHANISMS}/ledger/models.py", "from steerco.config import settings", "by string only"),
    (walls.floors, "src/steerco/config/settings.py", "import steerco.foundation.ledger", "by string only"),
    (walls.floors, f"{ROOMS}/people/views.py", "from steerco.interfaces import cli", "nothing imports the interfaces"),
    (walls.floors, "src/steerco/interfaces/cli.py", "from steerco.capabilities.people import models", "interfaces enter a room by"),
    (walls.mechanisms, f"{MECHANISMS}/ui/views.py", "from steerco.foundation.ledger import models", "ui does not stand above ledger"),
    (walls.mechanisms, f"{MECHANISMS}/organisations/scope.py", "def f():\n    import steerco.foundation.search", "above search"),
    (walls.hill, f"{ROOMS}/people/queries.py", "from steerco.capabilities.projects import queries", "people does not stand above projects"),
    (walls.hill, f"{ROOMS}/weather/__init__.py", '"""A room."""', "room weather has no place on the hill"),
    (walls.doors, f"{ROOMS}/projects/queries.py", "from steerco.capabilities.people.models import OrgUnit", "the doors of a room"),
    (walls.doors, f"{ROOMS}/projects/views.py", "from ..people import registers", "the doors of a room"),
    (walls.order_in_rooms, f"{ROOMS}/people/models.py", "from steerco.capabilities.people import services", "models may import nothing"),
    (walls.order_in_rooms, f"{ROOMS}/people/queries.py", "from steerco.capabilities.people.views import page", "queries may import"),
    (walls.order_in_rooms, f"{ROOMS}/people/services/units.py", "from ..registers import units", "services may import"),
    (walls.order_in_rooms, f"{ROOMS}/people/logic.py", '"""Logic."""', "no file of this name"),
    (walls.engine_purity, f"{ENGINE}/health.py", "import django.db", "the engine is pure"),
    (walls.engine_purity, f"{ENGINE}/health.py", "from steerco.foundation import ledger", "the engine is pure"),
    (walls.engine_purity, f"{ENGINE}/health.py", "from pathlib import Path", "the engine is pure"),
    (walls.engine_purity, f"{ENGINE}/health.py", "import datetime\nTODAY = datetime.date.today()", "has no clock"),
    (walls.engine_purity, f"{ENGINE}/health.py", "import random\nx = random.random()", "without a seed"),
    (walls.engine_purity, f"{ENGINE}/health.py", "x = open('file')", "reads and writes nothing"),
    (writes.no_write_outside_services, f"{ROOMS}/people/views.py", "def f(p):\n    p.save()", ".save()"),
    (writes.no_write_outside_services, f"{ROOMS}/people/queries.py", "def f(P):\n    P.objects.create(name='x')", ".create()"),
    (writes.no_write_outside_services, f"{ROOMS}/people/services.py", "def f(P):\n    P.objects.filter(pk=1).update(name='x')", ".update()"),
    (writes.no_write_outside_services, f"{MECHANISMS}/search/queries.py", "def f(P):\n    P.everywhere.all().delete()", ".delete()"),
    (writes.no_write_outside_services, f"{ROOMS}/people/tasks.py", "def f(record):\n    record.delete()", ".delete()"),
    (writes.no_write_outside_services, f"{ROOMS}/people/api.py", "def f(P, rows):\n    P.everywhere.bulk_create(rows)", ".bulk_create()"),
    (writes.no_write_outside_services, f"{ROOMS}/people/tools.py", "def f(c):\n    c.execute('UPDATE people SET name = 1')", "SQL"),
    (writes.no_write_outside_services, f"{ROOMS}/people/views.py", "def f(by):\n    with revise(by, 'x'):\n        pass", "opens a revision"),
    (writes.services_ask_access, f"{ROOMS}/people/services.py", f"{SERVICE}def rename(*, by):\n    with revise(by, 'x'): pass", "without asking"),
    (writes.services_ask_access, f"{ROOMS}/people/services.py", f"{SERVICE}def rename(person):\n    with revise(None, 'x'): pass", "without `by`"),
    (
        writes.services_ask_access,
        f"{ROOMS}/people/services.py",
        f"{SERVICE}def rename(*, by):\n    with revise(by, 'x'): pass\n    PEOPLE.require(by, 'edit')",
        "before it asks",
    ),
    (
        writes.services_ask_access,
        f"{ROOMS}/people/services/names.py",
        f"{SERVICE}def rename(*, by):\n    _store(by)\ndef _store(by):\n    with revise(by, 'x'): pass",
        "rename writes without asking",
    ),
    (writes.services_ask_access, f"{ROOMS}/people/services.py", f"{SERVICE}def rename(by, writer):\n    writer.update(1, name=2)", "rename writes without asking"),
    (writes.services_speak_of_by, f"{ROOMS}/people/services.py", "def rename(person, name, *, by):\n    with revise(by, 'x'): pass", "positional"),
    (writes.verbs_have_words, f"{ROOMS}/people/services.py", "def f(*, by):\n    with revise(by, 'soar'): pass", "“soar”, for which"),
    (writes.verbs_have_words, f"{ROOMS}/people/services.py", "def f(*, by, act):\n    undo(by, act, verb=f'un{act}')", "no plain word"),
    (writes.verbs_have_words, f"{ROOMS}/people/services.py", "def f(*, by):\n    _do(by, 'soar')\ndef _do(by, verb):\n    revise(by, verb)", "“soar”"),
    (budgets.stops, f"{ROOMS}/people/views.py", "x = 1\n" * 501, "501 lines, the stop is 500"),
    (budgets.stops, f"{ROOMS}/people/views.py", f"def long() -> None:\n{LONG}", "long has 82 lines"),
    (budgets.stops, PAGE, "<p></p>\n" * 151, "151 lines, the stop is 150"),
    (budgets.stops, f"{MECHANISMS}/ui/templates/cotton/chip.html", "<p></p>\n" * 61, "61 lines, the stop is 60"),
    (budgets.aims, f"{ROOMS}/people/views.py", "x = 1\n" * 400, "the median file has 200.5 lines"),
    (budgets.names, f"{ROOMS}/people/utils.py", '"""Things."""', "the name says nothing"),
    (budgets.names, f"{ROOMS}/common/models.py", '"""Things."""', "the name says nothing"),
    (budgets.names, f"{ROOMS}/people/models.py", "class ProjectInfo:\n    pass", "class ProjectInfo"),
    (budgets.typed, f"{ROOMS}/people/queries.py", '"""Reads."""\ndef all_people(by):\n    return 1', "does not say its types"),
    (budgets.typed, f"{ROOMS}/people/queries.py", "x = 1", "has no docstring"),
    (pages.nothing_blocked, PAGE, '<p style="color: red"></p>', "style attribute"),
    (pages.nothing_blocked, PAGE, "<style>p { color: red }</style>", "inline style sheet"),
    (pages.nothing_blocked, PAGE, "<script>alert(1)</script>", "inline script"),
    (pages.nothing_blocked, PAGE, '<a onclick="go()"></a>', "inline listener"),
    (pages.nothing_blocked, PAGE, '<a hx-on:click="go()"></a>', "hx-on"),
    (pages.nothing_blocked, PAGE, '<a hx-trigger="click[event.ctrlKey]"></a>', "filter in hx-trigger"),
    (pages.nothing_blocked, PAGE, "<a hx-vals='js:{a: 1}'></a>", "js: value"),
    (pages.nothing_blocked, PAGE, '<script src="https://cdn.example/x.js"></script>', "from another server"),
    (pages.nothing_blocked, f"{MECHANISMS}/ui/svg.py", "BAR = '<rect style=\"width: 3px\">'", "style attribute in a string"),
    (pages.translatable, PAGE, "<p>Projects</p>", "text outside of a translate tag"),
    (pages.translatable, PAGE, '<a title="Open the project"></a>', "attribute outside of a translate tag"),
    (pages.messages_translatable, f"{ROOMS}/people/services.py", "raise ValidationError('No such person.')", "without gettext"),
    (pages.classes_used, f"{MECHANISMS}/ui/static/ui/page.css", ".sun, .moon > b { color: red; }", "has the class moon"),
    (pages.classes_used, f"{MECHANISMS}/ui/static/ui/page.css", "@media print {\n  .sun { color: red; }\n}", "has the class sun"),
    (pages.components_used, f"{MECHANISMS}/ui/templates/cotton/sun_dial.html", "<p>{{ slot }}</p>", "nothing uses this component"),
    (papers.rooms_documented, f"{ROOMS}/weather/__init__.py", '"""A room."""', "room weather is not in"),
    (papers.rooms_documented, f"{ROOMS}/people/__init__.py", "", "does not say what it is"),
    (papers.events_documented, f"{ROOMS}/people/events.py", "class PersonLeft:\n    pass", "event PersonLeft"),
    (papers.settings_documented, f"{MECHANISMS}/ui/views.py", "import os\nx = os.environ['STEERCO_COLOUR']", "STEERCO_COLOUR"),
    (papers.settings_documented, "docs/reference/settings.md", "`STEERCO_OLD`", "STEERCO_OLD, which nothing reads"),
    (papers.verbs_documented, "src/steerco/interfaces/cli.py", "VERBS = (Verb('fly', 'm', 'x'),)", "verb fly is not in"),
    (papers.verbs_documented, "docs/reference/commands.md", "## steerco fly", "fly, which there is not"),
    (papers.glossary, "GLOSSARY.md", "| **Cloud** | Water in the air. | `src/steerco/capabilities/weather` |", "which there is not"),
    (papers.glossary, "GLOSSARY.md", "| **Person** | One. | `src` |\n| **Person** | Two. | `src` |", "says person twice"),
    (papers.links, "docs/README.md", "[gone](gone.md)", "links to gone.md"),
    (papers.readme_short, "README.md", "word\n" * 151, "151 lines"),
    (papers.no_machine_names, "docs/README.md", "cd /ho" + "me/somebody/steerco", "a folder of a machine"),
    (papers.no_machine_names, "Makefile", "pip --index" + "-url x", "a package registry"),
    (papers.no_machine_names, "requirements.lock", "x @ https:" + "//example.org/x.whl", "records an address"),
]  # fmt: skip


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A tree of one empty file a room and mechanism, in which nothing is wrong."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    places = ["config", "interfaces", "foundation", "capabilities"]
    places += [f"capabilities/{name}" for layer in contract(ROOT, "The hill") for name in layer]
    places += [f"foundation/{name}" for layer in contract(ROOT, "The mechanisms") for name in layer]
    for place in [tmp_path / "src/steerco", tmp_path / ENGINE, *(tmp_path / "src/steerco" / place for place in places)]:
        place.mkdir(parents=True)
        (place / "__init__.py").write_text('"""What this is."""\n')
    rooms = [f"## {name}" for layer in contract(ROOT, "The hill") for name in layer]
    plant(tmp_path, "src/steerco/interfaces/cli.py", '"""Verbs."""\n')
    plant(tmp_path, "docs/reference/rooms.md", "\n".join(rooms))
    plant(tmp_path, "README.md", "A hub.")
    plant(tmp_path, "GLOSSARY.md", "| **Person** | Somebody. | `src/steerco/capabilities/people` |")
    return tmp_path


def plant(root: Path, name: str, text: str) -> None:
    place = root / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_clean_tree_has_no_breach(clean: Path, rule: Rule) -> None:
    assert rule(clean) == []


@pytest.mark.parametrize(("rule", "name", "text", "said"), PLANTED)
def test_a_planted_breach_is_seen(clean: Path, rule: Rule, name: str, text: str, said: str) -> None:
    plant(clean, name, text)
    assert any(said in breach for breach in rule(clean)), rule(clean)


def test_a_class_and_a_component_that_are_used_are_left_alone(clean: Path) -> None:
    plant(clean, f"{MECHANISMS}/ui/static/ui/page.css", "/* .cloud */ .sun, .on-red, .day:hover { color: red; }")
    plant(clean, f"{MECHANISMS}/ui/templates/cotton/sun_dial.html", '<p class="sun {{ tone }}"></p>')
    plant(clean, PAGE, '<c-sun-dial tone="day" />')
    plant(clean, f"{MECHANISMS}/ui/svg.py", 'def f(paint):\n    return f"on-{paint}"')
    assert pages.classes_used(clean) == [] == pages.components_used(clean)


def test_every_rule_has_a_breach_planted() -> None:
    assert {rule for rule, *_ in PLANTED} == set(RULES)


def test_a_room_that_is_too_large_is_seen(clean: Path) -> None:
    for number in range(6):
        plant(clean, f"{ROOMS}/people/views/page{number}.py", "x = 1\n" * 450)
    assert any("room people has 2701 lines" in breach for breach in budgets.stops(clean))


def test_a_long_tail_of_large_files_is_seen(clean: Path) -> None:
    for number in range(12):
        plant(clean, f"{ROOMS}/people/views/page{number}.py", "x = 1\n" * (310 if number > 8 else 10))
    assert any("one file in ten" in breach for breach in budgets.aims(clean))


def test_a_foreign_key_that_points_up_is_seen() -> None:
    order = ["scorecards", "status", "projects", "people"]
    assert records.uphill([("people", "Person.project", "projects")], order) == ["Person.project of people points up to projects"]
    assert records.uphill([("projects", "Project.owner", "people"), ("people", "Person.user", "auth")], order) == []


@isolate_apps("steerco.capabilities.people")
def test_a_record_without_an_organisation_is_seen() -> None:
    class Loose(models.Model):
        class Meta:
            app_label = "people"

    assert records.without_organisation([Loose]) == ["Loose"]
    assert records.unscoped([Loose], ScopedManager) == ["Loose"]


def unguarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("anybody may read this")


urlpatterns = [address("leak/<int:number>/", lambda request, number: unguarded(request))]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_without_a_guard_is_seen() -> None:
    assert reachable(__name__) == ["GET /leak/<int:number>/ answers 200", "POST /leak/<int:number>/ answers 200"]
