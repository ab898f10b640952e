"""A database of the first release becomes one of this version: nothing in it is lost, and its ledger goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """What `STEERCO_DATABASE` says of an empty database of the kind that the suite runs on."""
    held = settings.DATABASES["default"]
    if "postgresql" not in held["ENGINE"]:
        yield ""
        return
    name = f"upgrade_{os.getpid()}"
    with psycopg.connect(host=held["HOST"], port=held["PORT"] or None, user=held["USER"], password=held["PASSWORD"] or None,
                         dbname="postgres", autocommit=True) as server:  # fmt: skip
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"name={name} host={held['HOST']} user={held['USER']}" + (f" port={held['PORT']}" if held["PORT"] else "")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_the_first_release_becomes_this_one(tmp_path: Path, empty: str) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "STEERCO_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "steerco.config.settings",
    }
    environment |= {"STEERCO_SECRET_KEY": "of this test only", "STEERCO_QUEUE": str(tmp_path / "jobs.sqlite3"), "STEERCO_DATABASE": empty}
    done = subprocess.run([sys.executable, "-m", "tests.first_release"], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip().endswith("upgraded"), done.stdout + done.stderr
