"""`rapport new-source`: a source's folder from a sample of its extract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from orchestration.console import results, table
from orchestration.errors import RapportError
from orchestration.registry import IDENTIFIER, known_systems, load_system
from orchestration.scaffold.columns import Extract, describe
from orchestration.scaffold.conform import Conformed, conform
from orchestration.scaffold.entities import entity_of
from orchestration.scaffold.sample import read_sample
from orchestration.scaffold.write import files
from orchestration.settings import Settings


def new_source(settings: Settings, name: str, path: Path, entities: Sequence[str]) -> int:
    """Write `sources/<name>/` and say what was guessed.

    Returns 0. Raises RapportError for a name that is taken or none, an unknown entity, and a sample that does not read;
    nothing is written then.
    """
    folder = _free(settings, name)
    wanted = [entity_of(entity) for entity in dict.fromkeys(entities)]
    sample = read_sample(path)
    extract = describe(sample)
    models = conform(extract, wanted)
    _write(folder, files(name, sample, extract, models))
    load_system(folder / f"_{name}__sources.yml")
    for model in models:
        _tell(model)
    _tell_rest(extract, models, sample.refused)
    print(f"\nWritten: {folder}. Look at every `guess` there, then put {path.name} into")
    print(f"{settings.workspace.landing / name} and run `rapport run`.")
    return 0


def _free(settings: Settings, name: str) -> Path:
    """The folder to write. Raises RapportError where the name is no name or taken."""
    if not IDENTIFIER.match(name) or "__" in name:
        raise RapportError(f"{name!r} is no name of a source; use lower-case letters, digits and single underscores")
    folder = settings.workspace.sources / name
    if folder.exists():
        raise RapportError(f"{folder}: is there already; choose another name, or remove the folder if it is not needed")
    if name in known_systems(settings.workspace.sources):
        raise RapportError(f"{name!r} is a system that Rapport knows; choose another name")
    return folder


def _write(folder: Path, texts: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise RapportError(f"{folder}: cannot be written: {error.strerror}; mend that and remove the folder") from error


def _tell(model: Conformed) -> None:
    shown = table(model.entity.name, "from", "why")
    for each in model.given:
        if not each.is_empty and each.target.name != "source_instance":
            shown.add_row(each.target.name, ", ".join(column.name for column in each.columns) or each.sql, each.guess)
    results.print(shown)
    empty = [each.target.name for each in model.given if each.is_empty and each.target.name not in model.missing]
    if model.missing:
        print(f"required, and nothing matches: {', '.join(model.missing)}")
    if empty:
        print(f"left empty: {', '.join(empty)}")
    print()


def _tell_rest(extract: Extract, models: Sequence[Conformed], refused: int) -> None:
    used = {column.name for model in models for each in model.given for column in each.columns}
    rest = [each.name for each in extract.columns if each.name not in used]
    personal = [f"{each.name} ({each.personal_data})" for each in extract.columns if each.personal_data != "none"]
    for told, names in (("columns that nothing uses", rest), ("personal data", personal)):
        if names:
            print(f"{told}: {', '.join(names)}")
    if extract.stamp is None and not extract.clock:
        print("nothing tells when an extract was taken: put the day into the file's name, or mark a `clock` column")
    if refused:
        print(f"{refused} records of the sample do not read and would go to quarantine")
