"""Recorded SIASN answers, one JSON object a line. Every line is an answer to one person's question.

Python's JSON decoder decides what a line says; lines of the plain shape take the fast way of `plain_answers`.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from orchestration.landing.findings import Finding, Refused
from orchestration.landing.readers.base import (
    MAX_UNKNOWN_COLUMNS,
    TROUBLE,
    Batch,
    Reading,
    ahead,
    decode,
    explain,
    next_block,
    open_guarded,
    safe_unknown,
)
from orchestration.landing.readers.plain_answers import UNSTORABLE, NotPlain, PlainAnswers
from orchestration.landing.registry import Dataset

FIRST_BYTES = 64 * 1024
NOT_FOUND = re.compile(r"tidak\s+ditemukan|tidak\s+ada|not\s+found|kosong", re.IGNORECASE)
NO_RIGHT = (401, 403)


class Number(str):
    """A JSON number kept as the exact text that was delivered."""

    __slots__ = ()


def _no_constant(name: str):
    raise ValueError(f"{name} is not JSON")


class _TwiceError(Exception):
    """A JSON object holds a key twice: a parser would silently keep the last."""


def _no_key_twice(pairs: list[tuple]) -> dict:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise _TwiceError
    return value


_NUMBERS = {"parse_int": Number, "parse_float": Number, "parse_constant": _no_constant}
_parse = json.JSONDecoder(**_NUMBERS).decode
_parse_strictly = json.JSONDecoder(**_NUMBERS, object_pairs_hook=_no_key_twice).decode


class _BadAnswer(Exception):
    """A line that is JSON but not a good answer; its argument is the short code."""


def compact(value) -> str:
    """Nested JSON as compact text, keys in delivered order, numbers as written."""
    if isinstance(value, Number):
        return value
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k, ensure_ascii=False)}:{compact(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return "true" if value is True else "false" if value is False else "null"


def _records(line: dict, number: int | None, dataset: Dataset) -> list[dict]:
    """The records of one answer with HTTP status `number`; [] if the person has none. Raises _BadAnswer."""
    body = line.get("body")
    if not isinstance(body, dict) or "data" not in body or not isinstance(line.get("endpoint"), str):
        raise _BadAnswer("bad_envelope" if number is None or 200 <= number < 300 else "http_error")
    if line["endpoint"] != dataset.endpoint:
        raise _BadAnswer("wrong_endpoint")
    if number is None:
        raise _BadAnswer("bad_envelope")
    data = body["data"]
    not_found = isinstance(data, str) and not isinstance(data, Number) and bool(NOT_FOUND.search(data))
    if number >= 500 or number in NO_RIGHT or not (200 <= number < 300 or not_found):
        raise _BadAnswer("http_error")
    if not_found:
        return []
    if isinstance(data, dict) and isinstance(data.get("data"), list):
        data = data["data"]
    elif isinstance(data, dict):
        data = [data]
    if not isinstance(data, list) or (body.get("code") is not None and str(body["code"]) == "0"):
        raise _BadAnswer("unknown_answer")
    if not all(isinstance(record, dict) for record in data):
        raise _BadAnswer("bad_envelope")
    return data


def _status(value) -> int | None:
    """The HTTP status as a number, None if it is none."""
    return int(value) if isinstance(value, str) and len(value) == 3 and value.isascii() and value.isdigit() else None


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open an ndjson file. `_src_row` is the line, `_src_item` the place of the record inside `body.data`.

    extra: keys beyond the registry's that get a column. Keys without one are collected in `Reading.unknown` while the
    batches are consumed; if it then holds more than `extra`, read again with it, so that nothing delivered is dropped.
    """
    reading = Reading([], [], [], iter(()))
    reading.batches = _batches(path, dataset, extra, reading)
    return reading


