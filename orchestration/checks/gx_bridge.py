"""Runs a suite with Great Expectations over a landed Parquet file, chunk by chunk.

GX judges each distinct value of a column once: a chunk becomes one frame with the distinct values that each question is
about, rows and answers side by side; the number of rows that each value stands for is kept beside it. The counts of the chunks are
added up and `mostly` is applied to the totals here: a file is judged the same however it is cut. Only for expectations
that fail is a second look taken, for the failing rows.
"""

from __future__ import annotations

import functools
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.checks.parameters import id_key
from orchestration.checks.suites import CheckResult
from orchestration.landing.registry import META_COLUMNS

if TYPE_CHECKING:
    from orchestration.landing.manifest import Entry
    from orchestration.landing.paths import DataRoot

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # before the import: no call home

CHUNK_ROWS = 200_000
TYPE_PREFIX = "_type:"  # a made-up column: the cell type ("text", "number" ...) of the column after the colon
ANSWERS_PREFIX = "answers:"  # the columns of the table of answers, beside those of the rows
MAX_EXAMPLES = 20
_NOT_NULL = "expect_column_values_to_not_be_null"


@functools.cache
def _batch_definition():
    """GX's ephemeral context, once a process; it writes nothing to disk."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("landed").add_dataframe_asset("chunk")
    return asset.add_batch_definition_whole_dataframe("whole")


@dataclass
class _Tally:
    """Totals of one expectation over the chunks. examples: the first rows that fail; names: whose the failing values are."""

    total: int = 0
    missing: int = 0
    unexpected: int = 0
    examples: list[int] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    table_success: bool = True
    observed: object = None


def run_suite(entry: Entry, suite: dict, root: DataRoot) -> list[CheckResult]:
    """The results of all expectations of the suite for one landed file, in the suite's order."""
    results: dict[str, CheckResult] = {}
    judged: list[dict] = []
    tables = []
    for table, path in (("rows", entry.rows_path), ("answers", entry.answers_path)):
        wanted = [e for e in suite["expectations"] if e["meta"].get("on", "rows") == table]
        if wanted and path:
            here, silent = _judged(entry, wanted, root.lake / path, table)
            judged += here
            results.update(silent)
            tables.append(_chunks(root.lake / path, here))
    tallies = _tallies(suite["name"], judged, tables, entry.columns)
    for expectation in judged:
        identity = expectation["meta"]["id"]
        results[identity] = _result(expectation, suite, tallies[identity], entry.file)
    return [results.get(e["meta"]["id"]) or _not_judged(e, "no such table", entry.file) for e in suite["expectations"]]


def _judged(
    entry: Entry, expectations: list[dict], path: Path, table: str
) -> tuple[list[dict], dict[str, CheckResult]]:
    """The expectations that the file's columns let speak, and the results of the others."""
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
    return judged, results


def _base(column: str) -> str:
    return column.removeprefix(TYPE_PREFIX)


def _place(expectation: dict) -> str | None:
    """The column of the frame that an expectation judges."""
    column = expectation["kwargs"].get("column")
    return ANSWERS_PREFIX + column if column and expectation["meta"].get("on") == "answers" else column


@dataclass
class _Column:
    """A judged column of a chunk. distinct: its values, null among them; counts: how many rows have each."""

    cells: pa.Array
    rows: pa.Array
    distinct: pa.Array
    counts: np.ndarray

    def examples(self, values: pa.Array) -> list[int]:
        """The first rows that have one of these values."""
        return self.rows.filter(pc.is_in(self.cells, values)).slice(0, MAX_EXAMPLES).to_pylist()


