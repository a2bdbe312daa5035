"""The real CPNS 2024 vacancies of both cities through the pipeline. Not part of `make test`: the file is not ours to ship.

    JEJAK_REAL_VACANCIES=/path/to/cpns2024_formasi.csv .venv/bin/python -m pytest tests/e2e/real_vacancies.py

The file is a csv with the columns of the dataset formasi; its rows are split by agency into the two region folders.
"""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.dbt.warehouse import build_warehouse

REGION_OF = {"Pemerintah Kota Jambi": "kota_jambi", "Pemerintah Kota Sawahlunto": "kota_sawahlunto"}
# As the portal published them: (formasi, posts). A plain sum over the rows gives 381 and 392.
EXPECTED = {"15.71": (51, 60), "13.73": (94, 100)}
EXTRACT_DATE = "2024-09-01"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("vacancies")
    with open(os.environ["JEJAK_REAL_VACANCIES"], encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    header, agency = rows[0], rows[0].index("ins_nm")
    for name, region in REGION_OF.items():
        target = folder / "raw" / "rekrutmen" / region / EXTRACT_DATE / "formasi.csv"
        target.parent.mkdir(parents=True)
        with target.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([header, *(row for row in rows[1:] if row[agency] == name)])
    return build_warehouse(folder, [date(2024, 10, 1)])


def test_formasi_and_posts(warehouse):
    with duckdb.connect(str(warehouse), read_only=True) as con:
        vacancies = con.execute("select region_code, count(*), sum(posts) from dim_vacancy group by all").fetchall()
        shown = con.execute(
            "select region_code, n, cast(numerator as integer) from mart_region_comparison where indicator = 'posts_per_formasi'"
        ).fetchall()
        bad = con.execute("select count(*) from audit_quarantine").fetchone()[0]
        residual = con.execute("select sum(abs(residual)) from audit_row_ledger").fetchone()[0]
    assert {region: (formasi, posts) for region, formasi, posts in vacancies} == EXPECTED
    assert {region: (formasi, posts) for region, formasi, posts in shown} == EXPECTED
    assert (bad, residual) == (0, 0)
