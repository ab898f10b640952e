"""Addresses of comments."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.comments import views

urlpatterns = [
    path("comments/<int:pk>/edit/", views.edit_page, name="comment_edit"),
    path("comments/<int:pk>/remove/", views.remove_page, name="comment_remove"),
    path("comments/<int:pk>/restore/", views.restore_page, name="comment_restore"),
    path("comments/<slug:register>/<str:slug>/people/", views.people_part, name="comment_people"),
    path("comments/<slug:register>/<str:slug>/", views.thread_page, name="comments"),
]
