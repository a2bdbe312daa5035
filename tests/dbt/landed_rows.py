"""Hand-made landed rows in the schema that the build prepares for dbt: no reader, no lake, no raw file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import duckdb

from orchestration.landing.registry import ANSWER_COLUMNS, DATASETS, META_COLUMNS
from orchestration.publish.build import CHECK_COLUMNS, record_struct

REGION = "kota_jambi"
EXTRACT_DATE = "2026-01-05"

FILE_COLUMNS = (
    "source varchar, dataset varchar, region_slug varchar, extract_date date, file varchar, src_file_sha256 varchar, "
    "bytes bigint, status varchar, reason varchar, warnings varchar, rows bigint, is_synthetic boolean, is_stale boolean, "
    "is_settled boolean"
)


def sha(text: str) -> str:
    """64 hex digits that stand for the file or record `text`."""
    return hashlib.sha256(text.encode()).hexdigest()


class LandedRows:
    """A DuckDB file with the schema `landing`; rows are added one by one and numbered as in one file per dataset."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path))
        self._next_row: dict[str, int] = {}
        self._rows: dict[str, list[tuple[object, ...]]] = {}
        self._create()

    def _create(self) -> None:
        self.connection.execute("create schema landing")
        for entry in DATASETS.values():
            columns = [f'"{name}" varchar' for name in entry.columns]
            columns += [f'"{name}" {kind}' for name, kind in META_COLUMNS.items()]
            columns += [f"_record as ({record_struct(entry)})"]
            self.connection.execute(f'create table landing."{entry.relation}" ({", ".join(columns)})')
        identity = ", ".join(f'"{name}" {kind}' for name, kind in META_COLUMNS.items())
        self.connection.execute(f"create table landing.refused_row (source varchar, dataset varchar, {identity})")
        answers = ", ".join(f'"{name}" {kind}' for name, kind in ANSWER_COLUMNS.items())
        self.connection.execute(f"create table landing.answers (source varchar, dataset varchar, {answers})")
        self.connection.execute(f"create table landing.file ({FILE_COLUMNS})")
        checks = ", ".join(f"{name} {kind}" for name, kind in CHECK_COLUMNS.items())
        self.connection.execute(f"create table landing.file_check ({checks})")
        self.connection.execute("create table landing.scope (period_date date)")
        self.connection.execute("create table landing.run (known_at date)")
        self.connection.execute(f"insert into landing.run values (date '{EXTRACT_DATE}')")

    def line(self, dataset: str) -> int:
        """The next line number of the dataset's file."""
        self._next_row[dataset] = self._next_row.get(dataset, 1) + 1
        return self._next_row[dataset]

    def add(self, dataset: str, record: Mapping[str, object], line: int | None = None, item: int | None = None) -> str:
        """Land one record; keys that start with '_' replace provenance columns. Returns its src_row_id."""
        entry = next(entry for entry in DATASETS.values() if entry.name == dataset)
        unknown = [name for name in record if name not in entry.columns and name not in META_COLUMNS]
        assert not unknown, f"{dataset} has no column {unknown}"
        if entry.format == "ndjson" and item is None and "_line_error" not in record:
            item = 0
        meta: dict[str, object] = {
            "_src_file_sha256": sha(dataset),
            "_src_row": line or self.line(dataset),
            "_src_item": item,
            "_src_row_hash": sha(
                json.dumps({k: v for k, v in record.items() if not k.startswith("_")}, sort_keys=True)
            ),
            "_extract_date": EXTRACT_DATE,
            "_region": REGION,
            "_asked_nip": None,
            "_fetched_at": None,
            "_line_error": None,
            "_cell_types": None,
            "_src_rest": None,
            "_is_synthetic": True,
        }
        meta.update({name: value for name, value in record.items() if name in META_COLUMNS})
        values = [record.get(name) for name in entry.columns] + list(meta.values())
        self._rows.setdefault(entry.relation, []).append(tuple(values))
        return f"{str(meta['_src_file_sha256'])[:12]}:{meta['_src_row']}" + ("" if item is None else f":{item}")

    def answer(self, source: str, dataset: str, asked_nip: str | None, outcome: str, n_records: int = 0) -> None:
        """Land one line of coverage."""
        self.connection.execute(
            "insert into landing.answers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                source,
                dataset,
                asked_nip,
                dataset.replace("_", "-"),
                f"{EXTRACT_DATE}T01:00:00Z",
                200,
                outcome,
                n_records,
                sha(dataset),
                self.line(f"{dataset} answers"),
                EXTRACT_DATE,
                REGION,
                True,
            ],
        )

    def refuse(
        self, source: str, dataset: str, rows: int | None, region: str = REGION, name: str = "refused"
    ) -> list[str]:
        """A refused file with so many landed rows, or one that was not read (None); returns the ids of its rows."""
        known = next((e for e in DATASETS.values() if e.name == dataset), None)
        self.connection.execute(
            "insert into landing.file values (?, ?, ?, ?, ?, ?, 1, 'refused', 'bad', '', ?, true, false, false)",
            [
                source,
                known and known.name,
                region,
                EXTRACT_DATE,
                f"{source}/{region}/{dataset}.{name}",
                sha("no"),
                rows,
            ],
        )
        for row in range(1, 1 + (rows or 0)):
            self.connection.execute(
                "insert into landing.refused_row by name select ? as source, ? as dataset, ? as _src_file_sha256, "
                "? as _src_row, ? as _extract_date, ? as _region, true as _is_synthetic",
                [source, dataset, sha("no"), row, EXTRACT_DATE, region],
            )
        return [f"{sha('no')[:12]}:{row}" for row in range(1, 1 + (rows or 0))]

    def close(self) -> None:
        """Write the rows, one admitted file for each hash that they name, and close, so that dbt can open it."""
        for entry in DATASETS.values():
            rows = self._rows.get(entry.relation, [])
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                self.connection.executemany(f'insert into landing."{entry.relation}" values ({marks})', rows)
            self.connection.execute(
                f"""
                insert into landing.file
                select
                    '{entry.source}', '{entry.name}', _region, _extract_date,
                    concat('{entry.source}/', _region, '/', _extract_date, '/', '{entry.name}.', left(_src_file_sha256, 6)),
                    _src_file_sha256, 1, 'admitted', '', '', count(*), true, false, false
                from landing."{entry.relation}"
                group by _region, _extract_date, _src_file_sha256
                """
            )
        self.connection.close()
