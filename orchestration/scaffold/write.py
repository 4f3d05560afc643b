"""The files of a source's folder, as text: sources, models and value map, every guess in a comment."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence

from orchestration.registry import CsvDialect
from orchestration.scaffold.columns import Described, Extract
from orchestration.scaffold.conform import ROWS, Conformed, Given, mapped_values
from orchestration.scaffold.sample import Sample

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_ ]*")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def files(system: str, sample: Sample, extract: Extract, models: Sequence[Conformed]) -> dict[str, str]:
    """Give the text of each file by its name."""
    made = {
        f"_{system}__sources.yml": _sources(system, sample, extract),
        f"stg_{system}__{extract.object}.sql": "{{ staged() }}\n",
        f"_{system}__models.yml": _models(system, extract, models),
        **{f"cnf_{system}__{each.entity.name}.sql": _model(system, extract, each) for each in models},
    }
    values = mapped_values(models)
    return made | ({f"_{system}__value_map.csv": _value_map(values)} if values else {})


def _value_map(values: Sequence[tuple[str, str, str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([("field", "source_value", "canonical_value"), *values])
    return text.getvalue()


def _sources(system: str, sample: Sample, extract: Extract) -> str:
    return "\n".join([*_head(system, sample, extract), *(_column(each, extract) for each in extract.columns), ""])


def _head(system: str, sample: Sample, extract: Extract) -> Iterator[str]:
    yield "version: 2"
    yield ""
    yield "sources:"
    yield f"  - name: {system}"
    yield f"    description: Described from the sample {_quoted(_one_line(sample.name))}; look at what says `guess`."
    yield "    schema: raw"
    yield "    tables:"
    yield f"      - name: {extract.object}"
    yield f"        identifier: {system}__{extract.object}"
    yield "        description: One row a record of the extract."
    yield "        config:"
    yield "          meta:"
    yield f"            owner: {system}  # guess: nobody is named; put whom to ask about these files"
    yield from (f"            {line}" for line in (*_written(sample), *_delivery(extract)))
    yield "        columns:"


def _written(sample: Sample) -> Iterator[str]:
    written = sample.written
    yield f"format: {written.format}{_comment(written.guesses)}"
    if written.csv != CsvDialect():
        changed = written.csv.model_dump(exclude_defaults=True)
        yield f"csv: {_flow(changed)}"
    if written.record_path:
        yield f"record_path: {_quoted(written.record_path)}"
    if written.has_objects:
        yield "nested: columns"
    if written.sheet is not None:
        yield f"sheet: {_quoted(written.sheet)}"


def _delivery(extract: Extract) -> Iterator[str]:
    yield f"key: {_flow([each.name for each in extract.key])}{_comment([extract.key_guess])}"
    if extract.cursor is None:
        yield f"delivery: snapshot{_comment(['no column tells when a record changed'])}"
    else:
        yield f"delivery: delta{_comment([f'{extract.cursor.name} tells when a record changed'])}"
        yield f"cursor: {_flow([extract.cursor.name])}"
    if extract.stamp:
        pattern, format_ = extract.stamp
        stamp = {"file_name": pattern, "format": format_}
        yield f"extracted_at: {_flow(stamp)}{_comment(['the name of the sample carries it'])}"
    yield f"file_names: {_flow([extract.file_name])}{_comment(['after the name of the sample'])}"


def _column(column: Described, extract: Extract) -> str:
    meta: dict[str, object] = {"as": column.as_name} if column.as_name else {}
    if column.kind.formats:
        meta["formats"] = list(column.kind.formats)
    if column.kind.null_tokens:
        meta["null_tokens"] = list(column.kind.null_tokens)
    if column.personal_data != "none":
        meta["personal_data"] = column.personal_data
    guesses = list(column.guesses)
    if column in extract.clock:
        meta["clock"] = True
        guesses.append("its newest value dates the extract, since the name does not")
    described: dict[str, object] = {"name": column.name}
    if column.kind.data_type != "text":
        described["data_type"] = column.kind.data_type
    if meta:
        described["config"] = {"meta": meta}
    return f"          - {_flow(described)}{_comment(guesses)}"


def _models(system: str, extract: Extract, models: Sequence[Conformed]) -> str:
    lines = ["models:"]
    for each in models:
        entity = each.entity.name
        lines.append(f"  - name: cnf_{system}__{entity}")
        lines.append(f"    description: {extract.object} as {entity}. Columns as in core_{entity}.")
    return "\n".join([*lines, ""])


def _model(system: str, extract: Extract, model: Conformed) -> str:
    maps = {each.target.name: each.map_field for each in model.given if each.map_field}
    ctes = [
        f"{name}_map as (\n    {{{{ value_map('{system}', '{map_field}') }}}}\n)" for name, map_field in maps.items()
    ]
    selected = [_selected(each, is_last=each is model.given[-1]) for each in model.given]
    joins = [
        f"left join {each.target.name}_map on {each.target.name}_map.source_value = {each.sql}"
        for each in model.given
        if each.map_field
    ]
    natives = [f"{each} is not null" for each in model.group_by[1:]]
    nowhere = "where false  -- guess: a row is none, and no column names one"
    lines = [
        "{{ config(materialized='view') }}",
        "",
        *(["with " + ",\n\n".join(ctes), ""] if ctes else []),
        "select",
        *selected,
        f"from {{{{ ref('stg_{system}__{extract.object}') }}}} as {ROWS}",
        *joins,
        *([f"where {' and '.join(natives)}", f"group by {', '.join(model.group_by)}"] if model.group_by else []),
        *([nowhere] if model.is_nowhere else []),
        "",
    ]
    return "\n".join(lines)


def _selected(given: Given, *, is_last: bool) -> str:
    name = given.target.name
    sql = f"{{{{ mapped('{given.sql}', '{name}_map') }}}}" if given.map_field else given.sql
    is_bare = sql == f"{ROWS}.{name}"
    comma = "" if is_last else ","
    guess = f"  -- guess: {_one_line(given.guess)}" if given.guess else ""
    return f"    {sql}{'' if is_bare else f' as {name}'}{comma}{guess}"


def _comment(guesses: Sequence[str]) -> str:
    told = "; ".join(_one_line(each) for each in guesses if each)
    return f"  # guess: {told}" if told else ""


def _one_line(text: str) -> str:
    """As a comment may have it: on one line, and nothing that a template engine would read."""
    return re.sub(r"[{}]", "", " ".join(text.split()))


def _flow(value: object) -> str:
    """A value in YAML's flow style."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        return _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    is_plain = _PLAIN.fullmatch(text) and not text.endswith(" ") and text.casefold() not in _WORDS_OF_YAML
    return text if is_plain else json.dumps(text, ensure_ascii=False)
