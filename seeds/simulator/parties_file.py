"""truth/parties.parquet: each party of the world with every record that systems keep of it."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from seeds.simulator.world.parties import Client, Supplier, entity_id

_SCHEMA = pa.schema(
    [
        pa.field("party_type", pa.string(), nullable=False),
        pa.field("party", pa.int32(), nullable=False),
        pa.field("party_name", pa.string(), nullable=False),
        pa.field("entity_id", pa.string(), nullable=False),
        pa.field("system", pa.string(), nullable=False),
        pa.field("instance", pa.string(), nullable=False),
        pa.field("native_id", pa.string(), nullable=False),
        pa.field("created_at", pa.timestamp("us")),
        pa.field("merged_into", pa.string()),
    ]
)
_ROWS_A_GROUP = 10_000


class PartiesFile:
    """One row a record: type (client or supplier), number and entity id of the party; system, instance, native id."""

    def __init__(self, path: Path) -> None:
        """Start the file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = pq.ParquetWriter(path, _SCHEMA, compression="zstd", version="2.6")
        self._rows: list[tuple[object, ...]] = []

    def add(self, party_type: str, party: Client | Supplier) -> None:
        """Add all records of a party."""
        key = entity_id(party.ids)
        for each in party.ids:
            created_at = each.created_at.astimezone(UTC).replace(tzinfo=None) if each.created_at else None
            self._rows.append(
                (
                    party_type,
                    party.index,
                    party.name,
                    key,
                    *(each.system, each.instance, each.native_id),
                    created_at,
                    each.merged_into,
                )
            )
        if len(self._rows) > _ROWS_A_GROUP:
            self._store()

    def __enter__(self) -> PartiesFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store()
        self._writer.close()

    def _store(self) -> None:
        columns = list(zip(*self._rows, strict=True)) or [()] * len(_SCHEMA)
        arrays = [pa.array(values, type=field.type) for values, field in zip(columns, _SCHEMA, strict=True)]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA))
        self._rows = []
