"""A table sent as a file."""

from __future__ import annotations

from django.http import HttpResponse

from steerco.foundation.exports.writers import Sheet, csv_lines, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx")


def as_file(sheet: Sheet, name: str, form: str) -> HttpResponse:
    """The table as a download, `csv` or `xlsx`."""
    if form == "xlsx":
        with xlsx_file(sheet) as file:
            sent = HttpResponse(file.read(), content_type=XLSX)
    else:
        sent = HttpResponse("".join(csv_lines(sheet)), content_type="text/csv; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return sent
