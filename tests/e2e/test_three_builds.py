"""The committed sample built three times: other orders of arrival, threads, time zones, languages and hash seeds give one
hash over everything that is published. The short version is in tests/orchestration/test_run.py."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from orchestration.landing.land import land_all
from tests.fixtures.sample import SAMPLE
from tests.orchestration.commands import current, jejak

BUILDS = {
    "all at once": {"JEJAK_THREADS": "1", "TZ": "America/Los_Angeles", "LANG": "C", "PYTHONHASHSEED": "1"},
    "newest folder first": {"JEJAK_THREADS": "2", "TZ": "Pacific/Apia", "LANG": "id_ID.UTF-8", "PYTHONHASHSEED": "2"},
    "every second file later": {"JEJAK_THREADS": "8", "TZ": "UTC", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "99"},
}


def arrivals(order: str) -> list[list[Path]]:
    """The files of the sample in the groups in which they arrive."""
    files = sorted(path for path in SAMPLE.rglob("*") if path.is_file() and not path.name.startswith("_"))
    if order == "newest folder first":
        days = sorted({path.parent.name for path in files}, reverse=True)
        return [[path for path in files if path.parent.name == day] for day in days]
    if order == "every second file later":
        return [files[1::2][::-1], files[::2][::-1]]
    return [files]


def hash_of(published: Path) -> str:
    """One hash over the names and bytes of every published Parquet."""
    digest = hashlib.sha256()
    parquet = sorted(published.rglob("*.parquet"))
    assert len(parquet) > 30
    for path in parquet:
        digest.update(path.relative_to(published).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@pytest.mark.deep
def test_three_builds_give_one_hash(tmp_path):
    told = {}
    for number, (order, settings) in enumerate(BUILDS.items()):
        data = tmp_path / str(number)
        groups = arrivals(order)
        for group in groups:
            for path in group:
                place = data / "raw" / path.relative_to(SAMPLE)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, place)
                shutil.copy(path.parent / "_origin.json", place.parent)
            if group is not groups[-1]:
                land_all(data)
        done = jejak(data, "run", timeout=3000, **settings)
        assert done.returncode == 0, done.stderr
        told[order] = (current(data), hash_of((data / "published" / "current").resolve()))
        shutil.rmtree(data)
    assert len(set(told.values())) == 1, told
