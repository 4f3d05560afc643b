"""What a sources file may say, and what its reader is told where it does not hold."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestration.errors import RapportError
from orchestration.registry import load_registry, load_system

ROOT = Path(__file__).parents[2]
STAGING = ROOT / "dbt_project" / "models" / "staging"
OWN = ROOT / "tests" / "real" / "sources"

DESK: dict[str, Any] = {
    "sources": [
        {
            "name": "desk",
            "config": {"meta": {"owner": "support", "time_zone": "Europe/Berlin", "null_tokens": ["?"]}},
            "tables": [
                {
                    "name": "tickets",
                    "identifier": "desk__tickets",
                    "config": {"meta": {"key": ["Ticket #"], "cursor": ["changed"]}},
                    "columns": [
                        {"name": "Ticket #"},
                        {"name": "changed", "data_type": "timestamp"},
                        {"name": "subject", "config": {"meta": {"aliases": ["Title"], "time_zone": "UTC"}}},
                    ],
                }
            ],
        }
    ]
}


@pytest.fixture
def desk() -> dict[str, Any]:
    return deepcopy(DESK)


def table(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["sources"][0]["tables"][0]
    return found


def written(parent: Path, document: dict[str, Any], folder: str = "desk", file: str = "desk") -> Path:
    path = parent / folder / f"_{file}__sources.yml"
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    with pytest.raises(RapportError) as raised:
        load_system(path)
    message = str(raised.value)
    assert str(path) in message
    return message


def test_columns_inherit_the_defaults_of_their_source_and_may_say_otherwise(tmp_path: Path, desk: dict) -> None:
    tickets = load_system(written(tmp_path, desk)).objects[0]

    zones = {column.name: column.time_zone for column in tickets.columns}
    assert zones == {"Ticket #": "Europe/Berlin", "changed": "Europe/Berlin", "subject": "UTC"}
    assert {column.null_tokens for column in tickets.columns} == {("?",)}
    assert tickets.owner == "support"


def test_key_columns_are_required_without_saying_so(tmp_path: Path, desk: dict) -> None:
    table(desk)["columns"][1]["config"] = {"meta": {"required": True}}

    assert load_system(written(tmp_path, desk)).objects[0].required == ("Ticket #", "changed")


def test_a_value_map_in_the_folder_belongs_to_the_system(tmp_path: Path, desk: dict) -> None:
    path = written(tmp_path, desk)
    assert load_system(path).value_map is None

    path.with_name("_desk__value_map.csv").write_text("field,source_value,canonical_value\n", encoding="utf-8")

    assert load_system(path).value_map == path.with_name("_desk__value_map.csv")


@pytest.mark.parametrize("place", ["object", "column"])
def test_a_key_that_nobody_reads_is_named(tmp_path: Path, desk: dict, place: str) -> None:
    target = table(desk) if place == "object" else table(desk)["columns"][2]
    target["config"]["meta"]["colour"] = "blue"

    assert "colour" in complaint(written(tmp_path, desk))


@pytest.mark.parametrize("role", ["key", "cursor"])
def test_a_key_or_cursor_column_that_is_not_described_is_named(tmp_path: Path, desk: dict, role: str) -> None:
    table(desk)["config"]["meta"][role] = ["serial"]

    assert "'serial' is not among the columns" in complaint(written(tmp_path, desk))


@pytest.mark.parametrize("name", ["subject", "Title"])
def test_a_spelling_that_two_columns_claim_is_named(tmp_path: Path, desk: dict, name: str) -> None:
    table(desk)["columns"].append({"name": "headline", "config": {"meta": {"aliases": [name]}}})

    assert f"named twice: ['{name}']" in complaint(written(tmp_path, desk))


def test_names_of_the_loaders_own_columns_are_refused(tmp_path: Path, desk: dict) -> None:
    table(desk)["columns"].append({"name": "_file_id"})

    assert "_file_id" in complaint(written(tmp_path, desk))


def test_a_type_that_is_not_known_is_named(tmp_path: Path, desk: dict) -> None:
    table(desk)["columns"][1]["data_type"] = "float"

    assert "'float'" in complaint(written(tmp_path, desk))


@pytest.mark.parametrize(
    ("folder", "file", "source"),
    [("help", "desk", "desk"), ("desk", "help", "desk"), ("desk", "desk", "help")],
)
def test_folder_file_and_source_share_one_name(tmp_path: Path, desk: dict, folder: str, file: str, source: str) -> None:
    desk["sources"][0]["name"] = source

    assert "must share one name" in complaint(written(tmp_path, desk, folder, file))


def test_an_identifier_that_is_not_the_raw_views_name_is_refused(tmp_path: Path, desk: dict) -> None:
    table(desk)["identifier"] = "tickets"

    assert "identifier: desk__tickets" in complaint(written(tmp_path, desk))


@pytest.mark.parametrize("text", ["sources: [", "models: []", "sources: [{name: a}, {name: b}]", "[]"])
def test_a_file_that_describes_no_single_source_is_refused(tmp_path: Path, desk: dict, text: str) -> None:
    path = written(tmp_path, desk)
    path.write_text(text, encoding="utf-8")

    complaint(path)


def test_two_folders_for_one_system_are_refused_with_both_places(tmp_path: Path, desk: dict) -> None:
    first, second = written(tmp_path / "project", desk), written(tmp_path / "own", desk)

    with pytest.raises(RapportError, match="already described") as raised:
        load_registry([tmp_path / "project", tmp_path / "own"])

    assert str(first.parent) in str(raised.value)
    assert str(second) in str(raised.value)


def test_every_object_that_ships_says_what_its_reader_needs() -> None:
    objects = [each for system in load_registry([STAGING, OWN]).values() for each in system.objects]

    assert {each.view for each in objects if not (each.description and each.owner and each.file_names)} == set()
    silent = {f"{each.view}.{c.name}" for each in objects for c in each.columns if not c.description}
    assert silent == set()


def test_every_canonical_value_is_one_that_the_core_knows() -> None:
    known = {
        "ticket_status": {"new", "open", "pending", "hold", "solved", "closed", "cancelled"},
        "ticket_priority": {"critical", "high", "normal", "low"},
        "opportunity_status": {"open", "won", "lost"},
        "order_line_status": {"open", "closed", "cancelled"},
        "receipt_kind": {"receipt", "return", "disposal"},
        "sla_verdict": {"met", "breached"},
    }
    for system in load_registry([STAGING, OWN]).values():
        if system.value_map is None:
            continue
        rows = [line.split(",") for line in system.value_map.read_text(encoding="utf-8").splitlines()[1:]]
        strange = [row for row in rows if row[0] in known and row[-1] not in known[row[0]]]
        assert strange == [], system.value_map


def test_paths_and_names_that_tables_share_lead_through_each_tables_name(tmp_path: Path, desk: dict[str, Any]) -> None:
    desk["sources"][0]["config"]["meta"] |= {
        "file_names": ["{table}.*"],
        "also_as": [{"format": "xml", "record_path": "unload.{table}", "nested": "json"}],
    }
    table(desk)["config"]["meta"]["file_names"] = ["T_*.csv"]
    contract = load_system(written(tmp_path, desk)).objects[0]
    assert contract.file_names == ("T_*.csv", "tickets.*")
    assert [(way.way, way.format, way.record_path, way.nested) for way in contract.ways] == [
        (0, "csv", "", "text"),
        (1, "xml", "unload.tickets", "json"),
    ]


def test_the_formats_of_a_table_stand_for_those_of_its_source(tmp_path: Path, desk: dict[str, Any]) -> None:
    desk["sources"][0]["config"]["meta"]["also_as"] = [{"format": "ndjson"}]
    table(desk)["config"]["meta"]["also_as"] = []
    assert len(load_system(written(tmp_path, desk)).objects[0].ways) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"also_as": [{"format": "parquet"}]}, "also_as.0.format"),
        ({"also_as": [{"format": "csv", "key": ["id"]}]}, "also_as.0.key"),
        ({"nested": "flat"}, "nested"),
        ({"row_cap": 0}, "row_cap"),
        ({"last_page": {"done": "yes, it is"}}, "last_page"),
    ],
)
def test_a_format_that_nobody_reads_is_named(
    tmp_path: Path, desk: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    table(desk)["config"]["meta"] |= change
    assert said in complaint(written(tmp_path, desk))
