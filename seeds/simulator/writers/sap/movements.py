"""Goods moved for orders, inspections and complaints in SAP."""

from __future__ import annotations

from seeds.simulator.world.company import Company
from seeds.simulator.world.randomness import chance_of
from seeds.simulator.world.supplier.life import Order, OrderLine, Receipt, SupplierLife
from seeds.simulator.world.timeline import utc
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.sap.values import (
    CLIENT,
    SYSTEM,
    day,
    is_here,
    item_number,
    money,
    open_table,
    order_number,
    quantity,
    table,
)
from seeds.simulator.writers.shapes import Column
from seeds.simulator.writers.sinks import CsvPages

_EBELN = Column("EBELN", "Order.", is_required=True)
_EBELP = Column("EBELP", "Item.", is_required=True)
EKBE = table(
    "EKBE",
    "One row of an order item's history: goods moved (VGABE 1) and invoices (VGABE 2, the same as in RSEG).",
    ("EBELN", "EBELP", "VGABE", "GJAHR", "BELNR", "BUZEI"),
    (
        _EBELN,
        _EBELP,
        Column("VGABE", "1 goods moved, 2 invoice.", is_required=True),
        Column("GJAHR", "Year of the document.", is_required=True),
        Column("BELNR", "Document.", is_required=True),
        Column("BUZEI", "Item of the document.", is_required=True),
        Column("BEWTP", "E goods moved, Q invoice."),
        Column("BWART", "101 receipt, 102 receipt reversed, 122 and 161 sent back."),
        Column("BUDAT", "Day of posting: the day the goods moved.", "date"),
        Column("MENGE", "Quantity.", "decimal"),
        Column("WRBTR", "Value.", "decimal"),
        Column("WAERS", "Currency."),
        Column("SHKZG", "S adds, H takes off."),
        Column("LFGJA", "Year of the document that this one takes back."),
        Column("LFBNR", "Document that this one takes back, or is for."),
        Column("LFPOS", "Its item."),
        Column("CPUDT", "Day of entry.", "date"),
        Column("CPUTM", "Time of entry, UTC."),
    ),
    is_confirmed=True,
)
QALS = table(
    "QALS",
    "One row an inspection lot.",
    ("PRUEFLOS",),
    (
        Column("PRUEFLOS", "Inspection lot.", is_required=True),
        Column("LIFNR", "Supplier."),
        Column("MATNR", "Material."),
        _EBELN,
        _EBELP,
        Column("MJAHR", "Year of the receipt."),
        Column("MBLNR", "Receipt inspected: BELNR of EKBE."),
        Column("LOSMENGE", "Quantity of the lot.", "decimal"),
        Column("LMENGE01", "Quantity accepted.", "decimal"),
        Column("LMENGE04", "Quantity rejected.", "decimal", is_confirmed=False),
        Column("ENSTEHDAT", "Day the lot was made.", "date"),
    ),
)
QAVE = table(
    "QAVE",
    "One row the decision on an inspection lot.",
    ("PRUEFLOS",),
    (
        Column("PRUEFLOS", "Inspection lot.", is_required=True),
        Column("VCODE", "Code of the decision."),
        Column("VBEWERTUNG", "A accepted, R rejected."),
        Column("VDATUM", "Day of the decision.", "date"),
    ),
)
QMEL = table(
    "QMEL",
    "One row a complaint to the supplier (QMART Q2) about goods that went back: the return again, not to be added.",
    ("QMNUM",),
    (
        Column("QMNUM", "Complaint.", is_required=True),
        Column("QMART", "Q2 complaint to a supplier."),
        Column("LIFNUM", "Supplier."),
        Column("MATNR", "Material."),
        _EBELN,
        _EBELP,
        Column("QMDAT", "Day of the complaint.", "date"),
        Column("RKMNG", "Quantity complained of.", "decimal"),
        Column("MGEIN", "Unit of measure."),
        Column("QMDAB", "Day it was closed.", "date"),
    ),
)
_DOCUMENTS = 5_000_000_000
_REVERSED = 4_800_000_000
_REVERSALS = 4_700_000_000
_ENTRY_FORMAT = "%H%M%S"


def document(number: int) -> str:
    """BELNR of the material document of a receipt."""
    return str(_DOCUMENTS + number)


