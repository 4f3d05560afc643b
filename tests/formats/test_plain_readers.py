"""CSV and XML files as DuckDB, pandas, lxml and Python read them: all alike."""

import csv
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from lxml import etree

from seeds.simulator.writers.registry import SHAPES
from seeds.simulator.writers.shapes import Shape
from tests.extract_files import delimiter, encoding, files, records

CSV_SHAPES = [shape for shape in SHAPES if "csv" in shape.file_names[0]]
XML_SHAPES = [shape for shape in SHAPES if "xml" in shape.file_names[0]]
Rows = list[list[str]]


def by_python(path: Path, shape: Shape) -> Rows:
    with path.open(encoding=encoding(shape), newline="") as file:
        return list(csv.reader(file, delimiter=delimiter(shape), strict=True))


def by_pandas(path: Path, shape: Shape) -> Rows:
    frame = pd.read_csv(
        path,
        dtype=str,
        header=None,
        keep_default_na=False,
        na_filter=False,
        sep=delimiter(shape),
        encoding=encoding(shape),
    )
    return frame.to_numpy().tolist()


def by_duckdb(path: Path, shape: Shape) -> Rows:
    text = path.read_bytes().decode(encoding(shape))
    con = duckdb.connect()
    if encoding(shape) != "utf-8":
        # DuckDB reads other encodings by an extension that is downloaded, so it is given the same text.
        path = path.with_suffix(".utf8.csv")
        path.write_text(text, encoding="utf-8", newline="")
    columns = {f"c{place}": "varchar" for place in range(len(shape.columns))}
    found = con.execute(
        "select * from read_csv(?, header = false, columns = ?, delim = ?, quote = '\"', escape = '\"',"
        " auto_detect = false, strict_mode = true, null_padding = false)",
        [str(path), columns, delimiter(shape)],
    ).fetchall()
    return [[cell or "" for cell in row] for row in found]


@pytest.mark.parametrize("shape", CSV_SHAPES, ids=lambda shape: f"{shape.system}/{shape.object}")
def test_csv_is_the_same_to_every_reader(company: Path, tmp_path: Path, shape: Shape) -> None:
    for original in files(company / "landing", shape):
        path = tmp_path / original.name
        path.write_bytes(original.read_bytes())
        rows = by_python(path, shape)

        assert {len(row) for row in rows} == {len(shape.columns)}
        assert by_pandas(path, shape) == rows
        assert by_duckdb(path, shape) == rows


def test_some_csv_has_what_is_hard_to_read(company: Path) -> None:
    cells = {
        shape.object: {
            cell for path in files(company / "landing", shape) for row in by_python(path, shape) for cell in row
        }
        for shape in CSV_SHAPES
    }

    assert any("\n" in cell for cell in cells["account"])
    assert any(not cell.isascii() for cell in cells["account"])
    assert any("," in cell or '"' in cell for found in cells.values() for cell in found)


def test_readers_differ_over_a_file_that_is_cut_off(company: Path, tmp_path: Path) -> None:
    shape = next(each for each in CSV_SHAPES if each.object == "account")
    path = tmp_path / "cut.csv"
    path.write_bytes(files(company / "landing", shape)[0].read_bytes()[:-9])

    with pytest.raises(csv.Error):
        by_python(path, shape)
    with pytest.raises(duckdb.Error):
        by_duckdb(path, shape)


@pytest.mark.parametrize("shape", XML_SHAPES, ids=lambda shape: shape.object)
def test_xml_is_the_same_to_every_reader(company: Path, shape: Shape) -> None:
    for path in files(company / "landing", shape):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
        root = etree.parse(str(path), parser).getroot()

        assert root.tag == "unload"
        assert root.get("unload_date")
        assert {child.tag for child in root} == {shape.object}
        assert {child.get("action") for child in root} == {"INSERT_OR_UPDATE"}
        assert [{field.tag: field.text or "" for field in child} for child in root] == records(
            company / "landing", shape
        )
