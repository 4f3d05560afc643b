"""`rapport template`: a ready file for what no system exports."""

from __future__ import annotations

import sys
from pathlib import Path

from orchestration.console import progress
from orchestration.errors import RapportError
from orchestration.registry import known_systems
from orchestration.settings import Settings
from orchestration.templates import Template, templates


def template(settings: Settings, entity: str | None, out: Path | None) -> int:
    """Print the template, or write it to `out`; without an entity list them all.

    Returns 0. Raises RapportError for an unknown entity, and where `out` exists or cannot be written.
    """
    known = templates(known_systems(settings.workspace.sources))
    if entity is None:
        print(_listed(known))
        return 0
    wanted = next((each for each in known if entity in each.names), None)
    if wanted is None:
        raise RapportError(f"there is no template {entity!r}; there are:\n{_listed(known)}")
    if out is None:
        sys.stdout.write(wanted.text)
    else:
        _write(out, wanted.text)
    place = settings.workspace.home / wanted.place
    progress.print(f"{wanted.contract.description} Put your own rows for the example into {place}; {wanted.note}.")
    return 0


def _listed(known: list[Template]) -> str:
    names = [" or ".join(each.names) for each in known]
    width = max(map(len, names))
    return "\n".join(f"{name:<{width}}  {each.contract.description}" for name, each in zip(names, known, strict=True))


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise RapportError(f"{out}: is there already; name another file, so that nothing of yours is lost") from error
    except OSError as error:
        raise RapportError(f"{out}: cannot be written: {error.strerror}; name a folder that exists") from error
