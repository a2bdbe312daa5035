"""Is the lake still what was landed? Each Parquet is compared with the manifest; a difference is traced to its rows."""

from __future__ import annotations

import datetime
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from orchestration.landing.discovery import Extract
from orchestration.landing.findings import Refused
from orchestration.landing.isolation import convert
from orchestration.landing.manifest import Entry, load_entries
from orchestration.landing.paths import DataRoot
from orchestration.landing.state import file_sha256

MAX_ROWS_NAMED = 200  # a table


@dataclass(frozen=True)
class Problem:
    """One difference. file: relative to raw; row, item, column: as in the lake, None if it concerns the file.

    problem: missing | doubled | altered | added (a row), or lake_file_missing, lake_file_unreadable, lake_file_rewritten,
    raw_missing, raw_altered (a file).
    """

    file: str
    row: int | None
    item: int | None
    column: str | None
    problem: str
    message: str

    def __str__(self) -> str:
        return self.message


def verify_lake(root: DataRoot | str | os.PathLike | None = None, check_raw: bool = False) -> list[Problem]:
    """Every difference between the manifest and the lake, sorted by file and row; [] if all is well.

    check_raw also compares each delivered file that was landed with its recorded hash.
    """
    root = DataRoot.of(root)
    problems: list[Problem] = []
    for entry in load_entries(root):
        for table, path, sha in (
            ("rows", entry.rows_path, entry.rows_sha256),
            ("answers", entry.answers_path, entry.answers_sha256),
        ):
            if path is not None and not _is_intact(root.lake / path, sha):
                problems += _explain(root, entry, table, root.lake / path)
        if check_raw and entry.rows_path is not None:
            problems += _raw_problems(root, entry)
    return problems


def _is_intact(path: Path, sha: str | None) -> bool:
    return path.is_file() and file_sha256(path) == sha


def _raw_problems(root: DataRoot, entry: Entry) -> list[Problem]:
    path = root.raw / entry.file
    if not path.is_file():
        message = f"{entry.file}: no longer in raw, but landed from it. Put it back from the source or the backup."
        return [Problem(entry.file, None, None, None, "raw_missing", message)]
    if file_sha256(path) != entry.sha256:
        message = (
            f"{entry.file}: not the file that was landed (sha256 {entry.sha256[:12]}). Put the delivered one back."
        )
        return [Problem(entry.file, None, None, None, "raw_altered", message)]
    return []


def _explain(root: DataRoot, entry: Entry, table: str, path: Path) -> list[Problem]:
    """What is wrong with one Parquet whose bytes are not the recorded ones, found by reading the raw file again."""
    mend = f"Delete lake/manifest/{entry.path} and run again: the file is then landed anew from raw."
    where = f"lake/{path.relative_to(root.lake).as_posix()}"
    if not path.is_file():
        message = f"{entry.file}: the landed {table} {where} are gone. {mend}"
        return [Problem(entry.file, None, None, None, "lake_file_missing", message)]
    raw = _raw_problems(root, entry)
    if raw:
        message = f"{entry.file}: {where} was changed after landing; which rows cannot be told. {raw[0].message}"
        return [Problem(entry.file, None, None, None, raw[0].problem, message)]
    extract = Extract(
        entry.source,
        entry.dataset,
        entry.region,
        datetime.date.fromisoformat(entry.extract_date),
        root.raw / entry.file,
        entry.file,
        entry.is_synthetic,
    )
    with tempfile.TemporaryDirectory() as folder:
        rows, answers = Path(folder) / "rows.parquet", Path(folder) / "answers.parquet"
        try:
            convert(extract, entry.sha256, rows, answers)
        except Refused as refused:
            message = (
                f"{entry.file}: {where} was changed, and the raw file can no longer be read: {refused.finding.message}"
            )
            return [Problem(entry.file, refused.finding.row, None, refused.finding.column, "raw_altered", message)]
        try:
            found = _compare(rows if table == "rows" else answers, path, table)
        except Exception as error:  # DuckDB raises a dozen kinds for a broken Parquet
            message = f"{entry.file}: {where} cannot be read ({str(error).splitlines()[0][:200]}). {mend}"
            return [Problem(entry.file, None, None, None, "lake_file_unreadable", message)]
    problems = []
    for row, item, column, problem in found:
        place = f"row {row}" + ("" if item is None else f", item {item}") + (f", column {column}" if column else "")
        message = f"{entry.file}: {place} is {problem} in {where}. {mend}"
        problems.append(Problem(entry.file, row, item, column, problem, message))
    if not problems:
        message = f"{entry.file}: {where} was written anew (rows equal, bytes not). {mend}"
        problems.append(Problem(entry.file, None, None, None, "lake_file_rewritten", message))
    return problems


def _compare(expected: Path, actual: Path, table: str) -> list[tuple[int, int | None, str | None, str]]:
    """(row, item, column, problem) of the rows that differ, at most MAX_ROWS_NAMED."""
    import duckdb

    with duckdb.connect() as db:
        db.execute("set threads = 1")
        db.read_parquet(str(expected)).create_view("expected")
        db.read_parquet(str(actual)).create_view("actual")
        names = [row[0] for row in db.execute("describe expected").fetchall()]
        present = {row[0] for row in db.execute("describe actual").fetchall()}
        lost = [name for name in names if name not in present]
        if "_src_row" in lost:
            raise ValueError("the column _src_row is gone")
        item = "_src_item" if table == "rows" and "_src_item" not in lost else "cast(null as bigint)"
        counts = db.execute(f"""
            with e as (select _src_row, {item} as item, count(*) as n from expected group by 1, 2),
                 a as (select _src_row, {item} as item, count(*) as n from actual group by 1, 2)
            select coalesce(e._src_row, a._src_row), coalesce(e.item, a.item),
                   case when a.n is null then 'missing' when e.n is null then 'added'
                        when a.n > e.n then 'doubled' else 'missing' end
            from e full join a on e._src_row is not distinct from a._src_row and e.item is not distinct from a.item
            where e.n is distinct from a.n order by 1, 2 limit {MAX_ROWS_NAMED}
        """).fetchall()
        problems = [(row, place, None, problem) for row, place, problem in counts]
        problems += [(None, None, name, "missing") for name in lost]
        shared = [name for name in names if name in present and name != "_src_row"]
        differs = " or ".join(f"e.{_quoted(name)} is distinct from a.{_quoted(name)}" for name in shared)
        changed = db.execute(f"""
            select e._src_row, e.{item if item == "_src_item" else "_src_row"},
                   {", ".join(f"e.{_quoted(name)} is distinct from a.{_quoted(name)}" for name in shared)}
            from expected e join actual a on e._src_row = a._src_row
                 {"and e._src_item is not distinct from a._src_item" if item == "_src_item" else ""}
            where {differs} order by 1, 2 limit {MAX_ROWS_NAMED}
        """).fetchall()
        for row in changed:
            place = row[1] if item == "_src_item" else None
            columns = [name for name, different in zip(shared, row[2:], strict=True) if different]
            problems += [(row[0], place, name, "altered") for name in columns]
    return sorted(set(problems), key=lambda p: (p[0] or 0, -1 if p[1] is None else p[1], p[2] or "", p[3]))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
