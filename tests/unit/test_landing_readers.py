"""The fast ways of the readers against their strict ways: the same rows, or refused with the same reason."""

import datetime
import json
import random
from pathlib import Path

import pyarrow as pa
import pytest

from orchestration.landing import land
from orchestration.landing.discovery import Extract
from orchestration.landing.findings import Refused
from orchestration.landing.readers import base, csv_reader, ndjson_reader
from orchestration.landing.readers.plain_answers import NotPlain, PlainAnswers

CELLS = [
    "",
    "a",
    " b ",
    "0012",
    "é½",
    '"x,y"',
    '"say ""no"""',
    '""',
    '"two\nlines"',
    '"two\r\nlines"',
    'in"side',
    '"a"b',
    '"open',
    "\ufeffc",
    "c\rd",
    "x,y",
    "\x0b",
    "\u2028",
]
CSV_ENDS = ["\n", "\n", "\n", "\n", "\r\n", "\n\n", "\n \n", "\r", ""]
RECORDS = [
    '{"id":"a1","golongan":"III/a","path":null}',
    '{"id":"a\\"2\\\\","golongan":"","pangkat":"\\u00e9\\n"}',
    '{"golongan":"IV/a","id":"3"}',
    '{"id":"4","golongan":11}',
    '{"id":"5","golongan":-0,"path":{"x":[1.0,true]}}',
    '{"id":"6","id":"7"}',
    '{"id":null,"id":"8"}',
    '{"id":"9","Golongan":"x"}',
    '{"\\u0069d":"10","pangkat":null}',
    '{"id":"\\u0000"}',
    '{"id":"\\ud800"}',
    '{"id":"\\ud83d\\ude00"}',
    '{"id":"a \\":{ b"}',
    '{"id":true,"pangkat":"x\x7f"}',
    "{}",
    '{"id":"11","golongan":"I","golongan":null}',
    "null",
    "7",
]
LINES = [
    '{"nip":"1","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":[%s]}}',
    '{"nip":"1","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":[%s]}}',
    '{"nip":"2","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"data":[%s]}}',
    '{"nip":null,"endpoint":"rw-golongan","status":201,"body":{"code":1,"data":[%s]}}',
    '{"nip":198,"endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":[%s]}}',
    '{"nip":"3","endpoint":"rw-jabatan","fetched_at":"t","status":200,"body":{"code":1,"data":[%s]}}',
    '{"nip":"3","endpoint":"rw-golongan","fetched_at":"t","status":"200","body":{"code":"1","data":[%s]}}',
    '{"nip":"3","endpoint":"rw-golongan","fetched_at":"t","status":2e2,"body":{"code":1,"data":[%s]}}',
    '{"nip":"3","endpoint":"rw-golongan","fetched_at":"t","status":500,"body":{"code":1,"data":[%s]}}',
    '{"nip":"3","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":0,"data":[%s]}}',
    '{"nip":"3","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":-0,"data":[%s]}}',
    '{"nip":"4","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":{"data":[%s]}}}',
    '{"nip":"4","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":[%s],"data":[]}}',
    '{"nip":"4","nip":"5","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":[%s]}}',
]
OTHER_LINES = [
    '{"nip":"6","endpoint":"rw-golongan","fetched_at":"t","status":404,"body":{"code":0,"data":"Data tidak ditemukan"}}',
    '{"nip":"6","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":null}',
    '{"nip":"6","endpoint":"rw-golongan","fetched_at":"t","status":200,"body":{"code":1,"data":null}}',
    "{}",
    "{}{}",
    " ",
    "",
    "[]",
]
BREAKING = [
    '{"nip":"7"',
    '{"nip":\n"7"}',
    '{"nip":"7","x":{}\n,"y":{}}',
    "{}\n}{\n{}",
    '\ufeff{"nip":"8"}',
    '{"a":NaN}',
]


def outcome(path: Path, extract: Extract, tmp_path: Path):
    rows, answers = tmp_path / "rows.parquet", tmp_path / "answers.parquet"
    try:
        count, reading = land.read_to_parquet(extract, "0" * 64, rows, answers)
    except Refused as refused:
        return refused.finding.code
    tables = [pa.parquet.read_table(rows)] + (
        [pa.parquet.read_table(answers)] if extract.entry.format == "ndjson" else []
    )
    assert count == tables[0].num_rows
    return [table.to_pylist() for table in tables], reading.delivered, reading.unknown, reading.warnings


