"""SIASN's Excel exports: sizes are checked before anything parses the file."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import pyarrow as pa

from orchestration.landing.findings import Finding, Refused
from orchestration.landing.readers.base import (
    Batch,
    Reading,
    fetched_ahead,
    fold,
    match_header,
    most_bytes,
    unknown_column_warnings,
)
from orchestration.landing.readers.xlsx_cells import Block, blocks
from orchestration.landing.registry import Dataset

MAX_UNPACKED_BYTES = 1024**3
MAX_MEMBERS = 5000
MAX_HEADER_ROW = 30

_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+)(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_FORMULA_SIGNS = re.compile(rb"<f"), re.compile(rb":f")
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\bt="e"')
_ERROR_SIGN = re.compile(rb't="e"')


def column_letter(position: int) -> str:
    """Excel's name of the column at a 0-based position: 0 -> A, 26 -> AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def _damaged(detail: object) -> Refused:
    return Refused(
        "damaged_file",
        f"The workbook is damaged or cut short ({detail}). Export it again; it must open in Excel and be saved as .xlsx.",
    )


def _no_workbook(start: bytes) -> Refused:
    """What a file that only bears the name of a workbook is, by its first bytes."""
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Refused(
            "damaged_file",
            "The file is a web page saved under the name of a workbook, such as the application's login or error page or a "
            "table as HTML. Log in and export it again, or open it in Excel and save it as .xlsx.",
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return Refused(
            "damaged_file",
            "The file is an old (.xls) or a password-protected workbook. Open it in Excel and save it as .xlsx, without a "
            "password.",
        )
    return _damaged("not a zip file from its first byte")


def verify(path: Path) -> None:
    """Look at the list of the workbook's parts. Raises Refused when it is no zip file, no workbook, or says that it unpacks to
    more than MAX_UNPACKED_BYTES."""
    if path.stat().st_size == 0:
        raise Refused("empty_file", "The file is empty (0 bytes). Export it again.")
    with open(path, "rb") as stream:
        start = stream.read(512)
    if not start.startswith(b"PK\x03\x04"):
        raise _no_workbook(start)
    with _unzipped(path) as workbook:
        members = workbook.infolist()
        declared = sum(member.file_size for member in members)
        most = most_bytes(path.stat().st_size, MAX_UNPACKED_BYTES)
        if len(members) > MAX_MEMBERS or declared > most:
            raise Refused(
                "too_large",
                f"The workbook unpacks to {declared // 1024**2} MB in {len(members)} parts; at most "
                f"{most // 1024**2} MB are read (a zip bomb?). Deliver it in parts.",
            )
        names = [member.filename.casefold() for member in members]
        if len(set(names)) < len(names):
            raise _damaged("one part stands in it twice, so readers differ in what it says")
        if not any(member.filename.startswith("xl/") for member in members):
            raise _damaged("a zip file, but no workbook in it")


def inspect(path: Path) -> list[Finding]:
    """A warning for each sheet with formulas, and with error cells. Unpacks each part once without keeping it, and raises
    Refused where its size or checksum is not what the list says."""
    warnings = []
    with _unzipped(path) as workbook:
        for member in workbook.infolist():
            chunks = _chunks(workbook, member)
            if member.filename.startswith("xl/worksheets/"):
                warnings += _not_values(member.filename, chunks)
            else:
                deque(chunks, maxlen=0)
    return warnings


@contextmanager
def _unzipped(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip file; Refused for whatever is wrong with it."""
    try:
        with zipfile.ZipFile(path) as workbook:
            yield workbook
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _damaged(error) from error


def _chunks(workbook: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's content. zipfile compares its checksum but stops at the size that the list gives: so it is told one byte more."""
    left = member.file_size
    member.file_size += 1
    with workbook.open(member) as stream:
        while chunk := stream.read(1024 * 1024):
            left -= len(chunk)
            yield chunk
    if left:
        raise _damaged(f"{member.filename} is not as large as the list of parts says")


def _not_values(sheet: str, chunks: Iterator[bytes]) -> list[Finding]:
    first: dict[str, tuple[bytes, bytes]] = {}  # column letters and row number
    counts = {"formula": 0, "error_cell": 0}
    tail = b""
    for chunk in chunks:
        window = tail + chunk
        # Looked for by their bare letters first, which is much faster.
        has_formula = any(sign.search(window) for sign in _FORMULA_SIGNS)
        for match in _FORMULA.finditer(window, max(0, len(tail) - 16)) if has_formula else ():
            if match.end() > len(tail):
                counts["formula"] += 1
                if "formula" not in first:
                    before = _CELL.findall(window, max(0, match.start() - 300), match.start())
                    first["formula"] = before[-1] if before else (b"?", b"0")
        for match in _ERROR_CELL.finditer(window, max(0, len(tail) - 300)) if _ERROR_SIGN.search(window) else ():
            if match.end() > len(tail):
                counts["error_cell"] += 1
                cell = _CELL.search(window, match.start())
                first.setdefault("error_cell", cell.groups() if cell else (b"?", b"0"))
        tail = window[-512:]
    texts = {
        "formula": "formulas: the results stored in the file were read, which may be stale. Paste them as values",
        "error_cell": "error values (#N/A and the like), read as empty cells. Correct them in the source",
    }
    warnings = []
    for code, (column, row) in first.items():
        place = f"{column.decode()}{row.decode()}"
        text = f"{sheet}: {counts[code]} cells hold {texts[code]} (first: {place})."
        warnings.append(Finding(code, text, row=int(row) or None, column=column.decode()))
    return warnings


def _parsed(path: Path) -> Iterator[Block]:
    """The blocks of all sheets; Refused where the parser fails."""
    try:
        yield from blocks(path)
    except MemoryError:
        raise
    except Exception as error:  # calamine has no common class of errors
        raise _damaged((str(error).strip().splitlines() or [type(error).__name__])[-1][:200]) from error


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open a workbook. The first sheet whose first 30 rows hold the header is read; `_src_row` is Excel's row number.

    extra is not needed here (the header names every column). Raises Refused for what makes the file unreadable.
    """
    verify(path)
    parsed = _parsed(path)
    pool = ThreadPoolExecutor(1)
    first = pool.submit(next, parsed, None)
    warnings = inspect(path)  # beside the parser, which is left to itself if this refuses: the child then ends
    block = first.result()
    pool.shutdown()
    reading = _find_header(chain([block] if block else [], parsed), dataset)
    reading.warnings = warnings + reading.warnings
    return reading


def _find_header(parsed: Iterator[Block], dataset: Dataset) -> Reading:
    anchors = {fold(column) for column in dataset.anchors}
    known = {fold(column) for column in dataset.columns}
    best_score, best_row, best_texts = 0, 0, []
    for block in parsed:
        head = _head(block, below=1)
        for index, texts in enumerate(_head(block)):
            folded = {fold(text) for text in texts if text}
            joined = _two_rows(texts, head[index + 1 :][:1], known)
            if anchors <= {fold(text) for text in joined if text}:
                return _start(block, index + 1, joined, parsed, dataset)
            if anchors <= folded:
                return _start(block, index, texts, parsed, dataset)
            if len(folded & known) > best_score:
                best_score, best_row, best_texts = len(folded & known), block.row + index, texts
    if best_score >= 3:
        match_header(dataset, [text or "" for text in best_texts], best_row, column_letter)  # says which is missing
    raise Refused(
        "no_header",
        f"No header of {dataset.name} in the first {MAX_HEADER_ROW} rows of any sheet "
        f"(looked for the columns {', '.join(dataset.anchors)}). Check that this is the right export.",
    )


def _head(block: Block, below: int = 0) -> list[list[str | None]]:
    """The block's rows among those where a header may stand, and so many below."""
    return block.rows(max(0, MAX_HEADER_ROW + 1 - block.row) + below)


def _two_rows(upper: list, below: list[list], known: set[str]) -> list:
    """The names of a header in two rows: a cell merged over several columns, and under it the part of each ("Rating" over
    "Hasil Kerja"). Empty unless the upper row names a column that is known, and every filled cell of the lower one too."""
    names, group = list(upper), ""
    if not any(fold(text) in known for text in upper if text):
        return []
    for lower in below:
        for column, part in enumerate(lower):
            group = (upper[column] if column < len(upper) else None) or group
            if part:
                name = next((text for text in (f"{group} {part}", part) if fold(text) in known), None)
                if name is None:
                    return []
                names += [None] * (column + 1 - len(names))
                names[column] = name
    return names if names != upper else []


def _start(block: Block, index: int, texts: list, parsed: Iterator[Block], dataset: Dataset) -> Reading:
    """The reading whose header `texts` ends in the block's row `index`."""
    row = block.row + index
    header = [text or "" for text in texts]
    while header and not header[-1].strip():
        header.pop()
    names, unknown = match_header(dataset, header, row, column_letter)
    anchors = {fold(column) for column in dataset.anchors}
    batches = fetched_ahead(_batches(block.after(index), parsed, names, anchors))
    return Reading(names, unknown, unknown_column_warnings(unknown, row), batches, block.sheet)


def _batches(first: Block, parsed: Iterator[Block], names: list[str], anchors: set[str]) -> Iterator[Batch]:
    block: Block | None = first
    while block is not None and block.sheet == first.sheet:
        yield _batch(block, names)
        block = next(parsed, None)
    _no_second_table(block, parsed, anchors)


def _batch(block: Block, names: list[str]) -> Batch:
    """The rows of a block that are not empty."""
    width, size = len(names), len(block)
    if (place := block.first_filled(width)) is not None:
        column = next(i for i in range(width, len(block.columns)) if block.columns[i][place].is_valid)
        letter = column_letter(column)
        raise Refused(
            "ragged_row",
            f"Row {block.row + place}: column {letter} holds a value but has no name in the header. "
            "Name the column or remove the value, and deliver the file again.",
            row=block.row + place,
            column=letter,
        )
    columns = block.columns[:width] + [pa.nulls(size, pa.string())] * (width - len(block.columns))
    numbers = pa.array(range(block.row, block.row + size), pa.int64())
    types: pa.Array | None = None
    if block.kinds:
        texts: list[str | None] = [None] * size
        for place, kinds in block.kinds.items():
            if named := {names[i]: kind for i, kind in kinds.items()}:
                texts[place] = json.dumps(named, sort_keys=True, separators=(",", ":"))
        types = pa.array(texts, pa.string())
    if (filled := block.filled()) is not None:
        columns = [column.filter(filled) for column in columns]
        numbers = numbers.filter(filled)
        types = types if types is None else types.filter(filled)
    return Batch(dict(zip(names, columns, strict=True)), numbers, types)


def _no_second_table(block: Block | None, parsed: Iterator[Block], anchors: set[str]) -> None:
    """Refuse a workbook whose rows go on in another sheet: they would be lost without a word."""
    sheet, has_header = "", False
    while block is not None:
        if block.sheet != sheet:
            sheet, has_header = block.sheet, False
        if not has_header:
            for index, texts in enumerate(_head(block)):
                if anchors <= {fold(text) for text in texts if text}:
                    has_header, block = True, block.after(index)
                    break
        if has_header and (place := block.first_filled()) is not None:
            raise Refused(
                "second_table",
                f"Row {block.row + place} of sheet {sheet!r}: a second table with the same header. "
                "Put all rows into one sheet and deliver the file again.",
                row=block.row + place,
            )
        block = next(parsed, None)
