"""Recorded SIASN answers, one JSON object a line. Every line is an answer to one person's question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from orchestration.landing.findings import Finding, Refused
from orchestration.landing.readers.base import (
    BATCH_ROWS,
    MAX_UNKNOWN_COLUMNS,
    TROUBLE,
    Batch,
    Reading,
    decode,
    explain,
    open_guarded,
    safe_unknown,
)
from orchestration.landing.registry import Dataset

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


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """(line number from 1, bytes) of the file's lines. Raises Refused for bytes that are no text."""
    number = 0
    try:
        with open_guarded(path) as stream:
            for number, line in enumerate(stream, start=1):
                yield number, line
    except TROUBLE:
        explain(path)
        raise
    if number == 0:
        explain(path)


def _batches(path: Path, dataset: Dataset, extra: tuple[str, ...], reading: Reading) -> Iterator[Batch]:
    keys = (*dataset.columns, *extra)
    names: list[str] = list(dataset.columns)
    for key in extra:
        names.append(safe_unknown(key, dataset, names[len(dataset.columns) :]))
    out = _Rows(names, keys)
    shapes: set[tuple] = set()
    first_line: dict[str, int] = {}  # of every key met
    asked_anything = False
    for number, raw in _lines(path):
        line = _parse_line(raw, number)
        if line is None:
            continue
        asked_anything = True
        asked, asked_type = (None, None)
        fetched = endpoint = status = None
        try:
            if not isinstance(line, dict) or _UNSTORABLE.search(raw) and not _storable(line):
                raise _BadAnswer("bad_envelope")
            asked, asked_type = _text(line.get("nip"))
            fetched, _ = _text(line.get("fetched_at"))
            endpoint, _ = _text(line.get("endpoint"))
            status = _status(line.get("status"))
            records = _records(line, status, dataset)
            _no_lost_key(raw, line, records)
        except _BadAnswer as bad:
            out.add_error(number, asked, asked_type, fetched, str(bad))
            out.answers.append((asked, endpoint, fetched, status, "error", 0, number))
        else:
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
                    out.add_error(number, asked, asked_type, fetched, "numeric_number")
            out.answers.append((asked, endpoint, fetched, status, outcome, len(records), number))
        if len(out) >= BATCH_ROWS:
            yield out.take()
            if len(shapes) > BATCH_ROWS:
                shapes.clear()
        if len(first_line) > len(dataset.columns) + MAX_UNKNOWN_COLUMNS:
            raise Refused(
                "too_many_columns",
                f"Line {number}: more than {MAX_UNKNOWN_COLUMNS} keys are not known for {dataset.name}: "
                "this is another kind of answer. Check the file's name.",
                row=number,
            )
    if not asked_anything:
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
    yield out.take()


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
        cut = (
            "" if raw.endswith(b"\n") else " It is the last line and has no line end: the file was probably cut short."
        )
        raise Refused(
            "bad_json",
            f"Line {number}: not JSON ({error}).{cut} Pull the extract again.",
            row=number,
        ) from error


# Escapes for characters that no text column can hold: NUL and halves of surrogate pairs.
_UNSTORABLE = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")


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


class _Rows:
    """Collects rows until a batch is full. names: the columns; keys: their keys in a record."""

    def __init__(self, names: list[str], keys: tuple[str, ...]):
        self.names, self.keys = names, keys
        self._reset()

    def _reset(self) -> None:
        self.values: list[list] = []
        self.facts: list[tuple] = []  # of each row: line, item, types, asked, its type, fetched, error
        self.answers: list[tuple] = []

    def __len__(self) -> int:
        return max(len(self.facts), len(self.answers))

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
        self.facts.append((number, item, types, asked, asked_type, fetched, None))

    def add_error(self, number: int, asked, asked_type, fetched, code: str) -> None:
        """The row that stands for a line without a good answer."""
        self.values.append([None] * len(self.names))
        self.facts.append((number, None, None, asked, asked_type, fetched, code))

    def take(self) -> Batch:
        """What was collected; starts anew."""
        columns = zip(*self.values, strict=True) if self.values else ([] for _ in self.names)
        row, item, types, asked, asked_type, fetched, error = zip(*self.facts, strict=True) if self.facts else [()] * 7
        batch = Batch(
            cells=dict(zip(self.names, columns, strict=True)),
            row=row,
            types=types,
            item=item,
            asked=asked,
            asked_type=asked_type,
            fetched=fetched,
            error=error,
            answers=self.answers,
        )
        self._reset()
        return batch
