"""Orders, what moved for them, and invoices as Coupa and SAP export them, in one form. Knows formats only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from seeds.simulator.writers.registry import SHAPES
from tests.extract_files import Record, newest

_SHAPES = {f"{shape.system}/{shape.object}": shape for shape in SHAPES}
OPEN_END = "99991231"
Key = tuple[str, str]
"""System and native identifier, an item's with its document's."""


@dataclass
class Move:
    day: date
    number: int
    kind: str
    quantity: Fraction
    of: int | None
    """Number of the receipt that a return or disposal is of."""
    rejected: Fraction = Fraction()


@dataclass
class OrderLine:
    order: Key
    is_known_supplier: bool
    on: date
    currency: str
    item: str
    unit_of_measure: str | None
    business_unit: str
    quantity: Fraction | None
    price: Fraction
    amount: Fraction
    is_cancelled: bool
    schedule: list[tuple[date, Fraction]]
    """Due day and quantity: promised first, else requested."""
    contract: Key | None
    moves: list[Move] = field(default_factory=list)


@dataclass
class Contract:
    is_active: bool
    start: date
    end: date | None
    prices: dict[str, list[tuple[date, date | None, Fraction, str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """By item: first and last day, price of one, unit of measure, currency."""

    def is_in_force(self, day: date) -> bool:
        return self.is_active and self.start <= day and (self.end is None or day <= self.end)


@dataclass
class InvoiceLine:
    number: int
    order_line: Key | None
    quantity: Fraction | None
    price: Fraction | None
    net: Fraction
    category: str
    business_unit: str


@dataclass
class Invoice:
    key: tuple[str, int]
    is_credit: bool
    on: date
    posted_on: date
    currency: str
    gross: Fraction
    due_on: date | None
    payments: list[tuple[date, Fraction]]
    lines: list[InvoiceLine]


class Purchasing:
    """Both systems of one simulated company."""

    def __init__(self, landing: Path) -> None:
        self._landing = landing
        self.orders: dict[Key, date] = {}
        """Every order placed, by day."""
        self.lines: dict[Key, OrderLine] = {}
        self.contracts: dict[Key, Contract] = {}
        self.invoices: list[Invoice] = []
        self.budgets: list[tuple[str, date, str, Fraction]] = []
        """Unit, month, currency, amount."""
        self._read_coupa()
        self._read_sap()

    def _newest(self, name: str) -> list[Record]:
        return list(newest([self._landing], _SHAPES[name]).values())

    def _coupa(self, name: str) -> list[Record]:
        """Records whose key and days read."""
        shape = _SHAPES[f"coupa/{name}"]
        required = [
            column.name for column in shape.columns if column.is_required and column.kind in ("timestamp", "date")
        ]
        rows = self._newest(f"coupa/{name}")
        return [row for row in rows if isinstance(row["id"], int) and all(iso(row[each]) for each in required)]

    def _sap(self, name: str) -> list[Record]:
        return [row for row in self._newest(f"sap/{name}") if row["MANDT"] == "100"]

    # Coupa

    def _read_coupa(self) -> None:
        known = {row["id"] for row in self._coupa("suppliers")}
        for row in self._coupa("contracts"):
            is_active = row["status"] in ("published", "expired", "terminated", "completed")
            ends = row["termination-date"] or (row["end-date"] if row["term-type"] == "fixed" else None)
            self.contracts["coupa", str(row["id"])] = Contract(is_active, known_day(row["start-date"]), iso(ends))
        for row in self._coupa("supplier_items"):
            price = (
                known_day(row["valid-from"]),
                iso(row["valid-to"]),
                Fraction(row["price"]),
                row["uom"]["code"],
                row["currency"]["code"],
            )
            self.contracts["coupa", str(row["contract"]["id"])].prices[row["item"]["item-number"]].append(price)
        for row in self._coupa("purchase_orders"):
            if row["status"] in ("issued", "closed", "cancelled", "supplier_hold"):
                self._coupa_order(row, row["supplier"]["id"] in known)
        self._coupa_moves()
        self._coupa_invoices()
        for row in self._coupa("budget_lines"):
            month = known_day(row["period"]["start-date"])
            self.budgets.append((row["segment-2"], month, row["currency"]["code"], Fraction(row["amount"])))

    def _coupa_order(self, row: Record, is_known: bool) -> None:
        on = known_day(row["created-at"])
        self.orders["coupa", str(row["id"])] = on
        for line in row["order-lines"]:
            quantity = Fraction(line["quantity"]) if line["quantity"] else None
            confirmed = [each for each in line["confirmation-lines"] if each["status"] == "confirmed"]
            promised = known_day(min(confirmed, key=lambda each: each["id"])["promised-date"]) if confirmed else None
            schedule = [
                (known_day(each["delivery-date"]), Fraction(each["quantity"]))
                for each in line.get("schedule-lines", [])
            ]
            if quantity is not None and not schedule:
                schedule = [(known_day(line["need-by-date"]), quantity)]
            self.lines["coupa", str(line["id"])] = OrderLine(
                ("coupa", str(row["id"])),
                is_known,
                on,
                row["currency"]["code"],
                line["source-part-num"],
                line["uom"]["code"] if line["uom"] else None,
                row["requisition-header"]["department"]["name"],
                quantity,
                Fraction(line["price"]),
                Fraction(line["total"]),
                row["status"] == "cancelled" or line["status"] == "cancelled",
                [(promised or day, part) for day, part in schedule] if quantity is not None else [],
                ("coupa", str(line["contract"]["id"])) if line["contract"] else None,
            )

    def _coupa_moves(self) -> None:
        rejected = {row["refDocumentId"]: Fraction(row["rejectedQuantity"]) for row in self._coupa("inspections")}
        for row in self._coupa("receipts"):
            if row["status"] != "voided":
                kind = next((word for word in ("Return", "Disposal") if word in row["type"]), "receipt").lower()
                move = Move(
                    known_day(row["transaction-date"]),
                    row["id"],
                    kind,
                    abs(Fraction(row["quantity"])),
                    row["original-transaction-id"],
                    rejected.get(row["id"], Fraction()),
                )
                self.lines["coupa", str(row["order-line"]["id"])].moves.append(move)

    def _coupa_invoices(self) -> None:
        due = {row["id"]: known_day(row["net-due-date"]) for row in self._coupa("payables")}
        for row in self._coupa("invoices"):
            if row["status"] in ("voided", "draft", "abandoned"):
                continue
            lines = [
                InvoiceLine(
                    each["id"],
                    ("coupa", str(each["order-line-id"])) if each["order-line-id"] else None,
                    abs(Fraction(each["quantity"])) if each["quantity"] else None,
                    Fraction(each["price"]),
                    abs(Fraction(each["total"])),
                    each["commodity"]["name"],
                    each["department"]["name"],
                )
                for each in row["invoice-lines"]
            ]
            payments = [(known_day(each["payment-date"]), Fraction(each["amount-paid"])) for each in row["payments"]]
            self.invoices.append(
                Invoice(
                    ("coupa", row["id"]),
                    row["document-type"] == "Credit Note",
                    known_day(row["invoice-date"]),
                    known_day(row["created-at"]),
                    row["currency"]["code"],
                    abs(Fraction(row["total"])),
                    due.get(row["id"]),
                    payments,
                    lines,
                )
            )

    # SAP

    def _read_sap(self) -> None:
        units = {row["BUKRS"]: row["BUTXT"] for row in self._sap("t001")}
        heads = {row["EBELN"]: (row, on) for row in self._sap("ekko") if (on := sap_day(row["BEDAT"]))}
        self._sap_contracts(heads)
        self._sap_orders(heads, units)
        self._sap_moves()
        self._sap_invoices(units)
        for row in self._sap("bpge"):
            month = date(int(row["GJAHR"]), int(row["PERBL"]), 1)
            self.budgets.append((units[row["BUKRS"]], month, row["TWAER"], sap_money(row["WTJHR"], row["TWAER"])))

    def _sap_contracts(self, heads: dict[str, tuple[Record, date]]) -> None:
        for number, (head, _) in heads.items():
            if head["BSTYP"] == "K":
                is_active = head["LOEKZ"] != "L" and head["FRGKE"] == "G"
                start = sap_day(head["KDATB"])
                assert start
                self.contracts["sap", number] = Contract(is_active, start, sap_day(head["KDATE"]))
        items = {(row["EBELN"], row["EBELP"]): row["MATNR"] for row in self._sap("ekpo")}
        conditions = {row["KNUMH"]: row for row in self._sap("konp") if not row["LOEVM_KO"]}
        for row in self._sap("a016"):
            price = conditions[row["KNUMH"]]
            first = sap_day(row["DATAB"])
            assert first
            amount = sap_money(price["KBETR"], price["KONWA"]) / int(price["KPEIN"])
            terms = (first, sap_day(row["DATBI"]), amount, price["KMEIN"], price["KONWA"])
            self.contracts["sap", row["EVRTN"]].prices[items[row["EVRTN"], row["EVRTP"]]].append(terms)

    def _sap_orders(self, heads: dict[str, tuple[Record, date]], units: dict[str, str]) -> None:
        known = {row["LIFNR"] for row in self._sap("lfa1")}
        promised: dict[Key, dict[str, date]] = defaultdict(dict)
        for row in self._sap("ekes"):
            if row["EBTYP"] == "AB":
                promised[row["EBELN"], row["EBELP"]][row["ETENS"]] = local_day(row["EINDT"])
        schedule: dict[Key, list[tuple[date, Fraction]]] = defaultdict(list)
        for row in self._sap("eket"):
            wanted = sap_day(row["SLFDT"])
            assert wanted
            schedule[row["EBELN"], row["EBELP"]].append((wanted, Fraction(row["MENGE"])))
        for number, (head, on) in heads.items():
            if head["BSTYP"] != "K":
                self.orders["sap", number] = on
        for row in self._sap("ekpo"):
            if row["EBELN"] not in heads or heads[row["EBELN"]][0]["BSTYP"] == "K":
                continue
            head, on = heads[row["EBELN"]]
            place = (row["EBELN"], row["EBELP"])
            first = promised[place][min(promised[place])] if promised[place] else None
            self.lines["sap", "/".join(place)] = OrderLine(
                ("sap", row["EBELN"]),
                head["LIFNR"] in known,
                on,
                head["WAERS"],
                row["MATNR"],
                row["MEINS"],
                units[head["BUKRS"]],
                Fraction(row["MENGE"]),
                sap_money(row["NETPR"], head["WAERS"]) / int(row["PEINH"]),
                sap_money(row["NETWR"], head["WAERS"]),
                "L" in (head["LOEKZ"], row["LOEKZ"]),
                [(first or day, part) for day, part in schedule[place]],
                ("sap", row["KONNR"]) if row["KONNR"] else None,
            )

    def _sap_moves(self) -> None:
        rows = [row for row in self._sap("ekbe") if row["VGABE"] == "1"]
        reversed_ = {row["LFBNR"] for row in rows if row["BWART"] == "102"}
        rejected = {row["MBLNR"]: Fraction(row["LMENGE04"]) for row in self._sap("qals")}
        for row in rows:
            if row["BWART"] != "102" and row["BELNR"] not in reversed_:
                day = sap_day(row["BUDAT"])
                assert day
                kind = "receipt" if row["BWART"] == "101" else "return"
                of = int(row["LFBNR"]) if row["LFBNR"] else None
                refused = rejected.get(row["BELNR"], Fraction())
                move = Move(day, int(row["BELNR"]), kind, Fraction(row["MENGE"]), of, refused)
                self.lines["sap", f"{row['EBELN']}/{row['EBELP']}"].moves.append(move)

    def _sap_invoices(self, units: dict[str, str]) -> None:
        groups = {row["MATKL"]: row["WGBEZ"] for row in self._sap("t023t")}
        categories = {row["MATNR"]: groups[row["MATKL"]] for row in self._sap("mara")}
        items: dict[Key, list[Record]] = defaultdict(list)
        for row in self._sap("rseg"):
            items[row["BELNR"], row["GJAHR"]].append(row)
        payments: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
        for row in self._sap("bsak") + self._sap("bsik"):
            day = sap_day(row["BUDAT"])
            if row["BLART"] == "KZ" and day:
                payments[row["REBZG"]].append((day, sap_money(row["WRBTR"], row["WAERS"])))
        for row in self._sap("rbkp"):
            on, posted, base = sap_day(row["BLDAT"]), sap_day(row["BUDAT"]), sap_day(row["ZFBDT"])
            if row["STBLG"] or row["RBSTAT"] != "5" or not (on and posted and base):
                continue
            currency = row["WAERS"]
            lines = [
                InvoiceLine(
                    int(each["BUZEI"]),
                    ("sap", f"{each['EBELN']}/{each['EBELP']}") if each["EBELN"] else None,
                    Fraction(each["MENGE"]) or None,
                    sap_money(each["WRBTR"], currency) / Fraction(each["MENGE"]) if Fraction(each["MENGE"]) else None,
                    sap_money(each["WRBTR"], currency),
                    categories[each["MATNR"]],
                    units[each["BUKRS"]],
                )
                for each in items[row["BELNR"], row["GJAHR"]]
            ]
            self.invoices.append(
                Invoice(
                    ("sap", int(row["BELNR"])),
                    row["XRECH"] != "X",
                    on,
                    posted,
                    currency,
                    sap_money(row["RMWWR"], currency),
                    base + timedelta(int(row["ZBD1T"])),
                    payments[row["BELNR"]],
                    lines,
                )
            )


def iso(text: object) -> date | None:
    """The day of an ISO instant as written; None where there is none, or it does not read."""
    try:
        return datetime.fromisoformat(str(text)).date()
    except ValueError:
        return None


def known_day(text: object) -> date:
    day = iso(text)
    assert day, text
    return day


def sap_day(text: str) -> date | None:
    """YYYYMMDD; zeros are none, the end of time is open."""
    if text in ("00000000", OPEN_END):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def local_day(text: str) -> date:
    return datetime.strptime(text, "%d.%m.%Y").date()


def sap_money(text: str, currency: str) -> Fraction:
    """SAP keeps all money with two decimals: an amount of a currency without any is shown divided by 100."""
    return Fraction(text) * (100 if currency == "JPY" else 1)