def _chunks(path: Path, expectations: list[dict]) -> Iterator[tuple[int, dict[str, _Column]]]:
    """(rows, judged columns by their place) of each chunk; one without rows if there is none.

    Lines without an answer are left out (they are judged in `answers`).
    """
    schema = pq.read_schema(path)
    kinds: dict[str, set[str]] = {}  # of expectations, by place
    columns = {_place(e): e["kwargs"]["column"] for e in expectations if "column" in e["kwargs"]}
    for expectation in expectations:
        kinds.setdefault(_place(expectation), set()).add(expectation["type"])
    read = {_base(column) for column in columns.values()} | {"_src_row", "_line_error", "_cell_types"}
    order = [name for name in schema.names if name in read]
    empty = pa.table([pa.array([], schema.field(name).type) for name in order], names=order)
    with pq.ParquetFile(path) as parquet:
        batches = (pa.Table.from_batches([batch]) for batch in parquet.iter_batches(CHUNK_ROWS, columns=order))
        for chunk in chain([next(batches, empty)], batches):
            if "_line_error" in order and chunk["_line_error"].null_count < chunk.num_rows:
                chunk = chunk.filter(pc.is_null(chunk["_line_error"]))
            judged = {place: _column(chunk, name, kinds[place] == {_NOT_NULL}) for place, name in columns.items()}
            yield chunk.num_rows, judged


def _column(chunk: pa.Table, name: str, only_filled: bool) -> _Column:
    """only_filled: nothing but whether a cell is filled matters."""
    rows, cells = chunk["_src_row"].combine_chunks(), chunk[_base(name)].combine_chunks()
    if name.startswith(TYPE_PREFIX):
        cells = _kinds(cells, chunk, _base(name))
    elif only_filled:
        cells = pc.if_else(cells.is_valid(), "filled", pa.scalar(None, pa.string()))
    found = pc.value_counts(cells)
    return _Column(cells, rows, found.field("values"), found.field("counts").to_numpy())


def _kinds(cells: pa.Array, chunk: pa.Table, column: str) -> pa.Array:
    """The kind of each cell: what `_cell_types` says, else "text", null for an empty cell."""
    kinds = pc.if_else(cells.is_valid(), "text", pa.scalar(None, pa.string()))
    if "_cell_types" not in chunk.column_names or chunk["_cell_types"].null_count == chunk.num_rows:
        return kinds
    types = chunk["_cell_types"].combine_chunks().dictionary_encode()
    said = pa.array([json.loads(text).get(column) for text in types.dictionary.to_pylist()], pa.string())
    return pc.coalesce(said.take(types.indices), kinds)


def _tallies(name: str, expectations: list[dict], tables: list[Iterator], header: list[str]) -> dict[str, _Tally]:
    """What the expectations found over all chunks, by id. Those that differ in share or severity alone are asked once."""
    asked: dict[str, dict] = {}
    same: dict[str, list[str]] = {}
    for expectation in expectations:
        place = _place(expectation)
        kwargs = {name: value for name, value in expectation["kwargs"].items() if name != "mostly"}
        kwargs |= {"column": place} if place else {}
        question = json.dumps([expectation["type"], kwargs], sort_keys=True)
        asked.setdefault(question, {**expectation, "kwargs": kwargs})
        same.setdefault(asked[question]["meta"]["id"], []).append(expectation["meta"]["id"])
    tallies = {identity: _Tally() for identity in same}
    on_values = [e for e in asked.values() if "column" in e["kwargs"]]
    on_table = [e for e in asked.values() if "column" not in e["kwargs"]]
    named = pa.table({column: pa.nulls(1) for column in header}).to_pandas()
    for identity, result in _validate(named, name, on_table, {"result_format": "COMPLETE"}).items():
        tallies[identity].table_success = bool(result.success)
        tallies[identity].observed = result.result.get("observed_value")
    for chunks in zip_longest(*tables):
        columns = {place: column for chunk in chunks if chunk for place, column in chunk[1].items()}
        for expectation in on_table if chunks[0] else ():
            tallies[expectation["meta"]["id"]].total += chunks[0][0]
        here = [e for e in on_values if e["kwargs"]["column"] in columns]
        for expectation, unexpected in _unexpected(name, here, columns):
            _add(tallies[expectation["meta"]["id"]], columns[expectation["kwargs"]["column"]], expectation, unexpected)
    return {identity: tallies[first] for first, identities in same.items() for identity in identities}


