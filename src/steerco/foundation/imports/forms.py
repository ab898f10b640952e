"""The file that is given, and why a load is taken back."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from steerco.foundation.imports.profiles import profiles

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".json")
MOST_FILES = 20


class _Files(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several; each must be a table by its ending, and small enough."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files, each checked; every file that is refused is named with the reason."""
        given = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if not given:
            raise forms.ValidationError(gettext("Choose a file first."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(
                gettext("These are %(count)d files. Give at most %(most)d at once.") % {"count": len(given), "most": MOST_FILES}
            )
        problems = [problem for each in given if (problem := _against(each))]
        if problems:
            raise forms.ValidationError(problems)
        return given


def _against(file: UploadedFile[Any]) -> str:
    """Why a file can't be taken; empty where it can."""
    name = file.name or ""
    if PurePath(name).suffix.casefold() not in ENDINGS:
        return gettext("“%(name)s” is no spreadsheet, CSV or JSON file. Save it as one of: %(endings)s.") % {
            "name": name,
            "endings": ", ".join(ENDINGS),
        }
    if not file.size:
        return gettext("“%(name)s” is empty.") % {"name": name}
    most = settings.IMPORT_MAX_BYTES
    if file.size > most:
        return ngettext(
            "“%(name)s” is larger than %(size)d MB. Split it.", "“%(name)s” is larger than %(size)d MB. Split it.", most // 2**20
        ) % {"name": name, "size": most // 2**20}
    return ""


class NewImportForm(forms.Form):
    """The files and what kind they are; what the target asks is added by the page."""

    uploads = FilesField(
        label=_("Files"), help_text=_("CSV, Excel, OpenDocument or JSON, 50 MB at most each. Several files of one kind load together.")
    )
    profile = forms.ChoiceField(label=_("What kind of file is it?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(profile.key, profile.label) for profile in profiles()]
        self.fields["profile"].choices = [("", gettext("Find out by reading it")), *kinds]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is taken back; of one's own load it may stay empty."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False,
        help_text=_("Not needed for a load of your own, which can be made again. What you write stays in the ledger, beside your name."),
    )  # fmt: skip
