"""Processes killed while they write: nothing acknowledged is lost, no list is half there (200 times: benchmarks.kills)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_processes_are_killed(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "STEERCO_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "steerco.config.settings",
    }
    environment |= {"STEERCO_SECRET_KEY": "of this test only", "STEERCO_QUEUE": str(tmp_path / "jobs.sqlite3")}
    if connection.vendor == "sqlite":
        environment["STEERCO_DATABASE"] = ""
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "steerco.sqlite3")])
    else:
        held = connection.settings_dict
        environment["STEERCO_DATABASE"] = f"name={held['NAME']} host={held['HOST']} user={held['USER']}"
        environment["STEERCO_DATABASE_PASSWORD"] = held["PASSWORD"]
    done = subprocess.run([sys.executable, "-m", "benchmarks.killed", "6"], env=environment, cwd=ROOT, capture_output=True, text=True)
    assert "lost or half done: 0; the ledger holds" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 0
