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
    Batch,
    Reading,
    decode,
    numbered_lines,
    quote,
    record_hash,
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


_parse = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=_no_constant).decode


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


def _records(line: dict, dataset: Dataset) -> list[dict]:
    """The records of one answer; [] if the person has none. Raises _BadAnswer."""
    body, status = line.get("body"), line.get("status")
    if not isinstance(body, dict) or "data" not in body or not isinstance(line.get("endpoint"), str):
        if _status(status) is not None and _is_http_error(_status(status)):
            raise _BadAnswer("http_error")
        raise _BadAnswer("bad_envelope")
    if line["endpoint"] != dataset.endpoint:
        raise _BadAnswer("wrong_endpoint")
    number = _status(status)
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


def _is_http_error(status: int) -> bool:
    return not 200 <= status < 300


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open an ndjson file. `_src_row` is the line, `_src_item` the place of the record inside `body.data`.

    extra: keys beyond the registry's that get a column. Keys without one are collected in `Reading.unknown` while the
    batches are consumed; if it then holds more than `extra`, read again with it, so that nothing delivered is dropped.
    """
    reading = Reading([], [], [], iter(()))
    reading.batches = _batches(path, dataset, extra, reading)
    return reading


def _batches(path: Path, dataset: Dataset, extra: tuple[str, ...], reading: Reading) -> Iterator[Batch]:
    keys = (*dataset.columns, *extra)
    names: list[str] = list(dataset.columns)
    for key in extra:
        names.append(safe_unknown(key, dataset, names[len(dataset.columns) :]))
    known = frozenset(dataset.columns)
    plan = sorted(((f"[{quote(key)},", position) for position, key in enumerate(keys)), key=lambda pair: keys[pair[1]])
    found: dict[str, None] = {}
    first_line: dict[str, int] = {}
    out = _Rows(names)
    for number, raw in numbered_lines(path):
        line = _parse_line(raw, number)
        if line is None:
            continue
        asked, asked_type = (None, None)
        fetched = endpoint = status = None
        try:
            if not isinstance(line, dict) or _UNSTORABLE.search(raw) and not _storable(line):
                raise _BadAnswer("bad_envelope")
            asked, asked_type = _text(line.get("nip"))
            fetched, _ = _text(line.get("fetched_at"))
            endpoint, _ = _text(line.get("endpoint"))
            status = _status(line.get("status"))
            records = _records(line, dataset)
        except _BadAnswer as bad:
            out.add_error(number, asked, asked_type, fetched, str(bad))
            out.answers.append((asked, endpoint, fetched, status, "error", 0, number))
        else:
            for item, record in enumerate(records):
                if not record.keys() <= known:
                    for key in record:
                        if key not in known:
                            first_line.setdefault(key, number)
                out.add(record, keys, plan, number, item, asked, asked_type, fetched)
                found.update(dict.fromkeys(record))
            outcome = "rows" if records else "none"
            if asked_type:
                # A number that is not text names nobody for sure: its records are quarantined, and nobody was asked.
                outcome = "error"
                if not records:
                    out.add_error(number, asked, asked_type, fetched, "numeric_number")
            out.answers.append((asked, endpoint, fetched, status, outcome, len(records), number))
        if len(out.row) >= BATCH_ROWS or len(out.answers) >= BATCH_ROWS:
            yield out.take()
        if len(first_line) > MAX_UNKNOWN_COLUMNS:
            raise Refused(
                "too_many_columns",
                f"Line {number}: more than {MAX_UNKNOWN_COLUMNS} keys are not known for {dataset.name}: "
                "this is another kind of answer. Check the file's name.",
                row=number,
            )
    missing = [column for column in dataset.anchors if found and column not in found]
    if missing:
        raise Refused(
            "missing_column",
            f"The required key {', '.join(missing)} is in none of the records: not the answers of {dataset.endpoint}? "
            "Pull the extract again.",
            column=missing[0],
        )
    reading.unknown = [key for key in found if key not in dataset.columns]
    reading.delivered = [key for key in found]
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
    """Collects rows until a batch is full."""

    def __init__(self, names: list[str]):
        self.names = names
        self._reset()

    def _reset(self) -> None:
        self.values: list[list] = []
        self.row: list[int] = []
        self.item: list[int | None] = []
        self.hashes: list[str] = []
        self.types: list[str | None] = []
        self.asked: list[str | None] = []
        self.fetched: list[str | None] = []
        self.error: list[str | None] = []
        self.answers: list[tuple] = []

    def add(self, record: dict, keys, plan, number: int, item: int, asked, asked_type, fetched) -> None:
        """One record of an answer."""
        values = list(map(record.get, keys))
        types = {"_asked_nip": asked_type} if asked_type else {}
        if _PLAIN.issuperset(map(type, values)):
            parts = [f'{prefix}{quote(values[i])},"text"]' for prefix, i in plan if values[i] is not None]
        else:
            kinds = ["text"] * len(values)
            for i, value in enumerate(values):
                if type(value) is not str and value is not None:
                    values[i], kinds[i] = _text(value)
                    types[self.names[i]] = kinds[i]
            parts = [f'{prefix}{quote(values[i])},"{kinds[i]}"]' for prefix, i in plan if values[i] is not None]
        self.values.append(values)
        self._common(number, item, record_hash(parts), types, asked, fetched, None)

    def add_error(self, number: int, asked, asked_type, fetched, code: str) -> None:
        """The row that stands for a line without a good answer."""
        self.values.append([None] * len(self.names))
        types = {"_asked_nip": asked_type} if asked_type else {}
        self._common(number, None, record_hash([f'["_line_error",{quote(code)},"text"]']), types, asked, fetched, code)

    def _common(self, number, item, digest, types, asked, fetched, error) -> None:
        self.row.append(number)
        self.item.append(item)
        self.hashes.append(digest)
        self.types.append(json.dumps(types, sort_keys=True, separators=(",", ":")) if types else None)
        self.asked.append(asked)
        self.fetched.append(fetched)
        self.error.append(error)

    def take(self) -> Batch:
        """What was collected; starts anew."""
        columns = zip(*self.values, strict=True) if self.values else ([] for _ in self.names)
        batch = Batch(
            {name: list(column) for name, column in zip(self.names, columns, strict=True)},
            self.row,
            self.hashes,
            self.types,
            self.item,
            self.asked,
            self.fetched,
            self.error,
            self.answers,
        )
        self._reset()
        return batch
