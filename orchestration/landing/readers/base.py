"""What the three readers share: the batch, header matching, the hash of a record, guarded byte streams."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat, takewhile
from pathlib import Path

from orchestration.landing.findings import Finding, Refused
from orchestration.landing.registry import META_COLUMNS, Dataset

BLOCK_BYTES = 8 * 1024 * 1024
MAX_LINE_BYTES = 64 * 1024 * 1024
MAX_CELL_CHARS = 1024 * 1024
MAX_UNPACKED_BYTES = 8 * 1024**3
# Real extracts pack 5 to 40 times. What unpacks to more than this many times its size, beyond a size that harms nobody,
# is a bomb.
MAX_PACKING = 200
HARMLESS_BYTES = 64 * 1024 * 1024
MAX_UNKNOWN_COLUMNS = 200


@dataclass
class Batch:
    """Some consecutive rows, column by column; every sequence is of the same length.

    cells: column name -> texts or None (a list or an Arrow array). types: JSON of the record's cells that are not text, or
    None; the whole may be None. asked, asked_type, fetched, error, item: None where the format has no such thing. line: the
    text of a line that is no answer.
    answers: the lines since the last batch, column by column as in ANSWER_COLUMNS; empty where there are none.
    """

    cells: dict[str, Sequence]
    row: Sequence[int]
    types: Sequence[str | None] | None = None
    item: Sequence[int | None] | None = None
    asked: Sequence[str | None] | None = None
    asked_type: Sequence[str | None] | None = None
    fetched: Sequence[str | None] | None = None
    error: Sequence[str | None] | None = None
    line: Sequence[str | None] | None = None
    answers: Mapping[str, Sequence] = field(default_factory=dict)


@dataclass
class Reading:
    """A file being read: what its header says, then its batches (consumed once).

    delivered: columns found in the file, canonical spelling, in the file's order. unknown: those not in the registry.
    For ndjson both are complete only when the batches are used up. sheet: of a workbook, the one that is read.
    """

    delivered: list[str]
    unknown: list[str]
    warnings: list[Finding]
    batches: Iterator[Batch]
    sheet: str | None = None


def fold(name: str) -> str:
    """A header name for comparison: case, spaces, underscores and characters that nobody sees (a second byte order mark)
    do not count."""
    return re.sub(r"[\s_\u00a0\u200b\u200e\ufeff]+", "", name).casefold()


def match_header(
    dataset: Dataset, names: list[str], row: int, letter: Callable[[int], str]
) -> tuple[list[str], list[str]]:
    """Canonical names for the header cells `names`, and those unknown to the registry.

    An empty header cell gets the name `kolom_<letter>`. Raises Refused for duplicates and for a missing anchor.
    """
    known = {fold(column): column for column in dataset.columns}
    result: list[str] = []
    unknown: list[str] = []
    seen: dict[str, int] = {}
    for position, name in enumerate(names):
        folded = fold(name)
        if folded in seen:
            raise Refused(
                "duplicate_column",
                f"Row {row}: the column name {name.strip()!r} stands twice in the header "
                f"(columns {letter(seen[folded])} and {letter(position)}). Remove or rename one and deliver the file again.",
                row=row,
                column=known.get(folded, name.strip()),
            )
        if folded:
            seen[folded] = position
        canonical = known.get(folded)
        if canonical is None:
            canonical = safe_unknown(name.strip() or f"kolom_{letter(position)}", dataset, unknown)
            unknown.append(canonical)
        result.append(canonical)
    missing = [column for column in dataset.anchors if column not in result]
    if missing:
        raise Refused(
            "missing_column",
            f"Row {row}: the required column {', '.join(missing)} is missing in the header. Export the file again with it.",
            row=row,
            column=missing[0],
        )
    if len(unknown) > MAX_UNKNOWN_COLUMNS:
        raise Refused(
            "too_many_columns",
            f"Row {row}: {len(unknown)} columns are not known for {dataset.name}: this is another kind of file. Check its name.",
            row=row,
        )
    return result, unknown


def safe_unknown(name: str, dataset: Dataset, taken: list[str]) -> str:
    """An unknown column's own name, unless DuckDB could not tell it from another (it ignores case)."""
    used = {column.lower() for column in (*dataset.columns, *META_COLUMNS, *taken)}
    candidate, number = name, 2
    while candidate.lower() in used:
        candidate = f"{name}~{number}"
        number += 1
    return candidate


def unknown_column_warnings(unknown: list[str], row: int | None) -> list[Finding]:
    """One warning for each column that is landed but not used."""
    return [
        Finding(
            "unknown_column",
            f"Column {name!r} is not known for this dataset: landed as it came, not used. "
            "If it matters, add it to the registry.",
            row=row,
            column=name,
        )
        for name in unknown
    ]


