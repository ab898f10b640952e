"""Addresses of jobs and of what is done by the clock."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.tasks import views

urlpatterns = [
    path("jobs/keeping/", views.keeping_page, name="keeping"),
    path("jobs/", views.jobs_page, name="jobs"),
    path("jobs/<int:pk>/", views.job_page, name="job"),
    path("jobs/<int:pk>/cancel/", views.cancel_page, name="job_cancel"),
    path("jobs/<int:pk>/again/", views.again_page, name="job_again"),
    path("jobs/schedules/", views.schedules_page, name="schedules"),
    path("jobs/schedules/<slug:kind>/", views.schedule_page, name="schedule"),
    path("jobs/schedules/<slug:kind>/run/", views.run_page, name="schedule_run"),
]
