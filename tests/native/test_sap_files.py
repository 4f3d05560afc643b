"""SAP: tables as delimited files, and lists saved from the screen under technical names or labels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from orchestration.raw.typed_text import quoted, typed
from orchestration.raw.views import register
from tests.hostile.deliveries import Deliveries

LABELS = {
    "technical names": ("MANDT", "EBELN", "EBELP", "ETENS", "EBTYP", "EINDT", "MENGE", "DABMG"),
    "English": ("Cl.", "Purch.Doc.", "Item", "Seq. No.", "CC", "Deliv. Date", "Quantity", "Reduced Quantity"),
    "German": ("Mdt.", "EinkBeleg", "Pos.", "lfd. Nr.", "Bestätigungstyp", "Lieferdatum", "Menge", "Abgebaute Menge"),
}


@pytest.fixture
def sap(landed: Callable[[str], Deliveries]) -> Deliveries:
    return landed("sap")


@pytest.mark.parametrize("language", LABELS)
def test_a_list_reads_in_either_language_with_its_minus_behind(sap: Deliveries, language: str) -> None:
    values = ("100", "4500000001", "00010", "0001", "AB", "30.09.2026", "1.071,500", "71,000-")
    names = LABELS[language]
    widths = [max(len(name), len(value)) + 1 for name, value in zip(names, values, strict=True)]
    dashes = "-" * (sum(widths) + len(widths) + 1)
    rows = ["|".join(["", *map(str.rjust, row, widths), ""]) for row in (names, values)]
    content = "\r\n".join(["Tabelle:  EKES", "Angezeigte Felder:   8", dashes, rows[0], dashes, rows[1], dashes, ""])
    sap.deliver("EKES_20261001T020000Z.txt", content.encode())
    outcome = sap.load_one()
    assert (outcome.object, outcome.loaded, outcome.notices) == ("ekes", 1, ())

    (contract,) = [each for each in sap.registry["sap"].objects if each.name == "ekes"]
    described = {column.name: column for column in contract.columns}
    wanted = ", ".join(typed(quoted(name), described[name]) for name in LABELS["technical names"])
    with duckdb.connect() as con:
        register(con, sap.lake, sap.registry, None)
        found = con.execute(f"select {wanted} from raw.sap__ekes").fetchall()
    assert found == [("100", "4500000001", "00010", "0001", "AB", date(2026, 9, 30), Decimal("1071.5"), Decimal(-71))]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_reads_in_lower_case_and_with_any_usual_delimiter(sap: Deliveries, delimiter: str) -> None:
    content = "mandt,lifnr,name1,updat\n100,0000064202,Brot GmbH,00000000\n".replace(",", delimiter)
    sap.deliver("lfa1.csv", content.encode())
    outcome = sap.load_one()
    assert (outcome.object, outcome.notices) == ("lfa1", ())
    assert sap.rows('"LIFNR", "NAME1"', "sap__lfa1") == [("0000064202", "Brot GmbH")]


def test_a_quantity_that_is_shown_otherwise_than_declared_is_told_and_not_read_wrong(sap: Deliveries) -> None:
    content = "|MANDT|EBELN     |EBELP|MENGE |\n|100  |4500000001|00010|71,000|\n"
    sap.deliver("EKPO_1.txt", content.encode())
    outcome = sap.load_one()
    assert (outcome.object, outcome.loaded) == ("ekpo", 1)
    assert "1 values of 'MENGE' do not read" in str([str(notice) for notice in outcome.notices])