def both_ways(tmp_path, monkeypatch, source: str, dataset: str, content: bytes, block: int):
    """The outcome by the fast way and by the strict way; and how many blocks went fast."""
    path = tmp_path / "extract"
    path.write_bytes(content)
    extract = Extract(source, dataset, "kota_jambi", datetime.date(2026, 1, 1), path, "x", True, None)
    fast = []

    def counted(function):
        def call(*arguments):
            result = function(*arguments)
            fast.append(result)
            return result

        return call

    def never(*_):
        raise NotPlain

    with monkeypatch.context() as patch:
        patch.setattr(base, "BLOCK_BYTES", block)
        patch.setattr(ndjson_reader, "FIRST_BYTES", block)
        patch.setattr(csv_reader, "_plain_batch", counted(csv_reader._plain_batch))
        patch.setattr(PlainAnswers, "read", counted(PlainAnswers.read))
        one = outcome(path, extract, tmp_path)
        patch.setattr(csv_reader, "_is_plain", lambda _: False)
        patch.setattr(PlainAnswers, "read", never)
        other = outcome(path, extract, tmp_path)
    assert one == other, content
    return one, len(fast)


def csv_text(random_: random.Random, wild: float) -> str:
    good = [cell for cell in CELLS if not any(sign in cell for sign in ('"', "\r", "\n", "x,y"))]
    text = "nip,jenis,nomor,tanggal_lulus,jenjang\n"
    for _ in range(random_.randrange(1, 12)):
        cells = [random_.choice(CELLS if random_.random() < wild else good) for _ in range(5)]
        text += ",".join(cells) + random_.choice(CSV_ENDS if random_.random() < wild else ["\n", "\r\n"])
    return text


def ndjson_text(random_: random.Random, wild: float) -> str:
    lines = []
    for _ in range(random_.randrange(1, 10)):
        records = [
            random_.choice(RECORDS if random_.random() < wild else RECORDS[:3]) for _ in range(random_.randrange(4))
        ]
        line = random_.choice(LINES if random_.random() < wild else LINES[:3]) % ",".join(records)
        if random_.random() < wild:
            line = random_.choice(OTHER_LINES)
        if random_.random() < wild / 10:
            line = random_.choice(BREAKING)
        lines.append(line)
    return random_.choice(["\n", "\n", "\r\n"]).join(lines) + random_.choice(["\n", ""])


@pytest.mark.parametrize(
    ("dataset", "make"), [(("kepegawaian", "ujian"), csv_text), (("kepegawaian", "rw_golongan"), ndjson_text)]
)
def test_the_fast_way_reads_what_the_strict_way_reads(tmp_path, monkeypatch, dataset, make):
    random_ = random.Random(7)
    landed = refused = fast = 0
    for number in range(100):
        content = make(random_, wild=(0, 0.03, 0.1, 0.4)[number % 4]).encode()
        result, blocks = both_ways(tmp_path, monkeypatch, *dataset, content, random_.choice([60, 400, 10_000]))
        refused += isinstance(result, str)
        landed += not isinstance(result, str)
        fast += blocks > 0
    assert min(landed, refused, fast) > 5, "the cases must be of every kind"


@pytest.mark.parametrize("record", RECORDS)
def test_each_kind_of_record_beside_plain_ones(tmp_path, monkeypatch, record):
    plain = LINES[0] % RECORDS[0]
    content = "\n".join([plain, plain, LINES[0] % record, plain, *OTHER_LINES[:4]]).encode()
    result, blocks = both_ways(tmp_path, monkeypatch, "kepegawaian", "rw_golongan", content, 200)
    assert blocks and [row["_src_row"] for row in result[0][1]] == list(range(1, 9))


def test_a_line_that_is_two_values_is_not_hidden_by_one_on_two_lines(tmp_path, monkeypatch):
    plain = LINES[0] % RECORDS[0]
    for content in (f"{plain}{plain}\n\n", f'{plain}{plain}\n{{"nip":\n"1"}}\n', f"{plain}\n{plain}{plain}\n"):
        result, _ = both_ways(tmp_path, monkeypatch, "kepegawaian", "rw_golongan", content.encode(), 10_000)
        assert result == "bad_json"


def test_rows_after_the_first_block_keep_their_lines(tmp_path, monkeypatch):
    body = "".join(f'1,"a\nb",{n},2026-01-01,\n' if n % 50 == 0 else f"1,UD1,{n},2026-01-01,\n" for n in range(400))
    content = ("nip,jenis,nomor,tanggal_lulus,jenjang\n" + body).encode()
    result, blocks = both_ways(tmp_path, monkeypatch, "kepegawaian", "ujian", content, 300)
    lines = content.decode().split("\n")
    assert blocks > 5
    assert all(f",{row['nomor']}," in lines[row["_src_row"] - 1] + lines[row["_src_row"]] for row in result[0][0])


def test_columns_are_named_that_are_always_null(tmp_path, monkeypatch):
    with_null = json.dumps({"nip": "1", "endpoint": "rw-golongan", "fetched_at": "t", "status": 200,
                            "body": {"code": 1, "data": [{"id": "1", "pangkat": None}]}}, separators=(",", ":"))  # fmt: skip
    content = "\n".join([LINES[0] % '{"id":"1"}'] * 9 + [with_null]).encode()
    result, blocks = both_ways(tmp_path, monkeypatch, "kepegawaian", "rw_golongan", content, 300)
    assert blocks and result[1] == ["id", "pangkat"]
