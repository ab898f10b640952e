"""The doctor: one line for each thing that a running installation needs, and what to do where it is not well."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import smtplib
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import LedgerHead, Revision
from steerco.foundation.ledger.tools import newest_hold
from steerco.foundation.search.models import SearchMark
from steerco.foundation.upkeep import embedded
from steerco.foundation.upkeep.backups import backup_folder, old_backups

OK, WARN, FAIL = "ok", "warn", "fail"
GIGABYTE = 1 << 30
NEWEST_BACKUP = dt.timedelta(days=7)
CLOCK = dt.timedelta(seconds=5)
SMTP_SECONDS = 5


class Line(NamedTuple):
    """One finding: of what, how it is, what was seen, and what to do."""

    name: str
    state: str
    says: str
    do: str = ""


Check = Callable[[], Iterator[Line]]


def examined() -> list[Line]:
    """Every finding; where the database does not answer, what needs it is left out."""
    found: list[Line] = []
    for name, check, needs_database in CHECKS:
        if needs_database and any(line.state == FAIL and line.name in ("database", "migrations") for line in found):
            found.append(Line(name, WARN, "not looked at: it needs the database"))
            continue
        try:
            found += check()
        except (DatabaseError, OSError) as error:
            found.append(Line(name, FAIL, str(error).strip().split("\n")[0], "See whether the server that it needs runs."))
    return found


def _settings() -> Iterator[Line]:
    served = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith("server")
    yield Line("settings", OK, "server" if served else "embedded: for this machine")
    if settings.DEBUG:
        yield Line("debug", FAIL, "faults are shown in the browser, with what is in memory", "Unset STEERCO_DEBUG.")
    else:
        yield Line("debug", OK, "off")
    hosts = [host for host in settings.ALLOWED_HOSTS if host]
    if "*" in hosts:
        yield Line("hosts", FAIL, "any name is answered", "Set STEERCO_HOSTS to the names of this server.")
    elif served and all(host in ("localhost", "127.0.0.1", "[::1]") for host in hosts):
        yield Line("hosts", FAIL, "only this machine may ask", "Set STEERCO_HOSTS to the names of this server.")
    else:
        yield Line("hosts", OK, ", ".join(hosts))
    if served and not settings.CSRF_TRUSTED_ORIGINS:
        yield Line("origins", WARN, "none is named", "Set STEERCO_ORIGINS, such as https://pmo.example.org.")


def _secrets() -> Iterator[Line]:
    named, path = os.environ.get("STEERCO_SECRET_KEY", ""), Path(settings.HOME) / "secret-key"
    if len(settings.SECRET_KEY) < 40 or len(set(settings.SECRET_KEY)) < 8:
        yield Line("secret key", FAIL, "short enough to guess", "Set STEERCO_SECRET_KEY to 50 letters of chance; everybody signs in anew.")
    elif not named and path.exists() and path.stat().st_mode & 0o077:
        yield Line("secret key", FAIL, f"others may read {path}", f"chmod 600 {path}")
    else:
        yield Line("secret key", OK, "from the environment" if named else "kept in the home folder, for its owner alone")
    served = os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith("server")
    if settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE:
        yield Line("cookies", OK, "sent over TLS only")
    elif served:
        yield Line("cookies", FAIL, "sent without TLS, too", "Use steerco.config.server as it is.")
    else:
        yield Line("cookies", WARN, "sent without TLS, too: fine for this machine alone", "Use steerco.config.server for others.")
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if served and not proxies:
        yield Line("proxies", WARN, "none is trusted: behind one, everybody seems to come from one address", "Set STEERCO_PROXIES.")
    else:
        yield Line("proxies", OK, f"{proxies} trusted")


def _database() -> Iterator[Line]:
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        if not place.exists():
            yield Line("database", FAIL, f"there is none at {place}", "Run steerco prepare.")
            return
        said = embedded.sound(place)
        import sqlite3

        version = sqlite3.sqlite_version
        if said != "ok":
            yield Line("database", FAIL, f"SQLite finds damage: {said}", "Stop everything, keep a copy of the file, restore a backup.")
        elif tuple(int(part) for part in version.split(".")) < (3, 51, 3):
            yield Line("database", WARN, f"SQLite {version}, sound; versions before 3.51.3 may lose a write when killed in mid-write",
                       "Use PostgreSQL where a lost row matters.")  # fmt: skip
        else:
            yield Line("database", OK, f"SQLite {version}, sound")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('server_version_num')::int")
        version, number = cursor.fetchone()
    if number < 140000:
        yield Line("database", WARN, f"PostgreSQL {version} is old", "Move to a version that is still looked after.")
    else:
        yield Line("database", OK, f"PostgreSQL {version}")


def _migrations() -> Iterator[Line]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        first = missing[0][0]
        yield Line("migrations", FAIL, f"{len(missing)} are missing, first {first.app_label}.{first.name}", "Run steerco prepare.")
    else:
        yield Line("migrations", OK, "all are there")


def _accounts() -> Iterator[Line]:
    active = Account.objects.filter(is_active=True).count()
    if not active:
        yield Line("accounts", WARN, "nobody can sign in", "Run steerco create-user EMAIL --new-organisation NAME.")
    else:
        yield Line("accounts", OK, f"{active:,} can sign in")


def _ledger() -> Iterator[Line]:
    problems = newest_hold()
    if problems:
        yield Line("ledger", FAIL, problems[0], "Run steerco verify-ledger, and compare with a backup.")
        return
    count = sum(LedgerHead.objects.values_list("number", flat=True))
    yield Line("ledger", OK, f"the newest part of each chain holds, {count:,} revisions in all")


def _search() -> Iterator[Line]:
    marks = dict(SearchMark.objects.values_list("organisation_id", "number"))
    behind = [head for head in LedgerHead.objects.all() if head.number - marks.get(head.organisation_id, 0) > 1000]
    if behind:
        yield Line("search index", WARN, f"far behind in {len(behind)} organisations", "Run steerco search-index.")
    else:
        yield Line("search index", OK, "reads the ledger, near its end")


def _files() -> Iterator[Line]:
    home = Path(settings.HOME)
    loose = [path for path in (home, home / "files", home / "backups") if path.exists() and path.stat().st_mode & 0o077]
    database = Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
    if database is not None and database.exists() and database.stat().st_mode & 0o007 and home.stat().st_mode & 0o001:
        loose.append(database)
    if not os.access(home, os.W_OK):
        yield Line("files", FAIL, f"{home} can't be written to", "Give the folder to the user who runs Steerco.")
    elif loose:
        modes = ", ".join(f"{path} {stat.filemode(path.stat().st_mode)}" for path in loose)
        yield Line("files", WARN, f"others on this machine may look in: {modes}", f"chmod -R go= {home}")
    else:
        yield Line("files", OK, f"{home}, for its owner alone")
    gathered = Path(settings.STATIC_ROOT) / ".gathered"
    if gathered.exists():
        yield Line("static files", OK, "gathered")
    else:
        yield Line("static files", FAIL, "not gathered: pages have no look", "Run steerco prepare.")


def _disk() -> Iterator[Line]:
    free = shutil.disk_usage(settings.HOME).free
    said = f"{free / GIGABYTE:.1f} GB free"
    if free < GIGABYTE // 5:
        yield Line("disk", FAIL, said, "Make room now: writes are about to fail.")
    elif free < GIGABYTE:
        yield Line("disk", WARN, said, "Make room, or move backups away.")
    else:
        yield Line("disk", OK, said)


def _mail() -> Iterator[Line]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Line("e-mail", WARN, "messages are written to files and sent to nobody", "Use steerco.config.server and STEERCO_MAIL_HOST.")
        return
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SMTP_SECONDS) as server:
            server.noop()
        yield Line("e-mail", OK, f"{where} answers")
    except (OSError, smtplib.SMTPException) as error:
        yield Line("e-mail", FAIL, f"{where} does not answer: {error}", "See STEERCO_MAIL_HOST and STEERCO_MAIL_PORT.")


def _clock() -> Iterator[Line]:
    now = timezone.now()
    newest = Revision.everywhere.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and newest > now + CLOCK:
        yield Line(
            "clock", FAIL, f"the newest revision is of {newest:%Y-%m-%d %H:%M}, which is to come", "Set the clock of this machine (NTP)."
        )
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
        if apart > CLOCK:
            yield Line("clock", WARN, f"{apart.total_seconds():.0f} s apart from the database's", "Set the clocks of both machines (NTP).")
            return
    yield Line("clock", OK, f"{now:%Y-%m-%d %H:%M} UTC")


def _backups() -> Iterator[Line]:
    found = old_backups(backup_folder())
    if not found:
        yield Line("backup", WARN, "there is none in the home folder", "Run steerco backup every night, and keep copies elsewhere.")
        return
    age = timezone.now() - dt.datetime.fromtimestamp(found[-1].stat().st_mtime, dt.UTC)
    state = WARN if age > NEWEST_BACKUP else OK
    yield Line("backup", state, f"the newest is {age.days} days old: {found[-1].name}", "Run steerco backup." if state == WARN else "")


CHECKS: tuple[tuple[str, Check, bool], ...] = (
    ("settings", _settings, False), ("secrets", _secrets, False), ("files", _files, False), ("disk", _disk, False),
    ("e-mail", _mail, False), ("database", _database, False), ("migrations", _migrations, True), ("accounts", _accounts, True),
    ("ledger", _ledger, True), ("search index", _search, True), ("clock", _clock, True), ("backup", _backups, False),
)  # fmt: skip
