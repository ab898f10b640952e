"""Small schedules of our own, in the three formats that are text."""
# ruff: noqa: E501  # rows of files

from __future__ import annotations

XER = "\r\n".join(
    line.replace("|", "\t")
    for line in [
        "ERMHDR|23.12|2026-01-05|Project|planner|Planner|dbx|Project Management|EUR",
        "%T|PROJECT", "%F|proj_id|proj_short_name|clndr_id|plan_start_date|last_recalc_date|critical_path_type|critical_drtn_hr_cnt|name_sep_char",
        "%R|7|BRIDGE|1|2026-01-05 08:00|2026-01-05 08:00|CT_TotFloat|0|.",
        "%R|8|ROAD|1|2026-01-05 08:00|2026-01-05 08:00|CT_TotFloat|0|.",
        "%T|CALENDAR", "%F|clndr_id|default_flag|clndr_name|clndr_type|day_hr_cnt|week_hr_cnt|clndr_data",
        "%R|1|Y|Works|CA_Base|8|40|(0~~CalendarData()((0~~DaysOfWeek()((0~~1()())"
        + "".join(f"(0~~{day}()((0~~0(s~08:00~f~12:00)())(0~~1(s~13:00~f~17:00)())))" for day in range(2, 7))
        + "(0~~7()())))(0~~VIEW(ShowTotal~Y)())(0~~Exceptions()((0~~0(d~46029)()))))",
        "%T|PROJWBS", "%F|wbs_id|proj_id|seq_num|wbs_short_name|wbs_name|parent_wbs_id", "%R|70|7|1|BRIDGE|The bridge|", "%R|71|7|2|A|Abutments|70",
        "%T|ACTVTYPE", "%F|actv_code_type_id|actv_code_type", "%R|3|Trade",
        "%T|ACTVCODE", "%F|actv_code_id|actv_code_type_id|short_name|actv_code_name", "%R|31|3|CONC|Concrete",
        "%T|UDFTYPE", "%F|udf_type_id|table_name|udf_type_label|logical_data_type", "%R|5|TASK|Permit|FT_TEXT",
        "%T|RSRC", "%F|rsrc_id|clndr_id|rsrc_name|rsrc_short_name|rsrc_type", "%R|90|1|Crane crew|CREW|RT_Labor",
        "%T|TASK",
        "%F|task_id|proj_id|wbs_id|clndr_id|complete_pct_type|task_type|duration_type|status_code|task_code|task_name|remain_drtn_hr_cnt|target_drtn_hr_cnt"
        "|cstr_date|cstr_type|early_start_date|total_float_hr_cnt|guid",
        "%R|101|7|71|1|CP_Drtn|TT_Task|DT_FixedDrtn|TK_NotStart|A10|Ausheben über Fluß|16|16|||2020-01-01 08:00|99|abc==",
        "%R|102|7|71|1|CP_Drtn|TT_Task|DT_FixedDrtn|TK_NotStart|A20|Pour|8|8|2026-01-09 08:00|CS_MSOA|||",
        "%R|103|7|71|1|CP_Drtn|TT_FinMile|DT_FixedDrtn|TK_NotStart|A30|Ready|0|0|||||",
        "%R|201|8||1|CP_Drtn|TT_Task|DT_FixedDrtn|TK_NotStart|R10|Road on the bridge|8|8|||||",
        "%T|TASKPRED", "%F|task_pred_id|task_id|pred_task_id|proj_id|pred_proj_id|pred_type|lag_hr_cnt",
        "%R|1|102|101|7|7|PR_FS|4", "%R|2|103|102|7|7|PR_FF|0", "%R|3|201|103|8|7|PR_FS|0",
        "%T|TASKRSRC", "%F|taskrsrc_id|task_id|proj_id|rsrc_id|target_qty|remain_qty|target_qty_per_hr", "%R|1|101|7|90|16|16|1",
        "%T|TASKACTV", "%F|task_id|actv_code_type_id|actv_code_id|proj_id", "%R|102|3|31|7",
        "%T|UDFVALUE", "%F|udf_type_id|fk_id|proj_id|udf_text", "%R|5|101|7|P-77",
        "%E", "",
    ]
).replace("~", "|")  # fmt: skip

