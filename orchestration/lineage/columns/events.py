"""Column lineage of a release as OpenLineage events, for catalogues that read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from uuid import NAMESPACE_URL, uuid5

from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import column_lineage_dataset, schema_dataset
from openlineage.client.serde import Serde

from orchestration.lineage.columns.dependency import ROW
from orchestration.lineage.columns.model import Edge, ModelLineage

NAMESPACE = "rapport"
PRODUCER = "urn:rapport:lineage"


def openlineage_events(
    models: Iterable[ModelLineage], columns: Mapping[str, Mapping[str, str]], as_of: datetime, content: str
) -> str:
    """Lines of `openlineage.ndjson`: one completed run a model, in order of name.

    columns: types by column of every relation; as_of: naive, in UTC, the time of every event; content: what the release
    is made of, from which the ids of the runs follow. No clock is read, so the same content gives the same lines.
    Dependencies on rows as such have no place in OpenLineage and are left out.
    """
    ordered = sorted(models, key=lambda model: model.name)
    made = {model.relation for model in ordered}
    return "".join(Serde.to_json(_event(model, made, columns, as_of, content)) + "\n" for model in ordered)


def _event(
    model: ModelLineage, made: set[str], columns: Mapping[str, Mapping[str, str]], as_of: datetime, content: str
) -> RunEvent:
    return RunEvent(
        eventType=RunState.COMPLETE,
        eventTime=f"{as_of.isoformat()}Z",
        run=Run(runId=str(uuid5(NAMESPACE_URL, f"{PRODUCER}/{content}/{model.name}"))),
        job=Job(namespace=NAMESPACE, name=model.name),
        producer=PRODUCER,
        # What another model makes has its columns in that model's event.
        inputs=[
            InputDataset(NAMESPACE, relation, facets={} if relation in made else {"schema": _schema(columns[relation])})
            for relation in model.inputs
        ],
        outputs=[
            OutputDataset(
                NAMESPACE,
                model.relation,
                facets={"schema": _schema(columns[model.relation]), "columnLineage": _column_lineage(model)},
            )
        ],
    )


def _schema(types: Mapping[str, str]) -> schema_dataset.SchemaDatasetFacet:
    fields = [
        schema_dataset.SchemaDatasetFacetFields(name=name, type=data_type, ordinal_position=position)
        for position, (name, data_type) in enumerate(types.items(), start=1)
    ]
    return schema_dataset.SchemaDatasetFacet(fields=fields, producer=PRODUCER)


def _column_lineage(model: ModelLineage) -> column_lineage_dataset.ColumnLineageDatasetFacet:
    return column_lineage_dataset.ColumnLineageDatasetFacet(
        fields={
            name: column_lineage_dataset.Fields(inputFields=_input_fields([*above.direct, *above.indirect]))
            for name, above in model.columns.items()
        },
        dataset=_input_fields(model.rows.indirect),
        producer=PRODUCER,
    )


def _input_fields(edges: Iterable[Edge]) -> list[column_lineage_dataset.InputField]:
    named = sorted(edge for edge in edges if edge.column != ROW)
    return [
        column_lineage_dataset.InputField(NAMESPACE, relation, column, _transformations(list(same)))
        for (relation, column), same in groupby(named, key=lambda edge: (edge.relation, edge.column))
    ]


def _transformations(edges: Sequence[Edge]) -> list[column_lineage_dataset.Transformation]:
    return [
        column_lineage_dataset.Transformation(
            type="DIRECT" if edge.kind.is_direct else "INDIRECT", subtype=edge.kind.value
        )
        for edge in edges
    ]
