"""Zendesk's envelopes: the key of a page names the object."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from seeds.simulator.writers.sinks import Envelope, Page

SITE = "https://meridian-instruments.zendesk.example/api/v2"


def _around(object_: str, rest: dict[str, Any]) -> tuple[str, str]:
    return f'{{"{object_}":[', f"],{json.dumps(rest, separators=(',', ':'))[1:]}\n"


def by_cursor(object_: str, cursor_key: str) -> Envelope:
    """Incremental export with a cursor, made of a number in the last record."""

    def envelope(page: Page) -> tuple[str, str]:
        cursor = b64encode(f"{page.last[cursor_key] if page.last else 0}||{page.number}".encode()).decode()
        url = f"{SITE}/incremental/{object_}/cursor.json?cursor={cursor}"
        rest = {"after_url": url, "after_cursor": cursor, "before_url": None, "before_cursor": None}
        return _around(object_, {**rest, "end_of_stream": page.is_last})

    return envelope


def by_time(object_: str, end_time: int) -> Envelope:
    """Incremental export by time; `end_time` in seconds since 1970."""

    def envelope(page: Page) -> tuple[str, str]:
        rest = {
            "count": len(page.records),
            "end_of_stream": page.is_last,
            "end_time": end_time,
            "next_page": f"{SITE}/incremental/{object_}.json?start_time={end_time}",
        }
        return _around(object_, rest)

    return envelope


def listed(object_: str) -> Envelope:
    """List with cursor paging."""

    def envelope(page: Page) -> tuple[str, str]:
        after = b64encode(f"o/{page.number}".encode()).decode() if not page.is_last else None
        next_ = f"{SITE}/{object_}.json?page[after]={after}" if after else None
        meta = {"has_more": not page.is_last, "after_cursor": after, "before_cursor": None}
        return _around(object_, {"meta": meta, "links": {"next": next_, "prev": None}})

    return envelope


def numbered(object_: str) -> Envelope:
    """List with numbered pages, all on one."""

    def envelope(page: Page) -> tuple[str, str]:
        return _around(object_, {"next_page": None, "previous_page": None, "count": len(page.records)})

    return envelope


def alone(object_: str) -> Envelope:
    """List without pages."""
    return lambda _page: (f'{{"{object_}":[', "]}\n")
