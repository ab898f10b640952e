"""Addresses of subscriptions; the calendar itself is asked for by programs without a sign-in."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.subscriptions.views import calendars, mailings

urlpatterns = [
    path("calendars/", calendars.calendars_page, name="calendars"),
    path("calendars/<int:pk>/revoke/", calendars.revoke_page, name="calendar_revoke"),
    path("calendar/<str:secret>.ics", calendars.feed, name="calendar_feed"),
    path("mailings/", mailings.mailings_page, name="mailings"),
    path("mailings/new/<slug:register>/", mailings.new_page, name="mailing_new"),
    path("mailings/<int:pk>/", mailings.change_page, name="mailing"),
    path("mailings/<int:pk>/leave/", mailings.leave_page, name="mailing_leave"),
]
