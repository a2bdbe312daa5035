"""SIASN's Excel exports: sizes are checked before anything parses the file, a child process does the parsing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from orchestration.landing.findings import Finding, Refused
from orchestration.landing.readers import xlsx_child
from orchestration.landing.readers.base import (
    BATCH_ROWS,
    Batch,
    Reading,
    fold,
    match_header,
    most_bytes,
    unknown_column_warnings,
)
from orchestration.landing.registry import Dataset

MAX_UNPACKED_BYTES = 1024**3
MAX_MEMBERS = 5000
MAX_HEADER_ROW = 30
CHILD_MEMORY_BYTES = 4 * 1024**3
CHILD_CPU_SECONDS = 600

_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+)(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\bt="e"')


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


def inspect(path: Path) -> list[Finding]:
    """Unpack the workbook once without keeping it: sizes, checksums, formulas and error cells.

    Raises Refused when it is no whole zip file or unpacks to more than MAX_UNPACKED_BYTES, declared or real.
    """
    if path.stat().st_size == 0:
        raise Refused("empty_file", "The file is empty (0 bytes). Export it again.")
    warnings: list[Finding] = []
    with open(path, "rb") as stream:
        if stream.read(4) != b"PK\x03\x04":
            raise _damaged("not a zip file from its first byte: an old, an encrypted or no workbook")
    try:
        with zipfile.ZipFile(path) as workbook:
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
            for member in members:
                warnings += _read_member(workbook, member)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _damaged(error) from error
    return warnings


def _read_member(workbook: zipfile.ZipFile, member: zipfile.ZipInfo) -> list[Finding]:
    """Unpack one part (zipfile checks its size and checksum); look for formulas if it is a sheet."""
    is_sheet = member.filename.startswith("xl/worksheets/")
    first: dict[str, tuple[bytes, bytes]] = {}  # column letters and row number
    counts = {"formula": 0, "error_cell": 0}
    tail = b""
    with workbook.open(member) as stream:
        while chunk := stream.read(1024 * 1024):
            if not is_sheet:
                continue
            window = tail + chunk
            for match in _FORMULA.finditer(window, max(0, len(tail) - 16)):
                if match.end() > len(tail):
                    counts["formula"] += 1
                    if "formula" not in first:
                        before = _CELL.findall(window, max(0, match.start() - 300), match.start())
                        first["formula"] = before[-1] if before else (b"?", b"0")
            for match in _ERROR_CELL.finditer(window, max(0, len(tail) - 300)):
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
        text = f"{member.filename}: {counts[code]} cells hold {texts[code]} (first: {place})."
        warnings.append(Finding(code, text, row=int(row) or None, column=column.decode()))
    return warnings


def _child_lines(path: Path) -> Iterator[dict]:
    """What the child prints, line by line; Refused if it dies."""
    command = [sys.executable, "-I", xlsx_child.__file__, str(path), str(CHILD_MEMORY_BYTES), str(CHILD_CPU_SECONDS)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    ended = False
    try:
        for line in child.stdout:
            message = json.loads(line)
            ended = "end" in message
            if not ended:
                yield message
        complaint = child.stderr.read()
        code = child.wait()
        if code != 0 or not ended:
            last = complaint.strip().splitlines()[-1:] or [f"the reader ended with {code}"]
            raise _damaged(last[0][:200])
    finally:
        child.stdout.close()
        child.stderr.close()
        if child.poll() is None:
            child.kill()
            child.wait()


def read(path: Path, dataset: Dataset, extra: tuple[str, ...] = ()) -> Reading:
    """Open a workbook. The first sheet whose first 30 rows hold the header is read; `_src_row` is Excel's row number.

    extra is not needed here (the header names every column). Raises Refused for what makes the file unreadable.
    """
    warnings = inspect(path)
    lines = _child_lines(path)
    try:
        return _find_header(lines, dataset, warnings)
    except BaseException:
        lines.close()  # ends the child
        raise


def _find_header(lines: Iterator[dict], dataset: Dataset, warnings: list[Finding]) -> Reading:
    anchors = {fold(column) for column in dataset.anchors}
    known = {fold(column) for column in dataset.columns}
    best_score, best_row, best_texts = 0, 0, []
    sheet = None
    for block in lines:
        if "sheet" in block:
            sheet = block["sheet"]
            continue
        for index, texts in enumerate(block["cells"][: max(0, MAX_HEADER_ROW + 1 - block["row"])]):
            folded = {fold(text) for text in texts if text}
            joined = _two_rows(texts, block["cells"][index + 1 :][:1], known)
            if anchors <= {fold(text) for text in joined if text}:
                return _start(block, index + 1, joined, lines, dataset, warnings, sheet)
            if anchors <= folded:
                return _start(block, index, texts, lines, dataset, warnings, sheet)
            if len(folded & known) > best_score:
                best_score, best_row, best_texts = len(folded & known), block["row"] + index, texts
    if best_score >= 3:
        match_header(dataset, [text or "" for text in best_texts], best_row, column_letter)  # says which is missing
    raise Refused(
        "no_header",
        f"No header of {dataset.name} in the first {MAX_HEADER_ROW} rows of any sheet "
        f"(looked for the columns {', '.join(dataset.anchors)}). Check that this is the right export.",
    )


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


def _start(
    block: dict,
    index: int,
    texts: list,
    lines: Iterator[dict],
    dataset: Dataset,
    warnings: list[Finding],
    sheet: str | None,
) -> Reading:
    """The reading whose header `texts` ends in the block's row `index`."""
    row = block["row"] + index
    header = [text or "" for text in texts]
    while header and not header[-1].strip():
        header.pop()
    names, unknown = match_header(dataset, header, row, column_letter)
    first = {
        "row": row + 1,
        "cells": block["cells"][index + 1 :],
        "types": _shift(block["types"], index + 1),
    }
    warnings = warnings + unknown_column_warnings(unknown, row)
    reading = Reading(names, unknown, warnings, iter(()), sheet)
    anchors = {fold(column) for column in dataset.anchors}
    reading.batches = _batches(first, lines, names, anchors)
    return reading


