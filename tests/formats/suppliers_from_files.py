"""Supplier and business facts straight from the files: purchasing systems, ServiceNow, and the company's own files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

from seeds.simulator.writers.registry import SHAPES
from tests.extract_files import Record, newest
from tests.formats.clients_from_files import instant
from tests.formats.observed import DAY, TODAY, Rates, Seen, Way, add_months, end_of, month_ends, table
from tests.formats.purchasing_files import Invoice, InvoiceLine, Key, Move, OrderLine, Purchasing, iso, local_day

WAYS = {
    "supplier_spend": Way("sum"),
    "supplier_po_coverage": Way("ratio", 100),
    "supplier_spend_under_management": Way("ratio", 100),
    "supplier_price_variance": Way("ratio", 100),
    "supplier_paid_on_time_rate": Way("ratio", 100),
    "supplier_after_the_fact_po_rate": Way("ratio", 100),
    "supplier_invoice_match_rate": Way("ratio", 100),
    "supplier_otd_lines": Way("ratio", 100),
    "supplier_otd_value": Way("ratio", 100),
    "supplier_otif": Way("ratio", 100),
    "supplier_perfect_order_rate": Way("ratio", 100),
    "supplier_lead_time_days": Way("median"),
    "supplier_defect_ppm": Way("ratio", 1_000_000, grains=("all_time",)),
    "supplier_cost_savings": Way("sum"),
    "supplier_cost_avoidance": Way("sum"),
    "supplier_sla_compliance": Way("ratio", 100),
    "own_obligation_compliance": Way("ratio", 100),
    "supplier_obligations_waived": Way("sum"),
    "supplier_escalation_count": Way("sum"),
    "supplier_escalation_rate": Way("ratio", 100),
    "supplier_escalation_resolution_days": Way("median", Fraction(1, 86_400)),
    "supplier_escalations_open": Way("sum", is_stock=True),
    "supplier_innovation_value": Way("sum"),
    "supplier_innovations_accepted": Way("sum"),
    "supplier_certificate_validity": Way("ratio", 100, is_stock=True),
    "supplier_stakeholder_satisfaction": Way("respondents"),
    "business_unit_satisfaction": Way("respondents"),
    "budget_variance": Way("ratio", 100),
    "community_investment": Way("sum"),
    "community_beneficiaries": Way("sum"),
    "community_plan_delivery": Way("ratio", 100),
    "demand_conversion_rate": Way("ratio", 100),
    "demand_low_value_share": Way("ratio", 100),
    "demand_shaped_share": Way("ratio", 100),
    "demand_cycle_days": Way("median", Fraction(1, 86_400)),
    "demand_requests_declined": Way("sum"),
    "demand_requests_reframed": Way("sum"),
    "value_realisation_rate": Way("ratio", 100, is_stock=True),
    "initiatives_below_plan_share": Way("ratio", 100, is_stock=True),
}
_SHAPES = {f"{shape.system}/{shape.object}": shape for shape in SHAPES}
_PRICE_TOLERANCE = Fraction(102, 100)
_LOW_VALUE = 10_000


class SupplierFiles:
    """The files of one simulated company."""

    def __init__(self, folder: Path) -> None:
        self._landing = folder / "landing"
        self._rates = Rates(folder / "reference")
        self._bought = Purchasing(self._landing)
        rules = table(folder / "reference" / "category_rules.csv")
        self._addressable = {row["category"] for row in rules if row["is_addressable"] == "true"}

    def seen(self) -> Iterator[Seen]:
        """Every fact of every figure."""
        for invoice in self._bought.invoices:
            if invoice.on <= TODAY:
                yield from self._invoice(invoice)
        unmatched: set[Key] = set()
        for invoice, ordered, is_match in self._matched():
            yield Seen("supplier_invoice_match_rate", invoice.on, int(is_match), 1)
            if ordered and not is_match:
                unmatched.add(ordered.order)
        yield from self._deliveries(unmatched)
        yield from self._savings()
        yield from self._company_files()
        yield from self._budgets()
        yield from self._demand()
        yield from self._benefits()
        yield from self._satisfaction()

    def _newest(self, name: str) -> list[Record]:
        return list(newest([self._landing], _SHAPES[name]).values())

    # Invoices

    def _invoice(self, invoice: Invoice) -> Iterator[Seen]:
        rate = self._rates.on(invoice.currency, invoice.on)
        if not invoice.is_credit:
            yield from self._handled(invoice, rate)
        for line in invoice.lines:
            if rate is None:
                continue
            amount = line.net * rate * (-1 if invoice.is_credit else 1)
            yield Seen("supplier_spend", invoice.on, amount)
            yield Seen("supplier_po_coverage", invoice.on, amount if line.order_line else 0, amount)
            ordered = self._ordered(line)
            contract = self._bought.contracts.get(ordered.contract) if ordered and ordered.contract else None
            is_managed = ordered is not None and contract is not None and contract.is_in_force(ordered.on)
            if line.category in self._addressable:
                yield Seen("supplier_spend_under_management", invoice.on, amount if is_managed else 0, amount)
            if ordered and is_managed and not invoice.is_credit:
                yield from self._variance(invoice, line, ordered)

    def _handled(self, invoice: Invoice, rate: Fraction | None) -> Iterator[Seen]:
        days = [ordered.on for line in invoice.lines if (ordered := self._ordered(line))]
        if days:
            yield Seen("supplier_after_the_fact_po_rate", invoice.on, int(max(days) > invoice.on), 1)
        due = invoice.due_on
        if due is not None and due <= TODAY and rate is not None:
            paid = sum((amount for day, amount in invoice.payments if day <= due), Fraction())
            yield Seen("supplier_paid_on_time_rate", due, min(invoice.gross, paid) * rate, invoice.gross * rate)

    def _variance(self, invoice: Invoice, line: InvoiceLine, ordered: OrderLine) -> Iterator[Seen]:
        assert ordered.contract
        paid_rate = self._rates.on(invoice.currency, invoice.on)
        for first, last, price, unit, currency in self._bought.contracts[ordered.contract].prices[ordered.item]:
            if first <= ordered.on and (last is None or ordered.on <= last) and unit == ordered.unit_of_measure:
                agreed_rate = self._rates.on(currency, invoice.on)
                if paid_rate is not None and agreed_rate is not None and line.quantity and line.price is not None:
                    agreed = price * agreed_rate
                    more = (line.price * paid_rate - agreed) * line.quantity
                    yield Seen("supplier_price_variance", invoice.on, more, agreed * line.quantity)
                return

    def _ordered(self, line: InvoiceLine) -> OrderLine | None:
        return self._bought.lines.get(line.order_line) if line.order_line else None

    def _matched(self) -> Iterator[tuple[Invoice, OrderLine | None, bool]]:
        billed: dict[Key, Fraction] = defaultdict(Fraction)
        invoices = [each for each in self._bought.invoices if not each.is_credit]
        for invoice in sorted(invoices, key=lambda each: (each.posted_on, each.key)):
            for line in sorted(invoice.lines, key=lambda each: each.number):
                is_match, ordered = False, self._ordered(line)
                if line.order_line and ordered:
                    billed[line.order_line] += line.net if ordered.quantity is None else line.quantity or 0
                    is_match = _matches(line, ordered, billed[line.order_line], invoice.posted_on)
                yield invoice, ordered, is_match

    # Deliveries

    def _deliveries(self, unmatched: set[Key]) -> Iterator[Seen]:
        by_order: dict[Key, list[tuple[date, bool, bool]]] = defaultdict(list)
        for line in self._bought.lines.values():
            if line.is_cancelled or line.quantity is None:
                continue
            rate = self._rates.on(line.currency, line.on)
            filled = _allocate(line)
            last = max((day for _, _, parts in filled for day, _ in parts), default=None)
            if last and all(sum(part for _, part in parts) >= wanted for _, wanted, parts in filled):
                yield Seen("supplier_lead_time_days", last, (last - line.on).days)
            for due, wanted, parts in filled:
                in_time = sum((part for day, part in parts if day <= due), Fraction())
                if due <= TODAY:
                    yield Seen("supplier_otd_lines", due, int(in_time >= wanted), 1)
                    if rate is not None:
                        worth = line.price * rate
                        yield Seen("supplier_otd_value", due, in_time * worth, wanted * worth)
                by_order[line.order].append((due, in_time >= wanted, True))
            rejected = [(move, _rejected(move, line)) for move in line.moves if move.kind == "receipt"]
            if any(refused for _, refused in rejected) or line.order in unmatched:
                by_order[line.order].append((date.min, True, False))
            for move, refused in rejected:
                if rate is not None:
                    worth = line.price * rate
                    yield Seen("supplier_defect_ppm", move.day, refused * worth, move.quantity * worth)
        for parts in by_order.values():
            last = max(due for due, _, _ in parts)
            if date.min < last <= TODAY:
                is_otif = all(is_met for _, is_met, _ in parts)
                yield Seen("supplier_otif", last, int(is_otif), 1)
                is_perfect = is_otif and all(is_fine for _, _, is_fine in parts)
                yield Seen("supplier_perfect_order_rate", last, int(is_perfect), 1)

    def _savings(self) -> Iterator[Seen]:
        paid: dict[Key, list[Fraction]] = defaultdict(lambda: [Fraction(), Fraction()])
        for invoice in self._bought.invoices:
            for line in invoice.lines if not invoice.is_credit else ():
                if line.order_line and line.quantity:
                    paid[line.order_line][0] += line.net
                    paid[line.order_line][1] += line.quantity
        for row in self._newest("company_files/savings_initiatives"):
            yield from self._saved(row, {key: net / quantity for key, (net, quantity) in paid.items()})

    def _saved(self, row: Record, paid: dict[Key, Fraction]) -> Iterator[Seen]:
        since = iso(row["effective_on"])
        assert since
        delivered = [
            (move.day, move.quantity - _sent_back(move, line, ("return",)), key, line)
            for key, line in self._bought.lines.items()
            if line.is_known_supplier
            and not line.is_cancelled
            and (line.item, line.business_unit) == (row["item"], row["business_unit"])
            and line.unit_of_measure == row["unit_of_measure"]
            and line.on >= since
            for move in line.moves
            if move.kind == "receipt"
        ]
        kpi = "supplier_cost_savings" if row["kind"] == "saving" else "supplier_cost_avoidance"
        end = add_months(min((day for day, *_ in delivered), default=TODAY), 12)
        for day, quantity, key, line in delivered:
            baseline = self._rates.convert(row["baseline_price"], row["currency"], day)
            price = self._rates.convert(paid.get(key, line.price), line.currency, day)
            if day < end and baseline is not None and price is not None:
                yield Seen(kpi, day, (baseline - price) * quantity)

    # The company's own files

    def _company_files(self) -> Iterator[Seen]:
        for row in self._newest("company_files/obligations"):
            yield from _obligation(row)
        for on in self._bought.orders.values():
            yield Seen("supplier_escalation_rate", on, 0, 1)
        for row in self._newest("company_files/escalations"):
            yield from _escalation(row)
        for row in self._newest("company_files/innovations"):
            decided = iso(row["decided_on"])
            if row["status"] == "accepted" and decided and decided <= TODAY:
                value = self._rates.convert(row["value"], row["currency"], decided) if row["value"] else Fraction()
                yield Seen("supplier_innovation_value", decided, value)
                yield Seen("supplier_innovations_accepted", decided, 1)
        for row in self._newest("company_files/community_engagements"):
            held = local_day(row["held_on"]) if row["held_on"] else None
            planned = local_day(row["planned_on"]) if row["planned_on"] else None
            if held and held <= TODAY:
                yield Seen("community_investment", held, self._rates.convert(row["spend"], row["currency"], held))
                yield Seen("community_beneficiaries", held, int(row["beneficiaries"]))
            if planned and planned <= TODAY:
                yield Seen("community_plan_delivery", planned, int(held is not None and held <= TODAY), 1)
        yield from self._certificates()

    def _certificates(self) -> Iterator[Seen]:
        shown: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
        for row in self._newest("company_files/certificates"):
            span = (local_day(row["valid_from"]), local_day(row["valid_to"]))
            shown[row["party_id"], row["certificate"]].append(span)
        for row in self._newest("company_files/required_certificates"):
            first, last = iso(row["valid_from"]), iso(row["valid_to"]) or date.max
            assert first
            for day in month_ends(first):
                if first <= day <= last:
                    spans = shown[row["party_id"], row["certificate"]]
                    is_valid = any(since <= day <= until for since, until in spans)
                    yield Seen("supplier_certificate_validity", day, int(is_valid), 1)

    # Business units

    def _budgets(self) -> Iterator[Seen]:
        planned = set()
        for unit, month, currency, amount in self._bought.budgets:
            worth = self._rates.convert(amount, currency, month)
            if worth is not None and month <= TODAY:
                planned.add((unit, month))
                yield Seen("budget_variance", month, -worth, worth)
        for invoice in self._bought.invoices:
            for line in invoice.lines:
                if (line.business_unit, invoice.on.replace(day=1)) in planned:
                    amount = self._rates.convert(line.net, invoice.currency, invoice.on)
                    yield Seen("budget_variance", invoice.on, -amount if amount and invoice.is_credit else amount)

    def _demand(self) -> Iterator[Seen]:
        known = {
            row["sys_id"]["value"]: row
            for row in self._newest("servicenow/dmn_demand")
            if instant(row["submitted_date"]["value"])
        }
        successors = {row["u_reframes"]["value"]: row for row in known.values() if row["u_reframes"]["value"]}
        for first in known.values():
            decided = instant(first["approval_set"]["value"])
            if first["state"]["value"] == "11" and decided:
                yield Seen("demand_requests_reframed", decided.date(), 1)
            if not first["u_reframes"]["value"]:
                last = first
                while last["sys_id"]["value"] in successors:
                    last = successors[last["sys_id"]["value"]]
                yield from self._chain(first, last)

    def _chain(self, first: Record, last: Record) -> Iterator[Seen]:
        submitted, decided = instant(first["submitted_date"]["value"]), instant(last["approval_set"]["value"])
        assert submitted
        asked, got = (
            self._rates.convert(row["financial_benefit"]["value"] or None, row["u_currency"]["value"], submitted.date())
            for row in (first, last)
        )
        if got is not None:
            yield Seen("demand_low_value_share", submitted.date(), int(got < _LOW_VALUE), 1)
        if decided is None or last["state"]["value"] not in ("5", "7"):
            return
        day, is_approved = decided.date(), last["state"]["value"] == "5"
        yield Seen("demand_conversion_rate", day, int(is_approved), 1)
        yield Seen("demand_cycle_days", day, int((decided - submitted).total_seconds()))
        if not is_approved:
            yield Seen("demand_requests_declined", day, 1)
        if asked is not None and asked < _LOW_VALUE:
            is_shaped = last is not first and is_approved and got is not None and got > _LOW_VALUE
            yield Seen("demand_shaped_share", day, int(is_shaped), 1)

    def _benefits(self) -> Iterator[Seen]:
        monetary = {
            row["sys_id"]: row for row in self._newest("servicenow/benefit_plan") if row["benefit_type"] == "monetary"
        }
        realised: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
        for row in self._newest("servicenow/benefit_plan_breakdown"):
            month = iso(row["start_date"])
            if row["benefit_plan"] in monetary and month:
                realised[monetary[row["benefit_plan"]]["task"]].append((month, Fraction(row["actual_benefit"])))
        cases: dict[str, dict[tuple[date, int], list[Record]]] = defaultdict(lambda: defaultdict(list))
        for row in self._newest("company_files/business_cases"):
            approved = iso(row["approved_on"])
            if approved and approved <= TODAY:
                cases[row["initiative"]][approved, int(row["version"])].append(row)
        for project in self._newest("servicenow/pm_project"):
            if project["number"] in cases:
                first = min(cases[project["number"]])
                plan = cases[project["number"]][first]
                yield from self._initiative(project, first[0], plan, realised[project["sys_id"]])

    def _initiative(
        self, project: Record, approved: date, plan: list[Record], realised: list[tuple[date, Fraction]]
    ) -> Iterator[Seen]:
        months = [(date.fromisoformat(row["month"]), Fraction(row["planned"])) for row in plan]
        cancelled = iso(project["u_cancelled_on"]) or date.max
        ends = (max(month for month, _ in months) + 32 * DAY).replace(day=1) - DAY
        for day in month_ends(approved):
            rate = self._rates.on(plan[0]["currency"], day)
            wanted, got = (_to_date(each, min(day, cancelled)) for each in (months, realised))
            if rate is not None:
                yield Seen("value_realisation_rate", day, got * rate, wanted * rate)
            is_completed = project["state"] == "3" and day >= ends
            if wanted and day < cancelled and not is_completed:
                yield Seen("initiatives_below_plan_share", day, int(got * 100 < wanted * 80), 1)

    def _satisfaction(self) -> Iterator[Seen]:
        answers: dict[str, list[Fraction]] = defaultdict(list)
        for row in self._newest("servicenow/asmt_metric_result"):
            answers[row["instance"]].append(Fraction(row["normalized_value"]))
        for row in self._newest("servicenow/asmt_assessment_instance"):
            taken = instant(row["taken_on"])
            assert taken
            is_unit = row["trigger_table"] == "business_unit"
            kpi = "business_unit_satisfaction" if is_unit else "supplier_stakeholder_satisfaction"
            scores = answers[row["sys_id"]]
            yield Seen(kpi, taken.date(), sum(scores, Fraction()) / len(scores), 1, row["user"])


def _matches(line: InvoiceLine, ordered: OrderLine, billed: Fraction, posted_on: date) -> bool:
    if ordered.quantity is None:
        return billed <= ordered.amount * _PRICE_TOLERANCE
    received = sum(
        move.quantity if move.kind == "receipt" else -move.quantity
        for move in ordered.moves
        if move.kind != "disposal" and move.day <= posted_on
    )
    assert line.price is not None
    return line.price <= ordered.price * _PRICE_TOLERANCE and billed <= received


def _allocate(line: OrderLine) -> list[tuple[date, Fraction, list[tuple[date, Fraction]]]]:
    """Due day, quantity, and what filled it when: receipts in order of time, less what was returned of the newest."""
    pile: list[list[date | Fraction]] = []
    for move in sorted(line.moves, key=lambda each: (each.day, each.kind != "receipt", each.number)):
        if move.kind == "receipt":
            pile.append([move.day, move.quantity])
        left = move.quantity if move.kind == "return" else Fraction()
        while left and pile:
            part = min(left, pile[-1][1])
            pile[-1][1] -= part
            left -= part
            if not pile[-1][1]:
                pile.pop()
    filled = []
    for due, wanted in sorted(line.schedule, key=lambda each: each[0]):
        parts, left = [], wanted
        while left and pile:
            part = min(left, pile[0][1])
            parts.append((pile[0][0], part))
            pile[0][1] -= part
            left -= part
            if not pile[0][1]:
                pile.pop(0)
        filled.append((due, wanted, parts))
    return filled


def _sent_back(receipt: Move, line: OrderLine, kinds: tuple[str, ...]) -> Fraction:
    return sum((move.quantity for move in line.moves if move.kind in kinds and move.of == receipt.number), Fraction())


def _rejected(receipt: Move, line: OrderLine) -> Fraction:
    return min(receipt.quantity, max(receipt.rejected, _sent_back(receipt, line, ("return", "disposal"))))


def _obligation(row: Record) -> Iterator[Seen]:
    try:
        due = local_day(row["due_on"])
    except ValueError:
        return
    if due > TODAY:
        return
    if row["is_waived"] == "yes":
        if row["obligor"] == "supplier":
            yield Seen("supplier_obligations_waived", due, 1)
        return
    is_met = bool(row["met_on"]) and local_day(row["met_on"]) <= due
    kpi = "supplier_sla_compliance" if row["obligor"] == "supplier" else "own_obligation_compliance"
    yield Seen(kpi, due, int(is_met), 1)


def _escalation(row: Record) -> Iterator[Seen]:
    opened, closed = instant(row["opened_at"]), instant(row["closed_at"])
    if row["party_type"] != "supplier" or opened is None:
        return
    yield Seen("supplier_escalation_count", opened.date(), 1)
    yield Seen("supplier_escalation_rate", opened.date(), 1)
    if closed:
        yield Seen("supplier_escalation_resolution_days", closed.date(), int((closed - opened).total_seconds()))
    for day in month_ends(opened.date()):
        if closed is None or closed > end_of(day):
            yield Seen("supplier_escalations_open", day, 1)


def _to_date(months: list[tuple[date, Fraction]], day: date) -> Fraction:
    """The sum of the months that had ended by a day."""
    return sum((amount for month, amount in months if (month + 32 * DAY).replace(day=1) - DAY <= day), Fraction())
