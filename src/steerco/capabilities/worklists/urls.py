"""Addresses of the first page and of what waits for me."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.worklists import views

urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.my_work, name="my_work"),
    path("start/", views.start, name="start"),
    path("sample/", views.look_at_sample, name="sample"),
    path("sample/leave/", views.leave, name="sample_leave"),
]