_WEEK = "".join(
    f"<WeekDay><DayType>{day}</DayType><DayWorking>{int(1 < day < 7)}</DayWorking>"
    + (
        "<WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime>"
        "<WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes>"
        if 1 < day < 7
        else ""
    )
    + "</WeekDay>"
    for day in range(1, 8)
)
MSPDI = f"""<?xml version="1.0" encoding="UTF-8"?>
<Project xmlns="http://schemas.microsoft.com/project">
<SaveVersion>14</SaveVersion><Name>Bridge</Name><Title>Bridge</Title><ScheduleFromStart>1</ScheduleFromStart><StartDate>2026-01-05T08:00:00</StartDate>
<CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><HonorConstraints>1</HonorConstraints>
<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><FieldName>Text1</FieldName><Alias>Permit</Alias></ExtendedAttribute></ExtendedAttributes>
<Calendars><Calendar><UID>1</UID><Name>Works</Name><IsBaseCalendar>1</IsBaseCalendar><BaseCalendarUID>-1</BaseCalendarUID><WeekDays>{_WEEK}</WeekDays>
<Exceptions><Exception><EnteredByOccurrences>0</EnteredByOccurrences><TimePeriod><FromDate>2026-01-07T00:00:00</FromDate><ToDate>2026-01-07T23:59:00</ToDate>
</TimePeriod><Occurrences>1</Occurrences><Name>Feast</Name><Type>1</Type><DayWorking>0</DayWorking></Exception></Exceptions></Calendar></Calendars>
<Tasks>
<Task><UID>0</UID><ID>0</ID><Name>Bridge</Name><OutlineLevel>0</OutlineLevel><Summary>1</Summary></Task>
<Task><UID>1</UID><ID>1</ID><Name>Dig</Name><Type>1</Type><WBS>1</WBS><OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration>
<DurationFormat>7</DurationFormat><EarlyStart>2020-01-01T08:00:00</EarlyStart><TotalSlack>990</TotalSlack><ConstraintType>0</ConstraintType>
<Deadline>2026-02-02T17:00:00</Deadline><ExtendedAttribute><FieldID>188743731</FieldID><Value>P-77</Value></ExtendedAttribute>
<Baseline><Number>0</Number><Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T17:00:00</Finish><Duration>PT16H0M0S</Duration></Baseline></Task>
<Task><UID>2</UID><ID>2</ID><Name>Pour</Name><Type>1</Type><WBS>2</WBS><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration>
<DurationFormat>7</DurationFormat><ConstraintType>4</ConstraintType><ConstraintDate>2026-01-09T08:00:00</ConstraintDate>
<PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type><CrossProject>0</CrossProject><LinkLag>2400</LinkLag><LagFormat>5</LagFormat></PredecessorLink></Task>
</Tasks>
<Resources><Resource><UID>1</UID><ID>1</ID><Name>Crane crew</Name><Type>1</Type><MaxUnits>1.00</MaxUnits><CalendarUID>1</CalendarUID></Resource></Resources>
<Assignments><Assignment><UID>1</UID><TaskUID>1</TaskUID><ResourceUID>1</ResourceUID><Units>1</Units><Work>PT16H0M0S</Work></Assignment></Assignments>
</Project>
"""

PMXML = """<?xml version="1.0" encoding="UTF-8"?>
<APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V8.4/API/BusinessObjects" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<Calendar><ObjectId>1</ObjectId><Name>Works</Name><Type>Global</Type><HoursPerDay>8</HoursPerDay><HoursPerWeek>40</HoursPerWeek>
<BaseCalendarObjectId xsi:nil="true"/><StandardWorkWeek>""" + "".join(
    f"<StandardWorkHours><DayOfWeek>{day}</DayOfWeek>"
    + ("<WorkTime/>" if day[0] == "S" else "<WorkTime><Start>08:00:00</Start><Finish>11:59:00</Finish></WorkTime>"
       "<WorkTime><Start>13:00:00</Start><Finish>16:59:00</Finish></WorkTime>") + "</StandardWorkHours>"
    for day in ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
) + """</StandardWorkWeek><HolidayOrExceptions><HolidayOrException><Date>2026-01-07T00:00:00</Date><WorkTime/></HolidayOrException></HolidayOrExceptions>
</Calendar>
<Project><Id>BRIDGE</Id><ObjectId>7</ObjectId><Name>The bridge</Name><PlannedStartDate>2026-01-05T08:00:00</PlannedStartDate>
<DataDate>2026-01-05T08:00:00</DataDate><ActivityDefaultCalendarObjectId>1</ActivityDefaultCalendarObjectId>
<Activity><ObjectId>101</ObjectId><Id>A10</Id><Name>Dig</Name><Type>Task Dependent</Type><Status>Not Started</Status><CalendarObjectId>1</CalendarObjectId>
<PlannedDuration>16</PlannedDuration><RemainingDuration>16</RemainingDuration><TotalFloat>99</TotalFloat></Activity>
<Activity><ObjectId>102</ObjectId><Id>A20</Id><Name>Pour</Name><Type>Task Dependent</Type><Status>Not Started</Status><CalendarObjectId>1</CalendarObjectId>
<PlannedDuration>8</PlannedDuration><RemainingDuration>8</RemainingDuration></Activity>
<Relationship><ObjectId>1</ObjectId><PredecessorActivityObjectId>101</PredecessorActivityObjectId><SuccessorActivityObjectId>102</SuccessorActivityObjectId>
<Type>Finish to Start</Type><Lag>4</Lag></Relationship></Project></APIBusinessObjects>
"""  # fmt: skip
