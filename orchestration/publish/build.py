"""The build file: a new DuckDB database with the schema `landing` that every dbt model starts from."""

from __future__ import annotations

import fcntl
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from orchestration.checks.suites import WARNING, delivery_checks
from orchestration.landing.findings import Finding
from orchestration.landing.paths import DataRoot
from orchestration.landing.registry import ANSWER_COLUMNS, DATASETS, META_COLUMNS, REPLACED_BY_NEWER, Dataset
from orchestration.publish.errors import ConfigError
from orchestration.publish.lock import wait_limit
from orchestration.publish.plan import ADMITTED, Plan, extract_day

FILE_COLUMNS = {
    "source": "VARCHAR",
    "dataset": "VARCHAR",
    "region_slug": "VARCHAR",
    "extract_date": "DATE",
    "file": "VARCHAR",
    "src_file_sha256": "VARCHAR",
    "bytes": "BIGINT",
    "status": "VARCHAR",
    "reason": "VARCHAR",
    "warnings": "VARCHAR",
    "rows": "BIGINT",
    "is_synthetic": "BOOLEAN",
    "is_stale": "BOOLEAN",
    "is_settled": "BOOLEAN",
}

CHECK_COLUMNS = {
    "source": "VARCHAR",
    "dataset": "VARCHAR",
    "region_slug": "VARCHAR",
    "extract_date": "DATE",
    "file": "VARCHAR",
    "src_file_sha256": "VARCHAR",
    "check_id": "VARCHAR",
    "severity": "VARCHAR",
    "outcome": "VARCHAR",
    "observed": "VARCHAR",
    "message": "VARCHAR",
    "waived_until": "DATE",
    "waiver_reason": "VARCHAR",
    "waiver_granted_by": "VARCHAR",
}

_IDENTITY = {
    name: META_COLUMNS[name]
    for name in META_COLUMNS
    if name not in ("_asked_nip", "_fetched_at", "_line_error", "_cell_types", "_src_rest")
}


# No older DuckDB reads the build file, so its newer compression of texts serves: it is smaller, and written in two thirds of
# the time. A file keeps the form in which it was created.
_FILE = {"storage_compatibility_version": "latest"}


def build_folder(root: DataRoot) -> Path:
    """Where a run builds: one fixed place, the run lock keeps it to one run."""
    return root.path / ".build"


def build_database(root: DataRoot) -> Path:
    return build_folder(root) / "warehouse.duckdb"


def clear(root: DataRoot, wait_seconds: float | None = None, say: Callable[[str], None] | None = None) -> None:
    """Remove what a dead run left behind; the caller holds the run lock.

    A dbt process may outlive the run that started it: it still holds DuckDB's lock on the build file, so wait for it
    (default: `wait_limit`; a build of a province takes minutes).

    Raises:
        ConfigError: such a process is still there after the wait.
    """
    database = build_database(root)
    deadline = time.monotonic() + (wait_limit() if wait_seconds is None else wait_seconds)
    while database.exists() and _is_locked(database):
        if time.monotonic() >= deadline:
            raise ConfigError(
                f"{database} is still open in another process, the dbt of a run that died: end it (`lsof {database}` names "
                "it) and run again"
            )
        if say:
            say("a dbt process of an interrupted run is still at work; waiting for it to end")
            say = None
        time.sleep(0.2)
    shutil.rmtree(build_folder(root), ignore_errors=True)
    if root.published.is_dir():
        for leftover in root.published.glob(".tmp-*"):
            if leftover.is_dir() and not leftover.is_symlink():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)


def _is_locked(path: Path) -> bool:
    with path.open("rb+") as handle:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        fcntl.lockf(handle, fcntl.LOCK_UN)
    return False


