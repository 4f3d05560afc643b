"""`lineage.json` and `openlineage.ndjson`: from one hop a model to raw columns for a mart or a KPI."""

from __future__ import annotations

import json
import random
from datetime import datetime
from typing import Any

import pytest
from openlineage.client.serde import Serde

from orchestration.lineage.columns.document import document_text, lineage_document
from orchestration.lineage.columns.events import openlineage_events
from orchestration.lineage.columns.model import ModelLineage, model_lineage

AS_OF = datetime(2026, 9, 30, 2)
COLUMNS = {
    "raw.shop__orders": ["id", "client", "amount", "state", "note"],
    "raw.run_parameters": ["as_of"],
    "staging.stg_orders": ["order_id", "client_id", "amount", "is_paid"],
    "core.core_order": ["order_id", "client_id", "amount", "is_paid"],
    "kpis.spend": ["kpi_id", "value"],
    "kpis.orders": ["kpi_id", "value"],
    "marts.fct_kpi_values": ["kpi_id", "value", "known_on"],
    "marts.fct_orders": ["order_id", "size"],
}
SQL = {
    "staging.stg_orders": """
        select o.id as order_id, o.client as client_id, try_cast(o.amount as decimal(28, 6)) as amount,
            o.state = 'paid' as is_paid
        from "warehouse"."raw"."shop__orders" as o
    """,
    "core.core_order": "select s.* from staging.stg_orders as s where s.is_paid",
    "kpis.spend": "select 'spend' as kpi_id, sum(o.amount) as value from core.core_order as o",
    "kpis.orders": "select 'orders' as kpi_id, count(*) as value from core.core_order as o group by o.client_id",
    "marts.fct_kpi_values": """
        with figures as (
            select s.kpi_id, s.value from kpis.spend as s union all select o.kpi_id, o.value from kpis.orders as o
        )
        select figures.kpi_id, figures.value, p.as_of as known_on
        from figures cross join raw.run_parameters as p
    """,
    "marts.fct_orders": """
        select o.order_id, case when o.amount > 10 then 'large' else o.client_id end as size
        from core.core_order as o
    """,
}


def read(relation: str, sql: str) -> ModelLineage:
    materialized = "view" if relation.startswith("core") else "table"
    return model_lineage(relation.partition(".")[2], relation, materialized, ["order_id"], sql, COLUMNS)


@pytest.fixture
def models() -> list[ModelLineage]:
    return [read(relation, sql) for relation, sql in SQL.items()]


def document(models: list[ModelLineage]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document_text(lineage_document(models, ["marts"])))
    return found


def test_a_model_tells_what_it_is_and_its_columns_one_hop_up(models: list[ModelLineage]) -> None:
    told = document(models)["models"]["fct_orders"]

    assert {name: told[name] for name in ("relation", "materialized", "grain", "inputs", "not_followed")} == {
        "relation": "marts.fct_orders",
        "materialized": "table",
        "grain": ["order_id"],
        "inputs": ["core.core_order"],
        "not_followed": "",
    }
    assert told["rows"] == {"direct": [["core.core_order", "*", "IDENTITY"]], "indirect": []}
    assert told["columns"] == {
        "order_id": {"direct": [["core.core_order", "order_id", "IDENTITY"]], "indirect": []},
        "size": {
            "direct": [["core.core_order", "client_id", "TRANSFORMATION"]],
            "indirect": [["core.core_order", "amount", "CONDITIONAL"]],
        },
    }


def test_a_mart_is_traced_through_tables_and_views_to_raw_columns(models: list[ModelLineage]) -> None:
    told = document(models)["marts"]["fct_orders"]

    assert told == {
        "rows": {"direct": {"raw.shop__orders": ["*"]}, "indirect": {"raw.shop__orders": ["state"]}},
        "columns": {
            "order_id": {"direct": {"raw.shop__orders": ["id"]}, "indirect": {}},
            "size": {"direct": {"raw.shop__orders": ["client"]}, "indirect": {"raw.shop__orders": ["amount"]}},
        },
    }


