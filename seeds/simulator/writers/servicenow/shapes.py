"""The tables of ServiceNow as its Table API, list export and XML unload give them."""

from __future__ import annotations

from seeds.simulator.writers.shapes import Column, Shape

SYSTEM = "servicenow"
_TABLE_API = 'Table API page {"result": […]}'
_OBJECTS = _TABLE_API + ", references as objects"
_PLAIN = _TABLE_API + ", references as plain identifiers"
_BOTH = _TABLE_API + ", sysparm_display_value=all"


def _sys(*columns: Column) -> tuple[Column, ...]:
    """The columns that every table has, around a table's own."""
    return (
        Column("sys_id", "Identifier of 32 hexadecimal digits."),
        *columns,
        Column("sys_created_on", "Instant of creation, UTC without a zone.", "timestamp"),
        Column("sys_updated_on", "Instant of the last change, UTC without a zone.", "timestamp", is_required=True),
        Column("sys_mod_count", "Number of changes.", "integer"),
    )


def _table(object_: str, description: str, container: str, *columns: Column, is_confirmed: bool = True) -> Shape:
    return Shape(
        SYSTEM,
        object_,
        description,
        container,
        (f"{object_}_*.json",),
        ("sys_id",),
        ("sys_updated_on",),
        "delta",
        _sys(*columns),
        is_confirmed,
    )


