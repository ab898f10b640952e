"""Webhooks are made, tried, held back, given a new secret and ended here."""

from steerco.foundation.webhooks.services.making import (
    change_webhook,
    end_webhook,
    make_webhook,
    pause_webhook,
    renew_secret,
    send_again,
    try_webhook,
)
from steerco.foundation.webhooks.services.sending import gather, send, send_due

__all__ = [
    "change_webhook",
    "end_webhook",
    "gather",
    "make_webhook",
    "pause_webhook",
    "renew_secret",
    "send",
    "send_again",
    "send_due",
    "try_webhook",
]
