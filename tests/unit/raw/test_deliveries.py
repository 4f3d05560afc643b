"""A delivery is (bytes, extraction time, name): what happens when each comes again or changes."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.rows import LineCounts, RowsWriter
from orchestration.raw.conservation import ConservationError, assert_conserved
from orchestration.raw.lake import committed
from orchestration.raw.load import ExtraFile, load_landing
from orchestration.raw.quarantine import quarantined, retry
from orchestration.raw.receipts import read_receipts
from orchestration.raw.views import register
from orchestration.registry import Column, ExtractedAt
from tests.hostile.deliveries import COLUMNS, Deliveries, contract, registry_of

DATED = ExtractedAt(file_name=r"(\d{4}-\d{2}-\d{2})")


@pytest.fixture
def desk(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path, registry_of(contract(extracted_at=DATED)))


def day(number: int) -> datetime:
    return datetime(2026, 9, number, tzinfo=UTC)


def current(desk: Deliveries, as_of: datetime | None = None) -> list[tuple[str, bool]]:
    return [(entry.receipt.file, entry.is_current) for entry in committed(desk.lake, as_of)]


def ids(desk: Deliveries, as_of: datetime | None = None) -> list[str]:
    with duckdb.connect() as con:
        register(con, desk.lake, desk.registry, as_of)
        return [row[0] for row in con.execute("select id from raw.desk__ticket order by id").fetchall()]


def test_the_same_delivery_again_changes_nothing(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    assert desk.load_one().status == "loaded"
    before = sorted((p, p.stat().st_mtime_ns) for p in desk.lake.glob("raw/desk/**/*"))
    assert desk.load_one().status == "known"
    assert sorted((p, p.stat().st_mtime_ns) for p in desk.lake.glob("raw/desk/**/*")) == before


def test_the_ledger_is_only_a_cache(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\nx,b\n")
    desk.deliver("bad.csv", b"")
    desk.load()
    remembered = desk.load()
    (desk.lake / "raw" / "ledger.json").unlink()
    assert desk.load() == remembered
    assert [outcome.status for outcome in remembered] == ["refused", "known"]


def test_an_idle_run_opens_no_delivered_file(desk: Deliveries) -> None:
    path = desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    times = path.stat()
    path.write_bytes(b"ID,NAME\n9,z\n")
    # Same size and time: a second look at the bytes would notice the change.

    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert desk.load_one().status == "known"


def test_a_lake_entry_that_vanished_is_loaded_again_despite_the_ledger(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    shutil.rmtree(desk.lake / "raw" / "desk")
    assert desk.load_one().status == "loaded"


def test_the_same_bytes_later_add_a_delivery_and_no_rows(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    desk.deliver("t 2026-09-03.csv", b"id,name\n1,a\n")
    desk.load()
    (entry,) = desk.entries()
    assert entry.extracted_at == day(3)
    assert [receipt.extracted_at for receipt in read_receipts(entry.path)] == [day(1), day(3)]
    assert ids(desk) == ["1"]


def test_the_same_name_with_other_bytes_is_a_new_version_beside_the_old(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n2,b\n")
    assert desk.load_one().status == "loaded"
    assert [entry.is_current for entry in sorted(desk.entries(), key=lambda entry: entry.receipt.loaded)] == [
        False,
        True,
    ]
    assert ids(desk) == ["1", "2"]


def test_a_version_that_is_put_back_counts_again(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n2,b\n")
    desk.load()
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    assert desk.load_one().status == "loaded"
    assert ids(desk) == ["1"]
    assert len(desk.entries()) == 2


def test_of_a_snapshot_only_the_newest_extraction_is_current_and_an_old_one_can_come_back(
    desk: Deliveries,
) -> None:
    desk.registry = registry_of(contract(extracted_at=DATED, delivery="snapshot"))
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.deliver("t 2026-09-02.csv", b"id,name\n2,b\n")
    desk.load()
    assert ids(desk) == ["2"]
    assert ids(desk, day(1)) == ["1"]
    desk.deliver("t 2026-09-03.csv", b"id,name\n1,a\n")
    desk.load()
    assert ids(desk) == ["1"]
    assert ids(desk, day(2)) == ["2"]
    assert sorted(current(desk)) == [("desk/t 2026-09-02.csv", False), ("desk/t 2026-09-03.csv", True)]


def test_files_extracted_after_as_of_are_unknown_and_undated_ones_known_from_the_beginning(
    desk: Deliveries,
) -> None:
    desk.deliver("t 2026-09-02.csv", b"id,name\n2,b\n")
    desk.deliver("undated.csv", b"id,name\n1,a\n")
    desk.load()
    assert ids(desk, day(1)) == ["1"]
    assert ids(desk, day(2)) == ["1", "2"]


def test_the_clock_columns_date_a_file_that_says_nothing_else(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name,changed\n1,a,2026-09-01T10:00:00+02:00\n2,b,2026-09-02\n3,c,soon\n")
    desk.load()
    (entry,) = desk.entries()
    assert (entry.extracted_at, entry.receipt.extracted_at_from) == (day(2), "clock")


def test_the_envelope_dates_a_page_before_its_name(desk: Deliveries) -> None:
    described = ExtractedAt(envelope="meta.taken", file_name=DATED.file_name)
    desk.registry = registry_of(contract(format="json", record_path="rows", extracted_at=described))
    desk.deliver("t 2026-09-01.json", b'{"meta": {"taken": "2026-09-05"}, "rows": [{"id": 1, "name": "a"}]}')
    desk.load()
    (entry,) = desk.entries()
    assert (entry.extracted_at, entry.receipt.extracted_at_from) == (day(5), "envelope")


def test_an_extraction_time_that_does_not_read_refuses_the_file(desk: Deliveries) -> None:
    desk.deliver("t 2026-19-01.csv", b"id,name\n1,a\n")
    outcome = desk.load_one()
    assert outcome.status == "refused"
    assert "'2026-19-01' does not read as iso" in outcome.message


def test_a_folder_without_a_receipt_is_a_leftover_and_is_replaced(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    (entry,) = desk.entries()
    shutil.rmtree(entry.path / "receipts")
    (entry.path / "rows.parquet").write_bytes(b"half written")
    assert desk.entries() == []
    assert ids(desk) == []
    desk.load()
    assert ids(desk) == ["1"]


def test_a_crash_while_replacing_an_entry_loses_nothing(desk: Deliveries) -> None:
    path = desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    path.unlink()
    (entry,) = desk.entries()
    entry.path.rename(entry.path.with_name(f".{entry.file_id}.old"))
    entry.path.with_name(f".{entry.file_id}.tmp").mkdir()
    assert desk.load() == []
    assert ids(desk) == ["1"]
    assert [path.name for path in entry.path.parent.iterdir()] == [entry.file_id]


def test_a_mended_contract_loads_the_archived_original_again_with_all_its_deliveries(
    desk: Deliveries,
) -> None:
    content = b"id,name,amount,extra\n1,a,2,\n,b,3,\n"
    paths = [desk.deliver(name, content) for name in ("t 2026-09-01.csv", "t 2026-09-02.csv")]
    desk.load()
    for path in paths:
        path.unlink()
    mended = tuple(c.model_copy(update={"aliases": ("extra",)}) if c.name == "changed" else c for c in COLUMNS)
    desk.registry = registry_of(contract(extracted_at=DATED, columns=mended))
    assert desk.load_one().status == "loaded"
    (entry,) = desk.entries()
    assert entry.receipt.unknown_columns == ()
    assert len(read_receipts(entry.path)) == 2
    assert desk.load() == []


def test_retry_loads_what_was_quarantined_after_a_mend(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\nA1,a\n2,b\n")
    desk.load()
    assert [bad.raw for bad in quarantined(desk.lake, file="t 2026-09-01.csv", rule="required_uncast")] == ["A1,a"]
    assert quarantined(desk.lake, rule="ragged") == []
    assert quarantined(desk.lake, file="other.csv") == []
    text_id = (Column(name="id"), *COLUMNS[1:])
    desk.registry = registry_of(contract(extracted_at=DATED, columns=text_id))
    (outcome,) = retry(desk.lake, desk.registry)
    assert (outcome.loaded, outcome.quarantined) == (2, 0)
    assert quarantined(desk.lake) == []
    assert ids(desk) == ["2", "A1"]


def test_an_entry_that_a_changed_contract_refuses_keeps_its_rows(desk: Deliveries) -> None:
    path = desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n")
    desk.load()
    path.unlink()
    desk.registry = registry_of(contract(columns=(*COLUMNS, Column(name="owner", required=True))))
    outcome = desk.load_one()
    assert (outcome.status, "'owner'" in outcome.message) == ("refused", True)
    assert ids(desk) == ["1"]


def test_a_file_that_may_still_grow_waits(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name\n1,a\n")
    (outcome,) = load_landing(desk.landing, desk.lake, desk.registry, settle_seconds=3600)
    assert outcome.status == "waiting"
    assert desk.load_one().status == "loaded"


def test_extra_files_are_loaded_as_the_object_they_are_said_to_be(desk: Deliveries) -> None:
    path = desk.home / "reference.csv"
    path.write_bytes(b"id,name\n1,a\n")
    desk.landing.mkdir()
    extra = [ExtraFile("desk", "default", "ticket", path)]
    (outcome,) = load_landing(desk.landing, desk.lake, desk.registry, extra=extra)
    assert (outcome.file, outcome.object, outcome.loaded) == ("desk/reference.csv", "ticket", 1)


def test_two_instances_keep_their_rows_apart(desk: Deliveries) -> None:
    desk.deliver("emea/t.csv", b"id,name\n1,a\n")
    desk.deliver("apac/t.csv", b"id,name\n1,a\n")
    desk.load()
    assert sorted(desk.rows("_instance, id")) == [("apac", "1"), ("emea", "1")]


def test_the_archived_original_is_the_delivered_bytes_and_rejects_are_for_the_owner_alone(
    desk: Deliveries,
) -> None:
    content = b"\xef\xbb\xbfid,name\r\n1,a\r\n2\r\n"
    desk.deliver("t.csv", content)
    desk.load()
    (entry,) = desk.entries()
    assert (entry.path / "original.csv").read_bytes() == content
    assert (entry.path / "rejects.parquet").stat().st_mode & 0o777 == 0o600


def test_a_count_that_does_not_add_up_is_not_committed(tmp_path: Path) -> None:
    with RowsWriter(tmp_path, "default", "0" * 64) as writer:
        writer.start(["k"])
        writer.reject(1, 2, "ragged", "1 field", "x")
    assert_conserved("t.csv", tmp_path, 1, LineCounts(header=1, record=1), 2)
    with pytest.raises(ConservationError, match="2 records read, but 0 loaded and 1 quarantined"):
        assert_conserved("t.csv", tmp_path, 2, LineCounts(header=1, record=1), 2)
    with pytest.raises(ConservationError, match="3 physical lines, but 2"):
        assert_conserved("t.csv", tmp_path, 1, LineCounts(header=1, record=1), 3)
    assert ConservationError.exit_code == 4


def test_views_are_typed_and_empty_without_a_file_and_the_same_for_the_same_lake(desk: Deliveries) -> None:
    assert desk.rows("id, name, amount, changed, _instance, _file_id, _record, _line, _extracted_at") == []
    desk.deliver("b.csv", b"id,name,amount\n1,a,1.50\n")
    desk.deliver("a.csv", b"id,name,mood\n2,b,fine\n")
    desk.load()
    assert sorted(desk.rows("id, amount, mood, typeof(amount)")) == [
        ("1", "1.50", None, "VARCHAR"),
        ("2", None, "fine", "VARCHAR"),
    ]

    def sql() -> list[tuple[str, ...]]:
        with duckdb.connect() as con:
            register(con, desk.lake, desk.registry, None)
            return con.execute("select sql from duckdb_views() where not internal").fetchall()

    assert sql() == sql()


def test_raw_files_says_what_each_file_held(desk: Deliveries) -> None:
    desk.deliver("t 2026-09-01.csv", b"id,name\n1,a\n2\n")
    desk.load()
    with duckdb.connect() as con:
        register(con, desk.lake, desk.registry, None)
        rows = con.execute(
            "select system, instance, object, file_name, extracted_at, records, loaded, quarantined, lines,"
            " bytes, is_current from raw.files"
        ).fetchall()
    assert rows == [("desk", "default", "ticket", "desk/t 2026-09-01.csv", datetime(2026, 9, 1), 2, 1, 1, 3, 14, True)]


def test_a_ledger_that_does_not_read_is_ignored(desk: Deliveries) -> None:
    desk.deliver("t.csv", b"id,name\n1,a\n")
    desk.load()
    (desk.lake / "raw" / "ledger.json").write_text(json.dumps(["nonsense"]))
    assert desk.load_one().status == "known"
