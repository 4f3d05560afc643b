"""XML: the elements at a path are records, their children its fields. Document types and entities are refused."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import ParseError, XMLParser

from orchestration.errors import RefusedFileError
from orchestration.landing.key_union import KeyUnion
from orchestration.landing.lines import mapped
from orchestration.landing.rows import LineCounts, Reading, RowsWriter
from orchestration.registry import ObjectContract

_CHUNK = 1 << 16
_REMEDY = "export the file again; it may have been cut short"
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass
class XmlRecord:
    """One element at the record path: number from 1, first physical line, source text from byte start to stop.

    A field is named as its element, an attribute of the record `@name`, one of a field `field@name`.
    """

    number: int
    line: int
    start: int
    stop: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    fault: tuple[str, str] | None = None
    """Rule and reason where the element is no flat record."""

    def put(self, name: str, value: str) -> None:
        """Set a field once."""
        if name in self.fields:
            self.fault = ("duplicate_key", f"the field {name!r} stands twice in one record")
        self.fields[name] = value


def read_xml(path: Path, contract: ObjectContract, writer: RowsWriter, scratch: Path) -> Reading:
    """Read the records of an XML file into `writer`; one that is not flat or names a field twice is quarantined.

    Raises RefusedFileError, with the line, for a file that is no XML, has a document type or entities, holds other
    elements where the records should be, or has a required column in no record.
    """
    union = KeyUnion(scratch)
    records = 0
    for record in xml_records(path, contract.record_path):
        records += 1
        if record.fault is None:
            union.add(record.fields, record.number, record.line)
        else:
            rule, reason = record.fault
            writer.reject(record.number, record.line, rule, reason, xml_text(path, record))
    plan = union.finish(contract, writer)
    return Reading(records, LineCounts(), plan.unknown, plan.absent, plan.names)


def xml_records(path: Path, record_path: str) -> Iterator[XmlRecord]:
    """Walk the elements at `record_path`, names from below the root on. Raises RefusedFileError as read_xml does."""
    walk = _Walk(record_path.split("."))
    parser = XMLParser(target=walk, forbid_dtd=True)
    walk.expat = parser.parser
    # Text would come late, and say where it ends as where it begins.
    walk.expat.buffer_text = False
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.feed(chunk)
                yield from walk.take()
        parser.close()
    except DefusedXmlException as error:
        what = "document type" if isinstance(error, DTDForbidden) else "entity"
        name = getattr(error, "name", None) or getattr(error, "sysid", None)
        raise RefusedFileError(
            f"the file declares the {what} {name!r}, which could make it say anything",
            "export it without a document type",
            walk.expat.CurrentLineNumber,
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (walk.expat.CurrentLineNumber,))[0]
        raise RefusedFileError(f"the file is no XML: {error}", _REMEDY, line) from error
    yield from walk.take()
    if not walk.count and walk.others:
        raise RefusedFileError(
            f"no element {record_path!r} below the root; found: {', '.join(map(repr, sorted(walk.others)))}",
            "mend `record_path` in the sources file, or export the right table",
        )


def xml_text(path: Path, record: XmlRecord) -> str:
    """Give the source text of a record."""
    with mapped(path) as data:
        return data[record.start : record.stop].decode(_encoding(data[:256]), "backslashreplace").strip()


def _encoding(head: bytes) -> str:
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    declared = head.split(b"?>")[0].partition(b"encoding=")[2][1:]
    name = declared.split(b'"')[0].split(b"'")[0].decode("ascii", "replace")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


class _Walk:
    """What the parser tells, gathered into records. A record ends where the next thing begins."""

    def __init__(self, wanted: list[str]) -> None:
        self.expat: XMLParser
        self.count = 0
        self.others: set[str] = set()
        self._wanted = wanted
        self._depth = -1
        self._matched = 0
        """How many elements from below the root on are those of the path."""
        self._open: XmlRecord | None = None
        self._ended: XmlRecord | None = None
        self._field: str | None = None
        self._text: list[str] = []
        self._done: list[XmlRecord] = []

    def take(self) -> list[XmlRecord]:
        """Records that are whole."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._stop()
        self._depth += 1
        name = _local(tag)
        if self._open is not None:
            self._start_field(self._open, name, attributes)
        elif self._depth > 0 and self._matched == self._depth - 1 and self._depth <= len(self._wanted):
            if name != self._wanted[self._depth - 1]:
                self.others.add(name)
                return
            self._matched += 1
            if self._matched == len(self._wanted):
                self._begin(attributes)

    def end(self, _tag: str) -> None:
        self._stop()
        if self._open is not None:
            self._end_inside(self._open)
        elif 0 < self._depth == self._matched:
            self._matched -= 1
        self._depth -= 1

    def data(self, text: str) -> None:
        self._stop()
        if self._field is not None:
            self._text.append(text)
        elif self._open is not None and text.strip():
            self._open.fault = ("not_flat", "text stands between the fields of the record")

    def comment(self, _text: str) -> None:
        self._stop()

    def pi(self, _target: str, _text: str) -> None:
        self._stop()

    def close(self) -> None:
        """Nothing is left: the root's end has ended the last record."""

    def _begin(self, attributes: dict[str, str]) -> None:
        self.count += 1
        self._open = XmlRecord(self.count, self.expat.CurrentLineNumber, self.expat.CurrentByteIndex)
        for name, value in attributes.items():
            self._open.put(f"@{_local(name)}", value)

    def _start_field(self, record: XmlRecord, name: str, attributes: dict[str, str]) -> None:
        if self._depth > len(self._wanted) + 1:
            record.fault = ("not_flat", f"the field {self._field!r} holds elements; only text can be kept")
            return
        self._field, self._text = name, []
        for attribute, value in attributes.items():
            record.put(f"{name}@{_local(attribute)}", value)

    def _end_inside(self, record: XmlRecord) -> None:
        if self._depth == len(self._wanted):
            self._ended, self._open = record, None
            self._matched -= 1
        elif self._depth == len(self._wanted) + 1 and self._field is not None:
            record.put(self._field, "".join(self._text))
            self._field = None

    def _stop(self) -> None:
        if self._ended is not None:
            self._ended.stop = self.expat.CurrentByteIndex
            self._done.append(self._ended)
            self._ended = None


def _local(name: str) -> str:
    return name.rpartition("}")[2]
