"""Answers are compressed where the browser takes it, and read as they were."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from steerco.foundation.ui.compressing import CompressingMiddleware, compressed

LONG = b"A line of a page that says the same again. " * 40


def sent(response: HttpResponseBase, accepts: str = "gzip, br") -> HttpResponseBase:
    def view(request: HttpRequest) -> HttpResponseBase:
        return response

    request = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    return CompressingMiddleware(view)(request)  # type: ignore[arg-type, return-value]  # a stream is an answer, too


def test_what_is_compressed_reads_as_before_and_says_so() -> None:
    response = sent(HttpResponse(LONG, headers={"ETag": '"7"'}))
    assert isinstance(response, HttpResponse)
    assert gzip.decompress(response.content) == LONG
    assert (response["Content-Encoding"], response["ETag"], response["Vary"]) == ("gzip", 'W/"7"', "Accept-Encoding")
    assert int(response["Content-Length"]) == len(response.content) < len(LONG)


@pytest.mark.parametrize(
    ("response", "accepts"),
    [(HttpResponse(LONG), "br"), (HttpResponse(b"short"), "gzip"), (HttpResponse(LONG, headers={"Content-Encoding": "br"}), "gzip")],
)
def test_everything_else_is_left(response: HttpResponse, accepts: str) -> None:
    before = response.content, response.get("Content-Encoding")
    left = sent(response, accepts)
    assert (response.content, left.get("Content-Encoding")) == before


def test_a_stream_is_compressed_as_it_comes() -> None:
    response = sent(StreamingHttpResponse([LONG]))
    assert isinstance(response, StreamingHttpResponse)
    assert gzip.decompress(b"".join(response)) == LONG


def test_the_length_says_less_than_it_could() -> None:
    assert [len(compressed(LONG, padding)) - len(compressed(LONG, 0)) for padding in (0, 1, 99)] == [0, 1, 99]
    assert gzip.decompress(compressed(LONG, 99)) == LONG
