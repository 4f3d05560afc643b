"""Where a run works and what the company has configured. The only reader of the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from orchestration.errors import RapportError

PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Configuration(BaseModel):
    """What changes figures by choice. `settings.yml` in the workspace; `RAPPORT_<NAME>` in the environment wins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reporting_currency: str = Field("USD", pattern=r"^[A-Z]{3}$")
    reporting_timezone: str = "UTC"
    fiscal_year_first_month: int = Field(1, ge=1, le=12)
    max_rate_age_days: int = Field(31, ge=0)
    otd_date_basis: Literal["first_promised", "latest_promised", "requested"] = "first_promised"
    otd_tolerance_days: int = Field(0, ge=0)
    otd_early_tolerance_days: int | None = Field(None, ge=0)
    reopen_window_days: int = Field(14, ge=1)
    sla_verdict_source: Literal["tool", "computed"] = "tool"
    response_window_days: int = Field(30, ge=1)
    closure_window_days: int = Field(30, ge=1)
    first_value_usage: int = Field(25, ge=1)
    renewal_grace_days: int = Field(30, ge=0)
    renewal_early_days: int = Field(120, ge=0)
    win_window_days: int = Field(180, ge=1)
    clv_max_months: int = Field(120, ge=1)
    price_tolerance_percent: int = Field(2, ge=0)
    quantity_tolerance_percent: int = Field(0, ge=0)
    savings_months: int = Field(12, ge=1)
    min_respondents: int = Field(5, ge=1)
    single_source_percent: int = Field(80, ge=50, le=100)
    low_value_threshold: int = Field(10_000, ge=0)
    below_plan_percent: int = Field(80, ge=0)
    concentration_includes_internal_suppliers: bool = False
    settle_seconds: int = Field(0, ge=0)
    """A file changed less than so many seconds ago is still being delivered, and waits."""

    @field_validator("reporting_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"{value!r} is no IANA time zone") from error
        return value

    def dbt_vars(self) -> dict[str, Any]:
        """The part that models read as vars; a change of one parses the project anew."""
        return self.model_dump(exclude={"settle_seconds"})


@dataclass(frozen=True)
class Workspace:
    """The folder that holds everything a run makes or a company owns."""

    home: Path

    @property
    def landing(self) -> Path:
        """Where extracts arrive."""
        return self.home / "landing"

    @property
    def lake(self) -> Path:
        """Archived originals with their rows and receipts."""
        return self.home / "lake"

    @property
    def warehouse(self) -> Path:
        """The DuckDB file of the last run: a cache that the lake can rebuild."""
        return self.home / "warehouse.duckdb"

    @property
    def warehouse_release(self) -> Path:
        """Says which release the tables of the warehouse are of; absent while a run changes them."""
        return self.home / "warehouse.release"

    @property
    def rebuilt(self) -> Path:
        """Warehouses of earlier releases, built again to look into them: a cache, safe to delete."""
        return self.home / "rebuilt"

    @property
    def building(self) -> Path:
        """Where a run makes the next warehouse and release; nothing here outlives a run that was cut off."""
        return self.home / "building"

    @property
    def releases(self) -> Path:
        """Published releases, with the link `current`."""
        return self.home / "releases"

    @property
    def sources(self) -> Path:
        """The company's own source folders."""
        return self.home / "sources"

    @property
    def reference(self) -> Path:
        """The company's own reference tables."""
        return self.home / "reference"

    @property
    def dbt(self) -> Path:
        """The assembled dbt project."""
        return self.home / "dbt"

    @property
    def dagster(self) -> Path:
        """The Dagster instance."""
        return self.home / "dagster"


@dataclass(frozen=True)
class Settings:
    """One run's place and configuration."""

    workspace: Workspace
    configuration: Configuration


def load_settings(home: Path | None = None) -> Settings:
    """Find the workspace (argument, `RAPPORT_HOME`, `./workspace`) and read its configuration.

    Raises RapportError naming the file or variable that does not hold.
    """
    place = home or Path(os.environ.get("RAPPORT_HOME", "workspace"))
    workspace = Workspace(place.absolute())
    path = workspace.home / "settings.yml"
    values: dict[str, Any] = {}
    if path.exists():
        try:
            values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise RapportError(f"{path}: is no YAML: {error}; mend it at the place named") from error
    for name in Configuration.model_fields:
        variable = f"RAPPORT_{name.upper()}"
        if variable in os.environ:
            values[name] = os.environ[variable]
    try:
        return Settings(workspace, Configuration(**values))
    except (ValidationError, TypeError) as error:
        details = (
            "; ".join(f"{e['loc'][0]}: {e['msg']}" for e in error.errors(include_url=False))
            if isinstance(error, ValidationError)
            else "must be a list of settings"
        )
        raise RapportError(f"{path} or RAPPORT_* variables: {details}") from error
