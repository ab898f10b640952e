"""The message by which somebody new gets in: what waits for them, and the way to a password of their own."""

from __future__ import annotations

from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from steerco.foundation.accounts.models import Account


def invite(account: Account, *, site: str, organisation: str) -> None:
    """Sends the way in: to a new password where the account has none, else to the sign-in."""
    if account.has_usable_password():
        way = urljoin(site, reverse("account_login"))
    else:
        key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
        uid, secret = key.split("-", 1)
        way = urljoin(site, reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret}))
    words = _(
        "%(organisation)s shares something with you in Steerco.\n\nThe way in: %(way)s\n\n"
        "You see what was shared with you, until the day that was agreed."
    ) % {"organisation": organisation, "way": way}
    send_mail(
        _("%(organisation)s shares something with you") % {"organisation": organisation}, words, None, [account.email], fail_silently=True
    )