def _blocks(path: Path) -> Iterator[tuple[int, bytes]]:
    """(number of its first line, bytes) of some whole lines at a time. Raises Refused for bytes that are no text.

    The first block is small: the names of its keys save the others a search.
    """
    line = 1
    try:
        with open_guarded(path) as stream:
            while block := next_block(stream, FIRST_BYTES if line == 1 else None):
                yield line, block
                line += block.count(b"\n")
    except TROUBLE:
        explain(path)
        raise
    if line == 1:
        explain(path)


def _batches(path: Path, dataset: Dataset, extra: tuple[str, ...], reading: Reading) -> Iterator[Batch]:
    keys = (*dataset.columns, *extra)
    names: list[str] = list(dataset.columns)
    for key in extra:
        names.append(safe_unknown(key, dataset, names[len(dataset.columns) :]))
    columns = dict(zip(keys, names, strict=True))
    plain = PlainAnswers(dataset.endpoint, columns)
    first_line: dict[str, int] = {}  # of every key met
    asked = 0
    for line, block, read in ahead(lambda item: (*item, _read_block(dataset, columns, plain, *item)), _blocks(path)):
        if read.plain and plain.may_hold_other_keys(block, read.plain, first_line.keys() | read.keys):
            read = _read_strictly(dataset, columns, enumerate(io.BytesIO(block), start=line))
        for key, number in read.keys.items():
            first_line.setdefault(key, number)
        if len(first_line) > len(dataset.columns) + MAX_UNKNOWN_COLUMNS:
            number = max(first_line.values())
            raise Refused(
                "too_many_columns",
                f"Line {number}: more than {MAX_UNKNOWN_COLUMNS} keys are not known for {dataset.name}: "
                "this is another kind of answer. Check the file's name.",
                row=number,
            )
        asked += len(read.batch.answers["_src_row"])
        yield read.batch
    if not asked:
        raise Refused("empty_file", "The file holds only blank lines: nobody was asked. Pull the extract again.")
    missing = [column for column in dataset.anchors if first_line and column not in first_line]
    if missing:
        raise Refused(
            "missing_column",
            f"The required key {', '.join(missing)} is in none of the records: not the answers of {dataset.endpoint}? "
            "Pull the extract again.",
            column=missing[0],
        )
    reading.delivered = list(first_line)
    reading.unknown = [key for key in first_line if key not in dataset.columns]
    reading.warnings = [
        Finding(
            "unknown_column",
            f"Line {first_line[key]}: key {key!r} is not known for this dataset: landed as it came, not used. "
            "If it matters, add it to the registry.",
            row=first_line[key],
            column=key,
        )
        for key in reading.unknown
    ]


@dataclass
class _Read:
    """What a block of lines holds. keys: those met by the strict reader, with their first line. plain: the part that
    Arrow read, if any."""

    batch: Batch
    keys: dict[str, int]
    plain: Batch | None = None


def _read_block(dataset: Dataset, columns: Mapping[str, str], plain: PlainAnswers, line: int, block: bytes) -> _Read:
    """Read whole lines, the first of which has the number `line`: plain ones fast, the others strictly."""
    try:
        batch = plain.read(block, range(line, line + block.count(b"\n") + (not block.endswith(b"\n"))))
        return _Read(batch, {}, batch)
    except NotPlain:
        lines = list(enumerate(io.BytesIO(block), start=line))
    # Most often some people have no records; sometimes records hold a nested value.
    for is_flat in (_has_list, _has_flat_list):
        flat, others = [], []
        for item in lines:
            (flat if is_flat(item[1]) else others).append(item)
        if flat and others:
            with contextlib.suppress(NotPlain):
                batch = plain.read(b"".join(raw for _, raw in flat), [number for number, _ in flat])
                rest = _read_strictly(dataset, columns, others)
                return _Read(_merged(batch, rest.batch), rest.keys, batch)
    return _read_strictly(dataset, columns, lines)


def _has_list(raw: bytes) -> bool:
    return b'"data":[' in raw


