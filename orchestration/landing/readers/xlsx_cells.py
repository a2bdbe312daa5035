"""The cells of a workbook as text with their kinds, through python-calamine."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from python_calamine import CalamineWorkbook

BLOCK_ROWS = 5_000
SLICE_ROWS = 500  # what the cache of a processor holds: half the time of a block in one go


@dataclass
class Block:
    """Some rows of a sheet, its columns from A on. row: number of the first. kinds: of the cells that are no text, by place
    of the row in the block and by position of the column."""

    sheet: str
    row: int
    columns: list[pa.Array]
    kinds: dict[int, dict[int, str]]

    def __len__(self) -> int:
        return len(self.columns[0])

    def rows(self, count: int) -> list[list[str | None]]:
        """The first rows, each as a list of its cells."""
        texts = (column.slice(0, count).to_pylist() for column in self.columns)
        return [list(row) for row in zip(*texts, strict=True)]

    def after(self, index: int) -> Block:
        """The block without its rows up to this one."""
        start = index + 1
        kinds = {place - start: found for place, found in self.kinds.items() if place >= start}
        return Block(self.sheet, self.row + start, [column.slice(start) for column in self.columns], kinds)

    def first_filled(self, position: int = 0) -> int | None:
        """The place of the first row that holds anything in this column or one after it."""
        filled = (pc.index(column.is_valid(), True).as_py() for column in self.columns[position:])
        return min((place for place in filled if place >= 0), default=None)

    def filled(self) -> pa.Array | None:
        """Which rows hold anything; None if all do."""
        if any(column.null_count == 0 for column in self.columns):
            return None
        mask = self.columns[0].is_valid()
        for column in self.columns[1:]:
            mask = pc.or_(mask, column.is_valid())
        return mask


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
        row, cells = 1, sheet.iter_rows()
        while slices := list(islice(_slices(cells, sheet.start[1]), BLOCK_ROWS // SLICE_ROWS)):
            kinds: dict[int, dict[int, str]] = {}
            start = row
            for columns, found in slices:
                kinds.update((row - start + place, kind) for place, kind in found.items())
                row += len(columns[0])
            columns = [pa.concat_arrays(parts) for parts in zip(*(part for part, _ in slices), strict=True)]
            yield Block(name, start, columns, kinds)


def _slices(cells: Iterator[list], offset: int) -> Iterator[tuple[list[pa.Array], dict[int, dict[int, str]]]]:
    """(columns, kinds) of a few rows at a time, from which `offset` columns on the left are missing."""
    while rows := list(islice(cells, SLICE_ROWS)):
        kinds: dict[int, dict[int, str]] = {}
        columns = [pa.nulls(len(rows), pa.string())] * offset
        for values in zip(*rows, strict=True):
            columns.append(_texts(values, len(columns), kinds))
        yield columns, kinds


def _texts(values: Sequence, position: int, kinds: dict[int, dict[int, str]]) -> pa.Array:
    """A column as text, empty cells as null; adds the kinds of its other cells."""
    try:
        texts = pa.array(values, pa.string())
    except pa.ArrowTypeError:  # not all are text
        values = list(values)
        for place, value in enumerate(values):
            if type(value) is not str:
                values[place], kinds.setdefault(place, {})[position] = text_and_kind(value)
        texts = pa.array(values, pa.string())
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts) if "" in values else texts
