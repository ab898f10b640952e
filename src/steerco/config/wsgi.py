"""The WSGI application that granian serves: addresses are read before the first visitor comes, and what stays for good is set aside."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steerco.config.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018  (imports every view)
gc.collect()
gc.freeze()  # the half million objects of the program are not looked through again for rubbish
