"""How the tests of the dashboards read an answer."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

from django.http import HttpResponse


def text_of(response: HttpResponse) -> str:
    """What a reader sees, without what opens only when it is asked for."""
    without_explanations = re.sub(r'<div class="pop ex".*?</div>(</div>)?', "", response.content.decode(), flags=re.DOTALL)
    body = re.sub(r"<[^>]+>", " ", without_explanations)
    return re.sub(r"\s+", " ", unescape(body)).replace("\N{NO-BREAK SPACE}", " ")


def listed(response: HttpResponse) -> list[str]:
    """The projects of the list, in their order."""
    return [unescape(name) for name in re.findall(r'<td class="k1"><a class="pn" href="[^"]*" title="([^"]*)"', response.content.decode())]


def file_of(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
