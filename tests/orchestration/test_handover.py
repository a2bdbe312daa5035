"""One plan a run: what `jejak run` has planned is what is built, whatever changes meanwhile."""

import datetime as dt
import fcntl

import dagster as dg
import duckdb
import pytest

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish.build import build_database
from orchestration.publish.plan import handed_over, make_plan, planned
from orchestration.publish.scope import add_periods
from tests.orchestration.commands import jejak


@pytest.fixture
def root(tmp_path, monkeypatch):
    path = tmp_path / "raw" / "kepegawaian" / "kota_jambi" / "2026-05-01" / "ujian.csv"
    path.parent.mkdir(parents=True)
    path.write_text("nip,jenis,nomor,tanggal_lulus,jenjang\n198503122010011008,UD1,1,2020-05-01,\n")
    monkeypatch.setenv("JEJAK_DATA", str(tmp_path))
    land_all(tmp_path)
    return DataRoot(tmp_path)


def built_scope(root):
    from orchestration.assets.dbt import landing_schema
    from orchestration.assets.resources import PipelineRun

    with dg.DagsterInstance.ephemeral() as instance:
        assert dg.materialize([landing_schema], resources={"pipeline": PipelineRun()}, instance=instance).success
    with duckdb.connect(str(build_database(root)), read_only=True) as con:
        return tuple(row[0] for row in con.execute("select period_date from landing.scope order by 1").fetchall())


def test_the_build_keeps_to_the_plan_of_the_run(root):
    plan = make_plan(root)
    late = dt.date(2031, 4, 1)
    with handed_over(root, plan):
        add_periods(root.scope_file, [late])
        assert built_scope(root) == plan.periods
    assert planned(root) is None
    assert late in built_scope(root)


def test_the_scope_is_not_touched_while_another_run_works(root):
    with (root.path / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = jejak(root.path, "run", "--period", "2031-04-01", JEJAK_LOCK_WAIT="0.5")
    assert done.returncode == 2, done.stderr
    assert "another run" in done.stderr
    assert not root.scope_file.exists()
