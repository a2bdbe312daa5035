"""Extracts far larger than any real one of this field."""

from __future__ import annotations

import subprocess

import pytest

from orchestration.landing import isolation
from orchestration.landing.land import land_dataset
from tests.fixtures.goodfiles import REGION, good

ROWS = 2_000_000
MOST_BYTES = 1024**3


def _peak(pid: int) -> int:
    """The most memory that a running process has held, in bytes."""
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


@pytest.mark.deep
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_two_million_rows_are_landed_in_bounded_memory(suffix, tmp_path):
    path = good("ujian").path(tmp_path, suffix=suffix)
    path.parent.mkdir(parents=True)
    header = "nip,jenis,nomor,tanggal_lulus,jenjang\n"
    with open(path, "wb") as out:
        packer = subprocess.Popen(["gzip", "-1"], stdin=subprocess.PIPE, stdout=out) if suffix else None
        stream = packer.stdin if packer else out
        stream.write(header.encode())
        for start in range(0, ROWS, 100_000):
            stream.write(
                "".join(
                    f"19850312201001{n % 10000:04d},UD1,UD/{n},2020-05-01,\n" for n in range(start, start + 100_000)
                ).encode()
            )
        if packer:
            packer.stdin.close()
            packer.wait()
    isolation.end_child()
    (entry,) = land_dataset(tmp_path, "kepegawaian", "ujian", REGION, check=False)
    assert (entry.status, entry.rows) == ("admitted", ROWS)
    assert _peak(isolation._child._process.pid) < MOST_BYTES
