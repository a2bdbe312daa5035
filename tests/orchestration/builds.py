"""Small builds made by hand, so that publishing can be tested without dbt: a plan, a build file, its relations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb

from orchestration.landing.manifest import Entry
from orchestration.publish.plan import Plan
from orchestration.publish.relations import Relation

LEDGER_COLUMNS = "rows_in rows_out quarantined duplicate superseded out_of_scope residual".split()


def entry(file: str, sha: str = "a" * 64, status: str = "admitted", synthetic: bool = True, rows: int = 3) -> Entry:
    """A manifest entry for raw/<file>; region, date and so on are read from the path."""
    source, region, date, name = file.split("/")
    return Entry(
        file=file,
        source=source,
        dataset=name.split(".")[0],
        region=region,
        extract_date=date,
        sha256=sha,
        bytes=10,
        is_synthetic=synthetic,
        status=status,
        rows=rows,
    )


def plan(known: str = "v1", moves_current: bool = True) -> Plan:
    """A plan whose publish id depends on `known` alone."""
    return Plan(
        entries=(entry("kepegawaian/kota_jambi/2026-11-01/ujian.csv"),),
        known_at=dt.date(2026, 11, 1),
        periods=(dt.date(2026, 12, 1),),
        hashes={"dbt_project": known},
        is_synthetic=True,
        moves_current=moves_current,
    )


def build(path: Path, value: str = "v1", residual: int = 0) -> Path:
    """A build file with one mart, one public mart and the ledger; `value` stands in every row of the marts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute(
            "create table mart_person as select cast(range as varchar) as nip, ? as version, "
            "cast(range as decimal(9, 2)) as score from range(500) order by hash(range)",
            [value],
        )
        con.execute("create table mart_region as select '15.71' as region_code, ? as version, 500 as n", [value])
        terms = ", ".join(f"cast({0 if name != 'rows_in' else 500} as bigint) as {name}" for name in LEDGER_COLUMNS)
        con.execute(
            f"create table audit_row_ledger as select '15.71' as region_code, 'u.csv' as file, 'land' as hop, {terms}"
        )
        con.execute("update audit_row_ledger set rows_out = 500 - ?, residual = ?", [residual, residual])
        totals = ", ".join(
            f"cast({900 if name in ('total_in', 'total_out') else 0} as decimal(18, 3)) as {name}"
            for name in ("total_in", "total_out", *LEDGER_COLUMNS[2:])
        )
        con.execute(
            "create table audit_control_total as select 'u.csv' as file, 'star' as hop, 'jp' as measure, " + totals
        )
        con.execute("create table audit_row_residual as select 'u.csv' as file, 7 as src_row, 'lost' as problem")
        if not residual:
            con.execute("delete from audit_row_residual")
    return path


def relations(public_column: str = "region_code") -> list[Relation]:
    """The relations of `build`."""
    return [
        Relation("audit_control_total", "main", "restricted", ("file", "hop", "measure"), "", {}),
        Relation("audit_row_ledger", "main", "restricted", ("file", "hop"), "", {}),
        Relation("audit_row_residual", "main", "restricted", (), "", {}),
        Relation("mart_person", "main", "restricted", ("nip",), "People.", {"nip": "It's the number."}),
        Relation("mart_region", "main", "public", (public_column,), "Regions.", {}),
    ]
