"""Subscriptions are made, changed and ended here."""

from steerco.foundation.subscriptions.services.calendars import make_address, owner_of, revoke_address
from steerco.foundation.subscriptions.services.mailings import end_mailing, leave_mailing, make_mailing, pause_mailing
from steerco.foundation.subscriptions.services.sending import send_mailing, start_due_mailings

__all__ = [
    "end_mailing",
    "leave_mailing",
    "make_address",
    "make_mailing",
    "owner_of",
    "pause_mailing",
    "revoke_address",
    "send_mailing",
    "start_due_mailings",
]
