"""One workbook a region: every row to mend and every refused file, with its place, what to do and who does it.

A sheet for each who mends, so that it can be handed on as it is. Values are shown as delivered, never computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from orchestration.landing.readers.xlsx_reader import column_letter
from orchestration.publish.audit import parquet_view
from orchestration.publish.plan import Plan
from orchestration.publish.relations import MEND_FOLDER
from orchestration.publish.workbook import Column, Page, Table, write_workbook

NO_REGION = "unknown_region"  # what lies in a folder that names no known region
REFUSED_SHEET = "Refused files"
COLUMNS = (
    Column("What is wrong", 24, True),
    Column("Dataset", 24, True),
    Column("File", 40, True),
    Column("Sheet", 12),
    Column("Row or line", 9),
    Column("Item in the line", 9),
    Column("Column", 22, True),
    Column("Cell", 10, True),
    Column("Value found", 40, True),
    Column("What to do", 40, True),
    Column("Where it is mended", 26, True),
    Column("NIP", 20),
    Column("Extract of", 12),
    Column("Code", 20),
)
REFUSED_COLUMNS = (
    Column("File", 50, True),
    Column("Dataset", 24, True),
    Column("Row or line", 9),
    Column("Column", 22, True),
    Column("What is wrong, and what to do", 90, True),
    Column("Who delivers it again", 34, True),
    Column("Extract of", 12),
)

_ROWS = """
    select q.mender, q.reason_title, o.local_name, q.file, q.src_file_sha256, q.src_row, q.src_item, q.column_names,
        q.values_found, q.what_to_do, q.mended_in, q.nip, q.extract_date, q.reason_code
    from audit_quarantine q left join names o on q.dataset = o.dataset
    where q.region_code = ? and q.is_to_mend order by q.mender, q.dataset, q.file, q.src_row, q.src_item nulls first, q.reason_code
"""
_REFUSED = """
    select f.file, f.src_file_sha256, coalesce(o.local_name, f.dataset) as local_name, f.reason, o.exporter, f.extract_date
    from audit_file f left join names o on f.dataset = o.dataset
    where f.status = 'refused' and not f.is_settled and f.region_code is not distinct from ? order by f.file, f.src_file_sha256
"""
_NEEDED = ("audit_quality", "audit_quarantine", "audit_file")
Row = dict[str, Any]


def write_workbooks(folder: Path, plan: Plan) -> list[Path]:
    """Write `restricted/mend/<region>.xlsx` for every region that delivers; none if the version has not the tables."""
    entries = {(entry.file, entry.sha256): entry for entry in plan.entries}
    written = []
    with duckdb.connect() as con:
        con.execute("set threads = 1")
        if not all(parquet_view(con, folder, name) for name in _NEEDED):
            return []
        con.execute("create view names as select distinct dataset, local_name, exporter from audit_quality")
        regions = con.execute(
            "select region_code, min(region_slug) as slug, min(region_name) from audit_file "
            "where region_code is not null group by region_code order by slug"
        ).fetchall()
        for code, slug, name in [*regions, (None, NO_REGION, "no known region")]:
            refused = _fetch(con, _REFUSED, code)
            if code is None and not refused:
                continue
            path = folder / MEND_FOLDER / f"{slug}.xlsx"
            rows = _fetch(con, _ROWS, code) if code else []
            write_workbook(path, f"To mend: {name}", _sheets(name, rows, refused, entries, plan))
            written.append(path)
    return written


def _fetch(con: duckdb.DuckDBPyConnection, query: str, code: str | None) -> list[Row]:
    found = con.execute(query, [code])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _sheets(
    name: str, rows: list[Row], refused: list[Row], entries: Mapping[tuple[str, str], Any], plan: Plan
) -> Iterator[Page | Table]:
    groups = [(mender, list(group)) for mender, group in groupby(rows, key=lambda row: row["mender"])]
    yield Page("About", _about(name, groups, refused, plan))
    if refused:
        yield Table(REFUSED_SHEET, REFUSED_COLUMNS, [_refused(row, entries) for row in refused])
    for mender, group in groups:
        yield Table(mender, COLUMNS, [_place(row, entries) for row in group])


def _about(name: str, groups: list[tuple[str, list[Row]]], refused: list[Row], plan: Plan) -> list[str]:
    lines = [
        f"# To mend: {name}",
        "",
        f"Version {plan.publish_id}, as the extracts told it up to {plan.known_at.isoformat()}.",
        "All data is synthetic: no real person is in it." if plan.is_synthetic else "",
        "Each row on the following sheets was held back because it cannot be trusted; nothing rests on it until it is mended.",
        "Mend it where the record is kept (column 'Where it is mended'), never in the extract. Then make a new extract and deliver "
        "it under its own date: the row is admitted by the next run, and the old one is superseded.",
        "A row that is wrong in two ways stands here twice. A row or a refused file that a newer delivery replaced stands here no more.",
        "An apostrophe before a value that starts like a formula (= + - @) was put there for safety; it is not in the record.",
        "",
        "# Sheets",
    ]
    lines += [f"{REFUSED_SHEET}: {len(refused):,}"] if refused else []
    lines += [f"{mender}: {len(group):,}" for mender, group in groups]
    return lines if refused or groups else [*lines, "Nothing is to be mended."]


def _place(row: Row, entries: Mapping[tuple[str, str], Any]) -> tuple:
    """A row of the workbook. sheet and cell only where the file is a workbook itself."""
    entry = entries.get((row["file"], row["src_file_sha256"]))
    sheet = entry.sheet if entry else None
    names = (row["column_names"] or "").split(", ")
    cells = [
        f"{column_letter(entry.columns.index(column))}{row['src_row']}"
        for column in names
        if sheet and column in entry.columns
    ]
    value = row["values_found"] or ""
    return (
        row["reason_title"],
        row["local_name"],
        row["file"],
        sheet,
        row["src_row"],
        row["src_item"],
        row["column_names"],
        ", ".join(cells),
        # With one column its name is said already.
        value.removeprefix(f"{names[0]} = ") if len(names) == 1 else value,
        row["what_to_do"],
        row["mended_in"],
        row["nip"],
        row["extract_date"],
        row["reason_code"],
    )


def _refused(row: Row, entries: Mapping[tuple[str, str], Any]) -> tuple:
    entry = entries.get((row["file"], row["src_file_sha256"]))
    finding = entry.reasons[0] if entry and entry.reasons else None
    return (
        row["file"],
        row["local_name"],
        finding.row if finding else None,
        finding.column if finding else None,
        row["reason"].replace(f"{row['file']}: ", ""),
        row["exporter"] or "data team",
        row["extract_date"],
    )
