"""Writers of the three delivered formats. Same content, same bytes: no clock in the XLSX, none in the gzip header."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import datetime
from pathlib import Path

import xlsxwriter

from orchestration.sample.records import Answer, Rec

_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001  XLSX knows no time zone; the export day is in the path


def write_xlsx(
    path: Path,
    headers: list[str],
    rows: list[Rec],
    *,
    title: str = "Profil ASN",
    sheet_name: str = "Data ASN",
    above: tuple[str, ...] = (),
) -> None:
    """One sheet; all cells text except values that are int or float. The header stands on row 1, or below the lines
    `above` it, the first record on the row after."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"{title} (synthetic)", "created": _FIXED})
    sheet = book.add_worksheet(sheet_name)
    for number, line in enumerate(above):
        if line:
            sheet.write_string(number, 0, line)
    for column, header in enumerate(headers):
        sheet.write_string(len(above), column, header)
    for number, row in enumerate(rows, len(above) + 1):
        for column, header in enumerate(headers):
            value = row.get(header, "")
            if isinstance(value, (int, float)):
                sheet.write_number(number, column, value)
            elif value:
                sheet.write_string(number, column, value)
    book.close()


def write_gzip(path: Path, payload: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as stream:
        stream.write(payload)
    path.write_bytes(buffer.getvalue())


def write_ndjson(path: Path, endpoint: str, day: str, answers: list[Answer]) -> None:
    """One recorded answer a line; `fetched_at` counts up from 01:00 UTC of the day, a little under a second each."""
    lines = []
    for number, answer in enumerate(answers):
        seconds = 3600 + number * 4 // 5
        stamp = f"{day}T{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}Z"
        if answer.outcome == "error":
            status, body = 502, {"message": "Bad Gateway"}
        elif answer.outcome == "none":
            status, body = 404, {"code": 0, "data": "Data tidak ditemukan"}
        else:
            status, body = 200, {"code": 1, "data": answer.rows}
        line = {"nip": answer.nip, "endpoint": endpoint, "fetched_at": stamp, "status": status, "body": body}
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    write_gzip(path, ("\n".join(lines) + "\n").encode("utf-8"))


def write_pages(path: Path, endpoint: str, day: str, rows: list[Rec], page: int = 100) -> None:
    """A paged list as it was pulled: one page a line, no number asked, the records in `body.data.data`."""
    lines = []
    for number, start in enumerate(range(0, max(len(rows), 1), page)):
        data = {"count": len(rows), "limit": page, "offset": start, "data": rows[start : start + page]}
        stamp = f"{day}T00:{number // 60:02d}:{number % 60:02d}Z"
        line = {
            "nip": None,
            "endpoint": endpoint,
            "fetched_at": stamp,
            "status": 200,
            "body": {"code": 1, "data": data},
        }
        lines.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    write_gzip(path, ("\n".join(lines) + "\n").encode("utf-8"))


def write_csv(path: Path, headers: list[str], rows: list[Rec], *, bom: bool = False) -> None:
    """UTF-8, comma, one record a line; a record starts on line 2. A path that ends in `.gz` is packed."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headers, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    payload = text.getvalue().encode("utf-8-sig" if bom else "utf-8")
    if path.suffix == ".gz":
        write_gzip(path, payload)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(payload)
