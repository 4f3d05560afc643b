"""ServiceNow's part of the world: Table API pages, a CSV list export, and XML unloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seeds.simulator.world.client.life import ClientLife, Ticket
from seeds.simulator.world.company import BUSINESS_UNITS, SLA_TARGETS_MINUTES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.identifiers import sys_id
from seeds.simulator.world.parties import Client, NativeId, Supplier
from seeds.simulator.world.people import employees
from seeds.simulator.world.supplier.life import Assessment, SupplierLife
from seeds.simulator.world.supplier.suppliers import client_that_supplies
from seeds.simulator.world.timeline import START_AT
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.servicenow import business, incidents, shapes
from seeds.simulator.writers.servicenow.values import (
    Reference,
    Value,
    both_values,
    database_values,
    duration,
    flag,
    without_links,
)
from seeds.simulator.writers.servicenow.xml import unload
from seeds.simulator.writers.shapes import Shape
from seeds.simulator.writers.sinks import CsvDialect, JsonPages, Page

_PAGE = 1000
_LIST_EXPORT = CsvDialect(quoting=1, encoding="windows-1252")
_RENDERINGS: dict[str, Callable[[Mapping[str, Value]], dict[str, Any]]] = {
    shapes.INCIDENT.container: database_values,
    shapes.TASK.container: without_links,
    shapes.DEMAND.container: both_values,
}


class ServiceNowWriter:
    """Renders clients of the units whose desk is ServiceNow, vendors, demand, benefits and assessments."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages of every table of the Table API."""
        self._company, self._export = company, export
        both = client_that_supplies(company)
        self._shared = both.native(shapes.SYSTEM) if both else None
        self._pages = {shape: self._open(shape) for shape in shapes.SHAPES if shape.container in _RENDERINGS}

    def write_company(self) -> None:
        """Employees, units, questionnaires, services, and what codes mean."""
        for employee in employees(self._company):
            if self._export.shows(employee.created_at):
                own: dict[str, Value] = {
                    "sys_id": sys_id("sys_user", employee.index),
                    "company": None,
                    "department": employee.business_unit,
                    "time_zone": employee.zone,
                }
                self._write(
                    shapes.SYS_USER,
                    own | _person(employee.name, employee.email, employee.is_active) | _stamps(employee.created_at),
                )
        if self._export.since is None:
            for unit in BUSINESS_UNITS:
                unit_id = business.unit_reference(unit.id).sys_id
                self._write(shapes.BUSINESS_UNIT, {"sys_id": unit_id, "name": unit.id, **_stamps(START_AT)})
            for survey, name in business.SURVEYS.items():
                about = {"sys_id": sys_id("asmt_metric_type", survey), "name": name, "evaluation_method": "survey"}
                self._write(shapes.METRIC_TYPE, {**about, **_stamps(START_AT)})
        self._write_services()
        self._write_unload(shapes.CHOICE, _choices())
        self._write_unload(shapes.CONTRACT_SLA, _sla_definitions())

    def write_client(self, life: ClientLife) -> None:
        """The company, its people, and its incidents with their clocks."""
        own = next((each for each in life.client.ids if each.system == shapes.SYSTEM), None)
        if own is None:
            return
        company = Reference("core_company", own.native_id, life.client.name)
        if own.created_at and self._export.shows(own.created_at):
            self._write(shapes.CORE_COMPANY, _client_company(life.client, own, own.native_id == self._shared))
        for contact in life.contacts:
            if contact.merged_into is None and self._export.shows(contact.created_at):
                about: dict[str, Value] = {
                    "sys_id": sys_id("sys_user contact", contact.number),
                    "company": company,
                    "department": None,
                    "time_zone": life.client.zone,
                }
                person = _person(contact.name, contact.email, not contact.is_deleted)
                self._write(shapes.SYS_USER, about | person | _stamps(contact.created_at))
        for ticket in life.tickets:
            if ticket.desk == shapes.SYSTEM:
                self._write_ticket(ticket, company)

    def write_supplier(self, life: SupplierLife) -> None:
        """The vendor, and what our people think of it."""
        own = next((each for each in life.supplier.ids if each.system == shapes.SYSTEM), None)
        if own is None:
            return
        if own.created_at and self._export.shows(own.created_at) and own.native_id != self._shared:
            self._write(shapes.CORE_COMPANY, _vendor_company(life.supplier, own))
        about = Reference("core_company", own.native_id)
        for assessment in life.assessments:
            self._write_assessment(business.SUPPLIER_SURVEY, assessment, about)

    def write_unit(self, life: UnitLife) -> None:
        """Demand, initiatives, benefits, and what the unit thinks of us."""
        for request in life.demand:
            if self._export.shows(business.demand_changed_at(request)):
                self._write(shapes.DEMAND, business.demand_record(request, life.unit))
                self._plant(shapes.DEMAND, f"DMND{request.number:07d}", request.fate, "submitted_date", "business_unit")
        for initiative in life.initiatives:
            project = business.project_record(initiative, life.unit)
            self._write_if_new(shapes.PROJECT, project)
            for plan in business.benefit_plan_records(initiative):
                self._write_if_new(shapes.BENEFIT_PLAN, plan)
            for entered_at, record in business.breakdown_records(initiative):
                if self._export.shows(entered_at):
                    self._write(shapes.BENEFIT_BREAKDOWN, record)
        about = business.unit_reference(life.unit)
        for assessment in life.assessments:
            self._write_assessment(business.UNIT_SURVEY, assessment, about)

    def _write_ticket(self, ticket: Ticket, company: Reference) -> None:
        client = company
        if ticket.fate is Fate.ORPHAN:
            client = Reference("core_company", sys_id("core_company gone", ticket.number))
        changed_at = incidents.changed_at(ticket)
        if incidents.is_erased(ticket):
            if self._export.shows(changed_at):
                deleted = {"tablename": "incident", "documentkey": incidents.incident_id(ticket)}
                about = {"sys_id": sys_id("sys_audit_delete", ticket.number), **deleted}
                self._write(shapes.DELETED, {**about, **_stamps(changed_at)})
            return
        if self._export.shows(changed_at):
            self._write(shapes.INCIDENT, incidents.incident_record(ticket, client))
            number = f"INC{ticket.number:07d}"
            self._plant(shapes.INCIDENT, number, ticket.fate, "opened_at", "company")
            if ticket.is_priority_unmapped:
                fault = f"priority is {incidents.UNMAPPED_PRIORITY}"
                self._export.plant(shapes.INCIDENT, self._pages[shapes.INCIDENT], number, fault, "mapped")
            self._write(shapes.TASK, incidents.task_record(ticket, client))
            if ticket.fate is Fate.QUARANTINED:
                self._plant(shapes.TASK, number, ticket.fate, "opened_at", "company")
        if ticket.fate is not Fate.QUARANTINED:
            for at, record in incidents.clock_records(ticket, self._export.until):
                if self._export.shows(at):
                    self._write(shapes.TASK_SLA, record)

    def _write_assessment(self, survey: int, assessment: Assessment, about: Reference) -> None:
        if self._export.shows(assessment.taken_at):
            self._write(shapes.ASSESSMENT_INSTANCE, business.assessment_record(survey, assessment, about))
            for result in business.result_records(survey, assessment):
                self._write(shapes.METRIC_RESULT, result)

    def _write_services(self) -> None:
        sink = self._export.csv(shapes.SERVICE, f"cmdb_ci_service_{self._export.stamp}{{page}}.csv", _LIST_EXPORT)
        people = employees(self._company)
        for position, service in enumerate(incidents.SERVICES):
            criticality = ("1 - most critical", "2 - somewhat critical")[position % 2]
            sink.write([service, people[position].name, criticality, "Operational", f"{(position + 1) * 12_500}.00"])

    def _write_unload(self, shape: Shape, records: Iterator[dict[str, str]]) -> None:
        sink = self._export.text(f"{shape.object}_{self._export.stamp}.xml")
        head, *bodies, tail = unload(shape.object, self._export.until, records)
        sink.add(head)
        for body in bodies:
            sink.write(body)
        sink.add(tail)

    def _open(self, shape: Shape) -> JsonPages:
        name = f"{shape.object}_{self._export.stamp}{{page}}.json"
        return self._export.json(shape, name, _result, _PAGE, first_page="_1")

    def _write(self, shape: Shape, record: Mapping[str, Value]) -> None:
        self._pages[shape].write(_RENDERINGS[shape.container]({name: record[name] for name in shape.header}))

    def _write_if_new(self, shape: Shape, record: Mapping[str, Any]) -> None:
        if self._export.shows(record["sys_updated_on"]):
            self._write(shape, record)

    def _plant(self, shape: Shape, record: str, fate: Fate, required: str, party: str) -> None:
        if fate is Fate.QUARANTINED:
            self._export.plant(shape, self._pages[shape], record, f"{required} does not read", "quarantined")
        if fate is Fate.ORPHAN:
            self._export.plant(shape, self._pages[shape], record, f"{party} names what no file holds", "unknown")


