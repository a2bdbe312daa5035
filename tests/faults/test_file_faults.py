"""Damaged and strange files: each has a declared outcome and a message with file, row and column where there is one."""

from __future__ import annotations

import gzip
import io
import json
import threading
import zipfile
import zlib

import pytest
import xlsxwriter

from orchestration.landing import land
from orchestration.landing.land import land_dataset
from orchestration.landing.readers import base, xlsx_reader
from tests.fixtures.goodfiles import REGION, good


@pytest.fixture
def in_process(monkeypatch):
    """Read without the child, so that a test can change a limit of the reader."""
    monkeypatch.setattr(land, "convert", land.read_to_parquet)


def put(root, name: str, content: bytes, suffix: str = ""):
    """Deliver these bytes as the dataset's file and land it (without the suite, unless it matters)."""
    path = good(name).path(root, suffix=suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    dataset = good(name).dataset
    (entry,) = land_dataset(root, dataset.source, dataset.name, REGION, check=False)
    return entry


def refused(entry, code: str, row: int | None = None, column: str | None = None) -> str:
    """Assert the outcome: nothing landed, one reason, file and place named. Returns the message."""
    assert entry.status == "refused"
    (reason,) = entry.reasons
    assert reason.code == code, reason.message
    assert (reason.row, reason.column) == (row, column), reason
    assert reason.message.startswith(f"{entry.file}: ")
    if row is not None:
        assert str(row) in reason.message
    assert entry.rows is None and entry.rows_path is None and entry.answers_path is None
    return reason.message


def rows_of(root, entry) -> list[dict]:
    import pyarrow.parquet as pq

    return pq.read_table(root / "lake" / entry.rows_path).to_pylist()


# -- csv ----------------------------------------------------------------------------------------------------------

HEADER = "nip,jenis,nomor,tanggal_lulus,jenjang\n"
ROW = "198001012005011001,UD1,UD/1,2020-05-01,\n"
CSV_FAULTS = {
    "zero bytes": (b"", "empty_file", None, None),
    "only blank lines": (b"\n\n", "empty_file", None, None),
    "too few cells": ((HEADER + ROW + "1,UD1\n" + ROW).encode(), "ragged_row", 3, "jenis"),
    "too many cells": ((HEADER + ROW + ROW + ROW.strip() + ",x\n").encode(), "ragged_row", 4, "jenjang"),
    "ragged after a line break in a cell": (
        (HEADER + '1,UD1,"a\nb\nc",2020-05-01,\n' + "1\n").encode(),
        "ragged_row",
        5,
        "nip",
    ),
    "quotation mark never closed": (
        (HEADER + ROW + '1,UD1,"UD/2,2020-05-01,\n' + ROW).encode(),
        "unterminated_quote",
        3,
        None,
    ),
    "text after a closing mark": ((HEADER + ROW + '1,"UD1"x,2,3,4\n').encode(), "bad_csv", 3, None),
    "NUL byte": ((HEADER + ROW).encode() + b"19800\x00101,UD1,x,2020-05-01,\n", "nul_byte", 3, None),
    "Windows text": ((HEADER + ROW).encode() + "1,UD1,caf\xe9,2020-05-01,\n".encode("cp1252"), "not_utf8", 3, None),
    "UTF-16 with mark": ((HEADER + ROW).encode("utf-16"), "not_utf8", 1, None),
    "UTF-16 without mark": ((HEADER + ROW).encode("utf-16-le"), "nul_byte", 1, None),
    "semicolons": ((HEADER + ROW).replace(",", ";").encode(), "wrong_separator", 1, None),
    "same column twice": (b"nip,NIP,jenis,nomor,tanggal_lulus\n", "duplicate_column", 1, "nip"),
    "required column missing": (b"nip,jenis,tanggal_lulus\n1,UD1,2020-05-01\n", "missing_column", 1, "nomor"),
    "another kind of file": (b"hello\nworld\n", "missing_column", 1, "nip"),
    "giant cell": ((HEADER + ROW + "1," + "x" * 1_100_000 + ",a,b,c\n").encode(), "field_too_large", 3, None),
}


@pytest.mark.parametrize("fault", CSV_FAULTS)
def test_csv_refused_whole(fault, tmp_path):
    content, code, row, column = CSV_FAULTS[fault]
    refused(put(tmp_path, "ujian", content), code, row, column)


def test_csv_packed_and_cut_short(tmp_path):
    packed = gzip.compress((HEADER + ROW * 2000).encode())
    for number, cut in enumerate((5, 40, len(packed) // 2, len(packed) - 4)):
        entry = put(tmp_path / str(number), "ujian", packed[:cut], ".gz")
        assert entry.status == "refused" and entry.reasons[0].code == "damaged_file"


def test_packed_file_that_is_none(tmp_path):
    refused(put(tmp_path, "ujian", HEADER.encode(), ".gz"), "damaged_file")


def test_packed_file_that_unpacks_to_too_much(tmp_path, monkeypatch, in_process):
    monkeypatch.setattr(base, "MAX_UNPACKED_BYTES", 100_000)
    refused(put(tmp_path, "ujian", gzip.compress((HEADER + ROW * 10_000).encode()), ".gz"), "too_large", 2501)


def test_overlong_line(tmp_path, monkeypatch, in_process):
    monkeypatch.setattr(base, "MAX_LINE_BYTES", 1000)
    refused(put(tmp_path, "ujian", (HEADER + ROW + "x" * 2000).encode()), "line_too_long", 3)


def test_csv_that_is_fine_in_its_way(tmp_path):
    """A BOM, headers in any case, spaces for underscores, CRLF, blank lines, quoted line breaks, an empty tail."""
    content = (
        '\ufeff\r\nNIP, Jenis ,NOMOR,Tanggal Lulus,jenjang\r\n1,UD1,"a\r\nb ""c""",2020-05-01,\r\n\r\n2,UD2, x ,,7'
    )
    entry = put(tmp_path, "ujian", content.encode())
    assert entry.status == "admitted" and [warning.code for warning in entry.warnings] == ["no_line_end"]
    assert entry.columns == ["nip", "jenis", "nomor", "tanggal_lulus", "jenjang"]
    first, second = rows_of(tmp_path, entry)
    assert (first["_src_row"], second["_src_row"]) == (3, 6)
    assert first["nomor"] == 'a\r\nb "c"' and first["jenjang"] is None
    assert second["nomor"] == " x ", "text stays exactly as it came"


def test_only_a_header_is_a_list_without_entries(tmp_path):
    entry = put(tmp_path, "ujian", HEADER.encode())
    assert (entry.status, entry.rows) == ("admitted", 0)
    assert rows_of(tmp_path, entry) == []


def test_unknown_column_is_landed_with_a_warning(tmp_path):
    entry = put(tmp_path, "ujian", (HEADER.strip() + ",catatan,_SRC_ROW,\n" + ROW.strip() + ",x,y,z\n").encode())
    assert entry.status == "admitted"
    assert entry.unknown_columns == ["catatan", "_SRC_ROW~2", "kolom_8"]
    assert [(warning.code, warning.row, warning.column) for warning in entry.warnings] == [
        ("unknown_column", 1, name) for name in entry.unknown_columns
    ]
    (row,) = rows_of(tmp_path, entry)
    assert (row["catatan"], row["_SRC_ROW~2"], row["kolom_8"], row["_src_row"]) == ("x", "y", "z", 2)


def test_hundreds_of_unknown_columns_are_another_file(tmp_path):
    names = ",".join(f"x{n}" for n in range(300))
    refused(put(tmp_path, "ujian", (HEADER.strip() + "," + names + "\n").encode()), "too_many_columns", 1)


# -- xlsx ---------------------------------------------------------------------------------------------------------


def workbook(fill) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book)
    book.close()
    return out.getvalue()


def test_xlsx_cut_short_anywhere(tmp_path):
    content = good("profil_asn").content()
    for number, share in enumerate((0.02, 0.3, 0.6, 0.9, 0.999)):
        entry = put(tmp_path / str(number), "profil_asn", content[: int(len(content) * share)])
        refused(entry, "damaged_file")


def test_xlsx_with_a_flipped_byte(tmp_path):
    """A bit flip inside packed data is caught by the checksum, before anything parses it."""
    content = bytearray(good("profil_asn").content())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.getinfo("xl/worksheets/sheet1.xml")
    content[sheet.header_offset + 200] ^= 0x10
    refused(put(tmp_path, "profil_asn", bytes(content)), "damaged_file")


def test_xlsx_that_is_something_else(tmp_path):
    refused(put(tmp_path / "a", "profil_asn", b""), "empty_file")
    refused(put(tmp_path / "b", "profil_asn", b"NIP BARU,NAMA\n1,2\n"), "damaged_file")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        other.writestr("readme.txt", "no workbook")
    refused(put(tmp_path / "c", "profil_asn", out.getvalue()), "damaged_file")


def test_zip_bomb_is_refused_before_it_is_parsed(tmp_path, monkeypatch, in_process):
    def no_parser(path):
        raise AssertionError("must not be parsed")

    monkeypatch.setattr(xlsx_reader, "MAX_UNPACKED_BYTES", 3_000_000)
    monkeypatch.setattr(xlsx_reader, "blocks", no_parser)
    table = good("profil_asn", rows=1)
    out = io.BytesIO(table.content())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet2.xml", b" " * 4_000_000)
    assert len(out.getvalue()) < 20_000
    assert "zip bomb" in refused(put(tmp_path, "profil_asn", out.getvalue()), "too_large")


@pytest.mark.parametrize("checksum_of", [4_000_000, 1000])
def test_zip_bomb_that_lies_about_its_size(tmp_path, checksum_of):
    """The declared size is a claim: unpacking goes no further than a byte beyond it, and with that byte or the checksum tells."""
    out = io.BytesIO(good("profil_asn", rows=1).content())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet2.xml", b" " * 4_000_000)
    content = out.getvalue()
    for honest, lie in ((4_000_000, 1000), (zlib.crc32(b" " * 4_000_000), zlib.crc32(b" " * checksum_of))):
        assert content.count(honest.to_bytes(4, "little")) == 2
        content = content.replace(honest.to_bytes(4, "little"), lie.to_bytes(4, "little"))
    refused(put(tmp_path, "profil_asn", content), "damaged_file")


def test_a_damaged_workbook_is_refused_while_its_parser_is_at_work(tmp_path, monkeypatch, in_process):
    """What a damaged part makes the parser do is not waited for."""
    end, came_to_its_end = threading.Event(), []

    def endless(path):
        end.wait(60)
        came_to_its_end.append(end.is_set())
        return iter(())

    monkeypatch.setattr(xlsx_reader, "blocks", endless)
    content = bytearray(good("profil_asn").content())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        content[book.getinfo("xl/worksheets/sheet1.xml").header_offset + 200] ^= 0x10
    entry = put(tmp_path, "profil_asn", bytes(content))
    assert not came_to_its_end
    end.set()
    refused(entry, "damaged_file")


def test_title_rows_above_the_header_and_other_sheets(tmp_path):
    def fill(book):
        book.add_worksheet("Petunjuk").write(0, 0, "Isi sheet Data")
        sheet = book.add_worksheet("Data")
        sheet.merge_range(0, 0, 0, 3, "DATA ASN")
        sheet.write_row(12, 1, ["nip_baru", "Nama", "GELAR DEPAN"])
        sheet.write_row(13, 1, ["'198001012005011001", "A", "Dr."])
        sheet.write_row(15, 1, ["'198001012005011002", "B"])
        book.add_worksheet("Lain").write_row(0, 0, ["NIP BARU", "NAMA"])

    entry = put(tmp_path, "profil_asn", workbook(fill))
    assert entry.status == "admitted" and entry.rows == 2
    assert entry.columns == ["kolom_A", "NIP BARU", "NAMA", "GELAR DEPAN"]
    rows = rows_of(tmp_path, entry)
    assert [(row["_src_row"], row["NIP BARU"], row["NAMA"]) for row in rows] == [
        (14, "'198001012005011001", "A"),
        (16, "'198001012005011002", "B"),
    ]


def test_no_header_in_the_first_rows(tmp_path):
    def fill(book):
        book.add_worksheet().write_row(30, 0, ["NIP BARU", "NAMA"])

    assert "NIP BARU, NAMA" in refused(put(tmp_path, "profil_asn", workbook(fill)), "no_header")


def test_header_without_a_required_column(tmp_path):
    refused(put(tmp_path, "profil_asn", good("profil_asn").drop("NIP BARU").content()), "missing_column", 1, "NIP BARU")


def test_header_with_a_column_twice(tmp_path):
    table = good("profil_asn", rows=2)
    table.columns.append("NIP_BARU")
    message = refused(put(tmp_path, "profil_asn", table.content()), "duplicate_column", 1, "NIP BARU")
    assert "columns B and U" in message


def test_value_outside_the_header(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIP BARU", "NAMA"])
        sheet.write_row(1, 0, ["1", "A", None, "dicek"])

    refused(put(tmp_path, "profil_asn", workbook(fill)), "ragged_row", 2, "D")


def test_cells_that_are_not_text_say_so(tmp_path):
    import datetime

    def fill(book):
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIP BARU", "NAMA", "MK TAHUN", "MK BULAN", "TMT PNS", "IS VALID NIK"])
        sheet.write_number(1, 0, 198001012005011001)
        sheet.write_string(1, 1, "A")
        sheet.write_number(1, 2, 12)
        sheet.write_number(1, 3, 87.5)
        sheet.write_datetime(1, 4, datetime.datetime(2006, 1, 2), day)
        sheet.write_boolean(1, 5, True)
        sheet.write_row(2, 0, ["'198001012005011001", "B", "12"])

    entry = put(tmp_path, "profil_asn", workbook(fill))
    odd, text = rows_of(tmp_path, entry)
    assert odd["NIP BARU"] != "198001012005011001", "the digits are lost; the type says that this is no text"
    assert (odd["MK TAHUN"], odd["MK BULAN"], odd["TMT PNS"], odd["IS VALID NIK"]) == (
        "12",
        "87.5",
        "2006-01-02",
        "true",
    )
    assert json.loads(odd["_cell_types"]) == {
        "NIP BARU": "number",
        "MK TAHUN": "number",
        "MK BULAN": "number",
        "TMT PNS": "date",
        "IS VALID NIK": "boolean",
    }
    assert text["_cell_types"] is None and text["MK TAHUN"] == "12"


def test_formulas_and_error_cells_are_told(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["NIP BARU", "NAMA", "NIK"])
        sheet.write_row(1, 0, ["'198001012005011001", "A"])
        sheet.write_formula(2, 1, '="B"', None, "B")
        sheet.write_formula(3, 2, "=NA()", None, "#N/A")
        sheet.write_string(3, 0, "x")

    entry = put(tmp_path, "profil_asn", workbook(fill))
    assert entry.status == "admitted"
    assert [(w.code, w.row, w.column) for w in entry.warnings] == [("formula", 3, "B"), ("error_cell", 4, "C")]
    assert rows_of(tmp_path, entry)[2]["NIK"] is None


def test_a_column_of_numeric_numbers_refuses_the_file(tmp_path):
    table = good("profil_asn").set("NIP BARU", 198001012005011001)
    table.write(tmp_path)
    (entry,) = land_dataset(tmp_path, "kepegawaian", "profil_asn", REGION)
    assert entry.status == "refused"
    assert any(reason.row == 2 and reason.column == "NIP BARU" for reason in entry.reasons)


# -- ndjson -------------------------------------------------------------------------------------------------------


def line(**changes) -> dict:
    record = {"id": "a1", "golongan": "III/a", "tmtGolongan": "01-04-2020"}
    answer = {
        "nip": "198001012005011001",
        "endpoint": "rw-golongan",
        "fetched_at": "2026-03-01T01:00:00Z",
        "status": 200,
    }
    return {**answer, "body": {"code": 1, "data": [record]}, **changes}


def lines(*answers) -> bytes:
    return "".join((json.dumps(a) if not isinstance(a, str) else a) + "\n" for a in answers).encode()


NDJSON_FAULTS = {
    "zero bytes": (b"", "empty_file", None),
    "cut inside a line": (lines(line(), line())[:-30], "bad_json", 2),
    "Python text instead of JSON": (lines(line(), "{'nip': '1'}"), "bad_json", 2),
    "NaN": (lines(line(), '{"nip": NaN}'), "bad_json", 2),
    "NUL byte": (lines(line()) + b'{"nip": "\x00"}\n', "nul_byte", 2),
    "Windows text": (lines(line()) + '{"nip": "\xe9"}\n'.encode("cp1252"), "not_utf8", 2),
    "nested too deeply": (lines(line(), "[" * 200_000), "bad_json", 2),
}


@pytest.mark.parametrize("fault", NDJSON_FAULTS)
def test_ndjson_refused_whole(fault, tmp_path):
    content, code, row = NDJSON_FAULTS[fault]
    refused(put(tmp_path, "rw_golongan", content), code, row)


def test_answers_of_another_kind(tmp_path):
    refused(
        put(tmp_path, "rw_golongan", lines(line(body={"code": 1, "data": [{"nama": "x"}]}))),
        "missing_column",
        None,
        "id",
    )


NOT_FOUND = {"code": 0, "data": "Data tidak ditemukan"}
OUTCOMES = {
    "records": (line(), "rows", 1, None),
    "one record as an object": (line(body={"code": 1, "data": {"id": "a"}}), "rows", 1, None),
    "paged list": (line(body={"code": 1, "data": {"data": [{"id": "a"}, {"id": "b"}]}}), "rows", 2, None),
    "empty list": (line(body={"code": 1, "data": []}), "none", 0, None),
    "not found": (line(status=404, body=NOT_FOUND), "none", 0, None),
    "not found with status 200": (line(body={"code": 0, "data": "data KOSONG"}), "none", 0, None),
    "status as text": (line(status="200"), "rows", 1, None),
    "server error that says not found": (line(status=500, body=NOT_FOUND), "error", 1, "http_error"),
    "no right that says not found": (line(status=401, body=NOT_FOUND), "error", 1, "http_error"),
    "forbidden": (line(status=403, body={"code": 0, "data": "x"}), "error", 1, "http_error"),
    "gateway error without body": (line(status=502, body=None), "error", 1, "http_error"),
    "rows with an error status": (line(status=500), "error", 1, "http_error"),
    "another error text": (line(body={"code": 0, "data": "token salah"}), "error", 1, "unknown_answer"),
    "code 0 with a list": (line(body={"code": 0, "data": []}), "error", 1, "unknown_answer"),
    "data is null": (line(body={"code": 1, "data": None}), "error", 1, "unknown_answer"),
    "records that are no objects": (line(body={"code": 1, "data": ["x"]}), "error", 1, "bad_envelope"),
    "another endpoint": (line(endpoint="rw-jabatan"), "error", 1, "wrong_endpoint"),
    "no endpoint": ({"nip": "1", "status": 200, "body": {"data": []}}, "error", 1, "bad_envelope"),
    "no body": ({"nip": "1", "endpoint": "rw-golongan", "status": 200}, "error", 1, "bad_envelope"),
    "no status": (line(status=None), "error", 1, "bad_envelope"),
    "a list": ([1, 2], "error", 1, "bad_envelope"),
    "a key twice": (
        json.dumps(line()).replace('"golongan": "III/a"', '"golongan": "III/a", "golongan": "III/b"'),
        "error",
        1,
        "duplicate_key",
    ),
    "a key twice, deep inside": (
        '{"nip":"1","endpoint":"rw-golongan","status":200,"body":{"code":1,"data":[{"id":"a","path":{"x":1,"x":2}}]}}',
        "error",
        1,
        "duplicate_key",
    ),
    "text that looks like a key": (line(body={"code": 1, "data": [{"id": 'a":"b'}]}), "rows", 1, None),
    "an escaped NUL": (line(body={"code": 1, "data": [{"id": "a\0b"}]}), "error", 1, "bad_envelope"),
    "half a surrogate pair": (line(body={"code": 1, "data": [{"id": "\ud800"}]}), "error", 1, "bad_envelope"),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_outcome_of_an_answer(case, tmp_path):
    import pyarrow.parquet as pq

    answer, outcome, n_rows, error = OUTCOMES[case]
    entry = put(tmp_path, "rw_golongan", lines(line(nip="1"), answer))
    assert entry.status == "admitted", entry.reason
    answers = pq.read_table(tmp_path / "lake" / entry.answers_path).to_pylist()
    assert [row["_src_row"] for row in answers] == [1, 2]
    assert answers[1]["outcome"] == outcome
    rows = [row for row in rows_of(tmp_path, entry) if row["_src_row"] == 2]
    assert len(rows) == n_rows
    assert answers[1]["n_records"] == (n_rows if outcome == "rows" else 0)
    assert [row["_line_error"] for row in rows] == [error] * n_rows
    if error:
        assert rows[0]["_src_item"] is None and rows[0]["id"] is None
        assert rows[0]["_src_rest"] == (answer if isinstance(answer, str) else json.dumps(answer)), "the whole line"


def test_every_json_value_keeps_its_text(tmp_path):
    text = (
        '{"nip":198001012005011001,"endpoint":"rw-golongan","fetched_at":null,"status":200,"body":{"code":1,"data":[{"id":"a",'
        '"golongan":"","golonganId":31,"jumlahKreditUtama":13.250,"skNomor":1e5,"idPns":123456789012345678901234567890,'
        '"nipLama":true,"pangkat":null,"path":{"872":{"n":1.50,"ok":false,"x":["\\u00e9",null]}}}]}}'
    )
    entry = put(tmp_path, "rw_golongan", lines(text))
    (row,) = rows_of(tmp_path, entry)
    assert row["golongan"] == "" and row["golonganId"] == "31" and row["jumlahKreditUtama"] == "13.250"
    assert row["skNomor"] == "1e5" and row["idPns"] == "123456789012345678901234567890"
    assert row["nipLama"] == "true" and row["pangkat"] is None
    assert row["path"] == '{"872":{"n":1.50,"ok":false,"x":["\u00e9",null]}}'
    assert row["_asked_nip"] == "198001012005011001" and row["_fetched_at"] is None
    assert json.loads(row["_cell_types"]) == {
        "_asked_nip": "number",
        "golonganId": "number",
        "idPns": "number",
        "jumlahKreditUtama": "number",
        "nipLama": "boolean",
        "path": "object",
        "skNomor": "number",
    }


def test_unknown_keys_get_columns_however_late_they_come(tmp_path, monkeypatch, in_process):
    from orchestration.landing.readers import ndjson_reader

    monkeypatch.setattr(ndjson_reader, "FIRST_BYTES", 300)
    late = line(body={"code": 1, "data": [{"id": "z", "baru": 1.0, "Golongan": "x"}]})
    entry = put(tmp_path, "rw_golongan", lines(*[line()] * 5, late))
    assert entry.unknown_columns == ["baru", "Golongan"]
    assert [(warning.code, warning.column) for warning in entry.warnings] == [
        ("unknown_column", "baru"),
        ("unknown_column", "Golongan"),
    ]
    assert "Line 6" in entry.warnings[0].message
    rows = rows_of(tmp_path, entry)
    assert [row["baru"] for row in rows] == [None] * 5 + ["1.0"]
    assert [row["_src_rest"] for row in rows] == [None] * 5 + ['{"baru": "1.0", "Golongan~2": "x"}']
    assert rows[5]["Golongan~2"] == "x", "DuckDB would take Golongan for golongan"


def test_the_hash_is_of_the_record_alone(tmp_path):
    """The same record in another file, on another line, with its keys in another order, has the same hash."""
    one = put(tmp_path / "a", "rw_golongan", lines(line()))
    record = {"tmtGolongan": "01-04-2020", "golongan": "III/a", "pangkat": None, "id": "a1"}
    other = line(nip="2", body={"code": 1, "data": [{"id": "x"}, record]})
    two = put(tmp_path / "b", "rw_golongan", lines(line(body=NOT_FOUND, status=404), other))
    as_number = put(tmp_path / "c", "rw_golongan", lines(line(body={"code": 1, "data": [{**record, "pangkat": 1}]})))
    as_text = put(tmp_path / "d", "rw_golongan", lines(line(body={"code": 1, "data": [{**record, "pangkat": "1"}]})))
    hashes = [
        rows_of(tmp_path / folder, e)[-1]["_src_row_hash"]
        for folder, e in zip("abcd", (one, two, as_number, as_text), strict=True)
    ]
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3


# -- messages that say what the person at the other end can see ---------------------------------------------------

MESSAGES = {
    "a web page as workbook": (
        "profil_asn",
        b"\xef\xbb\xbf\n<html><table><tr><td>NIP</td></tr></table></html>",
        "web page",
    ),
    "a protected workbook": ("profil_asn", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "a web page as answers": ("rw_golongan", b"<!DOCTYPE html>\n<html></html>\n", "login"),
    "a csv cut in a row": ("ujian", (HEADER + ROW + "198001012005011001,UD1,UD/").encode(), "cut short"),
    "a short row at the end": ("ujian", (HEADER + ROW + "198001012005011001,UD1,UD/2\n").encode(), "quotation marks"),
    "a short row in the midst": ("ujian", (HEADER + "1,UD1\n" + ROW.strip()).encode(), "quotation marks"),
    "a list of nobody": ("ujian", b"", "has its header"),
}


@pytest.mark.parametrize("fault", MESSAGES)
def test_the_message_fits_what_the_file_is(fault, tmp_path):
    name, content, words = MESSAGES[fault]
    entry = put(tmp_path, name, content)
    assert entry.status == "refused"
    assert words in entry.reason


def test_empty_answers_are_not_told_of_a_header(tmp_path):
    assert "header" not in put(tmp_path, "rw_golongan", b"").reason


def test_two_byte_order_marks_hide_no_column(tmp_path):
    entry = put(tmp_path, "ujian", ("\ufeff\ufeff" + HEADER + ROW).encode())
    assert (entry.status, entry.columns[0], entry.unknown_columns) == ("admitted", "nip", [])
