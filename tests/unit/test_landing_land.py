"""Landing is idempotent, independent of order, and never half done."""

from __future__ import annotations

import json
import shutil
import threading

import pyarrow.parquet as pq
import pytest

from orchestration.landing import paths
from orchestration.landing.land import land_all, land_dataset, land_region
from orchestration.landing.manifest import Entry, load_entries
from orchestration.landing.registry import ANSWER_COLUMNS, META_COLUMNS
from orchestration.landing.state import next_steps
from tests.fixtures.goodfiles import BY_NAME, REGION, good


def tree(folder) -> dict[str, bytes]:
    """Relative path -> bytes of every file, without the lock."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".locks" not in p.parts
    }


def fill(root, *names: str, **where) -> None:
    for name in names or BY_NAME:
        good(name).write(root, **where)


def test_every_dataset_lands_with_its_provenance(tmp_path):
    fill(tmp_path)
    landed = land_region(tmp_path, REGION, check=False)
    assert {(entry.source, entry.dataset) for entry in landed} == {dataset.id for dataset in BY_NAME.values()}
    for entry in landed:
        dataset = BY_NAME[entry.dataset]
        table = pq.read_table(tmp_path / "lake" / entry.rows_path)
        assert table.column_names == [*dataset.columns, *META_COLUMNS]
        assert table.num_rows == entry.rows == 30
        rows = table.to_pylist()
        first = {"csv": 2, "xlsx": 2, "ndjson": 1}[dataset.format]
        assert [row["_src_row"] for row in rows] == list(range(first, first + 30))
        assert {row["_src_item"] for row in rows} == ({0} if dataset.format == "ndjson" else {None})
        assert {row["_src_file_sha256"] for row in rows} == {entry.sha256}
        assert {(row["_region"], str(row["_extract_date"]), row["_is_synthetic"]) for row in rows} == {
            (REGION, "2026-03-01", False)
        }
        assert (entry.answers_path is not None) == (dataset.format == "ndjson")
        if entry.answers_path:
            assert rows[4]["_asked_nip"] == (None if entry.dataset == "pengadaan" else "198001012005010005")
            answers = pq.read_table(tmp_path / "lake" / entry.answers_path)
            assert answers.column_names == list(ANSWER_COLUMNS) and answers.num_rows == 30
        assert rows[0][dataset.anchors[0]] == good(entry.dataset).rows[0][dataset.anchors[0]]


def test_the_manifest_tells_the_file(tmp_path):
    path = good("ujian").write(tmp_path, suffix=".gz")
    (entry,) = land_dataset(tmp_path, "kepegawaian", "ujian", REGION)
    (read,) = load_entries(tmp_path)
    assert read == entry
    assert (entry.file, entry.bytes) == ("kepegawaian/kota_jambi/2026-03-01/ujian.csv.gz", path.stat().st_size)
    assert entry.rows_path == f"rows/kepegawaian/ujian/kota_jambi/2026-03-01/{entry.sha256[:12]}.parquet"
    stored = tmp_path / "lake" / "manifest" / "kepegawaian" / "ujian" / "kota_jambi" / "2026-03-01"
    assert [p.name for p in stored.iterdir()] == [f"{entry.sha256[:12]}.json"]
    values = json.loads((stored / f"{entry.sha256[:12]}.json").read_text())
    assert list(values) == sorted(values)
    assert [set(check) for check in values["checks"]] == [{"id", "severity", "success", "observed", "message"}] * 7
    assert values["suite_sha256"]


def test_a_broken_manifest_entry_is_named(tmp_path):
    fill(tmp_path, "ujian")
    (entry,) = land_region(tmp_path, REGION, check=False)
    (tmp_path / "lake" / "manifest" / entry.path).write_text("{")
    with pytest.raises(ValueError, match=r"ujian.*\.json cannot be read.*Delete it"):
        load_entries(tmp_path)


def test_landing_twice_changes_nothing(tmp_path):
    fill(tmp_path)
    first = land_region(tmp_path, REGION)
    before = tree(tmp_path / "lake")
    events = []
    second = land_region(tmp_path, REGION, on_event=events.append)
    assert list(second) == list(first) and second.new == [] and len(first.new) == len(first) == len(BY_NAME)
    assert {event.kind for event in events} == {"unchanged"}
    assert tree(tmp_path / "lake") == before


def test_two_lakes_of_the_same_files_are_the_same_bytes(tmp_path):
    """In one go or file by file, forwards or backwards."""
    for root in (tmp_path / "a", tmp_path / "b"):
        fill(root, date="2026-02-01")
        fill(root, date="2026-03-01")
        good("ujian").path(root).write_bytes(b"")
    land_all(tmp_path / "a", check=False)
    files = sorted((tmp_path / "b" / "raw").rglob("*.*"), reverse=True)
    shutil.move(tmp_path / "b" / "raw", tmp_path / "b" / "later")
    for file in files:
        target = tmp_path / "b" / "raw" / file.relative_to(tmp_path / "b" / "raw")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(tmp_path / "b" / "later" / file.relative_to(tmp_path / "b" / "raw"), target)
        land_all(tmp_path / "b", check=False)
    assert tree(tmp_path / "a" / "lake") == tree(tmp_path / "b" / "lake")


def test_an_event_for_every_step(tmp_path):
    fill(tmp_path, "ujian", "formasi")
    good("ujian").path(tmp_path).write_bytes(b"")
    events = []
    land_region(tmp_path, REGION, on_event=events.append)
    assert [(event.dataset, event.kind) for event in events] == [
        ("ujian", "read"),
        ("ujian", "recorded"),
        ("ujian", "refused"),
        ("formasi", "read"),
        ("formasi", "landed"),
        ("formasi", "check"),
        ("formasi", "recorded"),
        ("formasi", "admitted"),
    ]
    assert [(event.done, event.total) for event in events] == [(0, 2)] * 3 + [(1, 2)] * 5
    assert "empty" in events[2].message


class Died(Exception):
    """Stands for a kill between two steps."""


@pytest.mark.parametrize("name", ["ujian", "rw_golongan", "profil_asn"])
@pytest.mark.parametrize("step", ["read", "landed", "check", "recorded", "admitted"])
def test_a_run_that_dies_leaves_nothing_half_landed(name, step, tmp_path):
    """Before the entry is written nothing is in the manifest; the next run gives the lake of an undisturbed one."""

    def die(event):
        if event.kind == step:
            raise Died

    for root in (tmp_path / "killed", tmp_path / "whole"):
        fill(root, name)
    with pytest.raises(Died):
        land_region(tmp_path / "killed", REGION, on_event=die)
    entries = load_entries(tmp_path / "killed")
    if step == "admitted":
        assert [entry.status for entry in entries] == ["admitted"]
    else:
        assert entries == []
    land_region(tmp_path / "killed", REGION)
    land_region(tmp_path / "whole", REGION)
    assert tree(tmp_path / "killed" / "lake") == tree(tmp_path / "whole" / "lake")


def test_a_file_that_breaks_off_halfway_leaves_no_parquet(tmp_path):
    table = good("ujian", rows=60_000)
    path = table.write(tmp_path)
    path.write_bytes(path.read_bytes() + b'"never closed')
    (entry,) = land_region(tmp_path, REGION, check=False)
    assert entry.status == "refused"
    assert not list((tmp_path / "lake").rglob("*.parquet"))


def test_two_runs_at_once_give_one_lake(tmp_path):
    for root in (tmp_path / "two", tmp_path / "one"):
        fill(root)
    failures = []

    def run():
        try:
            land_region(tmp_path / "two", REGION, check=False)
        except Exception as error:  # a thread's error would be lost
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    land_region(tmp_path / "one", REGION, check=False)
    assert failures == []
    assert tree(tmp_path / "two" / "lake") == tree(tmp_path / "one" / "lake")


# -- a second content for the same day ------------------------------------------------------------------------------


def reasons(entry: Entry) -> list[str]:
    return [reason.code for reason in entry.reasons]


def test_second_content_over_the_first(tmp_path):
    good("ujian").write(tmp_path)
    (first,) = land_region(tmp_path, REGION, check=False)
    good("ujian", rows=29).write(tmp_path)
    (second,) = land_region(tmp_path, REGION, check=False)
    assert reasons(second) == ["second_content"] and second.rows_path is None
    assert first.sha256[:12] in second.reason and "Deliver a correction under its own date" in second.reason
    assert [e.status for e in sorted(load_entries(tmp_path), key=lambda e: e.status)] == ["admitted", "refused"]
    assert land_region(tmp_path, REGION, check=False).new == []


def test_second_content_beside_the_first(tmp_path):
    good("ujian").write(tmp_path)
    land_region(tmp_path, REGION, check=False)
    good("ujian").write(tmp_path, suffix=".gz")
    plain, packed = land_region(tmp_path, REGION, check=False)
    assert (plain.status, reasons(packed)) == ("admitted", ["second_content"])


def test_two_new_contents_are_both_refused_until_one_is_removed(tmp_path):
    good("ujian").write(tmp_path)
    wrong = good("ujian", rows=3).write(tmp_path, suffix=".gz")
    both = land_region(tmp_path, REGION, check=False)
    assert [reasons(entry) for entry in both] == [["second_content"]] * 2
    assert "ujian.csv.gz" in both[0].reason and "Remove the wrong one" in both[0].reason
    wrong.unlink()
    (left,) = land_region(tmp_path, REGION, check=False)
    assert (left.status, left.rows) == ("admitted", 30)


def test_a_damaged_delivery_may_be_replaced(tmp_path):
    good("ujian").path(tmp_path).parent.mkdir(parents=True)
    good("ujian").path(tmp_path).write_bytes(b"")
    assert [reasons(e) for e in land_region(tmp_path, REGION, check=False)] == [["empty_file"]]
    good("ujian").write(tmp_path)
    assert [e.status for e in land_region(tmp_path, REGION, check=False)] == ["admitted"]


# -- what makes a landed file new again -----------------------------------------------------------------------------


@pytest.fixture
def own_suites(tmp_path, monkeypatch):
    """A copy of the suites that a test may change."""
    folder = tmp_path / "suites"
    shutil.copytree(paths.SUITES, folder)
    monkeypatch.setattr(paths, "SUITES", folder)
    return folder


def test_a_changed_suite_judges_the_landed_rows_again(tmp_path, own_suites):
    root = tmp_path / "data"
    good("formasi").set("jabatan_nm", "X").write(root)
    good("ujian").write(root)
    assert {entry.status for entry in land_region(root, REGION)} == {"admitted"}
    path = own_suites / "formasi.json"
    before = path.read_text()
    suite = json.loads(before)
    suite["expectations"].append(
        {
            "type": "expect_column_values_to_be_in_set",
            "severity": "critical",
            "kwargs": {"column": "jabatan_nm", "value_set": ["ARSIPARIS TERAMPIL"], "mostly": 0.5},
            "meta": {"id": "new", "why": "Only archivists.", "expects": "archivists"},
        }
    )
    path.write_text(json.dumps(suite))
    events = []
    again = land_region(root, REGION, on_event=events.append)
    assert [(entry.dataset, entry.status) for entry in again.new] == [("formasi", "refused")]
    assert "read" not in {event.kind for event in events}, "the rows stand"
    path.write_text(before)
    assert [(entry.dataset, entry.status) for entry in land_region(root, REGION).new] == [("formasi", "admitted")]


def test_a_file_landed_unchecked_is_checked_later(tmp_path):
    fill(tmp_path, "ujian")
    assert land_region(tmp_path, REGION, check=False).new[0].checks == []
    assert land_region(tmp_path, REGION).new[0].checks != []


def test_a_missing_suite_is_a_clear_error(tmp_path, own_suites):
    (own_suites / "ujian.json").unlink()
    fill(tmp_path / "data", "ujian")
    with pytest.raises(ValueError, match=r"ujian\.json is missing"):
        land_region(tmp_path / "data", REGION)


def test_another_reader_or_mark_reads_the_file_again(tmp_path):
    path = good("ujian").write(tmp_path)
    (entry,) = land_region(tmp_path, REGION, check=False)
    stored = tmp_path / "lake" / "manifest" / entry.path
    stored.write_text(stored.read_text().replace(entry.reader, "older"))
    assert [e.reader for e in land_region(tmp_path, REGION, check=False).new] == [entry.reader]
    (path.parent / "_origin.json").write_text('{"synthetic": true}')
    (marked,) = land_region(tmp_path, REGION, check=False).new
    assert marked.is_synthetic
    assert pq.read_table(tmp_path / "lake" / marked.rows_path)["_is_synthetic"].to_pylist() == [True] * 30


def test_next_steps_need_no_heavy_import(tmp_path):
    """`jejak run` with nothing new asks this first."""
    import subprocess
    import sys

    code = (
        "import sys; from orchestration.landing.discovery import discover; from orchestration.landing.state import next_steps;"
        "from orchestration.landing.manifest import load_entries; next_steps(discover(sys.argv[1]), load_entries(sys.argv[1]));"
        "print([m for m in ('pyarrow', 'duckdb', 'pandas', 'great_expectations', 'dagster') if m in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=paths.REPOSITORY
    )
    assert out.stdout.strip() == "[]", out.stderr
    assert next_steps([], []) == []
