"""What the warehouse finds against what is known of the invented company; as a program prints it as a table.

`python -m tests.scenarios.known_figures --home DIR --scale 1` simulates it there, unless that is done, and runs it:
with the parties of truth as decided identities, and then with those that Rapport matches by itself.
"""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import duckdb

from seeds.simulator import sample as slice_of_company
from seeds.simulator.simulate import simulate
from tests.command import rapport

OVERRIDES = Path("reference") / "identity_overrides.csv"


@dataclass(frozen=True)
class Compared:
    """Rows of one KPI: those known, and those that only one of both has."""

    kpi_id: str
    known: int
    differences: int


def make_company(home: Path, scale: Decimal) -> None:
    """Simulate a company with truth, in whose workspace somebody has decided rightly who is who."""
    simulate(home, scale, slice_of_company.SEED, 0, has_truth=True, progress=lambda _: None)
    decide_parties(home)


def decide_parties(home: Path) -> None:
    """Give the workspace the parties of truth as decided identities."""
    with (
        duckdb.connect() as con,
        (home / OVERRIDES).open("w", encoding="utf-8", newline="") as file,
    ):
        overrides = csv.writer(file)
        overrides.writerow(["party_type", "record", "other_record", "decision", "decided_by", "decided_on", "reason"])
        records = con.execute(f"""
            select party_type, list(system || '/' || instance || '/' || native_id order by native_id)
            from '{home}/truth/parties.parquet' group by party_type, party order by all
        """)
        for party_type, keys in records.fetchall():
            for pair in combinations(keys, 2):
                overrides.writerow([party_type, *pair, "same", "Known", "2026-10-01", "truth/parties.parquet"])


def run(home: Path) -> None:
    """Make a release. Raises RuntimeError with what went wrong."""
    answer = rapport("run", home=home)
    if answer.code != 0:
        raise RuntimeError(answer.err)


def figures(home: Path) -> duckdb.DuckDBPyConnection:
    """A connection with the views `known` and `found`, of the KPIs that the warehouse has.

    The warehouse names a party by its earliest record that it reads, truth by the earliest of all; `found` has truth's.
    """
    release = home / "releases" / "current" / "parquet"
    con = duckdb.connect()
    con.execute(f"""
        create view known as
        select * from '{home}/truth/kpi_values.parquet'
        where kpi_id in (select kpi_id from '{release}/dim_kpis.parquet')
    """)
    con.execute(f"""
        create view found as
        select figures.* replace (coalesce(parties.entity_id, figures.entity_id) as entity_id)
        from '{release}/fct_kpi_values.parquet' as figures
        left join '{home}/truth/parties.parquet' as parties
            on figures.entity_type = parties.party_type
            and figures.entity_id = parties.system || '/' || parties.instance || '/' || parties.native_id
    """)
    return con


def compare(home: Path) -> list[Compared]:
    """Every KPI of truth or of the warehouse, all entities, slices and periods; every column counts."""
    with figures(home) as con:
        rows = con.execute("""
            with differing as (
                select kpi_id from (from known except all from found)
                union all
                select kpi_id from (from found except all from known)
            )
            select kpi_id, sum(known), sum(differs) from (
                select kpi_id, 1 as known, 0 as differs from known
                union all select kpi_id, 0, 1 from differing
            ) group by kpi_id order by kpi_id
        """).fetchall()
    return [Compared(kpi_id, int(known), int(differs)) for kpi_id, known, differs in rows]


def main() -> None:
    """Print KPI, figures compared, differences, and differences with automatic matching."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--scale", type=Decimal, default=Decimal(1))
    arguments = parser.parse_args()
    home = arguments.home
    if not (home / "truth").is_dir():
        make_company(home, arguments.scale)
    run(home)
    decided = compare(home)
    (home / OVERRIDES).rename(home / "overrides.set_aside")
    try:
        run(home)
        matched = {each.kpi_id: each.differences for each in compare(home)}
    finally:
        (home / "overrides.set_aside").rename(home / OVERRIDES)
    print(f"{'KPI':<44}{'figures':>10}{'differ':>10}{'matched by rule, differ':>26}")
    for each in decided:
        print(f"{each.kpi_id:<44}{each.known:>10,}{each.differences:>10,}{matched.get(each.kpi_id, 0):>26,}")
    print(
        f"{f'{len(decided)} KPIs':<44}{sum(e.known for e in decided):>10,}{sum(e.differences for e in decided):>10,}"
        f"{sum(matched.values()):>26,}"
    )


if __name__ == "__main__":
    main()
