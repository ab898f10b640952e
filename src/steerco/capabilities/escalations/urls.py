"""Addresses of tolerances, exceptions and escalations."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.escalations.views import board, pages
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("tolerances/", include(addresses("tolerances"))),
    path("exceptions/board/", board.board_page, name="exceptions_board"),
    path("exceptions/", include(addresses("exceptions", record=False))),
    path("exceptions/<str:slug>/", pages.exception_page, {"name": "exceptions"}, name="exception"),
    path("escalations/", include(addresses("escalations", record=False))),
    path("escalations/<str:slug>/", pages.escalation_page, {"name": "escalations"}, name="escalation"),
]
