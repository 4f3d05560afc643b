"""`rapport kpi` answers from the current release, or says what exists instead."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.command import rapport

FIELDS = [
    "kpi_id", "entity_type", "entity_id", "slice_type", "slice_value", "period_grain", "period_start", "numerator",
    "denominator", "value", "unit", "currency", "sample_size", "open_count", "is_low_sample", "target", "status",
    "is_complete_period", "is_final", "data_through",
]  # fmt: skip


def test_json_has_the_columns_of_the_long_table_with_exact_decimals(sample: Path) -> None:
    answer = rapport("kpi", "client_win_rate", "--entity", "portfolio:all", "--period", "all", "--json", home=sample)

    document = answer.json
    assert set(document) == {"release", "as_of", "rows"}
    (row,) = document["rows"]
    assert list(row) == FIELDS
    assert row["value"] == f"{100 * Decimal(row['numerator']) / Decimal(row['denominator']):.6f}"
    assert (row["period_start"], row["data_through"]) == ("1900-01-01", document["as_of"])
    assert len(row["value"].split(".")[1]) == 6


def test_a_quarter_adds_up_its_months(sample: Path) -> None:
    def numbers(period: str) -> tuple[Decimal, Decimal]:
        answer = rapport(
            "kpi", "client_sla_attainment", "--entity", "portfolio:all", "--period", period, "--json", home=sample
        )
        row = answer.json["rows"][0]
        return Decimal(row["numerator"]), Decimal(row["denominator"])

    months = [numbers(f"2026-0{month}") for month in (4, 5, 6)]
    assert numbers("2026-Q2") == (sum(n for n, _ in months), sum(d for _, d in months))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["client_happiness"], "there is no KPI 'client_happiness'"),
        (["client_win_rate", "--period", "2026-13"], "is none of 2026-09, 2026-Q3, t12m:2026-09, all"),
        (["client_win_rate", "--entity", "planet:earth"], "has no entity type 'planet'; it has: client, portfolio"),
        (["client_win_rate", "--entity", "client:nobody"], "there is no client 'nobody'"),
        (["client_win_rate", "--slice", "colour"], "has no slice 'colour'"),
        (["client_win_rate", "--period", "1999-01"], "has no figure for 1999-01"),
    ],
)
def test_a_name_that_does_not_exist_is_answered_with_those_that_do(
    sample: Path, arguments: list[str], message: str
) -> None:
    answer = rapport("kpi", *arguments, home=sample)

    assert answer.code == 2
    assert message in answer.err
    assert answer.out == ""


def test_without_an_id_every_kpi_is_listed_with_what_it_needs(sample: Path) -> None:
    listed = rapport("kpi", "--json", home=sample).json["kpis"]

    assert len(listed) == 100
    assert all(kpi["definition"] and kpi["formula"] and kpi["entities_needed"] for kpi in listed)


def test_before_the_first_release_the_command_says_how_to_make_one(tmp_path: Path) -> None:
    answer = rapport("kpi", home=tmp_path / "new")

    assert answer.code == 2
    assert "`rapport run` makes one" in answer.err


def test_lineage_tells_the_models_and_the_raw_columns_that_a_value_is_made_of_and_decided_by(sample: Path) -> None:
    answer = rapport("kpi", "client_weighted_pipeline", "--lineage", "--json", home=sample).json

    assert answer["kpi"]["kpi_id"] == "client_weighted_pipeline"
    assert answer["kpi"]["definition"].startswith("Amount times probability")
    names = [model["name"] for model in answer["models"]]
    assert names[-1] == "fct_kpi_values"
    assert (
        names.index("stg_salesforce__opportunity") < names.index("core_opportunity") < names.index("fct_opportunities")
    )
    assert [name for name in names if name.startswith("client_")] == ["client_weighted_pipeline"]
    direct = {(place["system"], place["object"]): place["columns"] for place in answer["direct"]}
    assert "Amount" in direct["salesforce", "opportunity"]
    assert "rate" in direct["reference", "fx_rates"]
    indirect = {(place["system"], place["object"]): place["columns"] for place in answer["indirect"]}
    assert "AccountId" in indirect["salesforce", "opportunity"]
    assert indirect["rapport", "run_parameters"] == ["as_of"]
    assert not set(direct["salesforce", "opportunity"]) & set(indirect["salesforce", "opportunity"])


def test_lineage_is_told_to_people_too(sample: Path) -> None:
    answer = rapport("kpi", "client_weighted_pipeline", "--lineage", home=sample)

    assert answer.code == 0
    for told in ("Σ amount × probability", "intermediate.int_opportunity_spans", "salesforce opportunity", "Amount"):
        assert told in answer.out


@pytest.mark.parametrize("arguments", [["--lineage"], ["client_win_rate", "--lineage", "--period", "all"]])
def test_lineage_is_of_one_whole_kpi(sample: Path, arguments: list[str]) -> None:
    answer = rapport("kpi", *arguments, home=sample)

    assert answer.code == 2
    assert "`rapport kpi KPI_ID --lineage`" in answer.err
