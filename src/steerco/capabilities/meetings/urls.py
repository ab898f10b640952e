"""Addresses of boards and meetings."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.meetings.views import boards, meetings
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("boards/", include(addresses("boards", record=False))),
    path("boards/<str:slug>/", boards.board_page, {"name": "boards"}, name="board"),
    path("meetings/", include(addresses("meetings", record=False))),
    path("meetings/<str:slug>/", meetings.meeting_page, {"name": "meetings"}, name="meeting"),
]
