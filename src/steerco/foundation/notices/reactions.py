"""News that become notices: a revision was committed, a job ended. A fault here keeps nobody from what they did."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _

from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.notices.services import catch_up, tell_people
from steerco.foundation.notices.telling import Telling
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.tasks.events import JobEnded
from steerco.foundation.tasks.kinds import label_of
from steerco.foundation.tasks.models import Job, JobState

log = logging.getLogger(__name__)


@listen(Revised)
def read_revision(news: Revised) -> None:
    """Makes the notices of what was written; running twice makes none twice."""
    organisation = Organisation.objects.filter(pk=news.organisation_id).first()
    if organisation is not None:
        catch_up(organisation, first=news.number)


@listen(JobEnded)
def job_ended(news: JobEnded) -> None:
    """Tells whoever asked for a job that it is done or failed; one that they cancelled is no news."""
    if news.state == JobState.CANCELLED or (news.quiet and news.state == JobState.DONE):
        return
    job = Job.everywhere.select_related("organisation").filter(pk=news.job_id, account__isnull=False).first()
    if job is None or job.account_id is None:
        return
    name = f"{label_of(job.kind)}: {job.title}" if job.title else label_of(job.kind)
    if news.state == JobState.FAILED:
        telling = Telling(
            "job_failed", [job.account_id], _("Failed: %(job)s.") % {"job": name}, link=job.get_absolute_url(), excerpt=job.problem
        )
    else:
        telling = Telling(
            "job_done", [job.account_id], _("Done: %(job)s.") % {"job": name}, link=job.link or job.get_absolute_url(), excerpt=job.result
        )
    tell_people(job.organisation, f"job:{job.pk}:{news.state}", [telling])
