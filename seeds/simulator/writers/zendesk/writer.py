"""Zendesk's part of the world as pages of its API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from seeds.simulator.world.client.life import ClientLife, Ticket
from seeds.simulator.world.company import SCHEDULES as WORKING_SCHEDULES
from seeds.simulator.world.company import SLA_POLICY, SLA_TARGETS_MINUTES, Company
from seeds.simulator.world.fate import Fate
from seeds.simulator.world.parties import Client, Contact
from seeds.simulator.world.people import with_role
from seeds.simulator.world.randomness import stream
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.timeline import START_AT
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Shape
from seeds.simulator.writers.sinks import Envelope, JsonPages
from seeds.simulator.writers.zendesk import envelopes, shapes, tickets
from seeds.simulator.writers.zendesk.clocks import POLICY_ID, metric_events
from seeds.simulator.writers.zendesk.instants import iso

_INCREMENTAL_PAGE = 1000
_LIST_PAGE = 100
_GONE_ORGANIZATION = 8_899_000_000_000
RAILS_ZONES = {
    "Europe/Berlin": "Berlin",
    "Europe/London": "London",
    "Europe/Istanbul": "Istanbul",
    "America/New_York": "Eastern Time (US & Canada)",
    "America/Los_Angeles": "Pacific Time (US & Canada)",
    "Asia/Tokyo": "Tokyo",
    "Australia/Sydney": "Sydney",
}


class ZendeskWriter:
    """Renders the clients of the units whose desk is Zendesk."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open the pages of every object."""
        self._company, self._export = company, export
        self._agents = [agent.index for agent in with_role(company, "agent")]
        end_time = int(export.until.timestamp()) - 60
        self._tickets = self._pages(shapes.TICKETS, envelopes.by_cursor("tickets", "generated_timestamp"), True)
        self._events = self._pages(shapes.TICKET_EVENTS, envelopes.by_time("ticket_events", end_time), True)
        self._clocks = self._pages(
            shapes.TICKET_METRIC_EVENTS, envelopes.by_time("ticket_metric_events", end_time), True
        )
        self._metrics = self._pages(shapes.TICKET_METRICS, envelopes.listed("ticket_metrics"))
        self._ratings = self._pages(shapes.SATISFACTION_RATINGS, envelopes.listed("satisfaction_ratings"))
        self._users = self._pages(shapes.USERS, envelopes.by_cursor("users", "id"))
        self._organizations = self._pages(shapes.ORGANIZATIONS, envelopes.by_time("organizations", end_time))

    def write_company(self) -> None:
        """Agents, groups, policies, schedules and holidays."""
        for agent in with_role(self._company, "agent"):
            if self._export.shows(agent.created_at):
                self._users.write(
                    {
                        "id": tickets.AGENT_BASE + agent.index,
                        "name": agent.name,
                        "email": agent.email,
                        "phone": None,
                        "role": "agent",
                        "organization_id": None,
                        "active": agent.is_active,
                        "suspended": False,
                        "time_zone": RAILS_ZONES[agent.zone],
                        "created_at": iso(agent.created_at),
                        "updated_at": iso(agent.created_at),
                    }
                )
        stamps = {"created_at": iso(START_AT), "updated_at": iso(START_AT)}
        groups = self._pages(shapes.GROUPS, envelopes.listed("groups"))
        schedules = self._pages(shapes.SCHEDULES, envelopes.alone("schedules"))
        for schedule in WORKING_SCHEDULES:
            group = {"id": tickets.GROUP_BASE + schedule.id % 10, "name": schedule.name}
            groups.write({**group, "is_public": True, "default": False, "deleted": False, **stamps})
            intervals = [{"start_time": start, "end_time": end} for start, end in schedule.intervals]
            zone = RAILS_ZONES[schedule.zone]
            schedules.write(
                {"id": schedule.id, "name": schedule.name, "time_zone": zone, "intervals": intervals, **stamps}
            )
            name = f"holidays_{schedule.id}_{self._export.stamp}{{page}}.json"
            holidays = self._export.json(shapes.HOLIDAYS, name, envelopes.alone("holidays"), _LIST_PAGE)
            for position, (title, day) in enumerate(schedule.holidays):
                days = {"start_date": day.isoformat(), "end_date": day.isoformat()}
                id_ = schedule.id * 1000 + position
                holidays.write({"id": id_, "schedule_id": schedule.id, "name": title, **days})
        policies = self._pages(shapes.SLA_POLICIES, envelopes.numbered("sla_policies"))
        policies.write({**_policy(), **stamps})

    def write_client(self, life: ClientLife) -> None:
        """The organization, its users, and all about its tickets."""
        organization = life.client.native("zendesk")
        if organization is None:
            return
        if self._export.shows(life.client.created_at):
            self._organizations.write(_organization(self._company, life.client))
        for contact in life.contacts:
            if contact.merged_into is None and self._export.shows(contact.created_at):
                self._users.write(_end_user(life.client, contact, int(organization)))
        for ticket in life.tickets:
            if ticket.desk == shapes.SYSTEM:
                self._write_ticket(ticket, int(organization))

    def write_supplier(self, life: SupplierLife) -> None:
        """Nothing: suppliers do not call here."""

    def write_unit(self, life: UnitLife) -> None:
        """Nothing."""

    def _write_ticket(self, ticket: Ticket, organization: int) -> None:
        if ticket.fate is Fate.ORPHAN:
            organization = _GONE_ORGANIZATION + ticket.number
        if self._export.shows(tickets.changed_at(ticket)):
            self._tickets.write(tickets.ticket_record(ticket, organization))
            self._plant(ticket)
            if ticket.fate is not Fate.QUARANTINED:
                self._metrics.write(tickets.metrics_record(ticket))
        if ticket.fate is Fate.QUARANTINED:
            return
        stand_in = self._agents[ticket.number % len(self._agents)]
        for at, record in tickets.update_records(ticket, stand_in):
            if self._export.shows(at):
                self._events.write(record)
        for at, record in metric_events(ticket):
            if self._export.shows(at):
                self._clocks.write({"id": record["id"], "ticket_id": tickets.ticket_id(ticket), **record})
        rating = ticket.satisfaction
        if rating and self._export.shows(rating.answered_at or rating.offered_at):
            self._ratings.write(tickets.rating_record(ticket, rating))

    def _plant(self, ticket: Ticket) -> None:
        record = str(tickets.ticket_id(ticket))
        if ticket.fate is Fate.QUARANTINED:
            self._export.plant(shapes.TICKETS, self._tickets, record, "created_at is empty", "quarantined")
        if ticket.fate is Fate.ORPHAN:
            fault = "organization_id names an organization that no file holds"
            self._export.plant(shapes.TICKETS, self._tickets, record, fault, "unknown")
        if ticket.is_priority_unmapped:
            fault = f"priority is {tickets.UNMAPPED_PRIORITY}"
            self._export.plant(shapes.TICKETS, self._tickets, record, fault, "mapped")

    def _pages(self, shape: Shape, envelope: Envelope, is_incremental: bool = False) -> JsonPages:
        size = _INCREMENTAL_PAGE if is_incremental or shape in (shapes.USERS, shapes.ORGANIZATIONS) else _LIST_PAGE
        name = f"{shape.object}_{self._export.stamp}{{page}}.json"
        return self._export.json(shape, name, envelope, size, repeats_last=is_incremental, first_page="_1")


