"""Assembles the dbt project that a run uses, in the workspace, from links.

The checkout and the company's own source folders stay untouched: dbt writes its target and logs beside the links. Only
systems that have delivered are linked, so a run pays for no model that could hold no row. Staging models that follow
from a contract alone are described from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import yaml

from orchestration.registry import SystemContract
from orchestration.settings import PROJECT_ROOT, Configuration, Workspace
from orchestration.staging_models import staging_models

CHECKOUT = PROJECT_ROOT / "dbt_project"
MODEL_FILES = {".sql", ".yml", ".md"}


def assemble(workspace: Workspace, configuration: Configuration, systems: Iterable[SystemContract]) -> Path:
    """Write `<home>/dbt`: links to macros and models, those of the given systems only, and this configuration's vars.

    Returns the project folder. Files that would not change keep their time, so that dbt's partial parsing holds.
    """
    project = workspace.dbt
    systems = sorted(systems, key=lambda system: system.name)
    layers = [path for path in CHECKOUT.glob("models/*") if path.name != "staging"]
    folders = {Path("models", layer.name): layer for layer in layers} | {
        Path("models", "staging", system.name): system.folder for system in systems
    }
    wanted = {
        project / place / path.relative_to(folder): path
        for place, folder in folders.items()
        for path in folder.rglob("*")
        if path.suffix in MODEL_FILES
    }
    wanted[project / "macros"] = CHECKOUT / "macros"
    described = {project / "models" / "staging" / s.name / f"_{s.name}__staging.yml": _described(s) for s in systems}
    _link(project / "models", wanted, described.keys())
    for path, text in described.items():
        _write(path, text)

    document = yaml.safe_load((CHECKOUT / "dbt_project.yml").read_text(encoding="utf-8"))
    document["vars"] |= {
        **configuration.dbt_vars(),
        "entities": feeding_systems(systems),
        "kpis": sorted(path.stem for path in CHECKOUT.glob("models/kpis/*/*.sql")),
    }
    _write(project / "dbt_project.yml", yaml.safe_dump(document, sort_keys=False))
    profile = (CHECKOUT / "profiles.yml").read_text(encoding="utf-8")
    _write(project / "profiles.yml", profile.replace("../workspace/warehouse.duckdb", str(workspace.warehouse)))
    return project


def feeding_systems(systems: Iterable[SystemContract]) -> dict[str, list[str]]:
    """Which systems feed each canonical entity, read from the names of their conformed models."""
    entities: dict[str, list[str]] = {}
    for system in systems:
        for path in sorted(system.folder.glob(f"cnf_{system.name}__*.sql")):
            entities.setdefault(path.stem.removeprefix(f"cnf_{system.name}__"), []).append(system.name)
    return dict(sorted(entities.items()))


def _described(system: SystemContract) -> str:
    """The YAML of the staging models that the system's contract describes."""
    models = [model for model in staging_models(system) if (system.folder / f"{model.name}.sql").exists()]
    return yaml.safe_dump({"models": [model.described() for model in models]}, sort_keys=False, allow_unicode=True)


def _link(models: Path, wanted: dict[Path, Path], written: Collection[Path]) -> None:
    # dbt walks folders without following links to folders, so files are linked one by one.
    for path in sorted(models.rglob("*"), reverse=True):
        if path not in wanted and path not in written and not (path.is_dir() and not path.is_symlink()):
            path.unlink()
        elif path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()
    for link, target in wanted.items():
        if link.is_symlink() and link.readlink() == target:
            continue
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(target)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
