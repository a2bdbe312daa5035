"""Workbooks for people: text stays text whatever it holds, and the same rows give the same bytes.

Every text cell is written as a string and defused (`text.defused`); there are no links, formulas or macros.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from orchestration.publish.text import defused

_FIXED = dt.datetime(2000, 1, 1)  # noqa: DTZ001  XLSX knows no time zone; a file has no birthday of its own
_MAX_ROWS = 1_048_576  # of a sheet, header included
_MAX_TEXT = 32_767  # characters of a cell
_MAX_NAME = 31
_LINE, _TALLEST = 15, 409  # points: height of a line of text, of the tallest row
_EXACT = 10**15  # a spreadsheet keeps fifteen digits; longer whole numbers are names, not figures
_FORBIDDEN = str.maketrans({sign: " " for sign in "[]:*?/\\'"})


@dataclass(frozen=True)
class Column:
    """One column of a table. width: in characters; is_wrapped: long text on several lines."""

    title: str
    width: float = 14
    is_wrapped: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet with a frozen, filtered header. rows: text, numbers, dates, booleans or None, in the columns' order.

    name: cut to what a sheet's name may be, made unique. above: lines over the header, such as what the sheet holds.
    More rows than a sheet takes go on in a further sheet.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    above: Sequence[str] = ()


@dataclass(frozen=True)
class Page:
    """A sheet of plain words. lines: a line that starts with "# " is a heading, an empty one a gap."""

    name: str
    lines: Sequence[str]


def write_workbook(path: Path, title: str, sheets: Iterable[Page | Table]) -> None:
    """Write an .xlsx; the rows must come sorted, they are written as given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": _text(title), "created": _FIXED})
        writer = _Writer(book)
        for sheet in sheets:
            writer.page(sheet) if isinstance(sheet, Page) else writer.table(sheet)


class _Writer:
    """Formats and sheet names of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.book = book
        self.names: set[str] = set()
        self.plain = book.add_format({"valign": "top", "num_format": "@"})
        self.wrapped = book.add_format({"valign": "top", "num_format": "@", "text_wrap": True})
        self.number = book.add_format({"valign": "top"})
        self.date = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"})
        self.heading = book.add_format({"bold": True, "font_size": 13})
        self.note = book.add_format({"italic": True})
        self.header = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "bottom": 1}
        )

    def page(self, page: Page) -> None:
        sheet = self._sheet(page.name)
        sheet.set_column(0, 0, 100, self.wrapped)
        for number, line in enumerate(page.lines):
            if line:
                is_heading = line.startswith("# ")
                text = _text(line.removeprefix("# "))
                sheet.write_string(number, 0, text, self.heading if is_heading else self.wrapped)

    def table(self, table: Table) -> None:
        rows = iter(table.rows)
        room = _MAX_ROWS - len(table.above) - 1
        part = list(islice(rows, room))
        while True:
            self._part(table, part)
            if not (part := list(islice(rows, room))):
                return

    def _part(self, table: Table, rows: list[Sequence[Any]]) -> None:
        sheet = self._sheet(table.name)
        top, last = len(table.above), len(table.columns) - 1
        for number, line in enumerate(table.above):
            sheet.write_string(number, 0, _text(line), self.note)
        for number, column in enumerate(table.columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(top, number, _text(column.title), self.header)
        sheet.set_row(top, _height((column.title, column.width * 0.9) for column in table.columns))
        wrapped = [(place, column.width) for place, column in enumerate(table.columns) if column.is_wrapped]
        texts = [self.wrapped if column.is_wrapped else self.plain for column in table.columns]
        for number, row in enumerate(rows, top + 1):
            if wrapped:
                sheet.set_row(number, _height((row[place], 1.1 * width) for place, width in wrapped))
            for place, (value, text) in enumerate(zip(row, texts, strict=True)):
                self._cell(sheet, number, place, value, text)
        sheet.freeze_panes(top + 1, 0)
        sheet.autofilter(top, 0, top + max(len(rows), 1), last)
        # Each printed page says whose list it is, and its rows can be followed.
        sheet.repeat_rows(0, top)
        sheet.hide_gridlines(0)
        sheet.set_landscape()

    def _cell(self, sheet: Worksheet, row: int, column: int, value: Any, text: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, "yes" if value else "no", text)
        elif isinstance(value, int | float | Decimal) and abs(value) < _EXACT:
            sheet.write_number(row, column, float(value), self.number)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, self.date)
        else:
            sheet.write_string(row, column, _text(str(value)), text)

    def _sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(self._name(name))
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def _name(self, wanted: str) -> str:
        """A sheet name as the format allows it, different from those before without regard to case."""
        base = " ".join(_text(wanted).translate(_FORBIDDEN).split()) or "Sheet"
        if base.lower() == "history":  # reserved
            base = "History (sheet)"
        for name in _candidates(base):
            if name.lower() not in self.names:
                self.names.add(name.lower())
                return name
        raise AssertionError


def _height(cells: Iterable[tuple[Any, float]]) -> float:
    """Points that wrapped texts need in columns of these widths: not every program fits the rows when it opens a file."""
    lines = max((_lines(str(value), width) for value, width in cells if value is not None), default=1)
    return min(_LINE * lines, _TALLEST)


def _lines(text: str, width: float) -> int:
    """Lines of a text, broken between words; capitals are wider than the width of a column counts."""
    lines, used = 1, 0.0
    for word in text.split():
        length = len(word) + 0.2 * sum(map(str.isupper, word))
        if used and used + 1 + length > width:
            lines, used = lines + 1, 0.0
        used += length + (1 if used else 0)
        lines, used = lines + int(used // (width + 1)), used % (width + 1)
    return lines


def _candidates(base: str) -> Iterator[str]:
    yield base[:_MAX_NAME].rstrip()
    for number in range(2, 10_000):
        end = f" ({number})"
        yield base[: _MAX_NAME - len(end)].rstrip() + end


def _text(text: str) -> str:
    shown = defused(text)
    return shown if _units(shown) <= _MAX_TEXT else _cut(shown)


def _units(text: str) -> int:
    """Length as a spreadsheet counts it: UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text) if not text.isascii() else len(text)


def _cut(text: str) -> str:
    mark = " ... (cut)"
    half = text.encode("utf-16-le")[: 2 * (_MAX_TEXT - len(mark))]
    return half.decode("utf-16-le", "ignore") + mark
