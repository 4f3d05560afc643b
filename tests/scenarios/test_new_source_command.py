"""`rapport new-source` makes a folder that runs as it is, from samples as they come, with every guess marked."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
import yaml

from tests.command import Answer, rapport

HEADER = [
    "PO No.",
    "PO Line",
    "Lieferant",
    "Vendor Name",
    "Buyer",
    "Order Date",
    "Net Price",
    "Qty",
    "Line Total",
    "Curr",
    "Status",
    "Notes",
]
ROWS = [
    ["4500001", "10", "0000070", "Nordlicht", "Nora E.", "01.02.2026", "1.250,50", "2", "2.501,00", "EUR", "open", "x"],
    ["4500001", "20", "0000070", "Nordlicht", "Nora E.", "01.02.2026", "12,00", "3", "36,00", "EUR", "CLOSED", "ship"],
    ["4500002", "10", "0000071", "Südwind AG", "Omar E.", "13.02.2026", "7,25", "4", "29,00", "EUR", "parked", ""],
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    home: Path
    answer: Answer

    @property
    def folder(self) -> Path:
        return self.home / "sources" / "buying"

    @property
    def table(self) -> dict[str, Any]:
        return yaml.safe_load((self.folder / "_buying__sources.yml").read_text(encoding="utf-8"))["sources"][0][
            "tables"
        ][0]

    @property
    def columns(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each | each.get("config", {}).get("meta", {}) for each in self.table["columns"]}

    def core(self, entity: str, columns: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home / "warehouse.duckdb"), read_only=True) as con:
            where = "where source_system = 'buying'"
            return con.execute(f"select {columns} from core.core_{entity} {where} order by native_id").fetchall()


def orders_csv(folder: Path) -> Path:
    path = folder / "orders_20260930T060000Z.csv"
    with path.open("w", encoding="windows-1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *ROWS])
    return path


def suppliers_xlsx(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Suppliers of the group"])
    sheet.append(["Vendor No", "Vendor Name", "Country", "E-Mail", "Last Changed"])
    sheet.append(["V-70", "Nordlicht GmbH", "DE", "nora@nordlicht.example", "2026-09-01"])
    sheet.append(["V-71", "Südwind AG", "AT", "omar@suedwind.example", "2026-09-02"])
    path = folder / "suppliers 2026-09-30.xlsx"
    book.save(path)
    return path


def clients_json(folder: Path) -> Path:
    page = {
        "meta": {"page": 1},
        "result": {
            "customers": [
                {"id": 1, "name": "Birds", "country": "GB", "owner": {"id": 9}, "changed_at": "2026-09-01T08:00:00Z"},
                {"id": 2, "name": "Woods", "country": "US", "owner": {"id": 8}, "changed_at": "2026-09-02T08:00:00Z"},
            ]
        },
    }  # fmt: skip
    path = folder / "customers.json"
    path.write_text(json.dumps(page), encoding="utf-8")
    return path


def made(home: Path, sample: Callable[[Path], Path], *entities: str) -> Made:
    """Make the source and run it on its own sample."""
    landing = home / "landing" / "buying"
    landing.mkdir(parents=True)
    path = sample(landing)
    options = [option for entity in entities for option in ("--entity", entity)]
    answer = rapport("new-source", "buying", "--sample", path, *options, home=home)
    assert answer.code == 0, answer.err
    run = rapport("run", "--json", home=home)
    assert run.code == 0, run.err + run.out
    assert [each["quarantined"] for each in run.json["files"] if each["file"].startswith("buying/")] == [0]
    return Made(home, answer)


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("orders"), orders_csv, "purchase_order_line", "supplier")


@pytest.fixture(scope="module")
def suppliers(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("suppliers"), suppliers_xlsx, "supplier")


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("clients"), clients_json, "client")


@pytest.mark.heavy
def test_semicolons_points_and_commas_are_read_as_their_writer_meant_them(orders: Made) -> None:
    found = orders.core(
        "purchase_order_line", "native_id, ordered_on::varchar, unit_price::varchar, line_amount::varchar"
    )

    assert found == [
        ("4500001-10", "2026-02-01", "1250.500000", "2501.000000"),
        ("4500001-20", "2026-02-01", "12.000000", "36.000000"),
        ("4500002-10", "2026-02-13", "7.250000", "29.000000"),
    ]


@pytest.mark.heavy
def test_lines_name_their_order_and_a_supplier_that_is_there_once(orders: Made) -> None:
    lines = orders.core("purchase_order_line", "order_native_id, line_number, supplier_id, currency")

    assert lines[0] == ("4500001", "10", "buying/default/0000070", "EUR")
    assert orders.core("supplier", "native_id, supplier_name") == [
        ("0000070", "Nordlicht"),
        ("0000071", "Südwind AG"),
    ]


@pytest.mark.heavy
def test_codes_go_through_a_map_that_leaves_open_what_the_core_does_not_know(orders: Made) -> None:
    with (orders.folder / "_buying__value_map.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(csv.reader(file)) == [
            ["field", "source_value", "canonical_value"],
            ["purchase_order_line_status", "CLOSED", "closed"],
            ["purchase_order_line_status", "open", "open"],
            ["purchase_order_line_status", "parked", "unmapped"],
        ]
    assert orders.core("purchase_order_line", "status_code, status") == [
        ("open", "open"),
        ("CLOSED", "closed"),
        ("parked", "unmapped"),
    ]


@pytest.mark.heavy
def test_the_stamp_in_the_name_dates_the_extract(orders: Made) -> None:
    meta = orders.table["config"]["meta"]

    assert meta["extracted_at"] == {"file_name": r"(\d{8}T\d{6}Z)", "format": "%Y%m%dT%H%M%SZ"}
    assert meta["file_names"] == ["orders*"]
    assert (meta["delivery"], meta["key"]) == ("snapshot", ["PO No.", "PO Line"])


@pytest.mark.heavy
def test_people_and_free_text_are_marked_and_free_text_is_not_staged(orders: Made) -> None:
    assert orders.columns["Buyer"]["personal_data"] == "name"
    assert orders.columns["Notes"]["personal_data"] == "free_text"
    assert "as" not in orders.columns["Notes"]
    assert "personal_data" not in orders.columns["Vendor Name"]


@pytest.mark.heavy
def test_every_guess_is_marked_where_it_stands(orders: Made) -> None:
    sources = (orders.folder / "_buying__sources.yml").read_text(encoding="utf-8")
    model = (orders.folder / "cnf_buying__purchase_order_line.sql").read_text(encoding="utf-8")

    assert "# guess: windows-1252: it reads the file, and UTF-8 does not" in sources
    matched = [line for line in model.splitlines() if "records." in line and "source_instance" not in line]
    selected = [line for line in matched if line.startswith("    ") and "map" not in line.split(" as ")[0]]
    assert selected
    assert all("-- guess: " in line for line in selected)


@pytest.mark.heavy
def test_it_says_what_was_matched_and_what_to_do_next(orders: Made) -> None:
    for told in ("Order Date", "left empty: ", "personal data: Buyer (name), Notes (free_text)", "run `rapport run`"):
        assert told in orders.answer.out


@pytest.mark.heavy
def test_a_workbook_with_a_title_above_its_header_is_read(suppliers: Made) -> None:
    assert suppliers.table["config"]["meta"]["csv"] == {"preamble_lines": 1}
    assert suppliers.columns["E-Mail"]["personal_data"] == "contact"
    assert suppliers.core("supplier", "native_id, supplier_name, country") == [
        ("V-70", "Nordlicht GmbH", "DE"),
        ("V-71", "Südwind AG", "AT"),
    ]


@pytest.mark.heavy
def test_a_page_is_a_delta_where_it_tells_when_records_changed(clients: Made) -> None:
    meta = clients.table["config"]["meta"]

    assert (meta["record_path"], meta["nested"]) == ("result.customers", "columns")
    assert (meta["delivery"], meta["cursor"], meta["key"]) == ("delta", ["changed_at"], ["id"])
    assert clients.columns["changed_at"]["clock"] is True
    assert clients.core("client", "native_id, client_name, country, employee_native_id") == [
        ("1", "Birds", "GB", "9"),
        ("2", "Woods", "US", "8"),
    ]


def test_a_required_column_that_nothing_matches_is_named(tmp_path: Path) -> None:
    sample = tmp_path / "lines.csv"
    sample.write_text("id,vendor,price\nA1,Nordlicht,5.00\nA2,Nordlicht,7.00\n", encoding="utf-8")
    answer = rapport("new-source", "buying", "--sample", sample, "--entity", "purchase_order_line", home=tmp_path / "w")

    assert answer.code == 0, answer.err
    assert "required, and nothing matches: order_native_id, line_amount, currency" in answer.out


@pytest.mark.parametrize(
    ("name", "entity", "text", "message"),
    [
        ("coupa", "supplier", "id,name\n1,a\n", "'coupa' is a system that Rapport knows; choose another name"),
        ("Buying", "supplier", "id,name\n1,a\n", "'Buying' is no name of a source"),
        ("buying", "vendors", "id,name\n1,a\n", "there is no entity 'vendors'; there are: benefit, "),
        ("buying", "supplier", "id,name\n", "the sample has no record"),
        ("buying", "supplier", "colour,size\nred,1\nred,1\n", "tell its records apart"),
        ("buying", "supplier", "<a><b/></a>", "the sample is XML"),
        ("buying", "supplier", "{}", "the page holds no array of objects"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_is_written(
    tmp_path: Path, name: str, entity: str, text: str, message: str
) -> None:
    sample = tmp_path / "sample.csv"
    sample.write_text(text, encoding="utf-8")
    answer = rapport("new-source", name, "--sample", sample, "--entity", entity, home=tmp_path / "w")

    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert not (tmp_path / "w" / "sources").exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    sample = orders_csv(tmp_path)
    folder = tmp_path / "w" / "sources" / "buying"
    folder.mkdir(parents=True)
    answer = rapport("new-source", "buying", "--sample", sample, "--entity", "supplier", home=tmp_path / "w")

    assert answer.code == 2
    assert "buying: is there already; choose another name" in answer.err
    assert list(folder.iterdir()) == []


def test_a_file_that_landing_would_not_take_is_no_sample(tmp_path: Path) -> None:
    sample = orders_csv(tmp_path).rename(tmp_path / "orders.tsv")
    answer = rapport("new-source", "buying", "--sample", sample, "--entity", "supplier", home=tmp_path / "w")

    assert answer.code == 2
    assert "orders.tsv: landing takes files that end in .csv, " in answer.err


def test_a_sample_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = rapport("new-source", "buying", "--sample", tmp_path / "no.csv", "--entity", "supplier", home=tmp_path)

    assert answer.code == 2
    assert "no.csv: cannot be read: No such file or directory" in answer.err
