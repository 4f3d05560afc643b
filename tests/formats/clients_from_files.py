"""Client facts straight from the files of the CRM, the desks, billing, surveys, usage and the company itself.

Knows formats and definitions only. Which account a desk's, a biller's or a tenant's key means is taken from
truth/parties.parquet, because finding that out is not what is tested here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import duckdb

from seeds.simulator.writers.registry import SHAPES
from tests.extract_files import Record, newest, records
from tests.formats.contracts_from_files import Contract, contract, decide, in_force, recurring
from tests.formats.observed import (
    DAY,
    TODAY,
    Rates,
    Seen,
    Way,
    end_of,
    month_ends,
    table,
)
from tests.formats.working_hours import WorkingHours

WAYS = {
    "client_nps": Way("ratio", 100),
    "client_csat": Way("ratio", 100),
    "client_survey_response_rate": Way("ratio", 100),
    "client_feedback_loop_closure": Way("ratio", 100),
    "client_mrr": Way("sum", Fraction(1, 12), is_stock=True),
    "client_logo_churn": Way("ratio", 100, grains=("month",)),
    "client_renewal_rate": Way("ratio", 100),
    "client_win_rate": Way("ratio", 100),
    "client_win_rate_cohort": Way("ratio", 100),
    "client_sales_cycle_days": Way("mean"),
    "client_sales_cycle_won_days": Way("median"),
    "client_weighted_pipeline": Way("sum", Fraction(1, 100), is_stock=True),
    "client_upsell_revenue": Way("sum"),
    "client_cross_sell_revenue": Way("sum"),
    "client_invoiced_revenue": Way("sum"),
    "client_revenue_to_target": Way("ratio", 100),
    "client_payment_on_time_rate": Way("ratio", 100),
    "client_days_beyond_terms": Way("ratio"),
    "client_dso_days": Way("ratio", 90, is_stock=True),
    "client_clv_historic": Way("sum", is_stock=True),
    "client_sla_attainment": Way("ratio", 100),
    "client_sla_running": Way("sum", is_stock=True),
    "client_first_reply_business_minutes": Way("median", Fraction(1, 60)),
    "client_resolution_business_minutes": Way("median", Fraction(1, 60)),
    "client_agent_work_business_minutes": Way("median", Fraction(1, 60)),
    "client_resolution_calendar_hours": Way("median", Fraction(1, 3600)),
    "client_resolution_calendar_hours_mean": Way("mean", Fraction(1, 3600)),
    "client_reopen_rate": Way("ratio", 100),
    "client_ticket_backlog": Way("sum", is_stock=True),
    "client_escalation_count": Way("sum"),
    "client_escalation_resolution_hours": Way("median", Fraction(1, 3600)),
    "client_escalations_open": Way("sum", is_stock=True),
    "client_cadence_compliance": Way("mean", 100),
    "client_qbr_coverage": Way("ratio", 100, grains=("quarter", "all_time")),
    "client_stakeholder_coverage": Way("ratio", 100, is_stock=True),
    "client_single_threaded_share": Way("ratio", 100, is_stock=True),
    "client_adoption_rate": Way("ratio", 100, is_stock=True),
    "client_onboarding_on_time_rate": Way("ratio", 100),
    "client_time_to_first_value_days": Way("median"),
    "client_first_value_90d_rate": Way("ratio", 100),
}
_SHAPES = {f"{shape.system}/{shape.object}": shape for shape in SHAPES}
_OPEN = ("new", "open", "pending", "hold")
_ZERO_DECIMAL = ("jpy",)
_ROLES = {
    "Decision Maker": "decision maker",
    "Economic Buyer": "decision maker",
    "Executive Sponsor": "decision maker",
    "Influencer": "influencer",
    "Technical Buyer": "influencer",
    "Evaluator": "influencer",
}
UNKNOWN = "unknown"


def instant(value: str | int) -> datetime | None:
    """ISO 8601, ServiceNow's UTC without a zone, or seconds since 1970; None where it does not read."""
    if isinstance(value, int):
        return datetime.fromtimestamp(value, UTC)
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def long_id(native: str) -> str:
    """Salesforce's 18 characters of 15, by its own rule of capitals."""
    if len(native) != 15:
        return native
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    blocks = (native[place : place + 5] for place in (0, 5, 10))
    return native + "".join(letters[sum(1 << i for i, c in enumerate(b) if c.isupper())] for b in blocks)


