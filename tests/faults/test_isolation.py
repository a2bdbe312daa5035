"""What parses a delivered file may die, hang or want too much: its file is refused, the next one is read."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import xlsxwriter

from orchestration.landing import isolation, land
from orchestration.landing.discovery import Extract
from orchestration.landing.findings import Refused
from orchestration.landing.land import land_dataset
from tests.fixtures.goodfiles import REGION, good


@pytest.fixture
def own_child():
    """A child started with the limits of this test, and none left behind."""
    isolation.end_child()
    yield
    isolation.end_child()


def _lines(count: int, cell: str) -> bytes:
    return ("nip,jenis,nomor,tanggal_lulus,jenjang\n" + f"1,UD1,{cell},2020-05-01,\n" * count).encode()


def _land(root, content: bytes, suffix: str = ""):
    path = good("ujian").path(root, suffix=suffix)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    (entry,) = land_dataset(root, "kepegawaian", "ujian", REGION, check=False)
    return entry


def _unending(root) -> Extract:
    """An extract that is a pipe into which nobody writes: it is at work until it is ended."""
    path = good("ujian").path(root)
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    return Extract("kepegawaian", "ujian", REGION, datetime.date(2026, 3, 1), path, "ujian.csv", False)


def _refusal(extract: Extract) -> str:
    with pytest.raises(Refused) as refused:
        isolation.convert(extract, "0" * 64, extract.path.parent / "rows", extract.path.parent / "answers")
    return refused.value.finding.code


def test_too_much_memory_refuses_the_file_and_the_next_is_read(tmp_path, monkeypatch, own_child):
    monkeypatch.setattr(isolation, "MEMORY_BYTES", 500 * 1024**2)
    monkeypatch.setattr(isolation, "CPU_SECONDS", 15)
    monkeypatch.setattr(isolation, "CPU_SECONDS_A_MB", 0)
    entry = _land(tmp_path / "a", _lines(250, "x" * 1_000_000))  # all in one batch
    # Where an allocation in one of Arrow's threads fails, the child ends, or stands still until it has been waited for
    # long enough; either way the file alone is refused.
    assert (entry.status, entry.rows_path) == ("refused", None) and entry.reasons[0].code in (
        "too_large",
        "reader_died",
        "too_slow",
    )
    assert _land(tmp_path / "b", _lines(3, "UD/1")).rows == 3
    assert not list((tmp_path / "a" / "lake").rglob("*.parquet"))


def test_a_workbook_whose_parser_dies(tmp_path, monkeypatch, own_child):
    """One value in the last cell of the sheet: a dense grid of it would not fit into any memory."""
    monkeypatch.setattr(isolation, "MEMORY_BYTES", 1024**3)
    book = good("profil_asn")
    path = book.path(tmp_path)
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(path) as written:
        sheet = written.add_worksheet()
        sheet.write_row(0, 0, ["NIP BARU", "NAMA"])
        sheet.write(1_048_575, 16_383, "x")
    (entry,) = land_dataset(tmp_path, "kepegawaian", "profil_asn", REGION, check=False)
    assert (entry.status, entry.reasons[0].code) == ("refused", "reader_died"), entry.reason
    assert _land(tmp_path / "b", _lines(3, "UD/1")).rows == 3


def test_too_much_work_refuses_the_file(tmp_path, monkeypatch, own_child):
    monkeypatch.setattr(isolation, "CPU_SECONDS", 0)
    monkeypatch.setattr(isolation, "CPU_SECONDS_A_MB", 0)
    entry = _land(tmp_path / "a", _lines(600_000, "x" * 20))
    assert (entry.status, entry.reasons[0].code) == ("refused", "too_slow"), entry.reason
    monkeypatch.undo()
    assert _land(tmp_path / "b", _lines(3, "UD/1")).rows == 3


def test_waiting_has_an_end(tmp_path, monkeypatch, own_child):
    monkeypatch.setattr(isolation, "CPU_SECONDS", 1)
    monkeypatch.setattr(isolation, "WALL_FACTOR", 1)
    assert _refusal(_unending(tmp_path / "a")) == "too_slow"
    monkeypatch.undo()
    assert _land(tmp_path / "b", _lines(3, "UD/1")).rows == 3


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_dies_at_work(number, tmp_path, own_child):
    extract = _unending(tmp_path / "a")
    killed = set()

    def kill_each():
        while len(killed) < 2:
            time.sleep(0.1)
            process = isolation._child._process
            if process and process.pid not in killed:
                process.send_signal(number)
                killed.add(process.pid)

    killer = threading.Thread(target=kill_each)
    killer.start()
    assert _refusal(extract) == "reader_died"
    killer.join()
    assert _land(tmp_path / "b", _lines(3, "UD/1")).rows == 3


def test_a_child_whose_refused_file_is_still_being_parsed_ends():
    """Its answer is given at once; the parser would be waited for, and take the next file's time and memory."""
    work = """
import threading, time
from orchestration.landing import worker
from orchestration.landing.findings import Refused
def read(*_):
    threading.Thread(target=time.sleep, args=(600,)).start()
    raise Refused("damaged_file", "cut short")
worker.read_to_parquet = read
worker.main(4 * 1024**3)
"""
    task = {"cpu_seconds": 60, "source": "s", "dataset": "d", "region": "r", "extract_date": "2026-03-01"}
    task |= dict.fromkeys(("path", "file", "sha256", "rows_path", "answers_path"), "x") | {"is_synthetic": False}
    child = subprocess.run(
        [sys.executable, "-c", work], input=json.dumps(task) + "\n", capture_output=True, text=True, timeout=60
    )
    assert (json.loads(child.stdout)["refused"]["code"], child.returncode) == ("damaged_file", 0)


def test_a_child_that_died_before_its_task_is_replaced(tmp_path, own_child):
    assert _land(tmp_path / "a", _lines(3, "UD/1")).rows == 3
    isolation._child._process.kill()
    assert _land(tmp_path / "b", _lines(3, "UD/1")).rows == 3


def test_a_failing_machine_refuses_no_file(tmp_path, own_child):
    """Disk full, no right: the file is not to blame, so nothing is recorded and the next run tries again."""
    path = good("ujian").write(tmp_path)
    (extract,) = land.discover(tmp_path, REGION)
    with pytest.raises(OSError, match="No such file"):
        isolation.convert(extract, "0" * 64, tmp_path / "no folder" / "rows", tmp_path / "answers")
    assert path.is_file()


def test_what_the_child_gives_back_is_what_the_reader_gives(tmp_path, own_child):
    good("ujian").write(tmp_path)
    (extract,) = land.discover(tmp_path, REGION)
    inside = land.read_to_parquet(extract, "0" * 64, tmp_path / "in", tmp_path / "in answers")
    outside = isolation.convert(extract, "0" * 64, tmp_path / "out", tmp_path / "out answers")
    assert (tmp_path / "in").read_bytes() == (tmp_path / "out").read_bytes()
    assert inside[0] == outside[0] == 30
    assert inside[1].delivered == outside[1].delivered