def _result(_page: Page) -> tuple[str, str]:
    return '{"result":[', "]}\n"


def _stamps(at: Any) -> dict[str, Value]:
    return {"sys_created_on": at, "sys_updated_on": at, "sys_mod_count": "0"}


def _person(name: str, email: str, is_active: bool) -> dict[str, Value]:
    return {"user_name": email, "name": name, "email": email, "active": flag(is_active), "user_password": None}


def _client_company(client: Client, own: NativeId, is_vendor: bool) -> dict[str, Value]:
    return {
        "sys_id": own.native_id,
        "name": client.legal_name,
        "customer": "true",
        "vendor": flag(is_vendor),
        "country": client.country,
        "website": f"https://www.{client.domain}",
        "parent": None,
        **_stamps(own.created_at),
    }


def _vendor_company(supplier: Supplier, own: NativeId) -> dict[str, Value]:
    return {
        "sys_id": own.native_id,
        "name": supplier.legal_name,
        "customer": "false",
        "vendor": "true",
        "country": supplier.country,
        "website": None,
        "parent": None,
        **_stamps(own.created_at),
    }


def _choices() -> Iterator[dict[str, str]]:
    fields = (
        ("incident", "state", incidents.STATES.values()),
        ("incident", "priority", incidents.PRIORITIES.values()),
        ("incident", "hold_reason", incidents.HOLD_REASONS.values()),
        ("dmn_demand", "state", business.DEMAND_STATES.values()),
    )
    for table, element, choices in fields:
        for value, label in {choice.value: choice.label for choice in choices}.items():
            yield {"name": table, "element": element, "value": value, "label": label, "language": "en"}


def _sla_definitions() -> Iterator[dict[str, str]]:
    for metric, target in incidents.TARGETS.items():
        for priority, minutes in SLA_TARGETS_MINUTES[metric].items():
            choice = incidents.PRIORITIES[priority]
            yield {
                "sys_id": incidents.sla_id(metric, priority),
                "name": f"{choice.label} {target}",
                "type": "SLA",
                "target": target,
                "collection": "incident",
                "duration": duration(minutes * 60),
                "u_priority": choice.value,
            }
