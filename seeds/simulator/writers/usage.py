"""Usage of the product: Segment's track calls line by line, and a plain daily table of those who export none."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from seeds.simulator.world.client.life import ClientLife, UsageDay
from seeds.simulator.world.company import Company
from seeds.simulator.world.supplier.life import SupplierLife
from seeds.simulator.world.timeline import utc
from seeds.simulator.world.unit.life import UnitLife
from seeds.simulator.writers.export import Export
from seeds.simulator.writers.shapes import Column, Shape

SYSTEM = "usage"
TRACK = Shape(
    SYSTEM,
    "track",
    "One row a user's activity of a day, with the number of events in properties.count.",
    "NDJSON of Segment track calls",
    ("track_*.ndjson",),
    ("messageId",),
    (),
    "delta",
    (
        Column("messageId", "Identifier of the call; a copy has the same."),
        Column("type", "track.", is_required=True),
        Column("event", "What was done."),
        Column("userId", "User.", is_required=True, personal_data="identifier"),
        Column("anonymousId", "Visitor that did not sign in.", personal_data="identifier"),
        Column("context", "{groupId}: the tenant, or the Salesforce account.", "json", is_required=True),
        Column("properties", "{count}: events of the user on the day.", "json"),
        Column("timestamp", "Instant in UTC.", "timestamp", is_required=True),
        Column("sentAt", "Instant the device sent it.", "timestamp"),
        Column("receivedAt", "Instant it came in.", "timestamp"),
        Column("originalTimestamp", "Instant by the clock of the device.", "timestamp"),
    ),
    is_confirmed=False,
)
DAILY_ACTIVE_USAGE = Shape(
    SYSTEM,
    "daily_active_usage",
    "One row a user and day.",
    "plain CSV",
    ("daily_active_usage_*.csv",),
    ("day", "account", "user"),
    (),
    "delta",
    (
        Column("day", "Day (UTC).", "date", is_required=True),
        Column("account", "Tenant, or the Salesforce account.", is_required=True),
        Column("user", "User.", is_required=True, personal_data="identifier"),
        Column("events", "Events of the user on the day.", "integer", is_required=True),
    ),
)
SHAPES = (TRACK, DAILY_ACTIVE_USAGE)
_ROWS_A_PAGE = 50_000
_FAULT_EVERY = 7_001
_SCRAMBLE = 0x9E3779B97F4A7C15F39CC0605CEDC835
_MASK = (1 << 128) - 1


class UsageWriter:
    """Renders the days of users, each in the channel of its client."""

    def __init__(self, company: Company, export: Export) -> None:
        """Open both files."""
        self._export = export
        self._track = export.text(f"track_{export.stamp}.ndjson")
        name = f"daily_active_usage_{export.stamp}{{page}}.csv"
        self._table = export.csv(DAILY_ACTIVE_USAGE, name, rows_a_page=_ROWS_A_PAGE, repeats_last=True)
        self._lines = 0

    def write_company(self) -> None:
        """Nothing."""

    def write_client(self, life: ClientLife) -> None:
        """All usage of a client."""
        tenant = life.client.native(SYSTEM)
        if tenant is None:
            return
        if life.usage_channel == "segment":
            self._write_calls(life, tenant)
        else:
            self._write_table(life, tenant)

    def write_supplier(self, life: SupplierLife) -> None:
        """Nothing."""

    def write_unit(self, life: UnitLife) -> None:
        """Nothing."""

    def _write_table(self, life: ClientLife, tenant: str) -> None:
        users = _Users(life.client.index)
        for usage in life.usage:
            if self._export.shows(utc(usage.day, 86_399)):
                self._table.write([_text(usage.day), tenant, users[usage.user], usage.events])

    def _write_calls(self, life: ClientLife, tenant: str) -> None:
        users = _Users(life.client.index)
        end_of_context = f'","anonymousId":null,"context":{{"groupId":"{tenant}"}},"properties":{{"count":'
        shown: dict[date, bool] = {}
        lines: list[str] = []
        for usage in life.usage:
            day = usage.day
            if day not in shown:
                shown[day] = self._export.shows(utc(day, 86_399))
            if shown[day]:
                message = _message_id(life.client.index, usage)
                lines.append(
                    f'{{"messageId":"{message}","type":"track","event":"Feature Used","userId":"{users[usage.user]}'
                    f"{end_of_context}{usage.events}}},{_instants(day, usage.user)}}}\n"
                )
                self._lines += 1
                if self._lines % _FAULT_EVERY == 1:
                    lines += self._faults(lines[-1], message, tenant)
        self._track.add("".join(lines))
        self._export.tally.rows += len(lines)

    def _faults(self, line: str, message: str, tenant: str) -> tuple[str, str]:
        """A copy of a call, and one that says neither who nor when; nothing in the world stands behind that one."""
        broken = f"x{message[1:]}"
        self._export.plant(TRACK, self._track, message, "came in twice", "deduplicated")
        self._export.plant(TRACK, self._track, broken, "userId and timestamp are missing", "quarantined")
        return line, f'{{"messageId":"{broken}","type":"track","context":{{"groupId":"{tenant}"}}}}\n'


class _Users(dict[int, str]):
    """Names of a tenant's users."""

    def __init__(self, client: int) -> None:
        self._client = client

    def __missing__(self, user: int) -> str:
        self[user] = f"u-{self._client:06d}-{user:04d}"
        return self[user]


def _message_id(client: int, usage: UsageDay) -> str:
    """An identifier of 32 hexadecimal digits; the factor is odd, so that no two calls share one."""
    call = ((client << 20) + usage.user << 24) + usage.day.toordinal()
    return f"ajs-{call * _SCRAMBLE & _MASK:032x}"


@lru_cache(maxsize=4096)
def _text(day: date) -> str:
    return day.isoformat()


@lru_cache(maxsize=65_536)
def _clock(minute: int) -> str:
    return f"T{6 + minute // 60:02d}:{minute % 60:02d}"


def _instants(day: date, user: int) -> str:
    """The four instants of a call: made, sent and received within two minutes of a day in UTC."""
    at = _text(day) + _clock((user * 37 + day.day * 53) % 840)
    return (
        f'"timestamp":"{at}:07.214Z","sentAt":"{at}:08.101Z","receivedAt":"{at}:08.560Z",'
        f'"originalTimestamp":"{at}:07.020Z"'
    )
