"""The pages of the wizard, from an empty organisation to a portfolio, and every refusal on the way."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from steerco.capabilities.projects.models import Portfolio, Project, ProjectName
from steerco.capabilities.status.models import StatusReport
from steerco.foundation.fields.models import OwnField
from steerco.foundation.imports.models import BatchState, ImportBatch
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation

LIST = """Project name,Department,RAG,End date,Whole-life cost (£m),Steering day
Harbour wall,Ports,Green,2027-03-31,12.5,Monday
New clinic,Health,Amber,2026-12-31,n/a,Friday
=cmd|' /C calc'!A0,"<script>alert(1)</script>",Red,2025-06-30,3.25,"<b>Tue</b>"
"""


@pytest.fixture
def analyst(organisation: Organisation, make_account, client_of) -> Client:
    return client_of(make_account(organisation, "pmo_analyst"))


def give(client: Client, text: str = LIST, name: str = "list.csv", **more: str):
    return client.post("/imports/new/", {"uploads": SimpleUploadedFile(name, text.encode()), **more})


def given(client: Client, text: str = LIST, **more: str) -> ImportBatch:
    response = give(client, text, **more)
    assert response.status_code == 302, response.content.decode()
    return ImportBatch.objects.order_by("-pk").get(pk=int(response.url.split("/")[2]))


def columns_posted(batch: ImportBatch, **changed: str) -> dict[str, str]:
    columns = batch.report["files"][0]["columns"]
    return {f"column-{n}": changed.get(column["name"], column["target"] or "ignore") for n, column in enumerate(columns)}


def test_from_an_empty_organisation_to_my_portfolio(analyst: Client, organisation: Organisation) -> None:
    batch = given(analyst)
    assert not Project.objects.exists()
    page = analyst.get(f"/imports/{batch.pk}/", follow=True)
    assert page.redirect_chain == [(f"/imports/{batch.pk}/columns/", 302)]
    assert "Steering day" in page.content.decode()
    number = next(n for n, c in enumerate(batch.report["files"][0]["columns"]) if c["name"] == "Steering day")
    posted = {**columns_posted(batch, **{"Steering day": "own"}), f"own-{number}": "Steering day", "answer-as_at": "2025-03-31"}
    assert analyst.post(f"/imports/{batch.pk}/columns/", posted).url == f"/imports/{batch.pk}/check/"
    check = analyst.get(f"/imports/{batch.pk}/check/").content.decode()
    assert "Nothing is written yet." in check and "Load 3 projects" in check and "£15.75m" in check
    assert not Project.objects.exists() and not StatusReport.objects.exists()
    assert analyst.post(f"/imports/{batch.pk}/load/").url == f"/imports/{batch.pk}/loaded/"
    assert Project.objects.count() == 3 and OwnField.objects.get().label == "Steering day"
    portfolio = Portfolio.objects.get()
    assert (portfolio.name, portfolio.projects.count()) == ("My portfolio", 3)
    loaded = analyst.get(f"/imports/{batch.pk}/loaded/").content.decode()
    assert f"/portfolio/{portfolio.ref}/" in loaded and "My portfolio" in loaded
    assert analyst.get(f"/portfolio/{portfolio.ref}/").status_code == 200


def test_the_same_file_again_changes_nothing(analyst: Client) -> None:
    for _ in range(2):
        batch = given(analyst)
        analyst.post(f"/imports/{batch.pk}/columns/", {**columns_posted(batch), "answer-as_at": "2025-03-31"})
        analyst.post(f"/imports/{batch.pk}/load/")
    batch.refresh_from_db()
    assert batch.state == BatchState.LOADED and batch.revision_number is None
    assert (Project.objects.count(), StatusReport.objects.count()) == (3, 3)


def test_a_load_is_taken_back_without_a_reason_too(analyst: Client) -> None:
    batch = given(analyst)
    analyst.post(f"/imports/{batch.pk}/load/")
    assert analyst.post(f"/imports/{batch.pk}/undo/", {"reason": ""}).status_code == 302
    assert not Project.objects.exists() and not StatusReport.objects.exists()


def test_a_list_that_is_known_word_for_word_offers_nothing_to_load(analyst: Client) -> None:
    load_named(analyst, LIST, "2025-03-31")
    batch = given(analyst)
    analyst.post(f"/imports/{batch.pk}/columns/", {**columns_posted(batch), "answer-as_at": "2025-03-31"})
    page = analyst.get(f"/imports/{batch.pk}/check/").content.decode()
    assert "Nothing to load" in page and "Nothing would change:" in page and "known ones" not in page
    batch.refresh_from_db()
    effects = {effect["key"]: effect["count"] for effect in batch.report["files"][0]["effects"]}
    assert (effects["new"], effects["known"], batch.report["unchanged"]) == (0, 0, 3)


def test_what_is_read_and_what_is_loaded_stand_apart(analyst: Client) -> None:
    batch = given(analyst, "Project name,Department,Total budget\nA,X,100000\nA,X,250000\nB,Y,400000\n")
    page = analyst.get(f"/imports/{batch.pk}/check/").content.decode()
    assert "To be loaded" in page and "£750,000.00" in page and "£500,000.00" in page
    assert batch.report["totals"]["whole_life_cost_amount"] == {"sum": "500000.00", "count": 2}
    whole = given(analyst, LIST)
    assert "To be loaded" not in analyst.get(f"/imports/{whole.pk}/check/").content.decode()


def test_a_head_that_could_mean_something_else_is_marked_until_it_was_looked_at(analyst: Client) -> None:
    batch = given(analyst, "No.,Project name,Budget\n1,A,100000\n2,B,200000\n")
    page = analyst.get(f"/imports/{batch.pk}/columns/").content.decode()
    assert page.count("it could mean something else") == 1 and "looks like a running number of rows" in page
    analyst.post(f"/imports/{batch.pk}/columns/", columns_posted(batch))
    batch.refresh_from_db()
    assert not [p for p in batch.report["files"][0]["problems"] if p["severity"] == "check"]


def test_a_file_of_something_else_offers_another_file(analyst: Client) -> None:
    batch = given(analyst, "Ingredient,Grams,Oven\nFlour,500,hot\nSugar,200,warm\n", profile="any-list")
    assert "Choose another file" in analyst.get(f"/imports/{batch.pk}/columns/").content.decode()
    assert "Choose another file" not in analyst.get(f"/imports/{given(analyst).pk}/columns/").content.decode()


def test_the_ledger_says_what_happened_in_plain_words(analyst: Client, organisation: Organisation, make_account, client_of) -> None:
    load_named(analyst, LIST, "2025-03-31")
    text = client_of(make_account(organisation, "pmo_director")).get("/ledger/").content.decode()
    assert "Loaded an import" in text and "Note import" not in text and "Load import" not in text


def test_hostile_texts_are_shown_and_never_run(analyst: Client) -> None:
    batch = given(analyst)
    for page in ("columns", "matches", "check"):
        text = analyst.get(f"/imports/{batch.pk}/{page}/").content.decode()
        assert "<script>alert" not in text and "<b>Tue" not in text
    assert "&lt;script&gt;alert(1)" in analyst.get(f"/imports/{batch.pk}/columns/").content.decode()
    given_name = give(analyst, name="<img src=x onerror=alert(1)>.csv")
    text = analyst.get(given_name.url, follow=True).content.decode()
    assert "<img" not in text
    report = analyst.get(f"/imports/{batch.pk}/report.csv")
    assert all(not cell.startswith(("=", '"=')) for cell in report.content.decode().split(","))


def test_a_load_is_taken_back_with_a_reason(analyst: Client) -> None:
    batch = given(analyst)
    analyst.post(f"/imports/{batch.pk}/load/")
    assert Project.objects.count() == 3
    page = analyst.post(f"/imports/{batch.pk}/undo/", {"reason": "x" * 301})
    assert page.status_code == 422 and Project.objects.count() == 3
    assert analyst.post(f"/imports/{batch.pk}/undo/", {"reason": "the wrong list"}).status_code == 302
    assert not Project.objects.exists() and not StatusReport.objects.exists()
    assert Revision.objects.filter(reason="the wrong list").exists()
    page = analyst.get(f"/imports/{batch.pk}/", follow=True).content.decode()
    assert "Nothing of this file is in force." in page and "Was written, now gone" in page
    analyst.post(f"/imports/{batch.pk}/load/")
    assert Project.objects.count() == 3


def test_questions_come_before_the_load(analyst: Client) -> None:
    batch = given(analyst, "Name,End date,Budget\nA,03/04/2025,12\nB,05/06/2025,7\n")
    keys = {question["key"] for question in batch.report["files"][0]["questions"]}
    assert {"date_order", "unit"} <= keys
    page = analyst.get(f"/imports/{batch.pk}/", follow=True)
    assert page.redirect_chain[-1][0].endswith("/columns/")
    refused = analyst.post(f"/imports/{batch.pk}/load/")
    assert refused.status_code == 422 and "answer first" in refused.content.decode()
    assert not Project.objects.exists()
    posted = {**columns_posted(batch), "answer-date_order": "mdy", "answer-unit": "thousand"}
    assert analyst.post(f"/imports/{batch.pk}/columns/", posted).url == f"/imports/{batch.pk}/check/"
    analyst.post(f"/imports/{batch.pk}/load/")
    assert {(str(p.end_on), str(p.whole_life_cost_amount)) for p in Project.objects.all()} == {
        ("2025-03-04", "12000.00"),
        ("2025-05-06", "7000.00"),
    }


def test_an_answer_can_be_taken_back(analyst: Client) -> None:
    batch = given(analyst, "Name,End date\nA,03/04/2025\n")
    analyst.post(f"/imports/{batch.pk}/columns/", {**columns_posted(batch), "answer-date_order": "mdy"})
    assert "month first" in analyst.get(f"/imports/{batch.pk}/columns/").content.decode()
    analyst.post(f"/imports/{batch.pk}/columns/", {"again-date_order": "1"})
    batch.refresh_from_db()
    assert "date_order" not in batch.options["answers"]
    assert any(question["key"] == "date_order" for question in batch.report["files"][0]["questions"])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("list.pdf", b"%PDF-1.7", "is no spreadsheet"), ("list.csv", b"", "empty"),
     ("list.csv", b"\x89PNG\r\n\x1a\n\x00\x01", "list.csv: This is a picture, not a list."),
     ("list.json", b'[{"Name": "\\ud800"}]', "half a character"), ("list.json", b'{"a":' * 10000, "nested too deeply"),
     ("list.csv", (b"Project name" + b",c" * 1000 + b"\nA" + b",1" * 1000), "has 1001 columns"),
     ("list.xlsx", b"PK\x03\x04rubbish", "not a spreadsheet"), ("list.csv", b",,,\n,,,\n", "no text")],
)  # fmt: skip
def test_bad_files_are_refused_with_the_reason(analyst: Client, name: str, data: bytes, said: str) -> None:
    page = analyst.post("/imports/new/", {"uploads": SimpleUploadedFile(name, data)})
    assert page.status_code == 422 and said in page.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_list_in_json_is_taken_and_a_name_alone_makes_no_known_kind(analyst: Client) -> None:
    page = analyst.post("/imports/new/", {"uploads": SimpleUploadedFile("list.json", b'[{"Project name": "Bridge"}]')})
    assert page.status_code == 302
    assert ImportBatch.objects.get().profile == "any-list"


def test_a_file_too_large_and_no_file_are_refused(analyst: Client, settings) -> None:
    settings.IMPORT_MAX_BYTES = 2**20
    page = analyst.post("/imports/new/", {"uploads": SimpleUploadedFile("big.csv", b"Name\n" + b"x" * 2**20)})
    assert page.status_code == 422 and "larger than 1 MB" in page.content.decode()
    assert analyst.post("/imports/new/", {}).status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_list_without_names_says_what_is_missing(analyst: Client) -> None:
    batch = given(analyst, "Colour,Weight\nred,5\nblue,7\n", profile="any-list")
    text = analyst.get(f"/imports/{batch.pk}/", follow=True).content.decode()
    assert "No column was found for: Project name" in text
    assert "disabled" in analyst.get(f"/imports/{batch.pk}/check/").content.decode()
    assert analyst.post(f"/imports/{batch.pk}/load/").status_code == 422
    assert not Project.objects.exists()


def test_refused_rows_stop_the_load_until_they_are_left_out(analyst: Client) -> None:
    batch = given(analyst, "Project name,Department\nA,X\nA,X\nB,Y\n")
    assert batch.report["refused"] == 1
    assert analyst.post(f"/imports/{batch.pk}/load/").status_code == 422
    assert not Project.objects.exists()
    assert "Load 2 projects without the refused" in analyst.get(f"/imports/{batch.pk}/check/").content.decode()
    analyst.post(f"/imports/{batch.pk}/load/", {"skip": "1"})
    assert Project.objects.count() == 2


def load_named(client: Client, text: str, as_at: str) -> ImportBatch:
    batch = given(client, text)
    client.post(f"/imports/{batch.pk}/columns/", {**columns_posted(batch), "answer-as_at": as_at})
    client.post(f"/imports/{batch.pk}/load/")
    return batch


@pytest.mark.parametrize(("said", "projects"), [("same", 1), ("new", 2), ("later", 2)])
def test_a_person_says_whether_a_name_is_known(analyst: Client, said: str, projects: int) -> None:
    load_named(analyst, "Project name,Department,End date\nThames Tideway Tunnel,Water,2025-03-31\n", "2024-03-31")
    batch = given(analyst, "Project name,Department,End date\nThames Tideway Sewer Tunnel,Water,2025-03-31\n")
    analyst.post(f"/imports/{batch.pk}/columns/", {**columns_posted(batch), "answer-as_at": "2025-03-31"})
    batch.refresh_from_db()
    match = batch.report["files"][0]["matches"][0]
    page = analyst.get(f"/imports/{batch.pk}/matches/").content.decode()
    assert "The same as Thames Tideway Tunnel" in page
    answer = match["candidates"][0]["ref"] if said == "same" else said
    assert analyst.post(f"/imports/{batch.pk}/matches/", {"match:1": answer}).url == f"/imports/{batch.pk}/check/"
    analyst.post(f"/imports/{batch.pk}/load/")
    assert Project.objects.count() == projects
    assert StatusReport.objects.count() == 2
    if said == "same":
        assert ProjectName.objects.get(name="Thames Tideway Sewer Tunnel").link == ProjectName.Link.CONFIRMED


def test_a_reference_that_was_not_offered_is_no_answer(analyst: Client) -> None:
    load_named(analyst, "Project name,Department\nHarbour wall,Ports\nQuite another,Ports\n", "2024-03-31")
    batch = given(analyst, "Project name,Department\nHarbour wall,Ports\nSomething new,Ports\n")
    analyst.post(f"/imports/{batch.pk}/matches/", {"match:1": "PRJ-0002", "match:2": "PRJ-0001"})
    batch.refresh_from_db()
    assert not any(key.startswith("match:") for key in batch.options["answers"])


def test_several_files_load_together_each_at_its_date(analyst: Client) -> None:
    files = [
        SimpleUploadedFile(f"list {month}.csv", f"Project name,RAG\nA,{rag}\n".encode())
        for month, rag in (("2025-02", "Red"), ("2025-01", "Green"))
    ]
    response = analyst.post("/imports/new/", {"uploads": files})
    pk = int(response.url.split("/")[2])
    assert analyst.get(f"/imports/{pk}/columns/").status_code == 200
    analyst.post(f"/imports/{pk}/load/")
    dates = StatusReport.objects.order_by("period__status_on").values_list("period__status_on", "confidence")
    assert [(str(on), rating) for on, rating in dates] == [("2025-01-31", "green"), ("2025-02-28", "red")]


def test_the_report_comes_as_csv_and_json(analyst: Client) -> None:
    batch = given(analyst)
    data = json.loads(analyst.get(f"/imports/{batch.pk}/report.json").content)
    assert data["rows"] == 3
    text = analyst.get(f"/imports/{batch.pk}/report.csv")
    assert text["Content-Disposition"].startswith("attachment") and "Whole-life cost" in text.content.decode()
    assert analyst.get(f"/imports/{batch.pk}/report.exe").status_code == 404


def test_a_check_can_be_put_aside(analyst: Client) -> None:
    batch = given(analyst)
    analyst.post(f"/imports/{batch.pk}/discard/")
    batch.refresh_from_db()
    assert batch.state == BatchState.DISCARDED and not Project.objects.exists()
    for address in ("load", "columns"):
        analyst.post(f"/imports/{batch.pk}/{address}/", {"answer-as_at": "2025-03-31"})
    batch.refresh_from_db()
    assert batch.state == BatchState.DISCARDED and not Project.objects.exists()
    assert "list.csv" in analyst.get("/imports/").content.decode()


def test_what_nobody_signed_in_gave_was_given_by_the_system(analyst: Client) -> None:
    batch = given(analyst)
    assert "the system" not in analyst.get("/imports/").content.decode()
    ImportBatch.objects.filter(pk=batch.pk).update(account=None)
    assert ">the system</td>" in analyst.get("/imports/").content.decode()


def test_who_may_not_import_gets_nowhere(analyst: Client, organisation: Organisation, make_account, client_of) -> None:
    batch = given(analyst)
    before = Revision.objects.count()
    for role in ("requester", "team_member", "project_manager", "project_officer", "sponsor", "auditor", "administrator", None):
        client = client_of(make_account(organisation, role))
        for address in (
            "/imports/",
            "/imports/new/",
            *(f"/imports/{batch.pk}/{p}" for p in ("", "columns/", "matches/", "check/", "loaded/", "undo/", "report.csv")),
        ):
            assert client.get(address).status_code == 403, (role, address)
        for address in ("columns/", "matches/", "load/", "undo/", "discard/"):
            assert client.post(f"/imports/{batch.pk}/{address}", {"reason": "x"}).status_code == 403, (role, address)
        assert give(client).status_code == 403
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED and Revision.objects.count() == before and not Project.objects.exists()


def test_another_organisation_finds_nothing(analyst: Client, other_organisation: Organisation, make_account, client_of) -> None:
    batch = given(analyst)
    stranger = client_of(make_account(other_organisation, "pmo_director"))
    for address in ("", "columns/", "matches/", "check/", "loaded/", "undo/", "report.csv", "report.json"):
        assert stranger.get(f"/imports/{batch.pk}/{address}").status_code == 404
    for address in ("columns/", "matches/", "load/", "undo/", "discard/"):
        assert stranger.post(f"/imports/{batch.pk}/{address}", {"reason": "x"}).status_code == 404
    assert "list.csv" not in stranger.get("/imports/").content.decode()
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED


def test_without_the_token_nothing_is_written(analyst: Client, organisation: Organisation, make_account) -> None:
    batch = given(analyst)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_account(organisation, "pmo_analyst"))
    for address in (f"/imports/{batch.pk}/load/", f"/imports/{batch.pk}/discard/", "/imports/new/"):
        assert strict.post(address, {"uploads": SimpleUploadedFile("a.csv", LIST.encode())}).status_code == 403
    assert not Project.objects.exists() and ImportBatch.objects.count() == 1


def test_signed_out_is_led_to_the_door(db: None) -> None:
    assert Client().get("/imports/").status_code == 302
    assert Client().post("/imports/1/load/").status_code == 302
