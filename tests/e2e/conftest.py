"""The warehouse of the committed sample, built once however many workers test it."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.dbt.warehouse import build_warehouse
from tests.fixtures.sample import DATES, SAMPLE


@pytest.fixture(scope="session")
def sample_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The DuckDB file; the first worker that asks builds it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample_warehouse"
    folder.mkdir(exist_ok=True)
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = folder / "built"
        if not built.exists():
            shutil.rmtree(folder / "raw", ignore_errors=True)
            shutil.copytree(SAMPLE, folder / "raw")
            built.write_text(str(build_warehouse(folder, DATES)))
        return Path(built.read_text())