def _has_flat_list(raw: bytes) -> bool:
    return b'"data":[' in raw and raw.count(b'":{') == 1


def _read_strictly(dataset: Dataset, columns: Mapping[str, str], lines: Iterable[tuple[int, bytes]]) -> _Read:
    out = _Rows(list(columns.values()), tuple(columns))
    shapes: set[tuple] = set()
    first_line: dict[str, int] = {}  # of every key met
    for number, raw in lines:
        line = _parse_line(raw, number)
        if line is None:
            continue
        asked, asked_type = (None, None)
        fetched = endpoint = status = None
        try:
            if not isinstance(line, dict) or UNSTORABLE.search(raw) and not _storable(line):
                raise _BadAnswer("bad_envelope")
            asked, asked_type = _text(line.get("nip"))
            fetched, _ = _text(line.get("fetched_at"))
            endpoint, _ = _text(line.get("endpoint"))
            status = _status(line.get("status"))
            records = _records(line, status, dataset)
            _no_lost_key(raw, line, records)
        except _BadAnswer as bad:
            out.add_error(number, asked, asked_type, fetched, str(bad), raw)
            out.answers.append((asked, endpoint, fetched, status, "error", 0, number))
            continue
        for item, record in enumerate(records):
            shape = tuple(record)
            if shape not in shapes:
                shapes.add(shape)
                for key in shape:
                    first_line.setdefault(key, number)
            out.add(record, number, item, asked, asked_type, fetched)
        outcome = "rows" if records else "none"
        if asked_type:
            # A number that is not text names nobody for sure: its records are quarantined, and nobody was asked.
            outcome = "error"
            if not records:
                out.add_error(number, asked, asked_type, fetched, "numeric_number", raw)
        out.answers.append((asked, endpoint, fetched, status, outcome, len(records), number))
    return _Read(out.take(), first_line)


def _merged(one: Batch, other: Batch) -> Batch:
    """Two batches of different lines as one, in the order of the file."""

    def column(first, second, kind: pa.DataType, size: int, order: np.ndarray) -> pa.Array:
        parts = [
            pa.nulls(n, kind) if part is None else part for part, n in ((first, size), (second, len(order) - size))
        ]
        return pa.concat_arrays(parts).take(pa.array(order))

    rows = np.concatenate([one.row, other.row])
    items = np.concatenate([part.item.fill_null(0) for part in (one, other)])
    order, size = np.lexsort((items, rows)), len(one.row)
    fields = {
        name: column(getattr(one, name), getattr(other, name), pa.string(), size, order)
        for name in ("types", "asked", "asked_type", "fetched", "error", "line")
    }
    lines = np.argsort(np.concatenate([one.answers["_src_row"], other.answers["_src_row"]]))
    return Batch(
        cells={name: column(cells, other.cells[name], pa.string(), size, order) for name, cells in one.cells.items()},
        row=column(one.row, other.row, pa.int64(), size, order),
        item=column(one.item, other.item, pa.int64(), size, order),
        answers={
            name: column(values, other.answers[name], values.type, len(values), lines)
            for name, values in one.answers.items()
        },
        **fields,
    )


def _no_lost_key(raw: bytes, line: dict, records: list[dict]) -> None:
    """Raise _BadAnswer if an object of the line holds a key twice.

    Counting the colons after a quotation mark tells at once that nothing was lost; only where the count does not fit
    (nested values, text with such colons) is the line parsed a second time.
    """
    body = line["body"]
    data = body["data"]
    kept = len(line) + len(body) + sum(map(len, records))
    if isinstance(data, dict) and data is not (records[0] if len(records) == 1 else None):
        kept += len(data)
    if raw.count(b'":') == kept:
        return
    try:
        _parse_strictly(raw.decode("utf-8").removeprefix("\ufeff"))
    except _TwiceError:
        raise _BadAnswer("duplicate_key") from None


