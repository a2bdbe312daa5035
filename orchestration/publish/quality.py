"""The quality page of a version: one HTML file for people who do not program, that works without a network.

It is drawn from the published tables alone, so the same version gives the same bytes. Every text of a delivery is made
visible and escaped, and the page forbids itself scripts and anything from outside.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import jinja2

from orchestration.publish.audit import parquet_view
from orchestration.publish.plan import Plan
from orchestration.publish.relations import QUALITY_PAGE
from orchestration.publish.text import visible

_TEMPLATE = Path(__file__).with_name("quality.html.j2")
_BAR = 120  # width of a full bar, pixels
_MANY = 5  # percent of a dataset's rows held back; the suites warn of a column from the same share on
Row = dict[str, Any]

_TABLES = (
    "audit_quality",
    "audit_file",
    "audit_check",
    "audit_quarantine",
    "audit_row_ledger",
    "audit_conflict",
    "audit_control_total",
    "audit_date_form",
)
_QUALITY = "select * from audit_quality order by region_name, region_code, source, dataset"
_REFUSED = (
    "select coalesce(region_name, region_slug, '(no region)') as region, file, reason from audit_file "
    "where status = 'refused' and not is_settled order by all"
)
_REMARKS = (
    "select q.region_name as region, q.local_name, c.* from audit_check c "
    "join audit_quality q on q.region_code = c.region_code and q.dataset = c.dataset "
    "where c.outcome in ('warned', 'waived', 'failed') order by q.region_name, c.region_code, c.file, c.check_id, c.src_file_sha256"
)
_QUARANTINE = """
    select region_code, reason_code, reason_title, count(*) as n, count(distinct row_key) as row_count,
        string_agg(distinct dataset, ', ' order by dataset) as datasets,
        string_agg(distinct mender, '; ' order by mender) as menders,
        string_agg(distinct what_to_do, ' ' order by what_to_do) as what_to_do,
        min_by(file || ', row ' || src_row || coalesce(', item ' || src_item, ''), (file, src_row, coalesce(src_item, 0)))
            as example
    from audit_quarantine where is_to_mend group by all order by region_code, n desc, reason_code
"""
_LEDGER = """
    select region_code, hop, sum(rows_in) as rows_in, sum(rows_out) as rows_out, sum(quarantined) as quarantined,
        sum(duplicate) as duplicate, sum(superseded) as superseded, sum(out_of_scope) as out_of_scope,
        sum(abs(residual)) as residual
    from audit_row_ledger group by region_code, hop
    order by region_code, list_position(['land', 'stage', 'resolve', 'star'], hop)
"""
_CONFLICTS = """
    select region_code, conflict, fact, winner, precedence, effect, rule_id, count(*) as n
    from audit_conflict group by all order by region_code, n desc, conflict, fact, winner, precedence, effect, rule_id
"""
_CONTROL = "select * from audit_control_total order by all"
# beside: columns in which the form stands beside a more frequent one in the same file
_DATES = """
    select region_code, date_form, sum(dates) as n, sum(ambiguous_dates) as ambiguous,
        string_agg(distinct dataset || ': ' || column_name, '; ' order by dataset || ': ' || column_name)
            filter (where place > 1 and date_form <> 'unreadable') as beside
    from (
        select *, row_number() over (
            partition by file, src_file_sha256, column_name order by date_form = 'unreadable', dates desc, date_form
        ) as place
        from audit_date_form
    ) group by region_code, date_form order by region_code, n desc, date_form
"""

HOPS = {
    "land": "Read: from the file into the pipeline",
    "stage": "Checked: each row on its own",
    "resolve": "Sorted: which of several deliveries counts",
    "star": "Used: in the career history",
}


@dataclass(frozen=True)
class Region:
    """A region's line of the summary. state: ready, care or unusable; notes: why, in sentences."""

    name: str
    state: str
    notes: list[str]
    newest: Any
    files: int
    refused: int
    rows: int
    quarantined: int


def write_page(folder: Path, version: Plan) -> Path | None:
    """Write the page of an exported version under `folder`; None if the version has no audit_quality to draw it from.

    Of the plan only publish_id, known_at and is_synthetic are used.
    """
    tables = _read(folder)
    if not tables["audit_quality"]:
        return None
    path = folder / QUALITY_PAGE
    path.write_text(render(tables, version), encoding="utf-8", newline="\n")
    return path


