"""The command `rapport`. Each command answers on standard output; progress and errors go to standard error."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from orchestration.errors import RapportError
from orchestration.settings import Settings, load_settings

INTERNAL_ERROR = 4
OBJECTS_BETWEEN_COLLECTIONS = 200_000
"""A parsed project is some million objects that stay; looking through them often takes a tenth of a run."""


def _home(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--home` and hand it the settings of that workspace."""

    @click.option("--home", type=click.Path(path_type=Path), help="The workspace; default RAPPORT_HOME or ./workspace.")
    @wraps(command)
    def with_settings(home: Path | None, **arguments: Any) -> Any:
        return command(load_settings(home), **arguments)

    return with_settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rapport")
def cli() -> None:
    """Rapport: client and supplier figures that can be taken back to the lines they came from."""


@cli.command()
@click.option("--landing", type=click.Path(path_type=Path), help="Where extracts arrive; default <home>/landing.")
@click.option("--as-of", help="Instant up to which facts are known, such as 2026-09-30T00:00:00Z.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_home
def run(settings: Settings, landing: Path | None, as_of: str | None, as_json: bool) -> int:
    """Load what has landed, build, check and publish."""
    from orchestration.commands.run import run as carry_out

    return carry_out(settings, landing or settings.workspace.landing, _instant(as_of), as_json)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_home
def status(settings: Settings, as_json: bool) -> int:
    """What is loaded, fresh, failing and published."""
    from orchestration.commands.status import status as show

    return show(settings, as_json)


@cli.command()
@click.argument("kpi_id", required=False)
@click.option("--entity", help="TYPE:ID, such as supplier:coupa/default/17; TYPE alone lists all of that type.")
@click.option("--period", help="2026-09, 2026-Q3, t12m:2026-09 or all.")
@click.option("--slice", "slice_type", help="A slice of the KPI, such as priority.")
@click.option("--lineage", "with_lineage", is_flag=True, help="What the KPI is made of, down to columns of extracts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_home
def kpi(
    settings: Settings,
    kpi_id: str | None,
    entity: str | None,
    period: str | None,
    slice_type: str | None,
    with_lineage: bool,
    as_json: bool,
) -> int:
    """Figures of the current release; without KPI_ID the list of KPIs."""
    from orchestration.commands.kpi import kpi as show

    return show(settings, kpi_id, entity, period, slice_type, with_lineage, as_json)


@cli.command()
@click.argument("kpi_id", required=False)
@click.option("--entity", help="TYPE:ID of the figure, such as supplier:coupa/default/17.")
@click.option("--period", help="2026-09, 2026-Q3, t12m:2026-09 or all.")
@click.option("--slice", "slice_", metavar="TYPE=VALUE", help="Of a figure of a slice, such as priority=high.")
@click.option("--mart", metavar="TABLE", help="Instead of a KPI: a table of the release.")
@click.option("--key", multiple=True, metavar="COLUMN=VALUE", help="Which row of the mart; as often as it takes.")
@click.option("--column", help="Which column; of a figure `value` where nothing is said.")
@click.option("--release", help="An older release; default the current one.")
@click.option("--out", type=click.Path(path_type=Path), help="Write all rows with their text, .csv or .parquet.")
@click.option("--no-raw", is_flag=True, help="Leave out the raw text; it may hold personal data.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document, with 1,000 rows at most.")
@click.option("--all", "has_all", is_flag=True, help="With --json: all rows.")
@_home
def trace(
    settings: Settings,
    as_json: bool,
    out: Path | None,
    has_all: bool,
    no_raw: bool,
    slice_: str | None,
    **question: Any,
) -> int:
    """The rows behind a figure, or behind any cell of a mart, with the verdict."""
    from orchestration.commands.trace import Question, Wanted
    from orchestration.commands.trace import trace as show

    return show(settings, Question(slice=slice_, **question), Wanted(as_json, out, has_all, not no_raw))


@cli.command()
@click.argument("action", type=click.Choice(["list", "retry"]), default="list")
@click.option("--file", "file", help="Only this file, as `rapport run` names it.")
@click.option("--rule", help="Only records refused by this rule.")
@click.option("--raw", is_flag=True, help="Print the raw text too; it may hold personal data.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_home
def quarantine(settings: Settings, action: str, file: str | None, rule: str | None, raw: bool, as_json: bool) -> int:
    """What was refused and why; `retry` loads those files again after a mend of their source."""
    from orchestration.commands.quarantine import quarantine as show
    from orchestration.commands.quarantine import retry

    return retry(settings, file, rule, as_json) if action == "retry" else show(settings, file, rule, raw, as_json)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_home
def releases(settings: Settings, as_json: bool) -> int:
    """The published releases."""
    from orchestration.commands.releases import releases as show

    return show(settings, as_json)


@cli.command()
@click.argument("release_id")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@_home
def verify(settings: Settings, release_id: str, as_json: bool) -> int:
    """Compare a release with the hashes of its manifest, and the archived originals with theirs."""
    from orchestration.commands.releases import verify as check

    return check(settings, release_id, as_json)


@cli.command()
@click.argument("entity", required=False)
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file, which must not exist.")
@_home
def template(settings: Settings, entity: str | None, out: Path | None) -> int:
    """A ready CSV for what no system exports; without ENTITY the list of them."""
    from orchestration.commands.template import template as show

    return show(settings, entity, out)


@cli.command("new-source")
@click.argument("name")
@click.option("--sample", type=click.Path(path_type=Path), required=True, help="An extract: CSV, XLSX, JSON or NDJSON.")
@click.option("--entity", "entities", multiple=True, required=True, help="What it feeds, such as supplier; repeatable.")
@_home
def new_source(settings: Settings, name: str, sample: Path, entities: tuple[str, ...]) -> int:
    """Make the folder of a new source from a sample of its extract, every guess marked."""
    from orchestration.commands.new_source import new_source as make

    return make(settings, name, sample, entities)


@cli.command()
@click.option(
    "--scale", type=str, default="1", show_default=True, help="1 is 300 clients, 60 suppliers, 1 million rows."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Equal seeds give equal files.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="An empty folder: it becomes a workspace.")
@click.option(
    "--days", type=click.IntRange(min=0), default=0, help="Also one landing folder for each of the last days."
)
@click.option("--no-truth", is_flag=True, help="Leave out the known figures; they are counted up to scale 10.")
def simulate(scale: str, seed: int, out: Path, days: int, no_truth: bool) -> int:
    """Make a workspace of an invented company: landing/, reference/ and truth/."""
    from orchestration.commands.simulate import simulate as make

    return make(scale, seed, out, days, not no_truth)


@cli.command()
@click.option("--port", default=3000, show_default=True, help="Port on loopback.")
@_home
def dev(settings: Settings, port: int) -> int:
    """Dagster's web interface on loopback, on this workspace."""
    from orchestration.commands.dev import dev as serve

    return serve(settings, port)


def main() -> None:
    """Run the command line and leave with the exit codes of the interface."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        sys.exit(cli(standalone_mode=False) or 0)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except RapportError as error:
        click.echo(f"rapport: {error}", err=True)
        sys.exit(error.exit_code)
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("rapport: internal error; nothing was published, a plain rerun is safe", err=True)
        sys.exit(INTERNAL_ERROR)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise RapportError(f"--as-of {text!r} is no instant; write it as 2026-09-30T00:00:00Z") from error
    return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)


if __name__ == "__main__":
    main()