class Movements:
    """Writes goods moved, inspections and complaints."""

    def __init__(self, company: Company, export: Export, history: CsvPages) -> None:
        """Open the tables; the order history is shared with invoices."""
        self._company, self._export, self._history = company, export, history
        self._lots = open_table(export, QALS)
        self._decisions = open_table(export, QAVE)
        self._complaints = open_table(export, QMEL)

    def write(self, life: SupplierLife) -> None:
        """All movements of orders that stand in SAP."""
        for order in life.orders:
            if not is_here(order.business_unit):
                continue
            for line in order.lines:
                moved = {receipt.number: receipt for receipt in line.receipts}
                for receipt in line.receipts:
                    self._write_movement(order, line, receipt, moved)
                    self._inspect(life, order, line, receipt)
                    if receipt.kind == "return":
                        self._complain(life, order, line, receipt)

    def _write_movement(self, order: Order, line: OrderLine, receipt: Receipt, moved: dict[int, Receipt]) -> None:
        chance = chance_of(self._company.seed, "sap movements", receipt.number)
        if not self._export.shows(receipt.posted_at):
            return
        if chance < 0.008 and receipt.kind == "receipt":
            self._write_reversed(order, line, receipt)
        movement = "101" if receipt.kind == "receipt" else "161" if receipt.number // 100_000 % 5 == 0 else "122"
        source = moved[receipt.returns] if receipt.returns is not None else None
        self._history.write(
            _movement(order, line, receipt, document(receipt.number), movement, document(source.number), source)
            if source is not None
            else _movement(order, line, receipt, document(receipt.number), movement)
        )

    def _write_reversed(self, order: Order, line: OrderLine, receipt: Receipt) -> None:
        """A receipt entered by mistake, and its reversal: neither counts."""
        wrong, reversal = str(_REVERSED + receipt.number), str(_REVERSALS + receipt.number)
        self._history.write(_movement(order, line, receipt, wrong, "101"))
        self._export.plant(EKBE, self._history, wrong, "a receipt that is reversed", "not_counted")
        self._history.write(_movement(order, line, receipt, reversal, "102", wrong, receipt))
        self._export.plant(EKBE, self._history, reversal, "the reversal of a receipt", "not_counted")

    def _inspect(self, life: SupplierLife, order: Order, line: OrderLine, receipt: Receipt) -> None:
        if receipt.inspected_on is None or not self._export.shows(utc(receipt.inspected_on, 50_000)):
            return
        lot = f"01{receipt.number:010d}"
        rejected = receipt.inspection_rejects
        self._lots.write(
            [
                CLIENT,
                lot,
                life.supplier.native(SYSTEM),
                line.item,
                order_number(order.number),
                item_number(line.position),
                str(receipt.moved_on.year),
                document(receipt.number),
                quantity(receipt.quantity),
                quantity(receipt.quantity - rejected),
                quantity(rejected),
                day(receipt.moved_on),
            ]
        )
        verdict = "R" if rejected else "A"
        self._decisions.write([CLIENT, lot, f"{verdict}1", verdict, day(receipt.inspected_on)])

    def _complain(self, life: SupplierLife, order: Order, line: OrderLine, receipt: Receipt) -> None:
        if not self._export.shows(receipt.posted_at):
            return
        self._complaints.write(
            [
                CLIENT,
                f"{receipt.number:012d}",
                "Q2",
                life.supplier.native(SYSTEM),
                line.item,
                order_number(order.number),
                item_number(line.position),
                day(receipt.moved_on),
                quantity(receipt.quantity),
                line.unit,
                day(None),
            ]
        )


def _movement(
    order: Order,
    line: OrderLine,
    receipt: Receipt,
    number: str,
    movement: str,
    of: str = "",
    source: Receipt | None = None,
) -> list[str]:
    value = receipt.quantity * line.price / line.price_unit
    return [
        CLIENT,
        order_number(order.number),
        item_number(line.position),
        "1",
        str(receipt.moved_on.year),
        number,
        "0001",
        "E",
        movement,
        day(receipt.moved_on),
        quantity(receipt.quantity),
        money(value, order.currency),
        order.currency,
        "S" if movement == "101" else "H",
        str(source.moved_on.year) if source else "0000",
        of,
        "0001" if of else "0000",
        day(receipt.posted_at.date()),
        receipt.posted_at.strftime(_ENTRY_FORMAT),
    ]