_TASK_COLUMNS = (
    Column("number", "Number that people use.", is_required=True),
    Column("sys_class_name", "Table the task belongs to."),
    Column("opened_at", "Instant of opening, UTC without a zone.", "timestamp", is_required=True),
    Column("closed_at", "Instant of closing.", "timestamp"),
    Column("state", "Code; sys_choice has the labels."),
    Column("priority", "1 to 5."),
    Column("company", "Client.", "json"),
    Column("assigned_to", "Employee in charge.", "json", personal_data="identifier"),
    Column("short_description", "Subject line.", personal_data="free_text"),
    Column("active", "Still worked on.", "boolean"),
)
INCIDENT = _table(
    "incident",
    "One row an incident of a client.",
    _OBJECTS,
    *_TASK_COLUMNS,
    Column("resolved_at", "Instant of the last solve; empty once reopened.", "timestamp"),
    Column("hold_reason", "Why it is on hold: 1 caller, 4 vendor.", is_confirmed=False),
    Column("impact", "1 to 3."),
    Column("urgency", "1 to 3."),
    Column("caller_id", "Contact who asks.", "json", personal_data="identifier"),
    Column("business_service", "Service concerned.", "json"),
    Column("reopen_count", "Times it was reopened.", "integer"),
    Column("reassignment_count", "Times it changed hands.", "integer"),
    Column("escalation", "0 normal, 1 moderate, 2 high, 3 overdue.", is_confirmed=False),
    Column("made_sla", "Legacy; the SLA engine does not write it.", "boolean"),
    Column("business_duration", "Working time from opening to the solve, as a date of 1970."),
    Column("calendar_duration", "Time from opening to the solve, as a date of 1970."),
    Column("business_stc", "The same in seconds.", "integer"),
    Column("calendar_stc", "The same in seconds.", "integer"),
    Column("contact_type", "Channel."),
    Column("close_code", "How it was solved."),
)
TASK = _table(
    "task",
    "One row a task of any kind: each incident stands here too, and counts once.",
    _PLAIN,
    *_TASK_COLUMNS,
)
TASK_SLA = _table(
    "task_sla",
    "One row a service-level clock of a task.",
    _OBJECTS,
    Column("task", "Task.", "json", is_required=True),
    Column("sla", "Definition of the clock, with its target.", "json"),
    Column("stage", "in_progress, completed or cancelled.", is_confirmed=False),
    Column("active", "Still running.", "boolean"),
    Column("has_breached", "Past its target.", "boolean"),
    Column("start_time", "Instant from which it counts.", "timestamp"),
    Column("end_time", "Instant it ended.", "timestamp"),
    Column("planned_end_time", "Instant its time equals the target.", "timestamp"),
    Column("original_breach_time", "The same without pauses.", "timestamp"),
    Column("duration", "Time run, as a date of 1970."),
    Column("business_duration", "Working time run, as a date of 1970."),
    Column("business_percentage", "Share of the target run, rounded.", "decimal"),
    Column("schedule", "Working schedule.", "json"),
    Column("timezone", "IANA zone."),
)
SYS_USER = _table(
    "sys_user",
    "One row a user: employees, and contacts of clients.",
    _PLAIN,
    Column("user_name", "Name to log in.", personal_data="contact"),
    Column("name", "Full name.", personal_data="name"),
    Column("email", "E-mail address.", personal_data="contact"),
    Column("active", "May log in.", "boolean"),
    Column("company", "Client of a contact."),
    Column("department", "Business unit of an employee."),
    Column("time_zone", "IANA zone."),
    Column("user_password", "Never to be read.", personal_data="secret"),
)
CORE_COMPANY = _table(
    "core_company",
    "One row a company: client, vendor, or both.",
    _PLAIN,
    Column("name", "Name.", is_required=True),
    Column("customer", "A client.", "boolean"),
    Column("vendor", "A supplier.", "boolean"),
    Column("country", "Country."),
    Column("website", "Web site."),
    Column("parent", "Parent company.", is_confirmed=False),
)
BUSINESS_UNIT = _table(
    "business_unit",
    "One row a business unit of ours.",
    _PLAIN,
    Column("name", "Name.", is_required=True),
    is_confirmed=False,
)
DEMAND = _table(
    "dmn_demand",
    "One row a request for new work.",
    _BOTH,
    Column("number", "Number that people use.", is_required=True),
    Column("short_description", "Title.", personal_data="free_text"),
    Column("state", "Code and label."),
    Column("category", "Strategic or operational."),
    Column("submitted_date", "Instant of submission.", "timestamp", is_required=True, is_confirmed=False),
    Column("approval_set", "Instant of the decision.", "timestamp", is_confirmed=False),
    Column("business_unit", "Unit that asks.", is_confirmed=False),
    Column("financial_benefit", "Value, in u_currency.", "decimal", is_confirmed=False),
    Column("u_currency", "ISO 4217 code, a field of this company.", is_confirmed=False),
    Column("u_reframes", "Request that this one reframes, a field of this company.", is_confirmed=False),
    is_confirmed=False,
)
PROJECT = _table(
    "pm_project",
    "One row an initiative.",
    _PLAIN,
    Column("number", "Number that people use.", is_required=True),
    Column("short_description", "Name.", personal_data="free_text"),
    Column("state", "Code."),
    Column("business_unit", "Unit that runs it.", is_confirmed=False),
    Column("u_approved_on", "Day of approval, a field of this company.", "date", is_confirmed=False),
    Column("u_cancelled_on", "Day of cancellation, a field of this company.", "date", is_confirmed=False),
    is_confirmed=False,
)
BENEFIT_PLAN = _table(
    "benefit_plan",
    "One row a kind of benefit of an initiative.",
    _PLAIN,
    Column("number", "Number that people use.", is_confirmed=False),
    Column("task", "Initiative.", is_required=True, is_confirmed=False),
    Column("benefit_type", "monetary or non_monetary.", is_confirmed=False),
    Column("currency", "ISO 4217 code; empty where it is no money.", is_confirmed=False),
)
BENEFIT_BREAKDOWN = _table(
    "benefit_plan_breakdown",
    "One row a month of a benefit plan.",
    _PLAIN,
    Column("benefit_plan", "Benefit plan.", is_required=True, is_confirmed=False),
    Column("start_date", "First day of the month.", "date", is_required=True, is_confirmed=False),
    Column("actual_benefit", "Benefit realised.", "decimal", is_confirmed=False),
)
METRIC_TYPE = _table(
    "asmt_metric_type",
    "One row a questionnaire.",
    _PLAIN,
    Column("name", "Name.", is_required=True, is_confirmed=False),
    Column("evaluation_method", "Kind of assessment.", is_confirmed=False),
)
ASSESSMENT_INSTANCE = _table(
    "asmt_assessment_instance",
    "One row a questionnaire sent to one person about one party.",
    _PLAIN,
    Column("number", "Number that people use.", is_confirmed=False),
    Column("metric_type", "Questionnaire.", is_required=True, is_confirmed=False),
    Column("user", "Respondent.", is_confirmed=False, personal_data="identifier"),
    Column("state", "ready, wip, complete or canceled.", is_confirmed=False),
    Column("taken_on", "Instant of the answer.", "timestamp", is_confirmed=False),
    Column("trigger_table", "Table of what it is about.", is_confirmed=False),
    Column("trigger_id", "What it is about: a company or a business unit.", is_confirmed=False),
)
METRIC_RESULT = _table(
    "asmt_metric_result",
    "One row an answer to one question.",
    _PLAIN,
    Column("instance", "Questionnaire answered.", is_required=True, is_confirmed=False),
    Column("metric", "Question.", is_confirmed=False),
    Column("user", "Respondent.", is_confirmed=False, personal_data="identifier"),
    Column("actual_value", "Answer from 1 to 5.", "integer", is_confirmed=False),
    Column("normalized_value", "Answer from 0 to 100.", "decimal", is_confirmed=False),
    Column("string_value", "Answer in words.", is_confirmed=False, personal_data="free_text"),
)
DELETED = _table(
    "sys_audit_delete",
    "One row a record that was deleted.",
    _PLAIN,
    Column("tablename", "Table.", is_required=True, is_confirmed=False),
    Column("documentkey", "sys_id of the record.", is_required=True, is_confirmed=False),
    is_confirmed=False,
)
SERVICE = Shape(
    SYSTEM,
    "cmdb_ci_service",
    "One row a service.",
    "list export CSV with display values, windows-1252, LF",
    ("cmdb_ci_service_*.csv",),
    ("name",),
    (),
    "snapshot",
    (
        Column("name", "Name.", is_required=True),
        Column("owned_by", "Owner by name.", personal_data="name"),
        Column("busines_criticality", "Criticality; the misspelling is the vendor's.", is_confirmed=False),
        Column("operational_status", "Status by label.", is_confirmed=False),
        Column("cost", "Cost a year, in the currency of the user who exported.", "decimal"),
    ),
)
CHOICE = Shape(
    SYSTEM,
    "sys_choice",
    "One row a code of a field with its label.",
    "XML unload",
    ("sys_choice_*.xml",),
    ("name", "element", "value", "language"),
    (),
    "snapshot",
    (
        Column("name", "Table.", is_required=True),
        Column("element", "Field.", is_required=True),
        Column("value", "Code.", is_required=True),
        Column("label", "What people see."),
        Column("language", "Language of the label."),
    ),
    is_confirmed=False,
)
CONTRACT_SLA = Shape(
    SYSTEM,
    "contract_sla",
    "One row a definition of a service-level clock.",
    "XML unload",
    ("contract_sla_*.xml",),
    ("sys_id",),
    (),
    "snapshot",
    (
        Column("sys_id", "Identifier of 32 hexadecimal digits."),
        Column("name", "Name.", is_required=True, is_confirmed=False),
        Column("type", "SLA, OLA or underpinning contract.", is_confirmed=False),
        Column("target", "response or resolution.", is_confirmed=False),
        Column("collection", "Table it is about.", is_confirmed=False),
        Column("duration", "Target, as a date of 1970.", "timestamp", is_confirmed=False),
        Column("u_priority", "Priority it applies to, a field of this company.", is_confirmed=False),
    ),
    is_confirmed=False,
)

SHAPES = (
    INCIDENT,
    TASK,
    TASK_SLA,
    SYS_USER,
    CORE_COMPANY,
    BUSINESS_UNIT,
    DEMAND,
    PROJECT,
    BENEFIT_PLAN,
    BENEFIT_BREAKDOWN,
    METRIC_TYPE,
    ASSESSMENT_INSTANCE,
    METRIC_RESULT,
    DELETED,
    SERVICE,
    CHOICE,
    CONTRACT_SLA,
)
