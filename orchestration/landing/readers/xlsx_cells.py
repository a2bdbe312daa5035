"""The cells of a workbook as text with their kinds, through python-calamine."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from python_calamine import CalamineWorkbook

BLOCK_ROWS = 10_000
_TEXT = frozenset((str,))


@dataclass
class Block:
    """Some rows of a sheet. row: number of the first. kinds: for each row the kinds of its cells that are no text, by
    position."""

    sheet: str
    row: int
    cells: list[list[str | None]] = field(default_factory=list)
    kinds: list[dict[int, str]] = field(default_factory=list)

    def after(self, index: int) -> Block:
        """The block without its rows up to this one."""
        return Block(self.sheet, self.row + index + 1, self.cells[index + 1 :], self.kinds[index + 1 :])


def text_and_kind(value) -> tuple[str, str]:
    """(text, kind) of a cell that is no text."""
    if isinstance(value, bool):
        return ("true" if value else "false"), "boolean"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e21:
            return str(int(value)), "number"
        return repr(value), "number"
    if isinstance(value, int):
        return str(value), "number"
    if isinstance(value, datetime.datetime):
        day = value.time() == datetime.time(0)
        return (value.date().isoformat() if day else value.isoformat()), "date"
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat(), "date"
    return str(value), "date"  # timedelta


def blocks(path: Path) -> Iterator[Block]:
    """The filled area of each sheet, some rows at a time; an empty sheet gives none. Raises calamine's errors."""
    workbook = CalamineWorkbook.from_path(path)
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is None:
            continue
        offset = sheet.start[1]
        block = Block(name, 1)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            kinds = {}
            if not _TEXT.issuperset(map(type, row)):
                for position, value in enumerate(row):
                    if type(value) is not str:
                        row[position], kinds[offset + position] = text_and_kind(value)
            texts: list[str | None] = [value or None for value in row]
            if offset:
                texts = [None] * offset + texts
            block.cells.append(texts)
            block.kinds.append(kinds)
            if len(block.cells) >= BLOCK_ROWS:
                yield block
                block = Block(name, number + 1)
        if block.cells:
            yield block
