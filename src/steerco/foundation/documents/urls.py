"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.documents import views

urlpatterns = [
    path("files/<int:pk>/", views.versions_page, name="document"),
    path("files/<int:pk>/<int:number>/", views.file_of_version, name="document_file"),
    path("files/<int:pk>/remove/", views.remove_page, name="document_remove"),
    path("files/<int:pk>/restore/", views.restore_page, name="document_restore"),
    path("files/<slug:register>/<str:slug>/", views.folder_page, name="documents"),
]
