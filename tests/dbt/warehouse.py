"""The warehouse of a test: extracts landed, checked and built by dbt, without Dagster and without publishing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish import build
from orchestration.publish.plan import make_plan
from tests.dbt.project import dbt
from tests.fixtures.cases import Answer


def build_warehouse(folder: Path, period_dates: Iterable[date], check: bool = True) -> Path:
    """Build the warehouse of `folder/raw` over its default scope and the given dates; returns the DuckDB file.

    check: judge the files by their expectations too, as a run does.
    """
    root = DataRoot(folder)
    root.scope_file.write_text("period_date\n" + "".join(f"{day.isoformat()}\n" for day in sorted(period_dates)))
    land_all(root, check=check)
    build.clear(root)
    database = build.prepare(root, make_plan(root))
    done = dbt("build", database, folder / "target", "--exclude-resource-type", "unit_test")
    assert done.returncode == 0, done.stdout[-4000:]
    return database


def answers_of(database: Path) -> dict[tuple[str, date], Answer]:
    """What the marts say, by every number of a person and period date."""
    with duckdb.connect(str(database), read_only=True) as con:
        numbers: dict[str, list[str]] = {}
        for key, nip in con.execute("select employee_key, nip from int_identity__resolve").fetchall():
            numbers.setdefault(key, []).append(nip)
        verdicts = con.execute(
            """
            select mart.employee_key, period_date, verdict, first_possible_date, proposed_golongan, region_slug,
                failed_criteria, unknown_criteria
            from mart_promotion_eligibility as mart
            inner join dim_region using (region_code)
            where track = 'kp_reguler'
            """
        ).fetchall()
        criteria = con.execute(
            "select employee_key, period_date, criterion, status from mart_promotion_criteria where track = 'kp_reguler'"
        ).fetchall()
    answers: dict[tuple[str, date], Answer] = {}
    for key, day, verdict, first, proposed, region, failed, unknown in verdicts:
        answers[key, day] = Answer(
            verdict, {}, first, proposed, region, {"failed_criteria": failed, "unknown_criteria": unknown}
        )
    for key, day, criterion, status in criteria:
        answers[key, day].statuses[criterion] = status
    return {(nip, day): answer for (key, day), answer in answers.items() for nip in numbers[key]}
