"""Which field of the model stands where in each format, and how it is written there: read and written by the same tables."""

from __future__ import annotations

from steerco.capabilities.schedules.services.values import (
    BLANK,
    HOURS,
    ISO,
    NUMBER,
    ONE_ZERO,
    PER_CENT_OF_ONE,
    PERIOD,
    TENTHS,
    TEXT,
    Codec,
    Column,
    choice,
)

_CONSTRAINTS = {
    "as_late_as_possible": ("CS_ALAP", "As Late As Possible", "1"),
    "start_on": ("CS_MSO", "Start On", ""),
    "finish_on": ("CS_MEO", "Finish On", ""),
    "start_no_earlier": ("CS_MSOA", "Start On or After", "4"),
    "start_no_later": ("CS_MSOB", "Start On or Before", "5"),
    "finish_no_earlier": ("CS_MEOA", "Finish On or After", "6"),
    "finish_no_later": ("CS_MEOB", "Finish On or Before", "7"),
    "mandatory_start": ("CS_MANDSTART", "Mandatory Start", "2"),
    "mandatory_finish": ("CS_MANDFIN", "Mandatory Finish", "3"),
}
CONSTRAINTS = [choice({names[place]: kind for kind, names in _CONSTRAINTS.items() if names[place]}) for place in range(3)]
_KINDS = {
    "task": ("TT_Task", "Task Dependent"),
    "by_resources": ("TT_Rsrc", "Resource Dependent"),
    "level_of_effort": ("TT_LOE", "Level of Effort"),
    "start_milestone": ("TT_Mile", "Start Milestone"),
    "finish_milestone": ("TT_FinMile", "Finish Milestone"),
    "wbs_summary": ("TT_WBS", "WBS Summary"),
}
_STATES = {"NotStart": ("TK_NotStart", "Not Started"), "Active": ("TK_Active", "In Progress"), "Complete": ("TK_Complete", "Completed")}
LINKS = [
    choice({"PR_FS": "FS", "PR_SS": "SS", "PR_FF": "FF", "PR_SF": "SF"}),
    choice({"Finish to Start": "FS", "Start to Start": "SS", "Finish to Finish": "FF", "Start to Finish": "SF"}),
    choice({"1": "FS", "3": "SS", "0": "FF", "2": "SF"}),
]
RESOURCES = [
    choice({"RT_Labor": "work", "RT_Equip": "work", "RT_Mat": "material"}),
    choice({"Labor": "work", "Nonlabor": "work", "Material": "material"}),
    choice({"1": "work", "0": "material", "2": "cost"}),
]


def _columns(*said: tuple[str, str, Codec]) -> tuple[Column, ...]:
    return tuple(Column(*each) for each in said)


def _p6(place: int, date: Codec, *said: tuple[str, tuple[str, str], Codec]) -> tuple[Column, ...]:
    """The columns of one of the two formats of Primavera; `ISO` stands for the dates of either."""
    return tuple(Column(field, names[place], date if codec is ISO else codec) for field, names, codec in said if names[place])