def test_a_kpi_depends_on_what_its_own_figures_are_made_of(models: list[ModelLineage]) -> None:
    told = document(models)

    assert told["marts"]["fct_kpi_values"]["columns"]["value"]["direct"] == {"raw.shop__orders": ["*", "amount"]}
    assert told["kpis"]["spend"]["columns"]["value"]["direct"] == {"raw.shop__orders": ["amount"]}
    assert told["kpis"]["orders"]["columns"]["value"]["direct"] == {"raw.shop__orders": ["*"]}
    assert told["kpis"]["orders"]["rows"]["indirect"] == {"raw.shop__orders": ["client", "state"]}
    assert told["kpis"]["orders"]["columns"]["known_on"]["direct"] == {"raw.run_parameters": ["as_of"]}


def test_a_model_that_is_not_followed_says_why_and_stands_for_its_own_columns(models: list[ModelLineage]) -> None:
    opaque = read("core.core_order", "select order_id, client_id, amount, columns('is_paid') from staging.stg_orders")
    told = document([opaque if model.relation == opaque.relation else model for model in models])

    assert told["models"]["core_order"]["not_followed"] == "COLUMNS('is_paid')"
    assert told["models"]["core_order"]["columns"] == {}
    assert told["kpis"]["spend"]["columns"]["value"]["direct"] == {"core.core_order": ["amount"]}


def test_a_query_whose_columns_are_not_those_that_were_stored_is_not_followed() -> None:
    assert read("core.core_order", "select * from raw.shop__orders").unfollowed.startswith("a query whose columns are")


def test_a_relation_is_known_in_whatever_case_it_is_written_and_one_that_is_not_stored_is_refused() -> None:
    shouted = read("core.core_order", "SELECT s.* FROM STAGING.STG_ORDERS AS s")

    assert shouted.inputs == ("staging.stg_orders",)
    assert {edge.relation for edge in shouted.columns["amount"].direct} == {"staging.stg_orders"}
    assert read("core.core_order", "select * from elsewhere.orders").unfollowed == "the relation elsewhere.orders"


def test_both_documents_are_the_same_in_whatever_order_models_ended(models: list[ModelLineage]) -> None:
    shuffled = random.Random(4).sample(models, len(models))

    assert document_text(lineage_document(shuffled, ["marts"])) == document_text(lineage_document(models, ["marts"]))
    assert events(shuffled) == events(models)


def events(models: list[ModelLineage], content: str = "content") -> list[dict[str, Any]]:
    types = {relation: dict.fromkeys(columns, "VARCHAR") for relation, columns in COLUMNS.items()}
    return [json.loads(line) for line in openlineage_events(models, types, AS_OF, content).splitlines()]


def test_an_event_tells_a_models_inputs_schema_and_column_lineage(models: list[ModelLineage]) -> None:
    event = next(event for event in events(models) if event["job"]["name"] == "fct_orders")

    assert (event["eventType"], event["eventTime"]) == ("COMPLETE", "2026-09-30T02:00:00Z")
    assert [(each["namespace"], each["name"]) for each in event["inputs"]] == [("rapport", "core.core_order")]
    (output,) = event["outputs"]
    assert [field["name"] for field in output["facets"]["schema"]["fields"]] == ["order_id", "size"]
    (client, amount) = sorted(
        output["facets"]["columnLineage"]["fields"]["size"]["inputFields"], key=lambda field: field["field"] == "amount"
    )
    assert client["transformations"] == [{"type": "DIRECT", "subtype": "TRANSFORMATION"}]
    assert amount["transformations"] == [{"type": "INDIRECT", "subtype": "CONDITIONAL"}]


def test_what_decides_about_rows_is_told_of_the_dataset_and_extracts_have_their_schema(
    models: list[ModelLineage],
) -> None:
    told = {event["job"]["name"]: event for event in events(models)}

    (decided,) = told["core_order"]["outputs"][0]["facets"]["columnLineage"]["dataset"]
    assert (decided["field"], decided["transformations"]) == ("is_paid", [{"type": "INDIRECT", "subtype": "FILTER"}])
    (extract,) = told["stg_orders"]["inputs"]
    assert [field["name"] for field in extract["facets"]["schema"]["fields"]] == COLUMNS["raw.shop__orders"]


def test_ids_of_runs_follow_from_the_content(models: list[ModelLineage]) -> None:
    def ids(content: str) -> list[str]:
        return [event["run"]["runId"] for event in events(models, content)]

    assert ids("one") == ids("one")
    assert set(ids("one")).isdisjoint(ids("other"))
    assert len(set(ids("one"))) == len(models)


def test_an_event_reads_back_into_the_clients_own_classes(models: list[ModelLineage]) -> None:
    for event in events(models):
        assert json.loads(Serde.to_json(event)) == event