def render(tables: Mapping[str, list[Row]], version: Plan) -> str:
    """The page as text. tables: the rows of the queries above, by table, every text already visible."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["thousands"] = lambda number: f"{int(number):,}"
    quality = tables["audit_quality"]
    names = {row["region_code"]: row["region_name"] for row in quality}
    by_dataset: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in quality:
        by_dataset[row["dataset"]][row["region_code"]] = row
    most = {
        "days": max((row["days_behind"] or 0 for row in quality), default=0) or 1,
        "rows": max((row["n"] for row in tables["audit_quarantine"]), default=0) or 1,
    }
    order = list(names)

    def place(code: str | None) -> int:
        return order.index(code) if code in order else len(order)

    # Files that no dataset is told of are refused deliveries too.
    refused = Counter(row["region"] for row in tables["audit_file"])
    misdated = [row for row in tables["audit_check"] if row["check_id"] == "dating" and row["outcome"] == "warned"]
    regions = [
        _region(
            [row for row in quality if row["region_code"] == code],
            refused[names[code]],
            [row["local_name"] for row in misdated if row["region_code"] == code],
        )
        for code in names
    ]
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(
        version=version,
        names=names,
        regions=regions,
        datasets=by_dataset,
        refused=tables["audit_file"],
        remarks=tables["audit_check"],
        misdated=misdated,
        quarantine=tables["audit_quarantine"],
        ledger=sorted(tables["audit_row_ledger"], key=lambda row: place(row["region_code"])),
        residual=sum(row["residual"] for row in tables["audit_row_ledger"]),
        conflicts=sorted(tables["audit_conflict"], key=lambda row: place(row["region_code"])),
        control=tables["audit_control_total"],
        dates=sorted(tables["audit_date_form"], key=lambda row: place(row["region_code"])),
        hops=HOPS,
        bar=lambda value, kind: round(_BAR * (value or 0) / most[kind], 1),
        bar_width=_BAR,
    )


def _read(folder: Path) -> dict[str, list[Row]]:
    """The rows behind each section, texts made visible; none for a table that this version has not."""
    queries = (_QUALITY, _REFUSED, _REMARKS, _QUARANTINE, _LEDGER, _CONFLICTS, _CONTROL, _DATES)
    with duckdb.connect() as con:
        con.execute("set threads = 1")
        present = [parquet_view(con, folder, name) for name in _TABLES]
        return {
            name: _rows(con, query) if there else []
            for name, query, there in zip(_TABLES, queries, present, strict=True)
        }


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    found = con.execute(query)
    names = [column[0] for column in found.description]
    return [
        {name: visible(value) if isinstance(value, str) else value for name, value in zip(names, row, strict=True)}
        for row in found.fetchall()
    ]


def _region(rows: list[Row], refused: int, misdated: list[str]) -> Region:
    """What the rows of one region come to. refused: its refused files. misdated: datasets dated far after all others.

    unusable: nothing says who works there (no profil_asn was ever admitted). care: something is older than it should be,
    was refused or never delivered, or much is held back. A few rows held back leave a region ready: they make single answers
    unknown, not wrong.
    """
    total = {name: sum(row[name] for row in rows) for name in ("files_admitted", "delivered_rows", "current_rows")}
    held = sum(row["to_mend_rows"] for row in rows)
    missing = [row["local_name"] for row in rows if not row["files_admitted"]]
    stale = [row["local_name"] for row in rows if row["is_stale"]]
    late = [row["local_name"] for row in rows if row["is_late"] and not row["is_stale"]]
    waived = [row["local_name"] for row in rows if row["checks_waived"]]
    many = [row for row in rows if (row["to_mend_pct"] or 0) >= _MANY]
    notes = []
    if misdated:
        notes.append(f"Dated far after everything else, which a wrongly named folder would explain: {', '.join(misdated)}.")
    if stale:
        notes.append(f"An older extract is used because the newer one was refused: {', '.join(stale)}.")
    if late:
        notes.append(f"Older than it may be: {', '.join(late)}.")
    if missing:
        notes.append(f"Never delivered, so what rests on it is unknown: {', '.join(missing)}.")
    if waived:
        notes.append(f"Accepted for a time although a check failed: {', '.join(waived)}.")
    if many:
        shares = ", ".join(f"{row['local_name']} ({row['to_mend_pct']} %)" for row in many)
        notes.append(f"Many rows are held back, so many answers are unknown: {shares}.")
    if held:
        share = 100 * held / total["current_rows"] if total["current_rows"] else 0
        notes.append(
            f"{held:,} of {total['current_rows']:,} rows that count today ({share:.2f} %) are held back until they are mended."
        )
    profile = next((row for row in rows if row["dataset"] == "profil_asn"), None)
    usable = profile is not None and profile["files_admitted"] > 0
    state = "unusable" if not usable else "care" if misdated or stale or late or missing or waived or many else "ready"
    return Region(
        name=rows[0]["region_name"],
        state=state,
        notes=notes,
        newest=rows[0]["newest_of_region"],
        files=total["files_admitted"],
        refused=refused,
        rows=total["delivered_rows"],
        quarantined=held,
    )
