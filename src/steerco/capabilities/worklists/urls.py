"""Addresses of the first page and of what waits for me."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.worklists.views import home, merging

urlpatterns = [
    path("", home.home, name="home"),
    path("work/", home.my_work, name="my_work"),
    path("start/", home.start, name="start"),
    path("sample/", home.look_at_sample, name="sample"),
    path("sample/leave/", home.leave, name="sample_leave"),
    path("merge/", merging.names_page, name="merge"),
    path("merge/confirm/", merging.confirm, name="merge_confirm"),
    path("merge/similar/", merging.similar_page, name="merge_similar"),
    path("merge/apart/", merging.apart_page, name="merge_apart"),
    path("merge/undo/<int:number>/", merging.undo_page, name="merge_undo"),
    path("merge/split/<str:ref>/", merging.split_page, name="split"),
    path("merge/<str:keep>/<str:absorb>/", merging.merge_page, name="merge_pair"),
]
