"""Local csv: UTF-8, comma, double quotes, strict. Nothing is guessed: sniffing has turned `07` into 7."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from orchestration.landing.findings import Refused
from orchestration.landing.readers.base import (
    BATCH_ROWS,
    Batch,
    Reading,
    decode,
    empty_to_none,
    hash_plan,
    match_header,
    numbered_lines,
    quote,
    record_hash,
    unknown_column_warnings,
)
from orchestration.landing.registry import Dataset

MAX_FIELD_CHARS = 1024 * 1024


def _texts(path: Path) -> Iterator[str]:
    for number, line in numbered_lines(path):
        text = decode(line, number)
        yield text.removeprefix("\ufeff") if number == 1 else text


def _dialect_error(error: csv.Error, first: int, last: int) -> Refused:
    text = str(error)
    where = f"Line {last}" if first >= last else f"Lines {first} to {last}"
    if "unexpected end of data" in text:
        message = (
            f'Line {first}: a quotation mark is opened and never closed. Close it (write "" for a mark inside a cell).'
        )
        return Refused("unterminated_quote", message, row=first)
    if "field larger than field limit" in text:
        message = f"{where}: a cell holds more than {MAX_FIELD_CHARS} characters, probably an unclosed quotation mark."
        return Refused("field_too_large", message, row=first)
    message = (
        f"{where}: not readable as csv ({text}). Check the quotation marks and line ends there and deliver it again."
    )
    return Refused("bad_csv", message, row=first)


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open a csv file. `_src_row` is the line on which a record begins; the header is line 1.

    extra is not needed here (the header names every column).
        Raises Refused for what makes the file unreadable, also while the batches are consumed.
    """
    csv.field_size_limit(MAX_FIELD_CHARS)
    reader = csv.reader(_texts(path), delimiter=",", quotechar='"', doublequote=True, strict=True)
    try:
        header = next(reader, [])
        while not header:  # blank lines above the header
            header = next(reader)
    except csv.Error as error:
        raise _dialect_error(error, 1, reader.line_num) from error
    except StopIteration:
        raise Refused("empty_file", "The file holds only blank lines. A list without entries has its header.") from None
    line = reader.line_num
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        raise Refused(
            "wrong_separator",
            f"Line {line}: the columns are not separated by commas. Save the file as 'CSV UTF-8 (comma)'.",
            row=line,
        )
    names, unknown = match_header(dataset, header, line, lambda position: str(position + 1))
    return Reading(names, unknown, unknown_column_warnings(unknown, line), _batches(reader, names))


def _batches(reader, names: list[str]) -> Iterator[Batch]:
    width = len(names)
    plan = [(position, prefix, ',"text"]') for position, prefix in hash_plan(names)]
    rows: list[list[str]] = []
    lines: list[int] = []
    hashes: list[str] = []

    def batch() -> Batch:
        columns = [empty_to_none(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in names]
        return Batch(dict(zip(names, columns, strict=True)), list(lines), list(hashes))

    first = reader.line_num + 1
    try:
        for row in reader:
            if len(row) != width:
                if row:
                    raise Refused(
                        "ragged_row",
                        f"Line {first}: {len(row)} cells where the header has {width}. "
                        "Put cells that hold a comma in quotation marks and deliver the file again.",
                        row=first,
                        column=names[min(len(row), width) - 1],
                    )
            else:
                rows.append(row)
                lines.append(first)
                hashes.append(record_hash([prefix + quote(row[i]) + end for i, prefix, end in plan if row[i]]))
                if len(rows) >= BATCH_ROWS:
                    yield batch()
                    rows.clear()
                    lines.clear()
                    hashes.clear()
            first = reader.line_num + 1
    except csv.Error as error:
        raise _dialect_error(error, first, reader.line_num) from error
    yield batch()