class _Trouble(Exception):
    """The bytes are no good; `explain` finds out where."""


class _Guarded(io.RawIOBase):
    """A stream that stops at what no text file holds: too many bytes (a packed bomb), a NUL byte, an endless line."""

    def __init__(self, stream, most: int):
        self._stream, self._left, self._line = stream, most, 0

    def readable(self) -> bool:
        return True

    @property
    def is_unended(self) -> bool:
        """True if what was read so far does not end with a line end."""
        return self._line > 0

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer) -> int:
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        end = data.rfind(b"\n")
        self._line = self._line + len(data) if end < 0 else len(data) - end - 1
        if self._left < 0 or self._line > MAX_LINE_BYTES or b"\0" in data:
            raise _Trouble
        buffer[: len(data)] = data
        return len(data)


def most_bytes(packed: int, most: int) -> int:
    """To how many bytes so many packed ones may unpack, `most` at the most."""
    return min(most, max(HARMLESS_BYTES, MAX_PACKING * packed))


def _most_bytes_of(path: Path) -> int:
    return most_bytes(path.stat().st_size, MAX_UNPACKED_BYTES) if path.name.endswith(".gz") else MAX_UNPACKED_BYTES


def open_guarded(path: Path) -> io.BufferedReader:
    """The file's content, unpacked if its name ends in .gz. Reading raises one of TROUBLE: then call `explain`."""
    stream = gzip.open(path, "rb") if path.name.endswith(".gz") else open(path, "rb")  # noqa: SIM115  closed by _Guarded
    return io.BufferedReader(_Guarded(stream, _most_bytes_of(path)), 1024 * 1024)


def next_block(stream: io.BufferedReader, size: int | None = None) -> bytes:
    """The next lines of a stream, about `size` bytes; empty at its end."""
    block = stream.read(size or BLOCK_BYTES)
    return block if block.endswith(b"\n") else block + stream.readline()


def ahead(function: Callable, items: Iterable, workers: int = 2, depth: int | None = None) -> Iterator:
    """function(item) of each item in their order, worked out in threads at most `depth` items ahead: memory stays
    bounded."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque = deque()
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > (depth or workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def fetched_ahead(items: Iterator, depth: int = 2) -> Iterator:
    """The items in their order, each taken in a thread while those before it are worked on."""
    end = object()
    return takewhile(lambda item: item is not end, ahead(lambda _: next(items, end), repeat(None), 1, depth))


TROUBLE = (_Trouble, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError)


def explain(path: Path) -> None:
    """Read the file again, slowly, to say what is wrong with its bytes and in which line. Raises Refused if anything is.

    Wrong are: an empty file, damaged compression, too much of it, a NUL byte, UTF-16, an overlong line, not UTF-8.
    """
    number, most = 0, _most_bytes_of(path)
    left = most
    try:
        with gzip.open(path, "rb") if path.name.endswith(".gz") else open(path, "rb") as stream:
            while line := stream.readline(MAX_LINE_BYTES + 1):
                number += 1
                left -= len(line)
                _explain_line(line, number)
                if left < 0:
                    raise Refused(
                        "too_large",
                        f"The file unpacks to more than {most // 1024**2} MB (at line {number}): too much at once, or "
                        "a packed bomb. Deliver it in parts.",
                        row=number,
                    )
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Refused(
            "damaged_file",
            f"After line {number}: the compressed file is damaged or cut short ({error}). Copy or export it again.",
            row=number or None,
        ) from error
    if number == 0:
        with_header = "; a list without entries has its header" if ".csv" in path.suffixes else ""
        raise Refused("empty_file", f"The file is empty (0 bytes). Export it again{with_header}.")


def _explain_line(line: bytes, number: int) -> None:
    if number == 1 and line[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("not_utf8", "Line 1: the file is UTF-16. Save it as UTF-8 and deliver it again.", row=1)
    if b"\0" in line:
        raise Refused(
            "nul_byte",
            f"Line {number}: a NUL byte stands in the text (damaged copy, or not UTF-8). Export it again.",
            row=number,
        )
    if len(line) > MAX_LINE_BYTES:
        raise Refused(
            "line_too_long",
            f"Line {number} is longer than {MAX_LINE_BYTES // 1024**2} MB: not a text file of this kind.",
            row=number,
        )
    decode(line, number)


def decode(line: bytes, number: int) -> str:
    """Strict UTF-8; Refused names the line and the place of the first bad byte."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            "not_utf8",
            f"Line {number}, byte {error.start + 1}: not UTF-8 (0x{line[error.start]:02x}; probably saved as Windows text). "
            "Save it as 'CSV UTF-8' and deliver it again.",
            row=number,
        ) from error
