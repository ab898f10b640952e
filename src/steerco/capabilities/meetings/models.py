"""Boards, their members, meetings with agenda, attendance, interests and votes (domain.md §16)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.duties import Approval
from steerco.foundation.organisations.models import OrganisationRecord


class BoardKind(models.TextChoices):
    """What a board governs."""

    PORTFOLIO = "portfolio", _("portfolio board")
    PROGRAMME = "programme", _("programme board")
    PROJECT = "project", _("project board")
    CHANGE = "change", _("change board")
    RESOURCE = "resource", _("resource board")
    BENEFITS = "benefits", _("benefits board")
    ARCHITECTURE = "architecture", _("architecture board")
    STEERING = "steering", _("PMO steering")


class Cadence(models.TextChoices):
    """How often a board meets."""

    WEEKLY = "weekly", _("weekly")
    FORTNIGHTLY = "fortnightly", _("fortnightly")
    MONTHLY = "monthly", _("monthly")
    QUARTERLY = "quarterly", _("quarterly")
    AS_NEEDED = "as_needed", _("as needed")


class MeetingState(models.TextChoices):
    """Where a meeting is on its way."""

    PLANNED = "planned", _("planned")
    AGENDA_OPEN = "agenda_open", _("agenda open")
    PAPERS_ISSUED = "papers_issued", _("papers issued")
    HELD = "held", _("held")
    MINUTES_DRAFT = "minutes_draft", _("minutes in draft")
    MINUTES_APPROVED = "minutes_approved", _("minutes approved")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class ItemKind(models.TextChoices):
    """What an item asks of the board."""

    DECISION = "decision", _("decision")
    DISCUSSION = "discussion", _("discussion")
    INFORMATION = "information", _("information")


class Board(OrganisationRecord):
    """A board: what it is for, who chairs it, what it governs, and which board stands above it."""

    ref = models.CharField(_("reference"), max_length=20)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("type"), max_length=12, choices=BoardKind.choices, default=BoardKind.PORTFOLIO)
    terms = models.TextField(_("terms of reference"), blank=True)
    portfolio = models.ForeignKey("projects.Portfolio", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    chair = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("chair"))
    cadence = models.CharField(_("meets"), max_length=11, choices=Cadence.choices, default=Cadence.MONTHLY)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("escalates to")
    )

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("board"), _("boards")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="board_ref_once"),
            models.CheckConstraint(
                condition=models.Q(portfolio__isnull=False, project__isnull=True) | models.Q(portfolio__isnull=True, project__isnull=False),
                name="board_governs_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BoardMember(OrganisationRecord):
    """That a person sits on a board, with a vote or without, and who stands in for them."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    votes = models.BooleanField(_("votes"), default=True)

    class Meta(OrganisationRecord.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="board_member_once")]

    def __str__(self) -> str:
        return str(self.person)


class Meeting(OrganisationRecord):
    """One meeting of a board, from its plan to its closed minutes. Whoever drafted the minutes does not approve them."""

    duties = (
        Approval(
            "state", waiting=frozenset({"minutes_draft"}), submitted=frozenset({"minutes_draft"}), approved=frozenset({"minutes_approved"})
        ),
    )

    ref = models.CharField(_("reference"), max_length=20)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    length = models.PositiveSmallIntegerField(_("length in minutes"), default=90)
    state = models.CharField(_("state"), max_length=16, choices=MeetingState.choices, default=MeetingState.PLANNED)
    papers_due_on = models.DateField(_("papers due"))
    papers_on = models.DateField(_("papers issued"), null=True, blank=True)
    leave = models.CharField(_("chair's leave for late papers"), max_length=300, blank=True)
    quorate = models.BooleanField(_("quorum"), default=False)
    minutes = models.TextField(_("minutes"), blank=True)
    drafted_on = models.DateField(_("minutes drafted"), null=True, blank=True)
    approved_on = models.DateField(_("minutes approved"), null=True, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("meeting"), _("meetings")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="meeting_ref_once"),
            models.UniqueConstraint(fields=["board", "on"], condition=~models.Q(state="cancelled"), name="board_meets_once_a_day"),
        ]
        indexes = [models.Index(fields=["organisation", "on", "id"])]

    def __str__(self) -> str:
        return f"{self.ref} {self.board}"


class AgendaPoint(OrganisationRecord):
    """One point of an agenda, what it asks, and what came of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("place"))
    kind = models.CharField(_("type"), max_length=11, choices=ItemKind.choices, default=ItemKind.DISCUSSION)
    title = models.CharField(_("point"), max_length=300)
    asked = models.TextField(_("decision asked"), blank=True)
    length = models.PositiveSmallIntegerField(_("minutes"), default=10)
    paper = models.CharField(_("paper"), max_length=300, blank=True)
    presenter = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    exception = models.ForeignKey("escalations.ToleranceException", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    escalation = models.ForeignKey("escalations.Escalation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    action = models.ForeignKey("raid.Action", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    report = models.ForeignKey("status.StatusReport", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    repeated = models.BooleanField(_("overdue for the second time"), default=False)
    decision = models.ForeignKey("raid.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("agenda item"), _("agenda items")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", name], condition=models.Q(**{f"{name}__isnull": False}), name=f"item_{name}_once")
            for name in ("exception", "escalation", "action", "report")
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(OrganisationRecord):
    """That somebody was there, for themselves or as a deputy."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(OrganisationRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return str(self.person)


class Interest(OrganisationRecord):
    """A conflict of interest that somebody declared on an item: they have no vote on it."""

    item = models.ForeignKey(AgendaPoint, on_delete=models.CASCADE, related_name="interests")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(_("interest"), max_length=300)

    class Meta(OrganisationRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="interest_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"


class Vote(OrganisationRecord):
    """How somebody voted on an item."""

    item = models.ForeignKey(AgendaPoint, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    approves = models.BooleanField(_("in favour"))

    class Meta(OrganisationRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.approves}"
