"""XML: the elements at a path are records, their children its fields. Document types and entities are refused."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import ParseError, XMLParser

from orchestration.errors import RefusedFileError
from orchestration.landing.json_text import text_of
from orchestration.landing.key_union import KeyUnion
from orchestration.landing.lines import mapped
from orchestration.landing.rows import LineCounts, Notice, Reading, RowsWriter
from orchestration.registry import ObjectContract

_CHUNK = 1 << 16
_DEEPEST = 100
_REMEDY = "export the file again; it may have been cut short"
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass
class XmlRecord:
    """One element at the record path: number from 1, first physical line, source text from byte start to stop.

    A field is named as its element, an attribute of the record `@name`, one of a field `field@name`. What a field holds
    besides text is JSON.
    """

    number: int
    line: int
    start: int
    stop: int = 0
    fields: dict[str, str | None] = field(default_factory=dict)
    fault: tuple[str, str] | None = None
    """Rule and reason where the element is no flat record."""

    def put(self, name: str, value: str | None) -> None:
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
    beside: set[str] = set()
    for record in xml_records(path, contract, beside):
        records += 1
        if record.fault is None:
            union.add(record.fields, record.number, record.line)
        else:
            rule, reason = record.fault
            writer.reject(record.number, record.line, rule, reason, xml_text(path, record))
    plan = union.finish(contract, writer)
    found = ", ".join(map(repr, sorted(beside)))
    notices = (Notice(f"elements beside the records are no {contract.name}: {found}"),) if beside else ()
    return Reading(records, LineCounts(), plan.unknown, plan.absent, plan.names, notices=notices)


def xml_records(path: Path, contract: ObjectContract, beside: set[str] | None = None) -> Iterator[XmlRecord]:
    """Walk the elements at the record path, names from below the root on; `beside` takes the names of their siblings.

    Raises RefusedFileError as read_xml does.
    """
    walk = _Walk(contract.record_path.split("."), contract.nested == "json", set() if beside is None else beside)
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
            f"no element {contract.record_path!r} below the root; found: {', '.join(map(repr, sorted(walk.others)))}",
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


_TYPING = ("type", "nil")


@dataclass
class _Node:
    """An element inside a record, its children's values with their names."""

    name: str
    typing: dict[str, str]
    text: list[str] = field(default_factory=list)
    children: list[tuple[str, Any]] = field(default_factory=list)

    def value(self) -> Any:
        """Text, or an object or array of values; None where it is marked so. Raises ValueError where none keeps it."""
        is_array = self.typing.get("type") == "array"
        text = "".join(self.text)
        if self.typing.get("nil") == "true":
            return None
        if not self.children and not is_array:
            return text
        found = dict(self.children)
        if text.strip() or (len(found) < len(self.children) and not is_array):
            raise ValueError(f"the field {self.name!r} holds text between elements, or elements of one name")
        if is_array and any("@" in name for name in found):
            raise ValueError(f"elements of the array {self.name!r} have attributes, which no array could keep")
        return [value for _, value in self.children] if is_array else found


class _Walk:
    """What the parser tells, gathered into records. A record ends where the next thing begins."""

    def __init__(self, wanted: list[str], is_nested: bool, beside: set[str]) -> None:
        self.expat: XMLParser
        self.count = 0
        self.others: set[str] = set()
        self._wanted = wanted
        self._is_nested = is_nested
        """Whether fields may hold elements, and be typed as Rails does: `type="array"`, `nil="true"`."""
        self._beside = beside
        self._depth = -1
        self._matched = 0
        """How many elements from below the root on are those of the path."""
        self._open: XmlRecord | None = None
        self._ended: XmlRecord | None = None
        self._nodes: list[_Node] = []
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
                if self._depth == len(self._wanted):
                    self._beside.add(name)
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
        if self._nodes:
            self._nodes[-1].text.append(text)
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
            if not self._is_typing(name):
                self._open.put(f"@{_local(name)}", value)

    def _is_typing(self, attribute: str) -> bool:
        return self._is_nested and attribute in _TYPING

    def _start_field(self, record: XmlRecord, name: str, attributes: dict[str, str]) -> None:
        outer = self._nodes[-1] if self._nodes else None
        if outer is not None and not self._is_nested:
            record.fault = ("not_flat", f"the field {outer.name!r} holds elements; only text can be kept")
        if len(self._nodes) > _DEEPEST:
            record.fault = ("not_flat", f"more than {_DEEPEST} elements stand inside each other")
        for attribute, value in attributes.items():
            if self._is_typing(attribute):
                continue
            if outer is None:
                record.put(f"{name}@{_local(attribute)}", value)
            else:
                outer.children.append((f"{name}@{_local(attribute)}", value))
        self._nodes.append(_Node(name, attributes if self._is_nested else {}))

    def _end_inside(self, record: XmlRecord) -> None:
        if not self._nodes:
            self._ended, self._open = record, None
            self._matched -= 1
            return
        node = self._nodes.pop()
        if record.fault is not None:
            return
        try:
            value = node.value()
        except ValueError as error:
            record.fault = ("not_flat", str(error))
            return
        if self._nodes:
            self._nodes[-1].children.append((node.name, value))
        else:
            record.put(node.name, text_of(value))

    def _stop(self) -> None:
        if self._ended is not None:
            self._ended.stop = self.expat.CurrentByteIndex
            self._done.append(self._ended)
            self._ended = None


def _local(name: str) -> str:
    return name.rpartition("}")[2]
