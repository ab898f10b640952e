"""MPP and MPX files through MPXJ, in a process of its own: Java never runs where pages are served or work forks."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

from steerco.capabilities.schedules.services.model import ScheduleFile
from steerco.capabilities.schedules.services.mspdi import read_mspdi
from steerco.capabilities.schedules.services.records import MOST_BYTES, FileRefused
from steerco.capabilities.schedules.services.values import instant_of
from steerco.capabilities.schedules.services.xml_records import read_records

_SECONDS = 240
_SCRIPT = """
import json, sys
import jpype, mpxj
jpype.startJVM("-Xmx768m", "-Xrs", "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory")
from org.mpxj.reader import UniversalProjectReader
from org.mpxj.mspdi import MSPDIWriter
source, target = sys.argv[1:3]
project = UniversalProjectReader().read(source)
if project is None:
    print(json.dumps({"error": "no planning tool that is known wrote this file"})); sys.exit(0)
writer = MSPDIWriter(); writer.setWriteTimephasedData(False); writer.write(project, target)
splits = {str(task.getUniqueID()): [[str(part.getStart()), str(part.getEnd())] for part in task.getWorkSplits()]
          for task in project.getTasks()
          if task.getUniqueID() is not None and task.getWorkSplits() is not None and len(task.getWorkSplits()) > 1}
properties = project.getProjectProperties()
weeks = {}
for calendar in project.getCalendars():
    found = []
    for week in calendar.getWorkWeeks():
        days = []
        for name in ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"):
            day = jpype.JClass("java.time.DayOfWeek").valueOf(name)
            kind, hours = str(week.getCalendarDayType(day)), week.getCalendarHours(day)
            spans = [[str(one.getStart()), str(one.getEnd())] for one in hours or []] if kind == "WORKING" else []
            days.append(None if kind == "DEFAULT" else spans)
        found.append([str(week.getDateRange().getStart()), str(week.getDateRange().getEnd()), days])
    if found:
        weeks[str(calendar.getUniqueID())] = found
print(json.dumps({"splits": splits, "weeks": weeks, "type": str(properties.getFileType()), "mpp": str(properties.getMppFileType())}))
"""


def read_by_mpxj(path: Path, kind: str) -> ScheduleFile:
    """A file of Microsoft Project that is no text; refuses it in words where Java, the extra or the file itself is missing."""
    if find_spec("mpxj") is None or find_spec("jpype") is None:
        raise FileRefused(
            f"{kind.upper()} files need the extra “mpp”: pip install 'steerco[mpp]'. XER, PMXML and MSPDI files need nothing."
        )
    if which("java") is None:
        raise FileRefused(
            f"{kind.upper()} files need Java 11 or newer, and this machine has none. XER, PMXML and MSPDI files need no Java."
        )
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "read.xml"
        told = _asked(path, target)
        if not target.is_file() or target.stat().st_size > MOST_BYTES:
            raise FileRefused(str(told.get("error") or "the file holds more than can be read."), "record 1")
        file = read_mspdi(*read_records(target.read_bytes()), kind=kind)
    splits = told.get("splits", {})
    for activity in file.activities:
        activity.splits = tuple(
            (first, last) for start, end in splits.get(activity.uid, []) if (first := instant_of(start)) and (last := instant_of(end))
        )
    file.header["weeks"] = json.dumps(told.get("weeks", {}))
    file.header["version"] = f"{told.get('type')} {told.get('mpp')}"
    return file


def _asked(path: Path, target: Path) -> dict[str, Any]:
    """What the child process says; it is a new Python, so nothing of this one is copied into it."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, str(path.resolve()), str(target)], capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(f"reading took longer than {_SECONDS} seconds.", "record 1") from None
    lines = done.stdout.decode(errors="replace").strip().splitlines()
    if done.returncode or not lines:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise FileRefused(f"the file is broken or no such file: {said[-1][:160] if said else 'the reader ended'}.", "record 1")
    return dict(json.loads(lines[-1]))
