"""What every answer says to browsers and to what lies between: nothing of it is kept, shown inside of another site or given a camera."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NOTHING_OF = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
SAID = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOTHING_OF),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-store",
}


class HeadersMiddleware:
    """Says what an answer does not say itself; refusals, redirections and errors pass here, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers with every header in place."""
        response = self.get_response(request)
        for name, value in SAID.items():
            if not response.has_header(name):
                response[name] = value
        return response
