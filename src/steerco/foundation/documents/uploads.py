"""The end of patience with an upload: a file that is far too large is not even written to the disk of the server."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest


class CappedUploads(FileUploadHandler):
    """Lets a file through to the other handlers until it passes the limit; then it is dropped, and the request knows its name."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Counts anew for each file."""
        super().new_file(*args, **kwargs)
        self._count = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Passes the bytes on while there are not too many."""
        self._count += len(raw_data)
        if self._count > settings.UPLOAD_MAX_BYTES:
            if self.request is not None:
                self.request.dropped_uploads = [*dropped(self.request), self.file_name or ""]  # type: ignore[attr-defined]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the other handlers."""
        return


def dropped(request: HttpRequest) -> list[str]:
    """The names of files that were too large to be taken in at all."""
    found: list[str] = getattr(request, "dropped_uploads", [])
    return found
