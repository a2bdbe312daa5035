"""The publish id: the same for the same inputs wherever and however it is computed, another one for any change."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from orchestration import run
from orchestration.landing.findings import Finding
from orchestration.landing.manifest import write_entry
from orchestration.landing.paths import DataRoot
from orchestration.publish.build import settled_files, stale_files
from orchestration.publish.errors import ConfigError, RunRefused
from orchestration.publish.plan import make_plan
from orchestration.publish.project import REPOSITORY, input_hashes
from orchestration.publish.survey import survey
from tests.orchestration.builds import entry

UJIAN = "kepegawaian/kota_jambi/2026-11-01/ujian.csv"
OLDER = "kepegawaian/kota_jambi/2026-05-01/ujian.csv"


@pytest.fixture
def root(tmp_path):
    data = DataRoot(tmp_path)
    write_entry(data, entry(UJIAN, "b" * 64))
    write_entry(data, entry(OLDER, "c" * 64))
    return data


def test_same_id_whatever_the_environment(root):
    expected = make_plan(root).publish_id
    script = (
        "import sys\n"
        "from orchestration.landing.paths import DataRoot\n"
        "from orchestration.publish.plan import make_plan\n"
        "print(make_plan(DataRoot(sys.argv[1])).publish_id)\n"
        "heavy = {'dagster', 'dbt', 'great_expectations', 'pandas', 'duckdb'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    for seed, zone, threads in (("0", "Asia/Jakarta", "1"), ("7", "America/Los_Angeles", "8")):
        settings = {"PYTHONHASHSEED": seed, "TZ": zone, "JEJAK_THREADS": threads, "LC_ALL": "C", "PYTHONUTF8": "0"}
        done = subprocess.run(
            [sys.executable, "-c", script, str(root.path)],
            cwd=REPOSITORY,
            env=os.environ | settings,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == expected


def test_order_and_time_of_files_do_not_count(root, tmp_path_factory):
    other = DataRoot(tmp_path_factory.mktemp("other"))
    write_entry(other, entry(OLDER, "c" * 64))
    write_entry(other, entry(UJIAN, "b" * 64))
    for path in other.manifest.rglob("*.json"):
        os.utime(path, (0, 0))
    assert make_plan(other).publish_id == make_plan(root).publish_id


def test_every_input_counts(root):
    ids = {make_plan(root).publish_id}
    write_entry(root, entry(OLDER.replace("ujian", "rw_hukdis"), "d" * 64, status="refused"))
    ids.add(make_plan(root).publish_id)
    root.scope_file.write_text("period_date\n2020-04-01\n")
    ids.add(make_plan(root).publish_id)
    write_entry(root, entry(UJIAN, "b" * 64, status="refused"))
    ids.add(make_plan(root).publish_id)
    assert len(ids) == 4


@pytest.mark.parametrize(
    "path",
    [
        "dbt_project/seeds/rules/promotion_period.csv",
        "dbt_project/dbt_project.yml",
        "expectations/ujian.json",
        "orchestration/landing/land.py",
        "orchestration/publish/export.py",
        "requirements.lock",
    ],
)
def test_every_part_of_the_repository_that_decides_counts(tmp_path, path):
    for name in ("dbt_project", "expectations", "orchestration"):
        shutil.copytree(
            REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("target", "__pycache__", "logs")
        )
    shutil.copy(REPOSITORY / "requirements.lock", tmp_path)
    before = input_hashes(tmp_path)
    assert before == input_hashes()
    (tmp_path / "dbt_project" / "target").mkdir()
    (tmp_path / "dbt_project" / "target" / "manifest.json").write_text("{}")
    (tmp_path / "orchestration" / "landing" / "notes.txt").write_text("x")
    assert input_hashes(tmp_path) == before
    with (tmp_path / path).open("a") as handle:
        handle.write("\n")
    assert input_hashes(tmp_path) != before


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("dbt_project/seeds/rules/rule.csv", {"rules"}),
        ("dbt_project/seeds/rules/_rules.yml", {"dbt_project"}),
        ("dbt_project/seeds/reference/region.csv", {"code_lists"}),
        ("dbt_project/macros/tracks.sql", {"dbt_project"}),
    ],
)
def test_rows_that_people_maintain_are_told_from_the_code_that_reads_them(tmp_path, path, parts):
    for name in ("dbt_project", "expectations", "orchestration"):
        shutil.copytree(
            REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("target", "__pycache__", "logs")
        )
    shutil.copy(REPOSITORY / "requirements.lock", tmp_path)
    before = input_hashes(tmp_path)
    with (tmp_path / path).open("a") as handle:
        handle.write("\n")
    after = input_hashes(tmp_path)
    assert {name for name in after if after[name] != before[name]} == parts


def test_a_refusal_tells_only_of_files_that_were_known_then(root):
    for day in ("2018-12-01", "2020-12-01"):
        stray = root.raw / "kepegawaian" / "kota_jambi" / day / "notes.txt"
        stray.parent.mkdir(parents=True)
        stray.write_text("x")
    with pytest.raises(RunRefused) as refused:
        run._plan(root, dt.date(2019, 1, 1), survey(root))
    assert "2018-12-01/notes.txt" in str(refused.value)
    assert "2020-12-01" not in str(refused.value)


def test_known_at_sees_only_what_was_there(root):
    then = make_plan(root, known_at=make_plan(root).known_at.replace(month=10))
    assert [e.file for e in then.entries] == [OLDER]
    assert not then.moves_current
    with pytest.raises(RunRefused, match="2019-01-01"):
        make_plan(root, known_at=then.known_at.replace(year=2019, month=1))


def test_a_newer_refused_file_is_in_the_books_and_makes_the_older_one_stale(root):
    bad = "kepegawaian/kota_jambi/2026-12-01/ujian.csv"
    write_entry(root, entry(bad, "e" * 64, status="refused"))
    plan = make_plan(root)
    assert plan.known_at.isoformat() == "2026-11-01"
    assert bad in [e.file for e in plan.entries]
    assert stale_files(plan) == {UJIAN}


def test_a_refused_file_is_settled_by_a_good_one_in_its_place(root):
    """Of its own day, or a newer one where a newer one tells all that the older told; two files of one day settle nothing."""

    def refused(file, sha, code="ragged_row"):
        made = entry(file, sha * 64, status="refused")
        made.reasons = [Finding(code, "bad")]
        return made

    def left(*entries):
        plan = replace(make_plan(root), entries=entries)
        return {e.file for e in entries if e.status == "refused"} - {file for file, _ in settled_files(plan)}

    place = "kepegawaian/kota_jambi/{}/{}"
    bad_list = refused(place.format("2026-11-01", "ujian.csv"), "b")
    assert left(bad_list) == left(bad_list, entry(place.format("2026-12-01", "ujian.csv"))) == {bad_list.file}
    assert left(bad_list, entry(bad_list.file.replace("jambi", "sawahlunto"))) == {bad_list.file}
    assert left(bad_list, entry(bad_list.file)) == set()
    bad_state = refused(place.format("2026-11-01", "profil_asn.xlsx"), "c")
    assert left(bad_state, entry(place.format("2026-10-01", "profil_asn.xlsx"))) == {bad_state.file}
    assert left(bad_state, entry(place.format("2026-12-01", "profil_asn.xlsx"))) == set()
    rival = refused(bad_list.file, "d", "second_content")
    assert left(rival, entry(bad_list.file)) == {rival.file}
    nowhere = refused("kepegawaian/jambi/2026-11-01/cuti.csv", "e", "unknown_dataset")
    assert left(nowhere, entry(bad_list.file)) == {nowhere.file}


def test_nothing_admitted_is_refused(tmp_path):
    root = DataRoot(tmp_path)
    with pytest.raises(RunRefused, match="no admitted extract"):
        make_plan(root)
    write_entry(root, entry(UJIAN, status="refused"))
    with pytest.raises(RunRefused, match="1 delivered, all refused"):
        make_plan(root)


def test_synthetic_and_real_do_not_mix(root):
    write_entry(root, entry("kepegawaian/kota_sawahlunto/2026-11-01/ujian.csv", "f" * 64, synthetic=False))
    with pytest.raises(ConfigError, match="synthetic and real"):
        make_plan(root)


def test_a_region_that_left_the_seed_is_named_before_the_build(root):
    write_entry(root, entry("kepegawaian/kota_padang/2026-11-01/ujian.csv", "f" * 64))
    with pytest.raises(ConfigError, match=r"region\.csv: extracts of kota_padang .* Put the row back"):
        make_plan(root)


def test_identity_is_plain_json(root):
    identity = make_plan(root).identity
    assert json.loads(json.dumps(identity)) == identity
