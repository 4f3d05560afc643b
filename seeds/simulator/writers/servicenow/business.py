"""Demand, initiatives with their benefits, and assessments, as records of ServiceNow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from seeds.simulator.world.company import BUSINESS_UNITS
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import sys_id
from seeds.simulator.world.supplier.life import Assessment
from seeds.simulator.world.timeline import END_AT, START_AT, add_months, utc
from seeds.simulator.world.unit.life import DemandRequest, Initiative
from seeds.simulator.writers.servicenow.values import Choice, Reference, Value

DEMAND_STATES = {
    "open": Choice("2", "Submitted"),
    "approved": Choice("5", "Approved"),
    "deferred": Choice("6", "Deferred"),
    "declined": Choice("7", "Rejected"),
    "withdrawn": Choice("10", "Withdrawn"),
    "reframed": Choice("11", "Reframed"),
}
PROJECT_STATES = {"proposed": "-5", "running": "2", "completed": "3", "cancelled": "4"}
SUPPLIER_SURVEY, UNIT_SURVEY = 1, 2
SURVEYS = {SUPPLIER_SURVEY: "Supplier satisfaction", UNIT_SURVEY: "Internal satisfaction with our work"}
_WORTH_A_STEP = 25
_NOON = 12 * 3600


def unit_reference(unit: str) -> Reference:
    """A business unit."""
    position = next(i for i, each in enumerate(BUSINESS_UNITS) if each.id == unit)
    return Reference("business_unit", sys_id("business_unit", position), unit)


def demand_changed_at(request: DemandRequest) -> datetime:
    """When a request last changed."""
    return request.decided_at or request.submitted_at


def demand_record(request: DemandRequest, unit: str) -> dict[str, Value]:
    """A request for new work."""
    reframes = request.reframes
    submitted_at: Value = "soon" if request.fate is Fate.QUARANTINED else request.submitted_at
    return {
        "sys_id": sys_id("dmn_demand", request.number),
        "number": f"DMND{request.number:07d}",
        "short_description": request.title,
        "state": DEMAND_STATES[request.decision],
        "category": Choice("operational", "Operational"),
        "submitted_date": submitted_at,
        "approval_set": request.decided_at,
        "business_unit": _gone_unit(request) if request.fate is Fate.ORPHAN else unit_reference(unit),
        "financial_benefit": str(request.value) if request.value is not None else None,
        "u_currency": request.currency,
        "u_reframes": Reference("dmn_demand", sys_id("dmn_demand", reframes), f"DMND{reframes:07d}")
        if reframes is not None
        else None,
        "sys_created_on": request.submitted_at,
        "sys_updated_on": demand_changed_at(request),
        "sys_mod_count": "1",
    }


def _gone_unit(request: DemandRequest) -> Reference:
    return Reference("business_unit", sys_id("business_unit gone", request.number))


def project_record(initiative: Initiative, unit: str) -> dict[str, Value]:
    """An initiative."""
    days = [day for day in (initiative.approved_on, initiative.cancelled_on) if day]
    return {
        "sys_id": sys_id("pm_project", initiative.number),
        "number": f"PRJ{initiative.number:07d}",
        "short_description": initiative.name,
        "state": PROJECT_STATES[initiative.status],
        "business_unit": unit_reference(unit),
        "u_approved_on": initiative.approved_on.isoformat() if initiative.approved_on else None,
        "u_cancelled_on": initiative.cancelled_on.isoformat() if initiative.cancelled_on else None,
        "sys_created_on": START_AT,
        "sys_updated_on": utc(max(days), _NOON) if days else START_AT,
        "sys_mod_count": str(len(days)),
    }


def benefit_plan_records(initiative: Initiative) -> Iterator[dict[str, Value]]:
    """The kinds of benefit of an initiative: money, and anything else."""
    for kind, months in (("monetary", initiative.realised), ("non_monetary", initiative.non_monetary)):
        if months:
            started_at = utc(months[0][0])
            yield {
                "sys_id": _plan_id(initiative, kind),
                "number": f"BNFT{initiative.number:07d}{'M' if kind == 'monetary' else 'N'}",
                "task": Reference("pm_project", sys_id("pm_project", initiative.number)),
                "benefit_type": Choice(kind, kind),
                "currency": initiative.currency if kind == "monetary" else None,
                "sys_created_on": started_at,
                "sys_updated_on": started_at,
                "sys_mod_count": "0",
            }


def breakdown_records(initiative: Initiative) -> Iterator[tuple[datetime, dict[str, Value]]]:
    """Benefits by month, each with the instant it was entered: the night in which its month ended."""
    for kind, months in (("monetary", initiative.realised), ("non_monetary", initiative.non_monetary)):
        for month, amount in months:
            entered_at = min(utc(add_months(month, 1)), END_AT) - timedelta(hours=1)
            number = initiative.number * 1000 + (month.year - START_AT.year) * 24 + month.month * 2
            yield (
                entered_at,
                {
                    "sys_id": sys_id("benefit_plan_breakdown", number + (kind == "monetary")),
                    "benefit_plan": Reference("benefit_plan", _plan_id(initiative, kind)),
                    "start_date": month.isoformat(),
                    "actual_benefit": str(amount),
                    "sys_created_on": entered_at,
                    "sys_updated_on": entered_at,
                    "sys_mod_count": "0",
                },
            )


def _plan_id(initiative: Initiative, kind: str) -> str:
    return sys_id("benefit_plan", initiative.number * 2 + (kind == "monetary"))


def assessment_record(survey: int, assessment: Assessment, about: Reference) -> dict[str, Value]:
    """A questionnaire that one person answered about a supplier or a unit."""
    kind = SURVEYS[survey]
    return {
        "sys_id": _instance_id(survey, assessment),
        "number": f"AINST{assessment.number:07d}{survey}",
        "metric_type": Reference("asmt_metric_type", sys_id("asmt_metric_type", survey), kind),
        "user": Reference("sys_user", sys_id("sys_user", assessment.respondent)),
        "state": Choice("complete", "Complete"),
        "taken_on": assessment.taken_at,
        "trigger_table": about.table,
        "trigger_id": about.sys_id,
        "sys_created_on": assessment.taken_at,
        "sys_updated_on": assessment.taken_at,
        "sys_mod_count": "1",
    }


def result_records(survey: int, assessment: Assessment) -> Iterator[dict[str, Value]]:
    """The answers to the questions of a questionnaire."""
    for question, answer in enumerate(assessment.answers):
        yield {
            "sys_id": sys_id(f"asmt_metric_result {survey}", assessment.number * 10 + question),
            "instance": Reference("asmt_assessment_instance", _instance_id(survey, assessment)),
            "metric": Reference("asmt_metric", sys_id("asmt_metric", survey * 10 + question)),
            "user": Reference("sys_user", sys_id("sys_user", assessment.respondent)),
            "actual_value": str(answer),
            "normalized_value": str((answer - 1) * _WORTH_A_STEP),
            "string_value": "",
            "sys_created_on": assessment.taken_at,
            "sys_updated_on": assessment.taken_at,
            "sys_mod_count": "0",
        }


def _instance_id(survey: int, assessment: Assessment) -> str:
    return sys_id(f"asmt_assessment_instance {survey}", assessment.number)