_ACTIVITY = (
    ("uid", ("task_id", "ObjectId"), TEXT), ("project", ("proj_id", "ProjectObjectId"), TEXT), ("code", ("task_code", "Id"), TEXT),
    ("name", ("task_name", "Name"), TEXT), ("wbs_uid", ("wbs_id", "WBSObjectId"), TEXT),
    ("duration", ("target_drtn_hr_cnt", "PlannedDuration"), HOURS),
    ("remaining", ("remain_drtn_hr_cnt", "RemainingDuration"), HOURS), ("actual_duration", ("", "ActualDuration"), HOURS),
    ("calendar", ("clndr_id", "CalendarObjectId"), TEXT), ("duration_type", ("duration_type", "DurationType"), TEXT),
    ("percent_type", ("complete_pct_type", "PercentCompleteType"), TEXT),
    ("constraint_date", ("cstr_date", "PrimaryConstraintDate"), ISO),
    ("second_constraint_date", ("cstr_date2", "SecondaryConstraintDate"), ISO),
    ("expected_finish", ("expect_end_date", "ExpectedFinishDate"), ISO), ("actual_start", ("act_start_date", "ActualStartDate"), ISO),
    ("actual_finish", ("act_end_date", "ActualFinishDate"), ISO), ("suspended", ("suspend_date", "SuspendDate"), ISO),
    ("resumed", ("resume_date", "ResumeDate"), ISO), ("planned_start", ("target_start_date", "PlannedStartDate"), ISO),
    ("planned_finish", ("target_end_date", "PlannedFinishDate"), ISO), ("start", ("", "StartDate"), ISO),
    ("finish", ("", "FinishDate"), ISO),
    ("external_start", ("external_early_start_date", "ExternalEarlyStartDate"), ISO),
    ("external_finish", ("external_late_end_date", "ExternalLateFinishDate"), ISO),
    ("early_start", ("early_start_date", "EarlyStartDate"), ISO), ("early_finish", ("early_end_date", "EarlyFinishDate"), ISO),
    ("late_start", ("late_start_date", "LateStartDate"), ISO), ("late_finish", ("late_end_date", "LateFinishDate"), ISO),
    ("total_float", ("total_float_hr_cnt", "TotalFloat"), HOURS), ("free_float", ("free_float_hr_cnt", "FreeFloat"), HOURS),
    ("physical_percent", ("phys_complete_pct", ""), NUMBER), ("physical_percent", ("", "PhysicalPercentComplete"), PER_CENT_OF_ONE),
    ("percent", ("", "PercentComplete"), PER_CENT_OF_ONE),
)  # fmt: skip
_KIND = {place: choice({names[place]: kind for kind, names in _KINDS.items()}) for place in (0, 1)}
_STATE = {place: choice({names[place]: kind for kind, names in _STATES.items()}) for place in (0, 1)}
P6_ACTIVITY = {
    place: _p6(place, date, *_ACTIVITY, ("kind", ("task_type", "Type"), _KIND[place]), ("status", ("status_code", "Status"), _STATE[place]),
               ("constraint", ("cstr_type", "PrimaryConstraintType"), CONSTRAINTS[place]),
               ("second_constraint", ("cstr_type2", "SecondaryConstraintType"), CONSTRAINTS[place]))
    for place, date in ((0, BLANK), (1, ISO))
}  # fmt: skip
_PROJECT = (
    ("uid", ("proj_id", "ObjectId"), TEXT), ("id", ("proj_short_name", "Id"), TEXT), ("name", ("", "Name"), TEXT),
    ("start", ("plan_start_date", "PlannedStartDate"), ISO), ("data_date", ("last_recalc_date", "DataDate"), ISO),
    ("must_finish", ("plan_end_date", "MustFinishByDate"), ISO), ("finish", ("scd_end_date", "ScheduledFinishDate"), ISO),
    ("calendar", ("clndr_id", "ActivityDefaultCalendarObjectId"), TEXT),
    ("critical_by", ("critical_path_type", "CriticalActivityPathType"), TEXT),
    ("critical_float", ("critical_drtn_hr_cnt", "CriticalActivityFloatLimit"), HOURS),
)  # fmt: skip
P6_PROJECT = {0: _p6(0, BLANK, *_PROJECT), 1: _p6(1, ISO, *_PROJECT)}
_CALENDAR = (
    ("uid", ("clndr_id", "ObjectId"), TEXT), ("name", ("clndr_name", "Name"), TEXT), ("kind", ("clndr_type", "Type"), TEXT),
    ("parent", ("base_clndr_id", "BaseCalendarObjectId"), TEXT), ("project", ("proj_id", "ProjectObjectId"), TEXT),
    ("minutes_per_day", ("day_hr_cnt", "HoursPerDay"), HOURS), ("minutes_per_week", ("week_hr_cnt", "HoursPerWeek"), HOURS),
)  # fmt: skip
P6_CALENDAR = {0: _p6(0, BLANK, *_CALENDAR), 1: _p6(1, ISO, *_CALENDAR)}
_WBS = (
    ("uid", ("wbs_id", "ObjectId"), TEXT), ("project", ("proj_id", "ProjectObjectId"), TEXT),
    ("parent", ("parent_wbs_id", "ParentObjectId"), TEXT),
    ("code", ("wbs_short_name", "Code"), TEXT), ("name", ("wbs_name", "Name"), TEXT), ("order", ("seq_num", "SequenceNumber"), NUMBER),
)  # fmt: skip
P6_WBS = {0: _p6(0, BLANK, *_WBS), 1: _p6(1, ISO, *_WBS)}
_LINK = (
    ("uid", ("task_pred_id", "ObjectId"), TEXT), ("predecessor", ("pred_task_id", "PredecessorActivityObjectId"), TEXT),
    ("successor", ("task_id", "SuccessorActivityObjectId"), TEXT),
    ("predecessor_project", ("pred_proj_id", "PredecessorProjectObjectId"), TEXT),
    ("project", ("proj_id", "SuccessorProjectObjectId"), TEXT), ("lag", ("lag_hr_cnt", "Lag"), HOURS),
)  # fmt: skip
P6_LINK = {place: _p6(place, date, *_LINK, ("kind", ("pred_type", "Type"), LINKS[place])) for place, date in ((0, BLANK), (1, ISO))}
_RESOURCE = (
    ("uid", ("rsrc_id", "ObjectId"), TEXT), ("code", ("rsrc_short_name", "Id"), TEXT), ("name", ("rsrc_name", "Name"), TEXT),
    ("calendar", ("clndr_id", "CalendarObjectId"), TEXT), ("parent", ("parent_rsrc_id", "ParentObjectId"), TEXT),
    ("most_units", ("", "MaxUnitsPerTime"), PER_CENT_OF_ONE),
)  # fmt: skip
P6_RESOURCE = {
    place: _p6(place, date, *_RESOURCE, ("kind", ("rsrc_type", "ResourceType"), RESOURCES[place])) for place, date in ((0, BLANK), (1, ISO))
}
_ASSIGNMENT = (
    ("uid", ("taskrsrc_id", "ObjectId"), TEXT), ("activity", ("task_id", "ActivityObjectId"), TEXT),
    ("resource", ("rsrc_id", "ResourceObjectId"), TEXT),
    ("project", ("proj_id", "ProjectObjectId"), TEXT), ("units", ("target_qty_per_hr", "PlannedUnitsPerTime"), PER_CENT_OF_ONE),
    ("work", ("target_qty", "PlannedUnits"), HOURS), ("actual_work", ("act_reg_qty", "ActualUnits"), HOURS),
    ("remaining_work", ("remain_qty", "RemainingUnits"), HOURS), ("delay", ("target_lag_drtn_hr_cnt", "PlannedLag"), HOURS),
    ("start", ("target_start_date", "PlannedStartDate"), ISO), ("finish", ("target_end_date", "PlannedFinishDate"), ISO),
)  # fmt: skip
P6_ASSIGNMENT = {0: _p6(0, BLANK, *_ASSIGNMENT), 1: _p6(1, ISO, *_ASSIGNMENT)}
XER_TABLES = {
    "PROJECT": P6_PROJECT[0], "CALENDAR": P6_CALENDAR[0], "PROJWBS": P6_WBS[0], "RSRC": P6_RESOURCE[0],
    "TASK": P6_ACTIVITY[0], "TASKPRED": P6_LINK[0], "TASKRSRC": P6_ASSIGNMENT[0],
}  # fmt: skip

