"""Local csv: UTF-8, comma, double quotes, strict. Nothing is guessed: sniffing has turned `07` into 7.

Python's strict reader decides what a file says. Blocks that every reader must read alike (see `_plain`) go through
Arrow's, which is many times faster.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv  # noqa: F401  pa.csv

from orchestration.landing.findings import Finding, Refused
from orchestration.landing.readers.base import (
    MAX_CELL_CHARS,
    TROUBLE,
    Batch,
    Reading,
    ahead,
    explain,
    match_header,
    next_block,
    open_guarded,
    unknown_column_warnings,
)
from orchestration.landing.registry import Dataset

_BOM = b"\xef\xbb\xbf"
_QUOTED_CELL = re.compile(rb'(?:\A|(?<=[,\n]))"[^"\r\n]*(?:""[^"\r\n]*)*"(?=[,\r\n]|\Z)')
_UNENDED = Finding(
    "no_line_end",
    "The last line has no line end: either it was written so, or the file was cut short inside its last cell. "
    "Compare it with the source.",
)


def _texts(stream: io.BufferedReader, block: bytes = b"", is_start: bool = False) -> Iterator[str]:
    """The lines of a block as text, then those that follow in the stream. Line ends are LF, with or without CR."""
    for lines in (io.BytesIO(block), stream):
        for line in lines:
            yield (line.removeprefix(_BOM) if is_start else line).decode("utf-8")
            is_start = False


def _rows_of(texts: Iterator[str]):
    """A csv reader whose line_num counts the lines taken; it takes none beyond the record that it gives."""
    csv.field_size_limit(MAX_CELL_CHARS)
    return csv.reader(texts, delimiter=",", quotechar='"', doublequote=True, strict=True)


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open a csv file. `_src_row` is the line on which a record begins; the header is line 1 unless blank lines stand above.

    extra is not needed here (the header names every column). Raises Refused for what makes the file unreadable, also
    while the batches are consumed.
    """
    stream = open_guarded(path)
    reader = _rows_of(_texts(stream, is_start=True))
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
    warnings = unknown_column_warnings(unknown, line)
    return Reading(names, unknown, warnings, _batches(path, stream, names, line + 1, warnings))


def _batches(
    path: Path, stream: io.BufferedReader, names: list[str], line: int, warnings: list[Finding]
) -> Iterator[Batch]:
    """The batches; adds to `warnings` what only the end of the file tells."""
    yielded = False
    try:
        with stream:
            for batch in ahead(lambda job: job(), _jobs(stream, names, line)):
                if len(batch.row):
                    yielded = True
                    yield batch
            if stream.raw.is_unended:
                warnings.append(_UNENDED)
    except (csv.Error, _RaggedError, *TROUBLE) as error:
        raise _why(path, names) from error
    if not yielded:
        yield Batch({name: [] for name in names}, [])


def _jobs(stream: io.BufferedReader, names: list[str], line: int) -> Iterator[Callable[[], Batch]]:
    """What gives the batches of the stream, whose next line has the number `line`."""
    while block := next_block(stream):
        if _is_plain(block):
            yield partial(_plain_batch, block, names, line)
            line += block.count(b"\n")
        else:
            reader = _rows_of(_texts(stream, block))
            rows, lines = _take_rows(reader, _line_count(block), len(names), line)
            yield partial(_batch, rows, lines, names)
            line += reader.line_num


def _line_count(block: bytes) -> int:
    return block.count(b"\n") + (not block.endswith(b"\n"))


def _is_plain(block: bytes) -> bool:
    """No reader can misunderstand it: it ends where a record ends, each line is a record, no line is blank, and a
    quotation mark stands only around whole cells without line breaks or doubled inside such a cell."""
    return (
        not block.startswith((_BOM, b"\n", b"\r\n"))  # in the midst of a file a mark belongs to a cell
        and b"\n\n" not in block
        and (b"\r" not in block or b"\n\r\n" not in block and block.count(b"\r") == block.count(b"\r\n"))
        and (b'"' not in block or b'"' not in _QUOTED_CELL.sub(b"", block))
    )


def _plain_batch(block: bytes, names: list[str], line: int) -> Batch:
    """A plain block through Arrow; where Arrow finds fault, strictly, to the same end or to the reason."""
    try:
        table = pa.csv.read_csv(
            pa.BufferReader(block),
            pa.csv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=names),
            pa.csv.ParseOptions(newlines_in_values=False, ignore_empty_lines=False),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        table = None
    lines = _line_count(block)
    if table is not None and table.num_rows == lines:
        cells = {name: table.column(name).combine_chunks() for name in names}
        # Bytes, not characters: more than enough, and what is longer than that is looked at again.
        if not any((pc.max(pc.binary_length(cell)).as_py() or 0) > MAX_CELL_CHARS for cell in cells.values()):
            return Batch(cells, range(line, line + lines))
    rows, numbers = _take_rows(_rows_of(_texts(io.BytesIO(), block)), lines, len(names), line)
    return _batch(rows, numbers, names)


class _RaggedError(Exception):
    """A row has not as many cells as the header."""


def _take_rows(reader, count: int, width: int, line: int) -> tuple[list[list[str]], list[int]]:
    """The rows that begin on the next `count` lines, the first of which is `line`, without blank ones; and their lines."""
    rows, numbers = [], []
    while (taken := reader.line_num) < count and (row := next(reader, None)) is not None:
        if len(row) == width:
            rows.append(row)
            numbers.append(line + taken)
        elif row:
            raise _RaggedError
    return rows, numbers


def _batch(rows: list[list[str]], lines: list[int], names: list[str]) -> Batch:
    cells = {}
    for name, column in zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True):
        array = pa.array(column, pa.string())
        cells[name] = pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)
    return Batch(cells, lines)


def _why(path: Path, names: list[str] | None) -> Refused:
    """Why the file cannot be read whole: read it again, row by row, up to the first fault."""
    try:
        explain(path)
    except Refused as refused:
        return refused
    stream = open_guarded(path)
    reader = _rows_of(_texts(stream, is_start=True))
    first = 1
    try:
        for row in reader:
            if names is not None and row and len(row) != len(names):
                is_cut = len(row) < len(names) and not stream.peek(1) and stream.raw.is_unended
                return Refused(
                    "ragged_row",
                    f"Line {first}: {len(row)} cells where the header has {len(names)}. "
                    + (
                        "It is the last line and has no line end: the file was probably cut short. Export or copy it again."
                        if is_cut
                        else "Put cells that hold a comma in quotation marks and deliver the file again."
                    ),
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