def _organization(company: Company, client: Client) -> dict[str, Any]:
    random = stream(company.seed, "zendesk organization", client.index)
    name = client.name.upper() if random.random() < 0.1 else client.name
    own = next(each for each in client.ids if each.system == shapes.SYSTEM and not each.merged_into)
    created: datetime = own.created_at or client.created_at
    return {
        "id": int(own.native_id),
        "url": f"{envelopes.SITE}/organizations/{own.native_id}.json",
        "name": name,
        "external_id": client.native("salesforce") if random.random() < 0.6 else None,
        "domain_names": [client.domain],
        "tags": [],
        "organization_fields": {"region": client.country},
        "created_at": iso(created),
        "updated_at": iso(max(created, client.created_at)),
        "deleted_at": None,
    }


def _end_user(client: Client, contact: Contact, organization: int) -> dict[str, Any]:
    return {
        "id": tickets.END_USER_BASE + contact.number,
        "name": contact.name,
        "email": contact.email,
        "phone": None,
        "role": "end-user",
        "organization_id": organization,
        "active": not contact.is_deleted,
        "suspended": False,
        "time_zone": RAILS_ZONES[client.zone],
        "created_at": iso(contact.created_at),
        "updated_at": iso(contact.created_at),
    }


def _policy() -> dict[str, Any]:
    metrics = [
        {
            "priority": priority,
            "metric": {"resolution": "total_resolution_time"}.get(metric, f"{metric}_time"),
            "target": minutes,
            "target_in_seconds": minutes * 60,
            "business_hours": True,
        }
        for metric, targets in SLA_TARGETS_MINUTES.items()
        for priority, minutes in targets.items()
    ]
    return {
        "id": POLICY_ID,
        "title": SLA_POLICY,
        "description": "Every request of a client",
        "position": 1,
        "filter": {"all": [{"field": "brand_id", "operator": "is", "value": str(tickets.BRAND_ID)}], "any": []},
        "policy_metrics": metrics,
    }
