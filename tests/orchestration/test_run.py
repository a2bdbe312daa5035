"""`jejak run` from extracts to summary, and the ways in which it stops. The builds are shared: each takes many seconds."""

import os
import shutil
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish.plan import refuse_mixture
from orchestration.publish.project import REPOSITORY
from orchestration.publish.survey import survey
from orchestration.publish.version import read_version
from orchestration.sample import generate
from tests.orchestration.commands import current, jejak


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A data root after its first run, and what the run said."""
    data = tmp_path_factory.mktemp("data")
    generate("tiny", 7, data)
    return data, jejak(data, "run")


def query(data, sql):
    with duckdb.connect(str(data / "published" / "current" / "restricted" / "marts.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_the_first_run_publishes_and_says_what_came_of_it(first):
    data, done = first
    assert done.returncode == 0, done.stderr
    assert current(data)
    for text in (
        "Kota Jambi",
        "Kota Sawahlunto",
        "residual 0",
        "kp_reguler at",
        "not applicable",
        "marts.duckdb",
        "Next",
    ):
        assert text in done.stdout, done.stdout
    assert "admitted kepegawaian/kota_jambi" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (data / ".build").exists()
    tables = {row[0] for row in query(data, "select table_name from information_schema.tables")}
    assert {"mart_promotion_eligibility", "mart_promotion_criteria", "audit_row_ledger", "audit_file"} <= tables


def test_what_was_published_verifies(first):
    data, _ = first
    assert jejak(data, "verify").returncode == 0
    assert jejak(data, "verify", current(data)).returncode == 0
    assert jejak(data, "verify", str(data / "published" / "current")).returncode == 0
    assert jejak(data, "verify", "0123456789abcdef").returncode == 2


def test_a_second_build_elsewhere_gives_the_same_bytes(first, tmp_path):
    """Other threads, time zone, locale, hash seed and folder order: the same publish id and the same Parquet hashes."""
    data, _ = first
    shutil.copytree(data / "raw", tmp_path / "raw")
    settings = {"JEJAK_THREADS": "1", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "99", "LC_ALL": "C"}
    done = jejak(tmp_path, "run", **settings)
    assert done.returncode == 0, done.stderr
    assert current(tmp_path) == current(data)
    tables = [read_version((root / "published" / "current").resolve())["tables"] for root in (data, tmp_path)]
    assert {n: t["sha256"] for n, t in tables[0].items()} == {n: t["sha256"] for n, t in tables[1].items()}


def test_nothing_new_is_said_without_loading_the_machinery(first):
    data, _ = first
    before = (current(data), (data / "published" / "chain.ndjson").read_bytes())
    start = time.monotonic()
    done = jejak(data, "run", PYTHONHASHSEED="3", TZ="Pacific/Auckland", JEJAK_THREADS="1")
    assert time.monotonic() - start < 12
    assert done.returncode == 0
    assert "nothing new" in done.stdout
    assert "loading the pipeline" not in done.stderr
    assert (current(data), (data / "published" / "chain.ndjson").read_bytes()) == before


def test_a_lake_that_was_touched_is_told_even_with_nothing_new(first):
    data, _ = first
    path = next((data / "lake" / "rows").rglob("*.parquet"))
    kept = path.read_bytes()
    with duckdb.connect() as con:
        con.execute(f"create table t as select * from read_parquet('{path}')")
        con.execute(f"copy (select * from t limit (select count(*) - 1 from t)) to '{path}' (format parquet)")
    done = jejak(data, "run")
    path.write_bytes(kept)
    assert done.returncode == 1
    assert "row" in done.stderr and "missing" in done.stderr
    assert jejak(data, "run").returncode == 0


@pytest.fixture(scope="module")
def second(first):
    """The same root after a newer delivery of refused files, one of them readable, one of no known region; read meanwhile."""
    data, _ = first
    before = current(data)
    folder = data / "raw" / "kepegawaian" / "kota_jambi" / "2026-11-15"
    folder.mkdir(parents=True)
    (folder / "_origin.json").write_text('{"synthetic": true}')
    (folder / "profil_asn.xlsx").write_bytes(b"PK\x03\x04 this is no workbook")
    (folder / "ujian.csv").write_text("nip,jenis,nomor,tanggal_lulus\n198503122010011008,UD1,1,2020-05-01\n")
    lost = data / "raw" / "kepegawaian" / "jambi" / "2026-11-15" / "ujian.csv"
    lost.parent.mkdir(parents=True)
    lost.write_text("nip,jenis,nomor,tanggal_lulus,jenjang\n")
    answers, errors, stop = [], [], threading.Event()

    def reader():
        while not stop.is_set():
            try:
                answers.append(query(data, "select count(*) from mart_promotion_eligibility")[0][0])
            except Exception as error:
                errors.append(error)
            time.sleep(0.02)

    thread = threading.Thread(target=reader)
    thread.start()
    done = jejak(data, "run")
    stop.set()
    thread.join()
    return data, before, done, answers, errors


def test_a_refused_file_stops_nobody(second):
    data, before, done, _, _ = second
    assert done.returncode == 0, done.stderr
    assert current(data) != before
    assert "profil_asn.xlsx" in done.stdout
    assert "2026-11-15/profil_asn.xlsx" in done.stderr
    for line in done.stderr.splitlines():
        assert line.count("profil_asn.xlsx") <= 1, line
    files = query(
        data, "select file, region_code, status, rows, warnings from audit_file where file like '%2026-11-15%'"
    )
    assert sorted(files) == [
        ("kepegawaian/jambi/2026-11-15/ujian.csv", None, "refused", None, ""),
        ("kepegawaian/kota_jambi/2026-11-15/profil_asn.xlsx", "15.71", "refused", None, ""),
        ("kepegawaian/kota_jambi/2026-11-15/ujian.csv", "15.71", "refused", 1, ""),
    ]
    assert "jambi (unknown)" in done.stdout and "region.csv" in done.stdout
    regions = query(data, "select distinct region_code from mart_promotion_eligibility")
    assert len(regions) == 2


def test_rows_of_a_refused_file_are_in_the_ledger(second):
    data, _, done, _, _ = second
    land = query(
        data, "select rows_in, out_of_scope from audit_row_ledger where hop = 'land' and file like '%11-15/ujian%'"
    )
    assert land == [(1, 1)]
    ((told,),) = query(data, "select sum(rows) from audit_file")
    assert f"Ledger: {told:,} delivered rows, residual 0." in done.stdout


def test_readers_had_no_error_while_the_run_went_on(second):
    _, _, _, answers, errors = second
    assert errors == []
    assert len(answers) > 20
    assert min(answers) > 0


def test_a_broken_dbt_test_leaves_readers_where_they_were(second, tmp_path):
    data, *_ = second
    copy = tmp_path / "repository"
    ignored = shutil.ignore_patterns(".git", ".venv", "target", "data", "__pycache__", ".pytest_cache")
    shutil.copytree(REPOSITORY, copy, ignore=ignored)
    (copy / "dbt_project" / "tests" / "assert_broken_on_purpose.sql").write_text(
        "select nip, verdict from {{ ref('mart_promotion_eligibility') }}"
    )
    before = current(data)
    done = jejak(data, "run", repository=copy)
    assert done.returncode == 1, done.stdout + done.stderr
    assert current(data) == before
    assert "assert_broken_on_purpose" in done.stderr
    assert "row: nip" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((data / "published").glob(".tmp*"))


@pytest.mark.parametrize(
    "arguments", [("run", "--period", "2026-13-01"), ("run", "--known-at", "kemarin"), ("run", "x")]
)
def test_wrong_usage_is_exit_2(tmp_path, arguments):
    done = jejak(tmp_path, *arguments)
    assert done.returncode == 2
    assert not list(tmp_path.iterdir())


def test_a_bad_scope_is_exit_2_with_row_and_column(first):
    data, _ = first
    scope = data / "scope.csv"
    scope.write_text("period_date\n2026-12-01\n1 April 2026\n")
    done = jejak(data, "run")
    scope.unlink()
    assert done.returncode == 2
    assert "scope.csv, row 3, column 'period_date'" in done.stderr


def test_no_folder_is_exit_2(tmp_path):
    done = jejak(tmp_path / "none", "run")
    assert done.returncode == 2
    assert "JEJAK_DATA" in done.stderr


def test_no_admitted_file_is_exit_1(tmp_path):
    done = jejak(tmp_path, "run")
    assert done.returncode == 1
    assert "no admitted extract" in done.stderr
    folder = tmp_path / "raw" / "kepegawaian" / "kota_jambi" / "2026-11-01"
    folder.mkdir(parents=True)
    (folder / "ujian.csv").write_bytes(b"\x00\x01")
    land_all(tmp_path)
    done = jejak(tmp_path, "run")
    assert done.returncode == 1
    assert "all refused" in done.stderr
    assert current(tmp_path) == ""


def test_synthetic_beside_real_is_exit_2(tmp_path):
    for region, synthetic in (("kota_jambi", True), ("kota_sawahlunto", False)):
        folder = tmp_path / "raw" / "kepegawaian" / region / "2026-11-01"
        folder.mkdir(parents=True)
        (folder / "ujian.csv").write_text("nip,jenis,nomor,tanggal_lulus,jenjang\n")
        if synthetic:
            (folder / "_origin.json").write_text('{"synthetic": true}')
    land_all(tmp_path)
    done = jejak(tmp_path, "run")
    assert done.returncode == 2
    assert "kota_jambi/2026-11-01/ujian.csv is synthetic" in done.stderr
    assert current(tmp_path) == ""


def test_synthetic_beside_real_lands_nothing_so_that_taking_it_away_mends_it(tmp_path):
    folder = tmp_path / "raw" / "kepegawaian" / "kota_jambi" / "2026-11-01"
    folder.mkdir(parents=True)
    (folder / "ujian.csv").write_text("nip,jenis,nomor,tanggal_lulus,jenjang\n")
    (folder / "_origin.json").write_text('{"synthetic": true}')
    land_all(tmp_path)
    real = folder.parent / "2026-12-01" / "ujian.csv"
    real.parent.mkdir()
    real.write_text("nip,jenis,nomor,tanggal_lulus,jenjang\n198503122010011008,UD1,1,2020-05-01,\n")
    done = jejak(tmp_path, "run")
    assert done.returncode == 2
    assert "2026-12-01/ujian.csv is not" in done.stderr
    real.unlink()
    found = survey(DataRoot(tmp_path))
    assert not found.gone
    refuse_mixture(found.to_be_known, tmp_path)


def test_an_unknown_region_is_named_with_what_to_do(tmp_path):
    folder = tmp_path / "raw" / "kepegawaian" / "jambi" / "2026-11-01"
    folder.mkdir(parents=True)
    (folder / "ujian.csv").write_text("nip,jenis,nomor,tanggal_lulus,jenjang\n")
    done = jejak(tmp_path, "run")
    assert done.returncode == 1
    assert "region.csv" in done.stderr


def test_two_runs_at_once_publish_once(first, tmp_path):
    """The second waits for the first and finds that there is nothing left to do."""
    data, _ = first
    copy = tmp_path / "data"
    shutil.copytree(data, copy, symlinks=True)
    (copy / "published" / "current").unlink()
    command = [sys.executable, "-m", "orchestration.cli", "run"]
    runs = [
        subprocess.Popen(command, cwd=REPOSITORY, env=os.environ | {"JEJAK_DATA": str(copy)}, stdout=-1, stderr=-1)
        for _ in range(2)
    ]
    assert [run.wait(timeout=300) for run in runs] == [0, 0]
    for run in runs:
        run.communicate()
    assert current(copy) == current(data)


def test_sample_writes_a_data_root_and_knows_its_scales(tmp_path):
    done = jejak(tmp_path, "sample", "--scale", "small", "--seed", "3", "--out", str(tmp_path / "s"))
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "s" / "raw").rglob("_origin.json"))
    assert jejak(tmp_path, "sample", "--scale", "negara", "--out", str(tmp_path / "n")).returncode == 2
    assert not (tmp_path / "n").exists()