def prepare(root: DataRoot, plan: Plan) -> Path:
    """Create the build database with its schema `landing`; returns its path.

    Views on the Parquet of admitted files (nothing is copied), one on the row ids of refused files that could be read,
    and four small tables: the delivered files, what the suites said of them, the scope, the run. dbt reads nothing else.
    """
    database = build_database(root)
    database.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(database), config=_FILE) as con:
        con.execute("begin")
        con.execute("create schema landing")
        for dataset in DATASETS.values():
            _rows_view(con, root, plan, dataset)
        _answers_view(con, root, plan)
        _refused_view(con, root, plan)
        _file_table(con, plan)
        _check_table(con, plan)
        con.execute("create table landing.scope (period_date date not null)")
        con.executemany("insert into landing.scope values (?)", [[day] for day in plan.periods])
        con.execute("create table landing.run (known_at date not null)")
        con.execute("insert into landing.run values (?)", [plan.known_at])
        con.execute("commit")
    return database


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _select(columns: dict[str, str], files: list[Path], extra: str = "") -> str:
    """A select of exactly these columns over Parquet files, or one that is typed and empty."""
    if not files:
        fields = ", ".join(f"cast(null as {kind}) as {_quote(name)}" for name, kind in columns.items())
        return f"select {fields}{extra} where false"
    fields = ", ".join(f"cast({_quote(name)} as {kind}) as {_quote(name)}" for name, kind in columns.items())
    paths = ", ".join(_literal(str(path)) for path in files)
    # By name: one file may have unknown columns that another has not.
    return f"select {fields}{extra} from read_parquet([{paths}], union_by_name = true)"


def _admitted(plan: Plan, dataset: Dataset) -> list:
    return [entry for entry in plan.admitted if (entry.source, entry.dataset) == dataset.id]


def _rows_view(con: duckdb.DuckDBPyConnection, root: DataRoot, plan: Plan, dataset: Dataset) -> None:
    columns = dict.fromkeys(dataset.columns, "VARCHAR") | META_COLUMNS
    files = [root.lake / entry.rows_path for entry in _admitted(plan, dataset)]
    selected = _select(columns, files, f", {record_struct(dataset)} as _record")
    con.execute(f"create view landing.{_quote(dataset.relation)} as {selected}")


def record_struct(dataset: Dataset) -> str:
    """SQL of the delivered record as one value: a struct of the registered columns."""
    return f"struct_pack({', '.join(f'{_quote(name)} := {_quote(name)}' for name in dataset.columns)})"


def _refused_view(con: duckdb.DuckDBPyConnection, root: DataRoot, plan: Plan) -> None:
    """Where the rows of refused files stand, nothing of their content: the ledger counts them, no model uses them."""
    parts = []
    for dataset in DATASETS.values():
        refused = [entry for entry in plan.entries if entry.status != ADMITTED and entry.rows_path]
        files = [root.lake / entry.rows_path for entry in refused if (entry.source, entry.dataset) == dataset.id]
        extra = f", {_literal(dataset.source)} as source, {_literal(dataset.name)} as dataset"
        if files:
            parts.append(_select(_IDENTITY, files, extra))
    parts = parts or [_select(_IDENTITY, [], ", cast(null as varchar) as source, cast(null as varchar) as dataset")]
    con.execute("create view landing.refused_row as " + " union all ".join(parts))


def _answers_view(con: duckdb.DuckDBPyConnection, root: DataRoot, plan: Plan) -> None:
    parts = []
    for dataset in DATASETS.values():
        files = [root.lake / entry.answers_path for entry in _admitted(plan, dataset) if entry.answers_path]
        extra = f", {_literal(dataset.source)} as source, {_literal(dataset.name)} as dataset"
        if files:
            parts.append(_select(ANSWER_COLUMNS, files, extra))
    parts = parts or [
        _select(ANSWER_COLUMNS, [], ", cast(null as varchar) as source, cast(null as varchar) as dataset")
    ]
    con.execute("create view landing.answers as " + " union all ".join(parts))