def _shift(types: dict[str, str], by: int) -> dict[str, str]:
    """Cell types of a block without its first `by` rows."""
    result = {}
    for place, kind in types.items():
        row, column = place.split(",")
        if int(row) >= by:
            result[f"{int(row) - by},{column}"] = kind
    return result


def _batches(first: dict, lines: Iterator[dict], names: list[str], anchors: set[str]) -> Iterator[Batch]:
    width = len(names)
    rows: list[list] = []
    numbers: list[int] = []
    types: list[str | None] = []

    def batch() -> Batch:
        columns = zip(*rows, strict=True) if rows else ([] for _ in names)
        return Batch(dict(zip(names, columns, strict=True)), list(numbers), list(types))

    block: dict | None = first
    while block is not None and "sheet" not in block:  # the next sheet is not read
        kinds: dict[int, dict[int, str]] = {}
        for place, kind in block["types"].items():
            row, column = map(int, place.split(","))
            kinds.setdefault(row, {})[column] = kind
        for index, texts in enumerate(block["cells"]):
            if not any(texts):
                continue
            if any(texts[width:]):
                position = next(i for i in range(width, len(texts)) if texts[i])
                number = block["row"] + index
                raise Refused(
                    "ragged_row",
                    f"Row {number}: column {column_letter(position)} holds a value but has no name in the header. "
                    "Name the column or remove the value, and deliver the file again.",
                    row=number,
                    column=column_letter(position),
                )
            texts = (texts + [None] * (width - len(texts)))[:width]
            kind = kinds.get(index, {})
            rows.append(texts)
            numbers.append(block["row"] + index)
            types.append(
                json.dumps({names[i]: kind[i] for i in kind}, sort_keys=True, separators=(",", ":")) if kind else None
            )
        if len(rows) >= BATCH_ROWS:
            yield batch()
            rows.clear()
            numbers.clear()
            types.clear()
        block = next(lines, None)
    _no_second_table(block, lines, anchors)
    yield batch()


def _no_second_table(block: dict | None, lines: Iterator[dict], anchors: set[str]) -> None:
    """Refuse a workbook whose rows go on in another sheet: they would be lost without a word."""
    sheet, header_row = "", 0
    while block is not None:
        if "sheet" in block:
            sheet, header_row = block["sheet"], 0
        for index, texts in enumerate(block.get("cells", ())):
            row = block["row"] + index
            if header_row and any(texts):
                raise Refused(
                    "second_table",
                    f"Row {row} of sheet {sheet!r}: a second table with the same header. "
                    "Put all rows into one sheet and deliver the file again.",
                    row=row,
                )
            if not header_row and row <= MAX_HEADER_ROW and anchors <= {fold(text) for text in texts if text}:
                header_row = row
        block = next(lines, None)
