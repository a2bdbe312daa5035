"""The warehouse of a test: extracts landed, checked and built from the compiled project, without dbt, Dagster and publishing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish import build
from orchestration.publish.plan import make_plan
from tests.dbt.compiled import build_compiled, compiled_project


def build_warehouse(
    folder: Path,
    period_dates: Iterable[date],
    check: bool = True,
    select: Iterable[str] = (),
    default_scope: bool = True,
    tests: bool = True,
    seeds: Mapping[str, Iterable[tuple]] | None = None,
) -> Path:
    """Build the warehouse of `folder/raw` over its default scope and the given dates; returns the DuckDB file.

    check: judge the files by their expectations too, as a run does. select: `+model`, only it and what it rests on, without
    dbt's tests. default_scope: without it the given dates alone are evaluated. tests, seeds: as in `build_compiled`.
    `folder/target` is then the dbt target folder of the compiled project.
    """
    root = DataRoot(folder)
    days = tuple(sorted(period_dates))
    root.scope_file.write_text("period_date\n" + "".join(f"{day.isoformat()}\n" for day in days))
    land_all(root, check=check)
    build.clear(root)
    plan = make_plan(root)
    database = build.prepare(root, plan if default_scope else dataclasses.replace(plan, periods=days))
    wanted = [name.removeprefix("+") for name in select]
    build_compiled(database, wanted, tests and not wanted, seeds)
    if not (folder / "target").exists():
        (folder / "target").symlink_to(compiled_project())
    return database
