"""Makes the environment: a virtual environment with every dependency from the hashed lock, and Steerco itself in it.

Runs on the standard library alone. With uv it takes seconds, with pip half a minute; a repeated run is instant.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "steerco-installed.json"
LOCKS = {"run": ROOT / "requirements.lock", "tests": ROOT / "requirements-dev.lock"}


def run(*command: str | Path, quiet: bool = False) -> bool:
    """Runs a command and says whether it succeeded; a failure is shown even of a quiet one."""
    outcome = subprocess.run([str(part) for part in command], capture_output=quiet, text=True, cwd=ROOT)
    if outcome.returncode and quiet:
        sys.stderr.write((outcome.stdout or "") + (outcome.stderr or ""))
    return outcome.returncode == 0


def works(*command: str | Path) -> bool:
    """Whether a command can be run at all."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True).returncode == 0
    except OSError:
        return False


def wanted() -> str:
    """A digest of everything that the environment is made from."""
    sources = [*LOCKS.values(), ROOT / "pyproject.toml"]
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()


def installed() -> dict[str, str]:
    """What was installed last: the digest and for what; empty where there is nothing."""
    if not STAMP.exists() or not PYTHON.exists():
        return {}
    found: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    return found


def make_venv(uv: str | None) -> None:
    """Makes the virtual environment where none works yet."""
    if works(PYTHON, "-c", "") and (uv or works(PYTHON, "-m", "pip", "--version")):
        return
    print(f"Making {VENV.name} with Python {sys.version.split()[0]} …", flush=True)
    if uv:
        made = run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, quiet=True)
    else:
        made = run(sys.executable, "-m", "venv", "--clear", VENV, quiet=True)
    if not made:
        sys.exit("Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv. Then try again.")


def install(kind: str, uv: str | None) -> None:
    """Installs the lock with its hashes, then Steerco itself from this folder without asking any registry."""
    lock = LOCKS[kind]
    print(f"Installing {lock.name} with {'uv' if uv else 'pip'} …", flush=True)
    if uv:
        done = run(uv, "pip", "install", "--quiet", "--compile-bytecode", "--require-hashes", "--no-deps", "--python", PYTHON, "-r", lock)
        own = ["pip", "install", "--quiet", "--python", str(PYTHON), "--no-deps", "--no-build-isolation", "--offline", "-e", "."]
        done = done and run(uv, *own)
    else:
        pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet"]
        done = run(*pip, "install", "--require-hashes", "--no-deps", "-r", lock)  # the lock is whole; of some extras pip does not see it
        done = done and run(*pip, "install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ".")
    if not done:
        sys.exit("The installation did not finish; what went wrong stands above. Nothing else was changed.")


def engine() -> str:
    """A digest of the engine, whose inner loops are compiled while installing."""
    sources = sorted(path for path in (ROOT / "src" / "steerco_engine").rglob("*.py") if "tests" not in path.parts)
    return hashlib.sha256(b"\0".join(source.read_bytes() for source in sources)).hexdigest()


def warm() -> None:
    """Compiles the engine's inner loops for this processor where the engine is another than before; what the old one left goes."""
    digest, stamp = engine(), VENV / "steerco-warmed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
        return
    print("Compiling the engine …", flush=True)
    for kind in ("*.nbi", "*.nbc"):
        for path in (ROOT / "src" / "steerco_engine").rglob(kind):
            path.unlink()
    if run(PYTHON, "-m", "steerco_engine.warm"):
        stamp.write_text(digest, encoding="utf-8")


def main() -> None:
    """Brings the environment up to the lock, and does nothing where it is already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=list(LOCKS), nargs="?", default="run", help="run: what users need; tests: what developers need too")
    kind = parser.parse_args().kind
    if sys.version_info < (3, 11):  # noqa: UP036  (this file must still speak to older ones)
        sys.exit(f"Steerco needs Python 3.11 or newer; this is {sys.version.split()[0]}. Name another: make PYTHON=python3.13 …")
    before, digest = installed(), wanted()
    if "tests" in (before.get("kind"), kind):
        kind = "tests"
    if before == {"digest": digest, "kind": kind}:
        warm()
        return
    found = shutil.which("uv")
    uv = found if found and works(found, "--version") else None
    make_venv(uv)
    install(kind, uv)
    STAMP.write_text(json.dumps({"digest": digest, "kind": kind}), encoding="utf-8")
    warm()


if __name__ == "__main__":
    main()
