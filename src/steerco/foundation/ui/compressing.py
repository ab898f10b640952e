"""Answers are sent compressed, at a level that costs half as much as Django's and makes a page a tenth larger."""

from __future__ import annotations

import gzip
import secrets

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip
from django.utils.cache import patch_vary_headers

LEVEL, LEAST = 4, 200
HEAD, NAMED = 10, 0x08  # the bytes before the name of a compressed file, and the flag that says there is one


class CompressingMiddleware(GZipMiddleware):
    """Compresses whole answers; streams and what is short or compressed already are left to Django."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer as this browser takes it."""
        accepted = re_accepts_gzip.search(request.headers.get("Accept-Encoding", ""))
        if (
            not isinstance(response, HttpResponse)
            or len(response.content) < LEAST
            or response.has_header("Content-Encoding")
            or not accepted
        ):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        small = compressed(response.content, secrets.randbelow(self.max_random_bytes))
        if len(small) < len(response.content):
            response.content = small
            response["Content-Length"], response["Content-Encoding"] = str(len(small)), "gzip"
            if response.get("ETag", "").startswith('"'):
                response["ETag"] = f"W/{response['ETag']}"  # the bytes are others now, the meaning is the same
        return response


def compressed(content: bytes, padding: int) -> bytes:
    """The content compressed, with a name of some length: what a page holds can't be told from how long it is (BREACH)."""
    small = bytearray(gzip.compress(content, compresslevel=LEVEL, mtime=0))
    small[3] |= NAMED
    return bytes(small[:HEAD] + b"a" * padding + b"\0" + small[HEAD:])
