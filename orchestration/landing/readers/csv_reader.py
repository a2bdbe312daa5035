"""Local csv: UTF-8, comma, double quotes, strict. Nothing is guessed: sniffing has turned `07` into 7."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from orchestration.landing.findings import Refused
from orchestration.landing.readers.base import (
    BATCH_ROWS,
    MAX_CELL_CHARS,
    TROUBLE,
    Batch,
    Reading,
    explain,
    match_header,
    open_guarded,
    unknown_column_warnings,
)
from orchestration.landing.registry import Dataset


def _open(path: Path):
    """A csv reader whose line_num counts the lines of the file (line ends are LF, with or without CR)."""
    csv.field_size_limit(MAX_CELL_CHARS)
    texts = io.TextIOWrapper(open_guarded(path), encoding="utf-8-sig", newline="\n")
    return csv.reader(texts, delimiter=",", quotechar='"', doublequote=True, strict=True)


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open a csv file. `_src_row` is the line on which a record begins; the header is line 1 unless blank lines stand above.

    extra is not needed here (the header names every column). Raises Refused for what makes the file unreadable, also
    while the batches are consumed.
    """
    reader = _open(path)
    try:
        header = next(reader, [])
        while not header:
            header = next(reader)
    except StopIteration:
        explain(path)
        raise Refused("empty_file", "The file holds only blank lines. A list without entries has its header.") from None
    except (csv.Error, *TROUBLE) as error:
        raise _why(path, None) from error
    line = reader.line_num
    if len(header) == 1 and any(sign in header[0] for sign in ";\t|"):
        raise Refused(
            "wrong_separator",
            f"Line {line}: the columns are not separated by commas. Save the file as 'CSV UTF-8 (comma)'.",
            row=line,
        )
    names, unknown = match_header(dataset, header, line, lambda position: str(position + 1))
    return Reading(names, unknown, unknown_column_warnings(unknown, line), _batches(path, reader, names))


def _batches(path: Path, reader, names: list[str]) -> Iterator[Batch]:
    width = len(names)
    good, allowed = {width}, {width, 0}
    yielded = False
    while True:
        before = reader.line_num
        try:
            rows = list(islice(reader, BATCH_ROWS))
        except (csv.Error, *TROUBLE) as error:
            raise _why(path, names) from error
        if not rows:
            break
        widths = set(map(len, rows))
        if not widths <= allowed:
            raise _why(path, names)
        lines: range | list[int] = range(before + 1, before + 1 + len(rows))
        if reader.line_num != before + len(rows):  # cells with line breaks
            lines = list(accumulate((1 + sum(cell.count("\n") for cell in row) for row in rows), initial=before + 1))[
                :-1
            ]
        if widths != good:  # blank lines
            lines = [line for line, row in zip(lines, rows, strict=True) if row]
            rows = [row for row in rows if row]
        if rows:
            yielded = True
            yield _batch(rows, lines, names)
    if not yielded:
        yield Batch({name: [] for name in names}, [])


def _batch(rows: list[list[str]], lines, names: list[str]) -> Batch:
    cells = {}
    for name, column in zip(names, zip(*rows, strict=True), strict=True):
        array = pa.array(column, pa.string())
        cells[name] = pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)
    return Batch(cells, lines)


def _why(path: Path, names: list[str] | None) -> Refused:
    """Why the file cannot be read whole: read it again, row by row, up to the first fault."""
    try:
        explain(path)
    except Refused as refused:
        return refused
    reader = _open(path)
    first = 1
    try:
        for row in reader:
            if names is not None and row and len(row) != len(names):
                return Refused(
                    "ragged_row",
                    f"Line {first}: {len(row)} cells where the header has {len(names)}. "
                    "Put cells that hold a comma in quotation marks and deliver the file again.",
                    row=first,
                    column=names[min(len(row), len(names)) - 1],
                )
            first = reader.line_num + 1
    except csv.Error as error:
        return _dialect_error(error, first, reader.line_num)
    raise AssertionError(f"{path}: unreadable at first, readable now")


def _dialect_error(error: csv.Error, first: int, last: int) -> Refused:
    text = str(error)
    where = f"Line {last}" if first >= last else f"Lines {first} to {last}"
    if "unexpected end of data" in text:
        message = (
            f'Line {first}: a quotation mark is opened and never closed. Close it (write "" for a mark inside a cell).'
        )
        return Refused("unterminated_quote", message, row=first)
    if "field larger than field limit" in text:
        message = f"{where}: a cell holds more than {MAX_CELL_CHARS} characters, probably an unclosed quotation mark."
        return Refused("field_too_large", message, row=first)
    message = (
        f"{where}: not readable as csv ({text}). Check the quotation marks and line ends there and deliver it again."
    )
    return Refused("bad_csv", message, row=first)
