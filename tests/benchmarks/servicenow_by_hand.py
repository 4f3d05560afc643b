"""What an engineer would write by hand for three figures of a ServiceNow log: no archive, no checks, no release."""

import json
import sys
from pathlib import Path

import duckdb

FIGURES = """
create table incidents as
select
    number,
    max_by(made_sla, sys_mod_count :: bigint) as made_sla,
    min(try_strptime(opened_at, '%d/%m/%Y %H:%M')) as opened_at,
    try_strptime(max_by(resolved_at, sys_mod_count :: bigint), '%d/%m/%Y %H:%M') as resolved_at
from read_csv(?, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
              columns = {columns})
group by number;
"""

with duckdb.connect() as con:
    with Path(sys.argv[1]).open(encoding="utf-8") as log:
        names = log.readline().strip().split(",")
    columns = "{" + ", ".join(f"'{name}': 'varchar'" for name in names) + "}"
    con.execute(FIGURES.format(columns=columns), [sys.argv[1]])
    attainment, median, mean = con.execute(
        """
        select
            100 * count(*) filter (where made_sla = 'true') :: decimal(28,6) / count(*),
            median(date_diff('second', opened_at, resolved_at)) / 3600,
            avg(date_diff('second', opened_at, resolved_at)) / 3600
        from incidents
        """
    ).fetchone() or (0, 0, 0)
    print(
        json.dumps(
            {
                "client_sla_attainment": f"{attainment:.6f}",
                "client_resolution_calendar_hours": f"{median:.6f}",
                "client_resolution_calendar_hours_mean": f"{mean:.6f}",
            }
        )
    )