def _file_table(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    fields = ", ".join(f"{_quote(name)} {kind}" for name, kind in FILE_COLUMNS.items())
    con.execute(f"create table landing.file ({fields})")
    stale, settled, warnings = stale_files(plan), settled_files(plan), file_warnings(plan)
    rows = [
        [
            entry.source or None,
            entry.dataset or None,
            entry.region or None,
            extract_day(entry) if entry.extract_date else None,
            entry.file,
            entry.sha256,
            entry.bytes,
            entry.status,
            entry.reason if entry.status != ADMITTED else "",
            "; ".join(warnings.get((entry.file, entry.sha256), [])),
            entry.rows,
            entry.is_synthetic,
            entry.file in stale,
            (entry.file, entry.sha256) in settled,
        ]
        for entry in plan.entries
    ]
    if rows:
        marks = ", ".join("?" for _ in FILE_COLUMNS)
        con.executemany(f"insert into landing.file values ({marks})", rows)


def _check_table(con: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    fields = ", ".join(f"{_quote(name)} {kind}" for name, kind in CHECK_COLUMNS.items())
    con.execute(f"create table landing.file_check ({fields})")
    newest = {entry.file: entry for entry in plan.admitted}
    found = [(entry, check) for entry in plan.entries for check in entry.checks]
    found += [(newest[result.file], result.to_manifest()) for result in delivery_checks(plan.entries)]
    rows = [
        [
            entry.source,
            entry.dataset,
            entry.region,
            extract_day(entry),
            entry.file,
            entry.sha256,
            check["id"],
            check["severity"],
            _outcome(check),
            check["observed"],
            check["message"].removeprefix(f"{entry.file}: "),
            *_waiver(check),
        ]
        for entry, check in found
    ]
    if rows:
        marks = ", ".join("?" for _ in CHECK_COLUMNS)
        con.executemany(f"insert into landing.file_check values ({marks})", rows)


def _outcome(check: dict) -> str:
    """passed, not_judged, warned, waived (failed, but agreed to) or failed (the file is refused)."""
    if check["success"]:
        return "not_judged" if check["observed"].startswith("not judged") else "passed"
    if check.get("waiver"):
        return "waived"
    return "warned" if check["severity"] == WARNING else "failed"


def _waiver(check: dict) -> list[str | None]:
    waiver = check.get("waiver") or {}
    return [waiver.get(name) for name in ("valid_to", "reason", "granted_by")]


def file_warnings(plan: Plan) -> dict[tuple[str, str], list[str]]:
    """What is worth a look in the files of a plan, by (file, sha256): what reader and suite remarked, and how the newest
    admitted file of a dataset compares with the deliveries before it. The messages do not repeat the file.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for entry in plan.entries:
        messages = [_with_place(remark) for remark in entry.warnings]
        messages += [c["message"] for c in entry.checks if c["severity"] == WARNING and not c["success"]]
        if messages:
            found[(entry.file, entry.sha256)] = [text.removeprefix(f"{entry.file}: ") for text in messages]
    hashes = {entry.file: entry.sha256 for entry in plan.admitted}
    for result in delivery_checks(plan.entries):
        if not result.success:
            messages = found.setdefault((result.file, hashes[result.file]), [])
            messages.append(result.message.removeprefix(f"{result.file}: "))
    return found


def _with_place(remark: Finding) -> str:
    """The message, with row and column where it does not name them itself."""
    parts = []
    if remark.row is not None and not re.search(rf"\b{remark.row}\b", remark.message):
        parts.append(f"row {remark.row}")
    if remark.column is not None and remark.column not in remark.message:
        parts.append(f"column {remark.column}")
    return f"{remark.message} ({', '.join(parts)})" if parts else remark.message


def settled_files(plan: Plan) -> set[tuple[str, str]]:
    """Refused files, as (file, sha256), in whose place a good one came: of their own day, or a newer one where a newer one
    replaces the older. Of two files of one day (second_content) none takes the other's place."""
    good: dict[tuple[str, str, str], set[str]] = {}
    for entry in plan.admitted:
        good.setdefault((entry.source, entry.dataset, entry.region), set()).add(entry.extract_date)
    settled = set()
    for entry in plan.entries:
        dataset = DATASETS.get((entry.source, entry.dataset))
        if entry.status == ADMITTED or dataset is None or not entry.extract_date:
            continue
        days = good.get((entry.source, entry.dataset, entry.region), set())
        is_rival = any(reason.code == "second_content" for reason in entry.reasons)
        same_day = entry.extract_date in days and not is_rival
        newer = dataset.delivery in REPLACED_BY_NEWER and any(day > entry.extract_date for day in days)
        if same_day or newer:
            settled.add((entry.file, entry.sha256))
    return settled


def stale_files(plan: Plan) -> set[str]:
    """Admitted files with which a region goes on although a newer delivery of the same dataset came and was refused."""
    newest: dict[tuple[str, str, str], dict[str, tuple]] = {}
    for entry in plan.entries:
        if not (entry.dataset and entry.extract_date):  # a misplaced file that may be anything
            continue
        group = newest.setdefault((entry.source, entry.dataset, entry.region), {})
        mark = (extract_day(entry), entry.file)
        group[entry.status] = max(group.get(entry.status, mark), mark)
    stale = set()
    for group in newest.values():
        admitted = group.pop(ADMITTED, None)
        if admitted and any(mark[0] > admitted[0] for mark in group.values()):
            stale.add(admitted[1])
    return stale
