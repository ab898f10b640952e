#!/usr/bin/env python3
"""Checks an archive of a Steerco ledger with nothing but Python 3: `python3 verify.py ARCHIVE.zip`.

Each line of revisions.jsonl is one revision. `sealed` is the text over which its seal (`hash`) was made: SHA-256, hexadecimal. That text
is a JSON list that begins with the seal of the revision before, so that no revision can be edited, removed or put in between unnoticed.
Where changes were left out for confidentiality, `sealed` is null: then only the chain of seals is checked. Exit code 0: all holds.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile


def problems_of(archive: zipfile.ZipFile) -> tuple[list[str], int, int]:
    """What is wrong, how many revisions were checked, and of how many only the link."""
    manifest = json.loads(archive.read("manifest.json"))
    found = [
        f"{name} is not what was written"
        for name, digest in manifest["parts"].items()
        if hashlib.sha256(archive.read(name)).hexdigest() != digest
    ]
    previous, number, checked, linked = manifest["before"]["hash"], manifest["before"]["number"], 0, 0
    with archive.open("revisions.jsonl") as lines:
        for line in lines:
            told = json.loads(line)
            number += 1
            if told["number"] != number:
                return [*found, f"revision {number} is missing"], checked, linked
            if told["previous_hash"] != previous:
                return [*found, f"revision {number} does not follow the one before"], checked, linked
            if told["sealed"] is None:
                linked += 1
            elif hashlib.sha256(told["sealed"].encode()).hexdigest() != told["hash"]:
                return [*found, f"revision {number} was edited"], checked, linked
            elif json.loads(told["sealed"])[0] != previous or json.loads(told["sealed"])[2] != number:
                return [*found, f"revision {number} is sealed as another"], checked, linked
            previous, checked = told["hash"], checked + 1
    if (number, previous) != (manifest["last"]["number"], manifest["last"]["hash"]):
        found.append("revisions are missing at the end")
    return found, checked, linked


def main() -> int:
    """Says whether the archive holds."""
    if len(sys.argv) != 2:
        sys.stderr.write("Usage: python3 verify.py ARCHIVE.zip\n")
        return 2
    with zipfile.ZipFile(sys.argv[1]) as archive:
        found, checked, linked = problems_of(archive)
        last = json.loads(archive.read("manifest.json"))["last"]
    for problem in found:
        sys.stdout.write(f"BROKEN: {problem}\n")
    held = "The chain holds" if not found else "The chain does NOT hold"
    sys.stdout.write(f"{held}: {checked} revisions, of {linked} of them only the link. Last seal: {last['hash']}\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
