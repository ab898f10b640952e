"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.notices import views

urlpatterns = [
    path("inbox/", views.inbox_page, name="inbox"),
    path("inbox/read/", views.read_page, name="inbox_read"),
    path("inbox/settings/", views.wishes_page, name="notice_wishes"),
    path("inbox/<int:pk>/", views.open_page, name="notice"),
    path("inbox/<int:pk>/unread/", views.unread_page, name="notice_unread"),
    path("inbox/<int:pk>/mute/", views.mute_page, name="notice_mute"),
]
