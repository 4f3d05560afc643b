"""ServiceNow's XML unload: one element a record, one element a field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.etree import ElementTree

from seeds.simulator.writers.servicenow.values import instant


def unload(table: str, taken_at: datetime, records: Iterable[Mapping[str, str]]) -> Iterable[str]:
    """The text of an unload: its beginning, one text a record, its end."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<unload unload_date="{instant(taken_at)}">\n'
    for record in records:
        element = ElementTree.Element(table, {"action": "INSERT_OR_UPDATE"})
        for name, value in record.items():
            ElementTree.SubElement(element, name).text = value
        yield ElementTree.tostring(element, encoding="unicode") + "\n"
    yield "</unload>\n"
