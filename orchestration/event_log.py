"""Dagster's event log on one open connection a file.

Dagster's own SQLite log opens, syncs and closes a database several times for each of the hundreds of events of a run.
The log shows runs to people and is part of no promise (releases and receipts are synced apart), so it is not synced.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

TIMEOUT_SECONDS = 60


class SharedConnectionEventLog(SqliteEventLogStorage):
    """The same tables in the same files, so that Dagster's web interface reads them with either class."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._engines: dict[str, Engine] = {}
        super().__init__(*arguments, **named)

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> SharedConnectionEventLog:
        """Made by Dagster from `dagster.yaml`."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engines.get(shard)
            if engine is None:
                engine = self._engines[shard] = create_engine(
                    self.conn_string_for_shard(shard),
                    poolclass=StaticPool,
                    connect_args={"timeout": TIMEOUT_SECONDS, "check_same_thread": False},
                )
                event.listen(engine, "connect", _do_not_sync)
                self._initdb(engine)
            with engine.connect() as connection, connection.begin():
                yield connection

    def dispose(self) -> None:
        """Close what is open."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        super().dispose()


def _do_not_sync(connection: Any, _record: object) -> None:
    connection.execute("pragma synchronous = off")
