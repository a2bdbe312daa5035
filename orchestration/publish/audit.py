"""The audit between writing and publishing: does the ledger balance, is the export whole, is public really public.

Everything is read from the exported files, not from the build, so that what is judged is what readers will get.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.errors import RunRefused
from orchestration.publish.export import DATABASE
from orchestration.publish.relations import PUBLIC, RESTRICTED

LEDGER, RESIDUAL, CONTROL = "audit_row_ledger", "audit_row_residual", "audit_control_total"
PROOF = (LEDGER, RESIDUAL, CONTROL)  # what a version must hold to be published
_ENDS = ("quarantined", "duplicate", "superseded", "out_of_scope")
_TERMS = ("rows_out", *_ENDS)
# Names under which a person, or something that leads to one, appears anywhere in the warehouse.
PERSON_COLUMNS = frozenset(
    """nip nik employee_key employee_name pns_id src_row_ids row_key src_row_id raw_text birth_date asked_nip
    appraiser_nip appraiser_name""".split()
)
_SHOWN = 20


def parquet_view(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> bool:
    """Make one exported table readable under its name; false if it was not exported."""
    path = folder / RESTRICTED / "parquet" / f"{name}.parquet"
    if not path.is_file():
        return False
    text = str(path).replace("'", "''")
    con.execute(f"create or replace view \"{name}\" as select * from read_parquet('{text}')")
    return True


def ledger_totals(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """The ledger's terms summed per hop, as integers: {hop: {rows_in, rows_out, ..., residual}}."""
    fields = ("rows_in", *_TERMS, "residual")
    sums = ", ".join(f"cast(sum({field}) as bigint)" for field in fields)
    rows = con.execute(f"select hop, {sums} from {LEDGER} group by hop order by hop").fetchall()
    return {row[0]: dict(zip(fields, row[1:], strict=True)) for row in rows}


def ledger_problems(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every file and hop whose rows or control totals do not balance, and the rows behind it; empty if all is accounted for.

    The residual is judged as it stands and computed once more from its terms: a ledger that lies about itself is
    a problem too.
    """
    problems = [
        *_unbalanced(con, LEDGER, "'rows'", "rows_in", _TERMS),
        *_unbalanced(con, CONTROL, "measure", "total_in", ("total_out", *_ENDS)),
    ]
    return problems + residual_rows(con)


def _unbalanced(
    con: duckdb.DuckDBPyConnection, table: str, measure: str, total_in: str, terms: tuple[str, ...]
) -> list[str]:
    """The lines of a ledger whose terms do not add up to what went in, in words."""
    found = con.execute(
        f"select file, hop, {measure} as measure, {total_in}, {', '.join(terms)}, residual from {table} "
        f"where residual is distinct from 0 or ({total_in} - ({' + '.join(terms)})) is distinct from 0 "
        "order by file, hop, measure"
    ).fetchall()
    return [
        f"{file}, hop {hop}: {went_in} {what} in, "
        + ", ".join(f"{amount} {term}" for term, amount in zip(terms, amounts, strict=True))
        + f"; residual {residual}"
        for file, hop, what, went_in, *amounts, residual in found
    ]


def residual_rows(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The row ids that audit_row_residual names, as text; the first ones and how many more there are."""
    found = con.execute(f"select * from {RESIDUAL} order by all")
    names = [column[0] for column in found.description]
    rows = found.fetchall()
    lines = [
        "  row " + ", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True) if value is not None)
        for row in rows[:_SHOWN]
    ]
    if len(rows) > _SHOWN:
        lines.append(f"  and {len(rows) - _SHOWN} rows more")
    return lines


def audit_version(folder: Path, tables: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Judge an exported version before it may be published; returns the ledger's totals per hop.

    Raises:
        RunRefused: no ledger, a residual, a table that differs between Parquet and database, or a public table with
            a column about a person.
    """
    problems = []
    for name, table in tables.items():
        named = sorted(PERSON_COLUMNS & {column for column, _ in table["columns"]})
        if table["audience"] == PUBLIC and named:
            problems.append(f"public table {name} has columns about people: {', '.join(named)}")
    for audience in (RESTRICTED, PUBLIC):
        problems += _database_problems(folder / audience, audience, tables)
    totals: dict[str, dict[str, int]] = {}
    with duckdb.connect() as con:
        missing = [name for name in PROOF if not parquet_view(con, folder, name)]
        if missing:
            problems.append(f"{' and '.join(missing)} not exported: without the row ledger nothing is published")
        else:
            problems += ledger_problems(con)
            totals = ledger_totals(con)
    if problems:
        raise RunRefused("the audit of the new version failed, nothing is published:\n" + "\n".join(problems))
    return totals


def _database_problems(folder: Path, audience: str, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Does the database hold exactly the tables of its audience, each with the rows of its Parquet file?"""
    expected = {
        name: table["rows"] for name, table in tables.items() if audience == RESTRICTED or table["audience"] == PUBLIC
    }
    with duckdb.connect(str(folder / DATABASE), read_only=True) as con:
        present = [row[0] for row in con.execute("select table_name from information_schema.tables").fetchall()]
        found = {name: con.execute(f'select count(*) from "{name}"').fetchone()[0] for name in present}
    return [
        f"{audience}/{DATABASE}, table {name}: {found.get(name)} rows, its Parquet file has {expected.get(name)}"
        for name in sorted({*expected, *found})
        if expected.get(name) != found.get(name)
    ]
