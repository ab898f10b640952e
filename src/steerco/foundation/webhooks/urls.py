"""Addresses of webhooks."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.webhooks import views

urlpatterns = [
    path("webhooks/", views.webhooks_page, name="webhooks"),
    path("webhooks/<int:pk>/", views.webhook_page, name="webhook"),
    path("webhooks/<int:pk>/do/", views.webhook_act, name="webhook_act"),
    path("deliveries/<int:pk>/", views.delivery_page, name="delivery"),
    path("deliveries/<int:pk>/again/", views.delivery_again, name="delivery_again"),
]