MSP_ACTIVITY = _columns(
    ("uid", "UID", TEXT), ("row", "ID", NUMBER), ("name", "Name", TEXT), ("active", "Active", ONE_ZERO), ("manual", "Manual", ONE_ZERO),
    ("duration_type", "Type", TEXT), ("blank", "IsNull", ONE_ZERO), ("wbs", "WBS", TEXT), ("code", "OutlineNumber", TEXT),
    ("level", "OutlineLevel", NUMBER),
    ("priority", "Priority", NUMBER), ("start", "Start", ISO), ("finish", "Finish", ISO), ("duration", "Duration", PERIOD),
    ("manual_start", "ManualStart", ISO), ("manual_finish", "ManualFinish", ISO), ("manual_duration", "ManualDuration", PERIOD),
    ("duration_format", "DurationFormat", TEXT), ("stopped", "Stop", ISO), ("resumed", "Resume", ISO),
    ("effort_driven", "EffortDriven", ONE_ZERO),
    ("recurring", "Recurring", ONE_ZERO), ("milestone", "Milestone", ONE_ZERO), ("summary", "Summary", ONE_ZERO),
    ("critical", "Critical", ONE_ZERO),
    ("external", "ExternalTask", ONE_ZERO), ("early_start", "EarlyStart", ISO), ("early_finish", "EarlyFinish", ISO),
    ("late_start", "LateStart", ISO),
    ("late_finish", "LateFinish", ISO), ("free_float", "FreeSlack", TENTHS), ("total_float", "TotalSlack", TENTHS),
    ("percent", "PercentComplete", NUMBER),
    ("actual_start", "ActualStart", ISO), ("actual_finish", "ActualFinish", ISO), ("actual_duration", "ActualDuration", PERIOD),
    ("remaining", "RemainingDuration", PERIOD), ("constraint", "ConstraintType", CONSTRAINTS[2]), ("calendar", "CalendarUID", TEXT),
    ("constraint_date", "ConstraintDate", ISO), ("deadline", "Deadline", ISO), ("levelling_delay", "LevelingDelay", TENTHS),
    ("ignore_resource_calendars", "IgnoreResourceCalendar", ONE_ZERO), ("physical_percent", "PhysicalPercentComplete", NUMBER),
)  # fmt: skip
MSP_PROJECT = _columns(
    ("name", "Name", TEXT), ("id", "Title", TEXT), ("from_start", "ScheduleFromStart", ONE_ZERO), ("start", "StartDate", ISO),
    ("finish", "FinishDate", ISO),
    ("critical_float", "CriticalSlackLimit", NUMBER), ("calendar", "CalendarUID", TEXT), ("minutes_per_day", "MinutesPerDay", NUMBER),
    ("minutes_per_week", "MinutesPerWeek", NUMBER), ("days_per_month", "DaysPerMonth", NUMBER),
    ("honour_constraints", "HonorConstraints", ONE_ZERO),
    ("data_date", "StatusDate", ISO),
)  # fmt: skip
MSP_LINK = _columns(("predecessor", "PredecessorUID", TEXT), ("kind", "Type", LINKS[2]))
MSP_RESOURCE = _columns(
    ("uid", "UID", TEXT), ("name", "Name", TEXT), ("kind", "Type", RESOURCES[2]), ("code", "Initials", TEXT),
    ("most_units", "MaxUnits", PER_CENT_OF_ONE),
    ("calendar", "CalendarUID", TEXT),
)  # fmt: skip
MSP_ASSIGNMENT = _columns(
    ("uid", "UID", TEXT), ("activity", "TaskUID", TEXT), ("resource", "ResourceUID", TEXT), ("actual_work", "ActualWork", PERIOD),
    ("delay", "Delay", TENTHS), ("finish", "Finish", ISO), ("remaining_work", "RemainingWork", PERIOD), ("start", "Start", ISO),
    ("units", "Units", PER_CENT_OF_ONE), ("work", "Work", PERIOD),
)  # fmt: skip
MSP_CALENDAR = _columns(("uid", "UID", TEXT), ("name", "Name", TEXT), ("parent", "BaseCalendarUID", TEXT))
MSP_BASELINE = _columns(
    ("number", "Number", NUMBER), ("start", "Start", ISO), ("finish", "Finish", ISO), ("duration", "Duration", PERIOD),
    ("work", "Work", PERIOD),
    ("cost", "Cost", NUMBER),
)  # fmt: skip