def _unexpected(
    name: str, expectations: list[dict], columns: Mapping[str, _Column]
) -> Iterator[tuple[dict, list[int]]]:
    """For each expectation the places, among its column's distinct values, of those that are not as expected.

    What is asked of several columns is asked once of their values together: GX takes its time for an expectation, not for
    the values.
    """
    together: dict[str, list[dict]] = {}
    for expectation in expectations:
        kind = str(columns[expectation["kwargs"]["column"]].distinct.type)
        question = [expectation["type"], {**expectation["kwargs"], "column": kind}]
        together.setdefault(json.dumps(question, sort_keys=True), []).append(expectation)
    questions, values = [], {}
    for first, *others in together.values():
        identity = first["meta"]["id"]
        questions.append({**first, "kwargs": {**first["kwargs"], "column": identity}})
        values[identity] = pa.concat_arrays([columns[e["kwargs"]["column"]].distinct for e in (first, *others)])
    holds = _validate(_frame(questions, values), name, questions, {"result_format": "BOOLEAN_ONLY"})
    failing = [question for question in questions if not holds[question["meta"]["id"]].success]
    results = _validate(_frame(failing, values), name, failing, {"result_format": "COMPLETE"})
    for alike in together.values():
        result = results.get(alike[0]["meta"]["id"])
        places, start = np.array(result.result.get("unexpected_index_list") or [] if result else [], dtype=int), 0
        for expectation in alike:
            end = start + len(columns[expectation["kwargs"]["column"]].distinct)
            yield expectation, (places[(places >= start) & (places < end)] - start).tolist()
            start = end


def _validate(frame, name: str, expectations: list[dict], result_format: dict) -> dict[str, object]:
    """GX results by expectation id. Raises RuntimeError if GX could not evaluate one."""
    if not expectations:
        return {}
    import great_expectations as gx

    # Nothing but the id: GX copies an expectation whole some fifty times.
    bare = [{**expectation, "meta": {"id": expectation["meta"]["id"]}} for expectation in expectations]
    suite = gx.ExpectationSuite(name=name, expectations=bare)
    outcome = _batch_definition().get_batch({"dataframe": frame}).validate(suite, result_format=result_format)
    results = {}
    for result in outcome.results:
        identity = result.expectation_config.meta["id"]
        if result.exception_info.get("raised_exception"):
            raise RuntimeError(f"Suite {name}, {identity}: {result.exception_info.get('exception_message')}")
        results[identity] = result
    return results


def _frame(questions: list[dict], values: Mapping[str, pa.Array]):
    """The values that each question is about, side by side; short columns are filled up with what is no matter to it."""
    height = max((len(values[question["kwargs"]["column"]]) for question in questions), default=0)
    filled = {}
    for question in questions:
        column = question["kwargs"]["column"]
        cells, missing = values[column], height - len(values[column])
        some = pc.first(cells) if question["type"] == _NOT_NULL else pa.scalar(None, cells.type)
        filled[column] = pa.concat_arrays([cells, pa.repeat(some, missing)])
    return pa.table(filled).to_pandas()


def _add(tally: _Tally, column: _Column, expectation: dict, unexpected: list[int]) -> None:
    """Add what GX says of the distinct values, each as often as it occurs."""
    tally.total += int(column.counts.sum())
    if expectation["type"] != _NOT_NULL:
        tally.missing += column.cells.null_count
    tally.unexpected += int(column.counts[unexpected].sum())
    if unexpected and not tally.examples:
        tally.examples = column.examples(column.distinct.take(unexpected))
    if named := expectation["meta"].get("named"):
        for place in unexpected:
            if name := named.get(id_key(column.distinct[place].as_py())):
                tally.names[name] += int(column.counts[place])


def _result(expectation: dict, suite: dict, tally: _Tally, file: str) -> CheckResult:
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
    message, rows = "", []
    if not success:
        rows = tally.examples
        example = f", first other in row {rows[0]}" if rows else ""
        name = f"{_base(column)}, kind of cell" if column.startswith(TYPE_PREFIX) else _base(column)
        whose = f"It seems to be of {max(sorted(tally.names), key=tally.names.get)}. " if tally.names else ""
        message = f"Column {name}: {observed} are {meta['expects']}, at least {_percent(100 * mostly)} % must be{example}. {whose}{meta['why']}"
    return CheckResult(meta["id"], severity, success, observed, message, rows, _base(column), file)


def _percent(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _not_judged(expectation: dict, why: str, file: str) -> CheckResult:
    column = expectation["kwargs"].get("column")
    return CheckResult(
        expectation["meta"]["id"], expectation["severity"], True, f"not judged: {why}", "", [], column, file
    )
