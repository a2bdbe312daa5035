"""The warehouse of a test: extracts landed, checked and built by dbt, without Dagster and without publishing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish import build
from orchestration.publish.plan import make_plan
from tests.dbt.project import dbt


def build_warehouse(
    folder: Path,
    period_dates: Iterable[date],
    check: bool = True,
    select: Iterable[str] = (),
    default_scope: bool = True,
) -> Path:
    """Build the warehouse of `folder/raw` over its default scope and the given dates; returns the DuckDB file.

    check: judge the files by their expectations too, as a run does. select: only these models, without dbt's tests.
    default_scope: without it the given dates alone are evaluated.
    """
    root = DataRoot(folder)
    days = tuple(sorted(period_dates))
    root.scope_file.write_text("period_date\n" + "".join(f"{day.isoformat()}\n" for day in days))
    land_all(root, check=check)
    build.clear(root)
    plan = make_plan(root)
    database = build.prepare(root, plan if default_scope else dataclasses.replace(plan, periods=days))
    chosen = ("unit_test",) if not select else ("unit_test", "test", "--select", *select)
    done = dbt("build", database, folder / "target", "--exclude-resource-type", *chosen)
    assert done.returncode == 0, done.stdout[-4000:]
    return database
