"""Runs a suite with Great Expectations over a landed Parquet file, chunk by chunk.

GX judges one frame at a time, so the counts of the chunks are added up and `mostly` is applied to the totals here: a file
is judged the same however it is cut. Only for expectations that fail is a second look taken, for the failing rows.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.checks.suites import CheckResult
from orchestration.landing.registry import META_COLUMNS

if TYPE_CHECKING:
    from orchestration.landing.manifest import Entry
    from orchestration.landing.paths import DataRoot

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # before the import: no call home

CHUNK_ROWS = 100_000
TYPE_PREFIX = "_type:"  # a made-up column: the cell type ("text", "number" ...) of the column after the colon
MAX_EXAMPLES = 20


@functools.cache
def _batch_definition():
    """GX's ephemeral context, once a process; it writes nothing to disk."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("landed").add_dataframe_asset("chunk")
    return asset.add_batch_definition_whole_dataframe("whole")


def _validate(frame, name: str, expectations: list[dict], result_format: dict) -> dict[str, object]:
    """GX results by expectation id. Raises RuntimeError if GX could not evaluate one."""
    import great_expectations as gx

    suite = gx.ExpectationSuite(name=name, expectations=expectations)
    outcome = _batch_definition().get_batch({"dataframe": frame}).validate(suite, result_format=result_format)
    results = {}
    for result in outcome.results:
        identity = result.expectation_config.meta["id"]
        if result.exception_info.get("raised_exception"):
            raise RuntimeError(f"Suite {name}, {identity}: {result.exception_info.get('exception_message')}")
        results[identity] = result
    return results


@dataclass
class _Tally:
    """Totals of one expectation over the chunks."""

    total: int = 0
    missing: int = 0
    unexpected: int = 0
    first_chunk: int | None = None
    table_success: bool = True
    observed: object = None


def run_suite(entry: Entry, suite: dict, root: DataRoot) -> list[CheckResult]:
    """The results of all expectations of the suite for one landed file, in the suite's order."""
    results: dict[str, CheckResult] = {}
    for table, path in (("rows", entry.rows_path), ("answers", entry.answers_path)):
        wanted = [e for e in suite["expectations"] if e["meta"].get("on", "rows") == table]
        if wanted and path:
            results.update(_run_table(entry, suite, wanted, root.lake / path, table))
    return [results.get(e["meta"]["id"]) or _not_judged(e, "no such table", entry.file) for e in suite["expectations"]]


def _run_table(entry: Entry, suite: dict, expectations: list[dict], path: Path, table: str) -> dict[str, CheckResult]:
    delivered = set(entry.columns) if table == "rows" else set(pq.read_schema(path).names)
    judged, results = [], {}
    for expectation in expectations:
        kwargs = expectation["kwargs"]
        if "column_set" in kwargs:
            speaks = bool(entry.columns)  # an ndjson file without any record names no columns
        else:
            speaks = "column" not in kwargs or _base(kwargs["column"]) in delivered | set(META_COLUMNS)
        if speaks:
            judged.append(expectation)
        else:
            results[expectation["meta"]["id"]] = _not_judged(expectation, "column not delivered", entry.file)
    tallies = {expectation["meta"]["id"]: _Tally() for expectation in judged}
    for number, frame in enumerate(_frames(path, judged, delivered)):
        for identity, result in _validate(
            frame, suite["name"], judged, {"result_format": "BASIC", "partial_unexpected_count": 0}
        ).items():
            _add(tallies[identity], result, number)
    failing = []
    for expectation in judged:
        identity = expectation["meta"]["id"]
        results[identity] = _result(expectation, suite, tallies[identity], entry.file)
        if not results[identity].success and tallies[identity].first_chunk is not None:
            failing.append(expectation)
    if failing:
        rows = _example_rows(path, suite, failing, delivered, tallies)
        for expectation in failing:
            identity = expectation["meta"]["id"]
            results[identity] = _result(expectation, suite, tallies[identity], entry.file, rows[identity])
    return results


def _base(column: str) -> str:
    return column.removeprefix(TYPE_PREFIX)


def _frames(path: Path, expectations: list[dict], delivered: set[str]) -> Iterator[object]:
    """Frames of the columns that are judged, for header checks also the names of all columns delivered.

    Lines without an answer are left out (they are judged in `answers`). An empty file gives one empty frame.
    """
    schema = pq.read_schema(path)
    columns = {_base(e["kwargs"]["column"]) for e in expectations if "column" in e["kwargs"]}
    typed = {
        _base(e["kwargs"]["column"]) for e in expectations if e["kwargs"].get("column", "").startswith(TYPE_PREFIX)
    }
    columns |= {"_src_row"} | ({"_line_error", "_cell_types"} & set(schema.names))
    with_header = any("column_set" in e["kwargs"] for e in expectations)
    order = [name for name in schema.names if name in columns]
    empty = True
    with pq.ParquetFile(path) as parquet:
        for batch in parquet.iter_batches(CHUNK_ROWS, columns=order):
            empty = False
            yield _frame(pa.Table.from_batches([batch]), typed, delivered if with_header else set())
    if empty:
        arrays = [pa.array([], schema.field(name).type) for name in order]
        yield _frame(pa.table(arrays, names=order), typed, delivered if with_header else set())


