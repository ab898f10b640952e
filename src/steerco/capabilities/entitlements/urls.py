"""Addresses of access: one's own, delegations, guests, emergency access, reviews, and who may do what to a record."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.entitlements.views import emergencies, lending, reviews, sharing, who

urlpatterns = [
    path("access/", lending.own_page, name="own_access"),
    path("access/act/", lending.act_for, name="act_for"),
    path("delegations/new/", lending.lend_page, name="delegation_new"),
    path("delegations/<int:pk>/end/", lending.end, name="delegation_end"),
    path("guests/", sharing.guests_page, name="guests"),
    path("guests/new/", sharing.share_page, name="share_new"),
    path("guests/<int:pk>/end/", sharing.end, name="share_end"),
    path("emergency/", emergencies.emergency_page, name="emergency"),
    path("emergency/end/", emergencies.end_own, name="emergency_end"),
    path("emergency/<int:pk>/seen/", emergencies.look_at, name="emergency_seen"),
    path("access-reviews/", reviews.reviews_page, name="access_reviews"),
    path("access-reviews/<int:pk>/", reviews.review_page, name="access_review"),
    path("who/<str:register>/<str:slug>/", who.who_page, name="who"),
]