@dataclass
class Meeting:
    day: date
    contact: str
    is_review: bool


@dataclass
class Client:
    """What the files tell of one client."""

    entity: str
    contracts: list[Contract] = field(default_factory=list)
    met: list[Meeting] = field(default_factory=list)
    roles: list[tuple[datetime, str]] = field(default_factory=list)
    users: dict[date, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Events by day and user."""
    milestones: dict[str, tuple[date | None, date | None]] = field(default_factory=dict)
    segments: list[tuple[date, date, str]] = field(default_factory=list)

    def segment_on(self, day: date) -> str | None:
        return next((name for since, until, name in self.segments if since <= day <= until), None)


class ClientFiles:
    """The files of one simulated company."""

    def __init__(self, folder: Path) -> None:
        self._landing, self._reference = folder / "landing", folder / "reference"
        self._rates = Rates(self._reference)
        parties = duckdb.sql(
            f"select system, native_id, entity_id from '{folder}/truth/parties.parquet' where party_type = 'client'"
        ).fetchall()
        self._entities = {(system, native): entity for system, native, entity in parties}
        self._clients = {entity: Client(entity) for entity in self._entities.values()}
        self._rules = list(table(self._reference / "segment_rules.csv"))
        self._know_clients()

    def seen(self) -> Iterator[Seen]:
        """Every fact of every figure."""
        yield from self._surveys()
        yield from self._feedback()
        yield from self._contracts()
        yield from self._opportunities()
        yield from self._billing()
        yield from self._zendesk()
        yield from self._servicenow()
        yield from self._escalations()
        yield from self._engagement()
        yield from self._onboarding()

    # Reading

    def _newest(self, name: str) -> list[Record]:
        return list(newest([self._landing], _SHAPES[name]).values())

    def _entity(self, system: str, native: object) -> str:
        key = long_id(str(native)) if system == "salesforce" else str(native)
        return self._entities.get((system, key), UNKNOWN)

    def _client(self, system: str, native: object) -> Client:
        entity = self._entity(system, native)
        return self._clients.get(entity) or Client(entity)

    def _rule(self, segment: str | None, day: date) -> dict[str, str] | None:
        for row in self._rules:
            if row["segment"] == segment and _holds(row, day):
                return row
        return None

    def _know_clients(self) -> None:
        for row in table(self._reference / "client_segments.csv"):
            until = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
            span = (date.fromisoformat(row["valid_from"]), until, row["segment"])
            self._clients[row["client_id"]].segments.append(span)
        for record in self._newest("salesforce/contract"):
            made = contract(record, long_id(record["AccountId"]))
            if made:
                self._client("salesforce", record["AccountId"]).contracts.append(made)
        for client in self._clients.values():
            decide(client.contracts)
        self._know_meetings()
        self._know_roles()
        self._know_usage()
        for row in self._newest("company_files/milestones"):
            span = (_day(row["due_on"]), _day(row["done_on"]))
            self._party(row).milestones[row["milestone"]] = span

    def _party(self, row: Record) -> Client:
        return self._client(row["party_system"], row["party_id"])

    def _know_meetings(self) -> None:
        for row in self._newest("salesforce/event"):
            at = instant(row["StartDateTime"])
            if at and row["IsChild"] == "false" and row["Status__c"] == "Held" and row["WhoId"]:
                meeting = Meeting(at.date(), row["WhoId"], row["Type__c"] == "Business Review")
                self._client("salesforce", row["AccountId"]).met.append(meeting)
        for row in self._newest("salesforce/task"):
            at = instant(row["CompletedDateTime"])
            is_held = row["TaskSubtype"] == "Call" and row["Status"] == "Completed" and row["WhoId"]
            if at and is_held and instant(row["ActivityDate"]):
                self._client("salesforce", row["AccountId"]).met.append(Meeting(at.date(), row["WhoId"], False))

    def _know_roles(self) -> None:
        deals = {row["Id"]: row["AccountId"] for row in self._deals()}
        for row in self._newest("salesforce/opportunity_contact_role"):
            account, at = deals.get(row["OpportunityId"]), instant(row["CreatedDate"])
            if account and at and row["Role"] in _ROLES:
                self._client("salesforce", account).roles.append((at, _ROLES[row["Role"]]))
        for row in self._newest("salesforce/account_contact_relation"):
            at = instant(row["CreatedDate"])
            if at and row["IsActive"] == "true" and row["Roles"] in _ROLES:
                self._client("salesforce", row["AccountId"]).roles.append((at, _ROLES[row["Roles"]]))

    def _know_usage(self) -> None:
        for row in self._newest("usage/track"):
            at = instant(row["timestamp"]) if "timestamp" in row else None
            if at and row.get("userId") and row["properties"]["count"] > 0:
                users = self._client("usage", row["context"]["groupId"]).users
                users[at.date()][row["userId"]] = row["properties"]["count"]
        for row in self._newest("usage/daily_active_usage"):
            if int(row["events"]) > 0:
                users = self._client("usage", row["account"]).users
                users[date.fromisoformat(row["day"])][row["user"]] = int(row["events"])

    # Surveys and feedback

    def _surveys(self) -> Iterator[Seen]:
        by_month: dict[tuple[date, object], tuple[int, int, int]] = {}
        for row in self._newest("delighted/survey_responses"):
            score, at = row["score"], instant(row["created_at"])
            assert at
            if not isinstance(score, int):
                continue
            if row["survey_type"] == "csat":
                yield Seen("client_csat", at.date(), int(score >= 4), 1)
            elif 0 <= score <= 10:
                who = row["person"]["id"] if row["person"] else ("nobody", row["id"])
                key = (at.date().replace(day=1), who)
                points = 1 if score >= 9 else 0 if score >= 7 else -1
                by_month[key] = max(by_month.get(key, (0, 0, 0)), (row["created_at"], int(row["id"]), points))
        for at_second, _, points in by_month.values():
            yield Seen("client_nps", datetime.fromtimestamp(at_second, UTC).date(), points, 1)

    def _feedback(self) -> Iterator[Seen]:
        for row in self._newest("salesforce/case"):
            opened, closed = instant(row["CreatedDate"]), instant(row["ClosedDate"])
            if opened and row["Type"] in ("Complaint", "Detractor") and not row["DeskTicket__c"]:
                in_time = closed is not None and closed <= opened + timedelta(days=30) and bool(row["RootCause__c"])
                yield Seen("client_feedback_loop_closure", opened.date(), int(in_time), 1)

    # Contracts

    def _contracts(self) -> Iterator[Seen]:
        for client in self._clients.values():
            started = [each.start for each in client.contracts if each.start <= TODAY]
            before = False
            for day in month_ends(min(started)) if started else ():
                alive = recurring(client.contracts, day)
                for each in alive:
                    yield Seen("client_mrr", day, self._rates.convert(each.annual, each.currency, day))
                is_active = any(each.annual > 0 for each in alive)
                if before:
                    yield Seen("client_logo_churn", day, int(not is_active), 1)
                before = is_active
            for each in client.contracts:
                yield from _renewals(each)

    # Opportunities

    def _deals(self) -> list[Record]:
        return [
            row
            for row in self._newest("salesforce/opportunity")
            if row["IsDeleted"] == "false" and instant(row["CreatedDate"])
        ]

    def _opportunities(self) -> Iterator[Seen]:
        families = {row["Id"]: row["Family"] for row in self._newest("salesforce/product2")}
        lines: dict[str, list[Record]] = defaultdict(list)
        for row in self._newest("salesforce/opportunity_line_item"):
            lines[row["OpportunityId"]].append(row)
        changes: dict[str, list[Record]] = defaultdict(list)
        for row in records(self._landing, _SHAPES["salesforce/opportunity_history"]):
            changes[row["OpportunityId"]].append(row)
        closed_stages = {
            row["ApiName"] for row in self._newest("salesforce/opportunity_stage") if row["IsClosed"] == "true"
        }
        for row in self._deals():
            yield from self._pipeline(row, changes[row["Id"]], closed_stages)
            if row["Type"] == "Existing Customer - Renewal":
                continue
            created, is_won = instant(row["CreatedDate"]), row["IsWon"] == "true"
            assert created
            closed = date.fromisoformat(row["CloseDate"]) if row["IsClosed"] == "true" else None
            in_time = is_won and closed is not None and closed <= created.date() + 180 * DAY
            yield Seen("client_win_rate_cohort", created.date(), int(in_time), 1)
            if closed is None or closed > TODAY:
                continue
            days = (closed - created.date()).days
            yield Seen("client_win_rate", closed, int(is_won), 1)
            yield Seen("client_sales_cycle_days", closed, days, 1)
            if is_won:
                yield Seen("client_sales_cycle_won_days", closed, days)
                yield from self._won(row, closed, lines[row["Id"]], families)

    def _pipeline(self, deal: Record, changes: list[Record], closed_stages: set[str]) -> Iterator[Seen]:
        known = [(at, row) for row in changes if (at := instant(row["CreatedDate"]))]
        for day in month_ends(min(at for at, _ in known).date()):
            _, row = [each for each in sorted(known, key=lambda each: each[0]) if each[0] <= end_of(day)][-1]
            if row["StageName"] not in closed_stages:
                amount = self._rates.convert(row["Amount"] or None, deal["CurrencyIsoCode"], day)
                weighted = None if amount is None else amount * Fraction(row["Probability"])
                yield Seen("client_weighted_pipeline", day, weighted)

    def _won(self, deal: Record, closed: date, lines: list[Record], families: dict[str, str]) -> Iterator[Seen]:
        owned = in_force(self._client("salesforce", deal["AccountId"]).contracts, closed)
        had = {family for each in owned for family in each.families}
        for line in lines if owned else ():
            kpi = "client_upsell_revenue" if families[line["Product2Id"]] in had else "client_cross_sell_revenue"
            yield Seen(kpi, closed, self._rates.convert(line["TotalPrice"], deal["CurrencyIsoCode"], closed))

    # Billing

    def _billing(self) -> Iterator[Seen]:
        paid: dict[str, list[tuple[datetime, Fraction]]] = defaultdict(list)
        for row in self._newest("stripe/charges"):
            if row["status"] == "succeeded" and row["paid"]:
                amount = money(row["amount"] - row["amount_refunded"], row["currency"])
                paid[row["invoice"]].append((datetime.fromtimestamp(row["created"], UTC), amount))
        credited: dict[str, list[Record]] = defaultdict(list)
        for row in self._newest("stripe/credit_notes"):
            credited[row["invoice"]].append(row)
        targets: dict[tuple[str, date], Fraction] = {}
        for row in self._newest("company_files/revenue_targets"):
            month = date.fromisoformat(row["month"])
            day = min((month + 32 * DAY).replace(day=1) - DAY, TODAY)
            wanted = self._rates.convert(row["amount"], row["currency"], day) if month <= TODAY else None
            if wanted is not None:
                targets[self._party(row).entity, month] = wanted
                yield Seen("client_revenue_to_target", month, None, wanted)
        for row in self._newest("stripe/invoices"):
            if row["status"] in ("open", "paid", "uncollectible") and row["created"] is not None:
                yield from self._invoice(row, sorted(paid[row["id"]]), credited[row["id"]], targets)

    def _invoice(
        self,
        row: Record,
        paid: list[tuple[datetime, Fraction]],
        notes: list[Record],
        targets: dict[tuple[str, date], Fraction],
    ) -> Iterator[Seen]:
        client, currency = self._client("stripe", row["customer"]), row["currency"].upper()
        bills = [(datetime.fromtimestamp(row["created"], UTC), row, 1)]
        bills += [(datetime.fromtimestamp(note["created"], UTC), note, -1) for note in notes]
        issued = bills[0][0]
        for at, bill, sign in bills:
            day, net = at.date(), money(bill["subtotal"], row["currency"]) * sign
            revenue = self._rates.convert(net, currency, day)
            yield Seen("client_invoiced_revenue", day, revenue)
            if (client.entity, day.replace(day=1)) in targets:
                yield Seen("client_revenue_to_target", day, revenue)
            gross = self._rates.convert(net + money(bill["tax"], row["currency"]) * sign, currency, day)
            for end in month_ends(day):
                if end - 89 * DAY <= day <= end and gross is not None:
                    yield Seen("client_dso_days", end, None, gross)
            rule = self._rule(client.segment_on(day), day)
            if revenue is not None and rule is not None:
                for end in month_ends(day):
                    yield Seen("client_clv_historic", end, revenue * Fraction(rule["margin_percent"]) / 100)
        total = money(row["total"], row["currency"])
        for end in month_ends(issued.date()):
            at_end = end_of(end)
            less = sum((part for at, part in paid if at <= at_end), Fraction())
            less += sum(
                (money(note["total"], row["currency"]) for at, note, sign in bills if sign < 0 and at <= at_end),
                Fraction(),
            )
            owed = self._rates.convert(max(Fraction(), total - less), currency, end)
            if owed:
                yield Seen("client_dso_days", end, owed)
        yield from self._paid(row, paid, total - sum(money(note["total"], row["currency"]) for note in notes))

    def _paid(self, row: Record, paid: list[tuple[datetime, Fraction]], value: Fraction) -> Iterator[Seen]:
        due = datetime.fromtimestamp(row["due_date"], UTC).date()
        rate = self._rates.on(row["currency"].upper(), datetime.fromtimestamp(row["created"], UTC).date())
        if due > TODAY or value <= 0 or rate is None:
            return
        left, in_time, late = value, Fraction(), Fraction()
        for at, amount in paid:
            part, days = min(left, amount), max(0, (at.date() - due).days)
            left, in_time, late = left - part, in_time + (0 if days else part), late + part * days
        yield Seen("client_payment_on_time_rate", due, in_time * rate, value * rate)
        yield Seen("client_days_beyond_terms", due, (late + left * (TODAY - due).days) * rate, value * rate)

    # Tickets

    def _zendesk(self) -> Iterator[Seen]:
        tickets = {
            row["id"]: row
            for row in self._newest("zendesk/tickets")
            if instant(row["created_at"]) and row["status"] != "deleted"
        }
        holidays: dict[int, list[Record]] = defaultdict(list)
        for row in self._newest("zendesk/holidays"):
            holidays[row["schedule_id"]].append(row)
        hours = {row["id"]: WorkingHours(row, holidays[row["id"]]) for row in self._newest("zendesk/schedules")}
        agents = {row["id"] for row in self._newest("zendesk/users") if row["role"] != "end-user"}
        updates: dict[int, list[Record]] = defaultdict(list)
        for row in self._newest("zendesk/ticket_events"):
            updates[row["ticket_id"]].append(row)
        for id_ in tickets:
            yield from _ticket(sorted(updates[id_], key=lambda row: (row["timestamp"], row["id"])), hours, agents)
        for row in self._newest("zendesk/satisfaction_ratings"):
            if row["ticket_id"] in tickets:
                yield from _rating(row)
        clocks: dict[tuple[int, str, int], list[Record]] = defaultdict(list)
        for row in self._newest("zendesk/ticket_metric_events"):
            if row["ticket_id"] in tickets and not row.get("deleted"):
                clocks[row["ticket_id"], row["metric"], row["instance_id"]].append(row)
        for events in clocks.values():
            at = {row["type"]: instant(row["time"]) for row in events}
            if "apply_sla" in at:
                yield from _clock(at["activate"], at.get("breach"), at.get("fulfill"), None)

    def _servicenow(self) -> Iterator[Seen]:
        known = set()
        for row in self._newest("servicenow/incident"):
            opened = instant(row["opened_at"])
            if opened is None or row["state"] == "8":
                continue
            known.add(row["sys_id"])
            solved = instant(row["resolved_at"]) or instant(row["closed_at"])
            if solved:
                yield from _resolved(opened, solved)
            yield from _open_from(opened, solved)
        for row in self._newest("servicenow/task_sla"):
            if row["task"]["value"] in known:
                ended = instant(row["end_time"])
                breached = instant(row["planned_end_time"]) if row["has_breached"] == "true" else None
                is_cancelled = row["stage"] == "cancelled"
                met = None if is_cancelled else ended
                yield from _clock(instant(row["sys_created_on"]), breached, met, ended if is_cancelled else None)

    def _escalations(self) -> Iterator[Seen]:
        for row in self._newest("company_files/escalations"):
            opened, closed = instant(row["opened_at"]), instant(row["closed_at"])
            if row["party_type"] != "client" or opened is None:
                continue
            yield Seen("client_escalation_count", opened.date(), 1)
            if closed:
                seconds = int((closed - opened).total_seconds())
                yield Seen("client_escalation_resolution_hours", closed.date(), seconds)
            for day in month_ends(opened.date()):
                if closed is None or closed > end_of(day):
                    yield Seen("client_escalations_open", day, 1)

    # Engagement, usage and onboarding

    def _engagement(self) -> Iterator[Seen]:
        for client in self._clients.values():
            started = [each.start for each in client.contracts]
            for day in month_ends(min(started)) if started else ():
                if not in_force(client.contracts, day):
                    continue
                rule = self._rule(client.segment_on(day), day)
                held = [each for each in client.met if day.replace(day=1) <= each.day <= day]
                if rule and int(rule["meetings_a_month"]):
                    share = min(Fraction(1), Fraction(len(held), int(rule["meetings_a_month"])))
                    yield Seen("client_cadence_compliance", day, share, 1)
                if rule and rule["is_review_required"] == "true" and (day.month % 3 == 0 or day == TODAY):
                    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
                    is_reviewed = any(each.is_review and first <= each.day <= day for each in client.met)
                    yield Seen("client_qbr_coverage", day, int(is_reviewed), 1)
                roles = {role for at, role in client.roles if at <= end_of(day)}
                yield Seen("client_stakeholder_coverage", day, int(len(roles) == 2), 1)
                contacts = {each.contact for each in client.met if day - 89 * DAY <= each.day <= day}
                yield Seen("client_single_threaded_share", day, int(len(contacts) <= 1), 1)
                yield from _adoption(client, day)

    def _onboarding(self) -> Iterator[Seen]:
        for client in self._clients.values():
            for kind, (due, done) in client.milestones.items():
                if kind != "first_value" and due is not None and due <= TODAY:
                    yield Seen("client_onboarding_on_time_rate", due, int(done is not None and done <= due), 1)
            start = min((each.start for each in client.contracts), default=date.max)
            if start > TODAY:
                continue
            there = _first_value(client)
            if there:
                yield Seen("client_time_to_first_value_days", there, (there - start).days)
            if start + 90 * DAY <= TODAY:
                is_there = there is not None and there <= start + 90 * DAY
                yield Seen("client_first_value_90d_rate", start + 90 * DAY, int(is_there), 1)


def money(amount: int, currency: str) -> Fraction:
    """An amount of Stripe's, which is in the smallest unit."""
    return Fraction(amount) if currency in _ZERO_DECIMAL else Fraction(amount, 100)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _holds(row: dict[str, str], day: date) -> bool:
    until = row["valid_to"]
    return date.fromisoformat(row["valid_from"]) <= day and (not until or day <= date.fromisoformat(until))


def _renewals(each: Contract) -> Iterator[Seen]:
    for due, _, outcome in each.dues:
        ended = each.terminated_on if outcome == "lost" else None
        counted_on = min(due, ended or due)
        if outcome != "pending" and counted_on <= TODAY:
            yield Seen("client_renewal_rate", counted_on, int(outcome == "renewed"), 1)


def _adoption(client: Client, day: date) -> Iterator[Seen]:
    seats = sum(each.seats for each in in_force(client.contracts, day))
    if seats:
        days = (client.users.get(day - ahead * DAY, {}) for ahead in range(30))
        yield Seen("client_adoption_rate", day, len({user for users in days for user in users}), seats)


def _first_value(client: Client) -> date | None:
    if "first_value" in client.milestones:
        return client.milestones["first_value"][1]
    return min((day for day, users in client.users.items() if sum(users.values()) >= 25), default=None)


def _ticket(updates: list[Record], hours: dict[int, WorkingHours], agents: set[int]) -> Iterator[Seen]:
    """Statuses, replies and the schedule of a ticket, as its updates tell them."""
    steps: list[tuple[datetime, str]] = []
    reply: datetime | None = None
    schedule = 0
    for row in updates:
        at = datetime.fromtimestamp(row["timestamp"], UTC)
        for child in row["child_events"]:
            if "status" in child:
                steps.append((at, child["status"]))
            schedule = child.get("new_schedule_id", schedule)
            if child["event_type"] == "Comment" and child["comment_public"] and row["updater_id"] in agents:
                reply = reply or at
    working, created = hours[schedule], steps[0][0]
    if reply:
        yield Seen("client_first_reply_business_minutes", reply.date(), working.seconds(created, reply))
    spans = [(status, at, end) for (at, status), end in zip(steps, [*(at for at, _ in steps[1:]), None], strict=True)]
    solves: dict[date, tuple[datetime, datetime | None]] = {}
    last: datetime | None = None
    for place in range(1, len(spans)):
        status, at, _ = spans[place]
        if status not in _OPEN and spans[place - 1][0] in _OPEN:
            again = next((start for state, start, _ in spans[place + 1 :] if state in _OPEN), None)
            solves.setdefault(at.date().replace(day=1), (at, again))
            last = at if again is None else None
    for solved, again in solves.values():
        is_reopened = again is not None and again <= solved + timedelta(days=14)
        yield Seen("client_reopen_rate", solved.date(), int(is_reopened), 1)
    if last:
        yield from _resolved(created, last)
        for kpi, running in (
            ("client_resolution_business_minutes", _OPEN),
            ("client_agent_work_business_minutes", ("new", "open")),
        ):
            worked = (working.seconds(at, end or last) for status, at, end in spans if status in running and at < last)
            yield Seen(kpi, last.date(), sum(worked))
    for status, at, end in spans:
        if status in _OPEN:
            yield from _open_from(at, end)


def _resolved(opened: datetime, solved: datetime) -> Iterator[Seen]:
    seconds = int((solved - opened).total_seconds())
    yield Seen("client_resolution_calendar_hours", solved.date(), seconds)
    yield Seen("client_resolution_calendar_hours_mean", solved.date(), seconds, 1)


def _open_from(start: datetime, end: datetime | None) -> Iterator[Seen]:
    for day in month_ends(start.date()):
        if start <= end_of(day) and (end is None or end > end_of(day)):
            yield Seen("client_ticket_backlog", day, 1)


def _rating(row: Record) -> Iterator[Seen]:
    offered, updated = instant(row["created_at"]), instant(row["updated_at"])
    assert offered and updated
    is_answered = row["score"] in ("good", "bad")
    if is_answered:
        yield Seen("client_csat", updated.date(), int(row["score"] == "good"), 1)
    in_time = is_answered and updated <= offered + timedelta(days=30)
    yield Seen("client_survey_response_rate", offered.date(), int(in_time), 1)


def _clock(
    start: datetime | None, breached: datetime | None, fulfilled: datetime | None, cancelled: datetime | None
) -> Iterator[Seen]:
    """A clock of a service level, with the verdict of the desk."""
    assert start
    decided = None if cancelled else breached or fulfilled
    if decided:
        yield Seen("client_sla_attainment", decided.date(), int(breached is None), 1)
    ended = min((at for at in (breached, fulfilled, cancelled) if at), default=None)
    for day in month_ends(start.date()):
        if ended is None or ended > end_of(day):
            yield Seen("client_sla_running", day, 1)
