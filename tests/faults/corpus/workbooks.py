"""Faults of workbooks: the zip around them, the XML in them, and what stands in their sheets."""

from __future__ import annotations

import datetime
import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable

import xlsxwriter

from tests.faults.corpus.kind import HIT, RECORDS, SAME, XLSX, Delivery, Kind, edit, quarantined, refused, warned

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
MEGABYTE = 1024 * 1024


def _add(name: str, content: bytes):
    """Put one more part into the zip."""

    def change(workbook: bytes) -> bytes:
        out = io.BytesIO(workbook)
        with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr(name, content)  # a name that is there already is meant
        return out.getvalue()

    return edit(change)


def _part(name: str, change: Callable[[bytes], bytes]):
    """Write the zip anew with one part changed."""

    def rewrite(workbook: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.namelist():
                content = old.read(member)
                new.writestr(member, change(content) if member == name else content)
        return out.getvalue()

    return edit(rewrite)


def _lie(workbook: bytes) -> bytes:
    """Say of a part of 4 MB that it is 1000 bytes long, in both places where the zip says it."""
    out = io.BytesIO(workbook)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet2.xml", b" " * 4_000_000)
    return out.getvalue().replace(struct.pack("<I", 4_000_000), struct.pack("<I", 1000))


def _flip(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        place = parts.getinfo(SHEET).header_offset + 200
    return workbook[:place] + bytes([workbook[place] ^ 0x10]) + workbook[place + 1 :]


def _zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, "text")
    return out.getvalue()


def _entity(declaration: str):
    """Put a document type before the shared strings and its entity into a name."""

    def change(xml: bytes) -> bytes:
        start = xml.index(b"<sst")
        return xml[:start] + declaration.encode() + xml[start:].replace(b"PEGAWAI 3<", b"PEGAWAI 3&e;<")

    return _part(STRINGS, change)


LAUGHS = "<!DOCTYPE sst [<!ENTITY a '" + "ha" * 20 + "'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 20}'>" for a, b in zip("abcd", "bcde", strict=True)
) + "]>"  # fmt: skip


def _book(fill: Callable[[Delivery, xlsxwriter.Workbook], None], **options):
    """Write the workbook by hand in place of the plain one."""

    def plant(delivery: Delivery) -> None:
        def write(content: bytes) -> bytes:
            out = io.BytesIO()
            book = xlsxwriter.Workbook(out, {"in_memory": True} | options)
            fill(delivery, book)
            book.close()
            return out.getvalue()

        delivery.edits.append(write)

    return plant


def _table(delivery: Delivery, sheet, first: int = 0, left: int = 0, records: slice = slice(None)) -> None:
    """The table as text cells from a row and a column on."""
    for column, name in enumerate(delivery.table.columns, start=left):
        sheet.write_string(first, column, name)
        for number, row in enumerate(delivery.table.rows[records], start=first + 1):
            sheet.write_string(number, column, str(row[name]))


def _plain(delivery: Delivery, book: xlsxwriter.Workbook):
    sheet = book.add_worksheet("Data ASN")
    _table(delivery, sheet)
    return sheet


def _cell(write: Callable) -> object:
    """The plain workbook, then `write(delivery, sheet, row, column_of)` over it; row is that of the record hit."""

    def fill(delivery: Delivery, book: xlsxwriter.Workbook) -> None:
        write(delivery, _plain(delivery, book), HIT + 1, delivery.table.columns.index)

    return _book(fill)


def _dates(delivery: Delivery, book: xlsxwriter.Workbook) -> None:
    """All dates as date cells."""
    sheet = _plain(delivery, book)
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for column, name in enumerate(delivery.table.columns):
        if name.startswith(("TANGGAL", "TMT")):
            for number, row in enumerate(delivery.table.rows, start=1):
                sheet.write_datetime(number, column, datetime.datetime.strptime(row[name], "%d-%m-%Y"), day)


def _titled(delivery: Delivery, book: xlsxwriter.Workbook) -> None:
    book.add_worksheet("Petunjuk").write(0, 0, "Isi sheet Data")
    sheet = book.add_worksheet("Data")
    sheet.merge_range(0, 0, 0, 5, "DAFTAR PEGAWAI")
    sheet.write(2, 1, "per 1 Maret")
    _table(delivery, sheet, first=6)


def _two_tables(delivery: Delivery, book: xlsxwriter.Workbook) -> None:
    _table(delivery, book.add_worksheet("Data 1"), records=slice(0, HIT))
    _table(delivery, book.add_worksheet("Data 2"), records=slice(HIT, None))