def _frame(table: pa.Table, typed: set[str], header: set[str]):
    frame = table.to_pandas()
    if "_line_error" in frame:
        frame = frame[frame["_line_error"].isna()].drop(columns="_line_error").reset_index(drop=True)
    types = frame["_cell_types"].dropna().map(json.loads) if "_cell_types" in frame and typed else ()
    for column in sorted(typed):
        kinds = frame[column].where(frame[column].isna(), "text").astype(object)
        if len(types):
            given = types.map(lambda cell, column=column: cell.get(column)).dropna()
            kinds.loc[given.index] = given
        frame[TYPE_PREFIX + column] = kinds
    more = sorted(header - set(frame.columns))
    return frame.reindex(columns=[*frame.columns, *more]) if more else frame


def _add(tally: _Tally, result, number: int) -> None:
    values = result.result
    if "element_count" not in values:
        observed = values.get("observed_value")
        if isinstance(observed, int):
            tally.total += observed
        tally.observed = observed
        tally.table_success &= bool(result.success)
        return
    tally.total += values["element_count"]
    tally.missing += values.get("missing_count") or 0
    tally.unexpected += values["unexpected_count"]
    if values["unexpected_count"] and tally.first_chunk is None:
        tally.first_chunk = number


def _result(expectation: dict, suite: dict, tally: _Tally, file: str, rows: list[int] | None = None) -> CheckResult:
    meta, kwargs = expectation["meta"], expectation["kwargs"]
    severity, kind, column = expectation["severity"], expectation["type"], kwargs.get("column")
    if kind == "expect_table_columns_to_match_set":
        missing = [] if tally.table_success else sorted(set(kwargs["column_set"]) - set(tally.observed))
        observed = "all there" if not missing else f"missing: {', '.join(missing)}"
        message = f"Required column missing: {', '.join(missing)}. {meta['why']}" if missing else ""
        return CheckResult(
            meta["id"], severity, not missing, observed, message, [], missing[0] if missing else None, file
        )
    if kind == "expect_table_row_count_to_be_between":
        good = tally.total >= kwargs.get("min_value", 0)
        message = "" if good else f"{tally.total} rows, at least {kwargs['min_value']} expected. {meta['why']}"
        return CheckResult(meta["id"], severity, good, f"{tally.total} rows", message, [], None, file)
    count = tally.total - tally.missing
    good_values = count - tally.unexpected
    share = 100 * good_values / count if count else 100.0
    observed = f"{good_values} of {count} values ({_percent(share)} %)"
    if count < meta.get("min_values", suite["meta"]["min_values"]):
        return CheckResult(meta["id"], severity, True, f"{observed}, too few to judge", "", [], column, file)
    mostly = kwargs.get("mostly", 1)
    success = good_values >= mostly * count
    message = ""
    if not success:
        example = f", first other in row {rows[0]}" if rows else ""
        name = f"{_base(column)}, kind of cell" if column.startswith(TYPE_PREFIX) else _base(column)
        message = f"Column {name}: {observed} are {meta['expects']}, at least {_percent(100 * mostly)} % must be{example}. {meta['why']}"
    return CheckResult(meta["id"], severity, success, observed, message, rows or [], _base(column), file)


def _percent(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _not_judged(expectation: dict, why: str, file: str) -> CheckResult:
    column = expectation["kwargs"].get("column")
    return CheckResult(
        expectation["meta"]["id"], expectation["severity"], True, f"not judged: {why}", "", [], column, file
    )


def _example_rows(
    path: Path, suite: dict, failing: list[dict], delivered: set[str], tallies: dict
) -> dict[str, list[int]]:
    """For each failing expectation the first rows that fail, from the first chunk that has any."""
    rows: dict[str, list[int]] = {}
    chunks = {tallies[e["meta"]["id"]].first_chunk for e in failing}
    for number, frame in enumerate(_frames(path, failing, delivered)):
        if number not in chunks:
            continue
        here = [e for e in failing if tallies[e["meta"]["id"]].first_chunk == number]
        wanted = {
            "result_format": "SUMMARY",
            "unexpected_index_column_names": ["_src_row"],
            "partial_unexpected_count": MAX_EXAMPLES,
        }
        for identity, result in _validate(frame, suite["name"], here, wanted).items():
            listed = result.result.get("partial_unexpected_index_list") or []
            rows[identity] = [int(entry["_src_row"]) for entry in listed]
        if number == max(chunks):
            break
    return rows
