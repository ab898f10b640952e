"""An archive: one file with a list of what it holds and the digest of each part, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

MANIFEST = "manifest.json"
CHUNK = 1 << 20
LARGEST_MANIFEST = 50 << 20


class BadArchive(LookupError):
    """The file is no archive of ours, or not whole any more; the text says what is wrong with it."""


class ArchiveWriter:
    """Adds parts to an archive and keeps their digests."""

    def __init__(self, held: zipfile.ZipFile) -> None:
        self._held = held
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """A part from pieces of bytes."""
        digest, size = hashlib.sha256(), 0
        with self._held.open(name, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
                digest.update(piece)
                size += len(piece)
        self.parts[name] = {"sha256": digest.hexdigest(), "size": size}

    def add_file(self, name: str, path: Path) -> None:
        """A part from a file."""
        with path.open("rb") as file:
            self.add(name, _pieces(file))


@contextmanager
def written(path: Path, about: dict[str, Any]) -> Iterator[ArchiveWriter]:
    """Writes an archive beside its place and moves it there when it is whole; only its owner may read it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as held:
            writer = ArchiveWriter(held)
            yield writer
            held.writestr(MANIFEST, json.dumps({**about, "parts": writer.parts}, indent=1, ensure_ascii=False))
        with beside.open("rb") as whole:
            os.fsync(whole.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


class Archive:
    """An archive that is read: its list first, then its parts."""

    def __init__(self, held: zipfile.ZipFile) -> None:
        self._held = held
        self.manifest = _manifest(held)

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """The parts with their digests."""
        found: dict[str, dict[str, Any]] = self.manifest["parts"]
        return found

    def check(self) -> None:
        """Reads every part once; raises `BadArchive` at the first that is not what the list says."""
        missing = sorted(set(self.parts) - set(self._held.namelist()))
        if missing:
            raise BadArchive(f"The archive is not whole: {missing[0]} is missing.")
        for name, said in self.parts.items():
            digest = hashlib.sha256()
            try:
                with self._held.open(name) as part:
                    for piece in _pieces(part):
                        digest.update(piece)
            except (zipfile.BadZipFile, OSError, EOFError) as error:
                raise BadArchive(f"The archive is damaged at {name}: {error}") from error
            if digest.hexdigest() != said["sha256"]:
                raise BadArchive(f"The archive is damaged: {name} is not what was written.")

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """A part, to read from."""
        with self._held.open(name) as part:
            yield part

    def write_to(self, name: str, path: Path) -> None:
        """Writes one part to a file that only its owner may read."""
        if name not in self.parts:
            raise BadArchive(f"The archive has no {name}.")
        path.touch(mode=0o600)
        with self.part(name) as part, path.open("wb") as file:
            shutil.copyfileobj(part, file, CHUNK)

    def lay_out(self, prefix: str, folder: Path) -> int:
        """Writes the parts below a name into a folder, and says how many; a name that leaves the folder is refused."""
        count = 0
        for name in self.parts:
            if not name.startswith(prefix):
                continue
            place = (folder / name.removeprefix(prefix)).resolve()
            if not place.is_relative_to(folder.resolve()):
                raise BadArchive(f"The archive names a file outside of its folder: {name}")
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.write_to(name, place)
            count += 1
        return count


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive; raises `BadArchive` where the file is none."""
    try:
        held = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadArchive(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise BadArchive(f"{path} is no archive: {error}") from error
    with held:
        yield Archive(held)


def _manifest(held: zipfile.ZipFile) -> dict[str, Any]:
    try:
        if held.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise BadArchive("The list of the archive is too large to be one of ours.")
        found = json.loads(held.read(MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        raise BadArchive("The file has no list of what it holds; it is no archive of ours.") from error
    if not isinstance(found, dict) or not isinstance(found.get("parts"), dict):
        raise BadArchive("The file has no list of what it holds; it is no archive of ours.")
    return found


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece
