"""Template tags of the look: numbers, dates and marks."""

from __future__ import annotations

from django import template

register = template.Library()
