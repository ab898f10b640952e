"""The menu: only places that exist and that the actor may see, and one of them is open."""

import pytest

from steerco.foundation.ui import menu
from steerco.foundation.ui.menu import Navigation, Place, Section

OFFERED = Navigation(
    (
        Section("My work", "h", "home", (Place("no_such_room", "Home"),)),
        Section(
            "Office", "f", "building", (Place("gallery", "Pieces"), Place("preferences", "Settings", lambda actor: actor == "director"))
        ),
    ),
    (Place("gallery", "Add a piece"), Place("no_such_room", "Add nothing")),
)


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "import_string", lambda _path: OFFERED)


def test_a_place_without_a_room_is_left_out_with_its_section() -> None:
    shown = menu.menu_for("director", "", "/elsewhere/")
    assert [section.label for section in shown.sections] == ["Office"]
    assert [verb.label for verb in shown.verbs] == ["Add a piece"]


def test_what_the_actor_may_not_see_is_not_there() -> None:
    assert [p.label for p in menu.menu_for("director", "", "/").sections[0].pages] == ["Pieces", "Settings"]
    assert [p.label for p in menu.menu_for("guest", "", "/").sections[0].pages] == ["Pieces"]
    assert menu.menu_for("guest", "", "/").sections[0].single
    assert menu.menu_for(None, "", "/").sections == []


def test_the_current_page_is_named_or_found_by_address() -> None:
    named = menu.menu_for("director", "preferences", "/gallery/").sections[0]
    assert [page.current for page in named.pages] == [False, True]
    below = menu.menu_for("director", "a_record", "/gallery/7/").sections[0]
    assert [page.current for page in below.pages] == [True, False]
    assert below.open
    assert not menu.menu_for("director", "", "/elsewhere/").sections[0].open