def _gaps(delivery: Delivery, book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Data")
    for column, name in enumerate(delivery.table.columns, start=3):
        sheet.write_string(0, column, name)
        for number, row in enumerate(delivery.table.rows):
            sheet.write_string(2 + 3 * number, column, row[name])


def _drop(name: str):
    return lambda delivery: delivery.table.drop(name)


def _twice(delivery: Delivery) -> None:
    delivery.table.columns.append("NIP_BARU")


KINDS = (
    Kind("workbook cut at a third", XLSX, edit(lambda content: content[: len(content) // 3]), refused("damaged_file")),
    Kind("workbook without its last bytes", XLSX, edit(lambda content: content[:-10]), refused("damaged_file")),
    Kind("workbook with a flipped bit", XLSX, edit(_flip), refused("damaged_file")),
    Kind("csv called xlsx", XLSX, edit(lambda content: b"NIP BARU,NAMA\n1,2\n"), refused("damaged_file")),
    Kind("old or encrypted workbook", XLSX, edit(lambda content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + content), refused("damaged_file")),
    Kind("a zip, no workbook", XLSX, edit(lambda content: _zip_of("readme.txt")), refused("damaged_file")),
    Kind("a workbook without its parts", XLSX, edit(lambda content: _zip_of("xl/readme.txt")), refused("damaged_file")),
    Kind("thousands of parts", XLSX, edit(lambda content: _zip_of(*(f"xl/{n}" for n in range(5001)))), refused("too_large")),
    Kind("zip bomb, 400-fold", XLSX, _add("xl/worksheets/sheet9.xml", b" " * 100 * MEGABYTE), refused("too_large")),
    Kind("a size that lies", XLSX, edit(_lie), refused("damaged_file")),
    Kind("a part twice", XLSX, _add(SHEET, b"<worksheet/>"), refused("damaged_file")),
    Kind("a zip in the zip", XLSX, _add("xl/embeddings/more.zip", _zip_of("a", "b")), SAME),
    Kind("a part outside the folder", XLSX, _add("../../../../tmp/evil", b"x"), SAME),
    Kind("a billion laughs", XLSX, _entity(LAUGHS), refused("damaged_file")),
    Kind("an entity of its own", XLSX, _entity("<!DOCTYPE sst [<!ENTITY e 'x'>]>"), refused("damaged_file")),
    Kind("an entity that reads a file", XLSX, _entity('<!DOCTYPE sst [<!ENTITY e SYSTEM "file:///etc/hostname">]>'), refused("damaged_file")),
    Kind("an entity that is not declared", XLSX, _entity(""), refused("damaged_file")),
    Kind("XML cut inside", XLSX, _part(SHEET, lambda xml: xml[: xml.rindex(b"<row")]), refused("damaged_file")),
    Kind("links to other workbooks", XLSX, _add("xl/externalLinks/externalLink1.xml", b"<externalLink/>"), SAME),
    Kind("a formula with its result", XLSX, _cell(lambda d, s, row, of: s.write_formula(row, of("NAMA"), '="PEGAWAI 3"', None, "PEGAWAI 3")),
         warned("formula")),
    Kind("a formula without its result", XLSX, _cell(lambda d, s, row, of: s.write_formula(row, of("NAMA"), "='[x.xlsx]A'!B1", None, "")),
         warned("formula", HIT)),
    Kind("an error cell", XLSX, _cell(lambda d, s, row, of: s.write_formula(row, of("UNOR NAMA"), "=NA()", None, "#N/A")),
         warned("error_cell formula", HIT)),
    Kind("a number cell for a NIP", XLSX, _cell(lambda d, s, row, of: s.write_number(row, of("NIP BARU"), int(d.nips[HIT]))),
         quarantined("numeric_identifier")),
    Kind("a number cell for a NIK", XLSX, _cell(lambda d, s, row, of: s.write_number(row, of("NIK"), 1571010101800003)),
         quarantined("numeric_identifier")),
    Kind("a number cell in a date column", XLSX, _cell(lambda d, s, row, of: s.write_number(row, of("TMT CPNS"), 38353)),
         quarantined("date_unreadable")),
    Kind("every NIP as a number", XLSX, lambda d: [row.update({"NIP BARU": int(row["NIP BARU"])}) for row in d.table.rows],
         refused("check_failed", row=2, column="NIP BARU"), judged=True, records=30),
    Kind("header below row 30", XLSX, _book(lambda d, book: _table(d, book.add_worksheet(), first=30)), refused("no_header")),
    Kind("no header at all", XLSX, _book(lambda d, book: book.add_worksheet().write_row(0, 0, ["1", "2"])), refused("no_header")),
    Kind("no sheet with anything", XLSX, _book(lambda d, book: book.add_worksheet()), refused("no_header")),
    Kind("a needed column missing", XLSX, _drop("NIP BARU"), refused("missing_column", row=1, column="NIP BARU")),
    Kind("another column missing", XLSX, _drop("TMT GOLONGAN"), refused("check_failed", column="TMT GOLONGAN"), judged=True, records=30),
    Kind("one column twice", XLSX, _twice, refused("duplicate_column", row=1, column="NIP BARU")),
    Kind("a value beside the table", XLSX, _cell(lambda d, s, row, of: s.write_string(row, 25, "dicek")), refused("ragged_row", HIT, column="Z")),
    Kind("the rows go on in another sheet", XLSX, _book(_two_tables), refused("second_table", row=2)),
    Kind("a column more", XLSX, lambda d: d.table.columns.append("CATATAN"), warned("unknown_column")),
    Kind("a cell of 10 MB", XLSX, _part(STRINGS, lambda xml: xml.replace(b"PEGAWAI 3<", b"PEGAWAI 3" + b"x" * 10 * MEGABYTE + b"<")),
         refused("field_too_large", HIT)),
    Kind("a footer line", XLSX, _cell(lambda d, s, row, of: s.write_string(RECORDS + 1, of("NIP BARU"), "Jumlah: 5")),
         quarantined("footnote", RECORDS)),
    Kind("dates as date cells", XLSX, _book(_dates), SAME),
    Kind("dates counted from 1904", XLSX, _book(_dates, date_1904=True), SAME),
    Kind("titles and instructions above", XLSX, _book(_titled), SAME),
    Kind("empty rows and columns between", XLSX, _book(_gaps), warned("unknown_column")),
    Kind("columns in another order", XLSX, lambda d: d.table.columns.reverse(), SAME),
    Kind("header in another spelling", XLSX, _part(STRINGS, lambda xml: re.sub(rb"NIP BARU", b" nip_baru ", xml)), SAME),
)  # fmt: skip
