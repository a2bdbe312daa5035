"""The ledger finds a row that is lost, doubled, invented or turned anywhere between the file and what is used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.dbt.compiled import build_compiled, compiled_code
from tests.dbt.landed_rows import EXTRACT_DATE, REGION, LandedRows

NIP = "198503122010011008"
RANK = {"_asked_nip": NIP, "nipBaru": NIP, "golonganId": "31", "golongan": "III/a", "tmtGolongan": "01-04-2022"}
VACANCY = {"formasi_id": "1", "ins_nm": "Pemerintah Kota Jambi", "jabatan_nm": "ARSIPARIS", "jumlah_formasi": "1"}
DATABASE = "warehouse.duckdb"
MODELS = ("audit_row_ledger", "audit_row_residual")


@dataclass(frozen=True)
class Built:
    """A folder with the build, the keys of its rows, and the compiled SQL of ledger and residual."""

    folder: Path
    keys: dict[str, str]
    compiled: dict[str, str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder = tmp_path_factory.mktemp("ledger")
    landed = LandedRows(folder / DATABASE)
    ids = {
        "good": landed.add("rw_golongan", {**RANK, "id": "a"}),
        "bad": landed.add("rw_golongan", {**RANK, "id": "b", "tmtGolongan": "?"}),
        "vacancy": landed.add("formasi", VACANCY),
        "twin": landed.add("formasi", VACANCY),
        "foreign": landed.add("formasi", {**VACANCY, "formasi_id": "2", "ins_nm": "Pemerintah Kota Padang"}),
    }
    ids["refused"], _ = landed.refuse("kepegawaian", "ujian", 2)
    landed.refuse("kepegawaian", "ujian", None, name="misplaced_copy")
    landed.refuse("kepegawaian", "rw_hukdis", None, name="unreadable")
    landed.refuse("kepegawaian", "ujian", None, region="jambi", name="of_no_known_region")
    landed.refuse("kepegawaian", "cuti", None, name="of_no_known_dataset")
    landed.close()
    build_compiled(folder / DATABASE, MODELS, tests=False)
    compiled = {name: compiled_code(name) for name in MODELS}
    yield Built(folder, {name: f"{REGION}/{EXTRACT_DATE}/{row_id}" for name, row_id in ids.items()}, compiled)


def _audit(built: Built, folder: Path, fault: str) -> tuple[list[tuple], list[tuple]]:
    """Ledger lines with a residual and residual rows, after the fault was done to a copy of the build."""
    shutil.copy(built.folder / DATABASE, folder / DATABASE)
    with duckdb.connect(str(folder / DATABASE)) as connection:
        if fault:
            connection.execute(fault.format(**built.keys))
        ledger = connection.execute(
            f"select dataset, hop, residual from ({built.compiled[MODELS[0]]}) where residual <> 0 order by all"
        ).fetchall()
        rows = connection.execute(
            f"select hop, row_key, problem, file from ({built.compiled[MODELS[1]]}) order by all"
        ).fetchall()
    return ledger, rows


def test_an_honest_build_balances(built: Built, tmp_path: Path) -> None:
    assert _audit(built, tmp_path, "") == ([], [])
    with duckdb.connect(str(built.folder / DATABASE), read_only=True) as connection:
        found = connection.execute(
            "select dataset, hop, rows_in, rows_out, quarantined, duplicate, superseded, out_of_scope "
            "from audit_row_ledger order by dataset, hop, rows_in"
        ).fetchall()
    assert found == [
        ("formasi", "land", 3, 3, 0, 0, 0, 0),
        ("formasi", "resolve", 3, 1, 0, 1, 0, 1),
        ("formasi", "stage", 3, 3, 0, 0, 0, 0),
        ("formasi", "star", 1, 1, 0, 0, 0, 0),
        ("rw_golongan", "land", 2, 2, 0, 0, 0, 0),
        ("rw_golongan", "resolve", 1, 1, 0, 0, 0, 0),
        ("rw_golongan", "stage", 2, 1, 1, 0, 0, 0),
        ("rw_golongan", "star", 1, 1, 0, 0, 0, 0),
        *[("rw_hukdis", hop, 0, 0, 0, 0, 0, 0) for hop in ("land", "resolve", "stage", "star")],
        *[("ujian", "land", rows, 0, 0, 0, 0, rows) for rows in (0, 2)],
        *[("ujian", hop, 0, 0, 0, 0, 0, 0) for hop in ("resolve", "resolve", "stage", "stage", "star", "star")],
    ]


# What is done, the ledger's (dataset, hop, residual), and the row and problem that are named.
FAULTS = {
    "landed row gone": (
        "delete from stg_landing__row where row_key = '{good}'",
        [("rw_golongan", "land", 1), ("rw_golongan", "stage", -1)],
        ("good", "staged, not landed"),
    ),
    "landed row doubled": (
        "insert into stg_landing__row select * from stg_landing__row where row_key = '{good}'",
        [("rw_golongan", "land", -1), ("rw_golongan", "stage", 1)],
        ("good", "landed 2 times"),
    ),
    "row of a refused file gone": (
        "delete from stg_landing__refused_row where row_key = '{refused}'",
        [("ujian", "land", 1)],
        (None, "the file held 2 rows, landed are 1"),
    ),
    "row of a refused file doubled": (
        "insert into stg_landing__refused_row select * from stg_landing__refused_row where row_key = '{refused}'",
        [("ujian", "land", -1)],
        ("refused", "in a refused file, landed 2 times"),
    ),
    "staged row gone": (
        "delete from stg_kepegawaian__rw_golongan where row_key = '{good}'",
        [("rw_golongan", "resolve", -1), ("rw_golongan", "stage", 1)],
        ("good", "landed, not staged"),
    ),
    "staged row invented": (
        "insert into stg_kepegawaian__rw_golongan by name "
        "select * replace ('x' as row_key) from stg_kepegawaian__rw_golongan where row_key = '{good}'",
        [("rw_golongan", "resolve", 1), ("rw_golongan", "stage", -1)],
        ("x", "staged, not landed"),
    ),
    "quarantine emptied": (
        "delete from audit_quarantine where row_key = '{bad}'",
        [("rw_golongan", "stage", 1)],
        ("bad", "has a reason, not in quarantine"),
    ),
    "bad row called good": (
        "update stg_kepegawaian__rw_golongan set reasons = '' where row_key = '{bad}'",
        [("rw_golongan", "resolve", 1), ("rw_golongan", "stage", -1)],
        ("bad", "in quarantine without a reason"),
    ),
    "row lost before its use": (
        "delete from int_rows__resolve where row_key = '{good}'",
        [("rw_golongan", "resolve", 1)],
        ("good", "staged, not resolved"),
    ),
    "row used twice over": (
        "insert into int_rows__resolve by name "
        "select * replace ('y' as row_key) from int_rows__resolve where row_key = '{good}'",
        [("rw_golongan", "resolve", -1), ("rw_golongan", "star", 1)],
        ("y", "resolved, not staged"),
    ),
    "bad row used": (
        "update int_rows__resolve set disposition = 'used' where row_key = '{bad}'",
        [("rw_golongan", "resolve", -1), ("rw_golongan", "star", 1)],
        ("bad", "quarantined and used"),
    ),
    "good row held back": (
        "update int_rows__resolve set disposition = 'quarantined' where row_key = '{twin}'",
        [("formasi", "resolve", 1)],
        ("twin", "good and held back"),
    ),
    "row with no end": (
        "update int_rows__resolve set disposition = 'somewhere' where row_key = '{foreign}'",
        [("formasi", "resolve", 1)],
        ("foreign", "resolved to no known end"),
    ),
    "used row not in the star": (
        "delete from audit_row_provenance where row_key = '{good}'",
        [("rw_golongan", "star", 1)],
        ("good", "used, not in the star"),
    ),
}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_fault_leaves_a_residual_that_names_the_row(built: Built, tmp_path: Path, name: str) -> None:
    fault, residuals, (row, problem) = FAULTS[name]
    ledger, rows = _audit(built, tmp_path, fault)
    assert ledger == residuals
    named = [(row_key, what) for _, row_key, what, _ in rows]
    assert (built.keys.get(row, row), problem) in named
    assert all(file for *_, file in rows)


def test_a_file_that_told_of_more_rows_is_named(built: Built, tmp_path: Path) -> None:
    ledger, rows = _audit(built, tmp_path, "update stg_landing__file set rows = 9 where dataset = 'formasi'")
    assert ledger == [("formasi", "land", 6)]
    assert [(hop, row_key, problem) for hop, row_key, problem, _ in rows] == [
        ("land", None, "the file held 9 rows, landed are 3")
    ]