def _parse_line(raw: bytes, number: int):
    """The line's JSON value, None for a blank line. Refused if it is not JSON."""
    text = decode(raw, number)
    if number == 1:
        text = text.removeprefix("\ufeff")
    if not text.strip():
        return None
    try:
        return _parse(text)
    except RecursionError:
        raise Refused("bad_json", f"Line {number}: nested too deeply to be an answer.", row=number) from None
    except ValueError as error:
        hint = ""
        if text.lstrip().startswith("<"):
            hint = " It is a web page, such as the service's login or error page: check the access first."
        elif not raw.endswith(b"\n"):
            hint = " It is the last line and has no line end: the file was probably cut short."
        raise Refused(
            "bad_json",
            f"Line {number}: not JSON ({error}).{hint} Pull the extract again.",
            row=number,
        ) from error


def _storable(value) -> bool:
    if isinstance(value, str):
        if "\0" in value:
            return False
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return False
        return True
    if isinstance(value, dict):
        return all(_storable(key) and _storable(inner) for key, inner in value.items())
    return not isinstance(value, list) or all(map(_storable, value))


def _text(value) -> tuple[str | None, str | None]:
    """(text, cell type) of a JSON value; the type is None for text and null."""
    kind = type(value)
    if kind is str:
        return value, None
    if value is None:
        return None, None
    if kind is Number:
        return str(value), "number"
    if kind is bool:
        return ("true" if value else "false"), "boolean"
    return compact(value), "object" if kind is dict else "array"


_PLAIN = frozenset((str, type(None)))


_ANSWER = {
    "asked_nip": pa.string(),
    "endpoint": pa.string(),
    "fetched_at": pa.string(),
    "status": pa.int64(),
    "outcome": pa.string(),
    "n_records": pa.int64(),
    "_src_row": pa.int64(),
}


class _Rows:
    """Collects rows of the strict reader. names: the columns; keys: their keys in a record."""

    def __init__(self, names: list[str], keys: tuple[str, ...]):
        self.names, self.keys = names, keys
        self.values: list[list] = []
        self.facts: list[tuple] = []  # of each row: line, item, types, asked, its type, fetched, error, text
        self.answers: list[tuple] = []  # of each line, in the order of _ANSWER

    def add(self, record: dict, number: int, item: int, asked, asked_type, fetched) -> None:
        """One record of an answer."""
        values = list(map(record.get, self.keys))
        types = None
        if not _PLAIN.issuperset(map(type, values)):
            kinds = {}
            for i, value in enumerate(values):
                if type(value) is not str and value is not None:
                    values[i], kinds[self.names[i]] = _text(value)
            types = json.dumps(kinds, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.values.append(values)
        self.facts.append((number, item, types, asked, asked_type, fetched, None, None))

    def add_error(self, number: int, asked, asked_type, fetched, code: str, raw: bytes) -> None:
        """The row that stands for a line without a good answer."""
        self.values.append([None] * len(self.names))
        text = raw.decode("utf-8").strip()
        self.facts.append((number, None, None, asked, asked_type, fetched, code, text))

    def take(self) -> Batch:
        """What was collected."""
        text, number = pa.string(), pa.int64()
        columns = zip(*self.values, strict=True) if self.values else [()] * len(self.names)
        facts = zip(*self.facts, strict=True) if self.facts else [()] * 8
        kinds = (number, number, text, text, text, text, text, text)
        row, item, types, asked, asked_type, fetched, error, line = map(pa.array, facts, kinds)
        answers = zip(*self.answers, strict=True) if self.answers else [()] * len(_ANSWER)
        return Batch(
            cells={name: pa.array(cells, text) for name, cells in zip(self.names, columns, strict=True)},
            row=row,
            types=types,
            item=item,
            asked=asked,
            asked_type=asked_type,
            fetched=fetched,
            error=error,
            line=line,
            answers={name: pa.array(v, kind) for (name, kind), v in zip(_ANSWER.items(), answers, strict=True)},
        )
