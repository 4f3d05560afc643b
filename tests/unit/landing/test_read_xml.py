"""XML unloads: what a record and a field are, and what is refused."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.errors import RefusedFileError
from orchestration.landing.read_xml import XmlRecord, xml_records, xml_text
from tests.hostile.deliveries import contract

# XML holds no control characters, and a parser turns CR into LF.
TEXTS = st.text(st.characters(min_codepoint=32, blacklist_categories=("Cs", "Cn"), blacklist_characters="\ufffe\uffff"))


def walked(content: str | bytes, path: str = "rec") -> list[tuple[XmlRecord, str]]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.xml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [(record, xml_text(file, record)) for record in xml_records(file, contract(record_path=path))]


def fields(content: str | bytes, path: str = "rec") -> list[dict[str, str]]:
    return [record.fields for record, _ in walked(content, path)]


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), st.sampled_from(["utf-8", "utf-16", "iso-8859-1"]))
def test_texts_come_out_as_they_went_in(rows: list[tuple[str, str]], encoding: str) -> None:
    body = "".join(f"<rec n={quoteattr(a)}>\n <a>{escape(a)}</a><b>{escape(b)}</b></rec>\n" for a, b in rows)
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n<unload>{body}</unload>'

    found = walked(text.encode(encoding, "xmlcharrefreplace"))

    assert [record.fields for record, _ in found] == [{"@n": a, "a": a, "b": b} for a, b in rows]
    assert [record.line for record, _ in found] == [2 + 2 * n for n in range(len(rows))]
    for _, raw in found:
        assert raw.startswith("<rec n=")
        assert raw.endswith("</rec>")


def test_the_text_of_a_record_is_that_of_the_file() -> None:
    content = "<u><rec><a>1</a></rec><!-- next --><rec><a>&lt;</a></rec>\n<rec/></u>"

    assert [raw for _, raw in walked(content)] == ["<rec><a>1</a></rec>", "<rec><a>&lt;</a></rec>", "<rec/>"]


def test_a_field_may_have_attributes_and_be_empty_or_cdata() -> None:
    content = '<u><rec action="DELETE"><a display_value="A">1</a><b/><c><![CDATA[<x>]]></c></rec></u>'

    assert fields(content) == [{"@action": "DELETE", "a@display_value": "A", "a": "1", "b": "", "c": "<x>"}]


def test_records_are_found_at_their_path_alone() -> None:
    content = "<u><rec><a>0</a></rec><list><rec><a>1</a></rec><other><rec><a>2</a></rec></other></list></u>"

    assert fields(content, "list.rec") == [{"a": "1"}]


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        ("<rec><a>1</a><a>2</a></rec>", "duplicate_key"),
        ("<rec><a><b>1</b></a></rec>", "not_flat"),
        ("<rec>text<a>1</a></rec>", "not_flat"),
    ],
)
def test_what_is_no_flat_record_says_so(record: str, rule: str) -> None:
    ((found, raw), (good, _)) = walked(f"<u>{record}<rec><a>1</a></rec></u>")

    assert found.fault is not None
    assert found.fault[0] == rule
    assert raw == record
    assert (good.fields, good.fault) == ({"a": "1"}, None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('<!DOCTYPE lolz [<!ENTITY lol "lol">]>\n<u><rec><a>&lol;</a></rec></u>', "document type 'lolz'"),
        ('<!DOCTYPE u SYSTEM "file:///etc/passwd">\n<u/>', "document type 'u'"),
        ("<u><rec><a>&lol;</a></rec></u>", "undefined entity"),
        ("<u>\n<rec><a>1</b></rec></u>", "mismatched tag"),
        ("<u><rec><a>1</a></rec>", "no element found"),
        ("<u/><u/>", "junk after document"),
        ('<?xml version="1.0" encoding="no-such"?><u/>', "no XML"),
        ("<u><row/></u>", "no element 'rec' below the root; found: 'row'"),
    ],
)
def test_a_file_that_does_not_hold_is_refused(content: str, said: str) -> None:
    with pytest.raises(RefusedFileError) as refused:
        walked(content)
    assert said in refused.value.reason
    assert refused.value.remedy
