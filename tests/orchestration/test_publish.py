"""Write, audit, publish: what a version holds, what stops it, and what `jejak verify` finds."""

import datetime as dt
import json
import os
import shutil

import duckdb
import pytest

from orchestration.publish import pointer
from orchestration.publish.errors import ConfigError, RunRefused
from orchestration.publish.verify import verify_chain, verify_version
from orchestration.publish.version import publish, read_version
from tests.orchestration.builds import build, plan, relations


@pytest.fixture
def published(tmp_path):
    return tmp_path / "published"


@pytest.fixture
def first(tmp_path, published):
    return publish(published, plan("v1"), build(tmp_path / "b" / "w.duckdb"), relations())


def table(folder, audience, query):
    with duckdb.connect(str(folder / audience / "marts.duckdb"), read_only=True) as con:
        return con.execute(query).fetchall()


def test_a_version_is_complete_and_current(first, published):
    assert published.joinpath("current").resolve() == first
    assert not os.path.isabs(os.readlink(published / "current"))
    assert table(first, "restricted", "select count(*), sum(score) from mart_person")[0][0] == 500
    assert table(first, "public", "select region_code, n from mart_region") == [("15.71", 500)]
    assert table(first, "public", "select table_name from information_schema.tables") == [("mart_region",)]
    comments = table(first, "restricted", "select comment from duckdb_tables() where table_name = 'mart_person'")
    assert comments == [("People.",)]
    assert verify_version(first) == []
    assert verify_chain(published) == []
    assert not list(published.glob(".tmp*"))


def test_rows_are_ordered_by_the_grain(first):
    path = first / "restricted" / "parquet" / "mart_person.parquet"
    with duckdb.connect() as con:
        keys = [row[0] for row in con.execute(f"select nip from read_parquet('{path}')").fetchall()]
    assert keys == sorted(keys)


def test_same_rows_same_bytes_whatever_order_they_were_built_in(tmp_path, first):
    path = build(tmp_path / "c" / "w.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("create or replace table mart_person as select * from mart_person order by random()")
    other = publish(tmp_path / "elsewhere", plan("v1"), path, relations())
    hashes = [{n: t["sha256"] for n, t in read_version(v)["tables"].items()} for v in (first, other)]
    assert hashes[0] == hashes[1]


def test_published_files_are_read_only_and_people_are_closed_off(first):
    assert (first / "restricted").stat().st_mode & 0o777 == 0o750
    assert (first / "public").stat().st_mode & 0o777 == 0o755
    assert (first / "manifest.json").stat().st_mode & 0o777 == 0o440, "it counts the rows of restricted tables"
    assert all(path.stat().st_mode & 0o222 == 0 for path in first.glob("*/parquet/*"))


def test_a_residual_stops_the_publish_and_names_the_row(tmp_path, first, published):
    with pytest.raises(RunRefused) as error:
        publish(published, plan("v2"), build(tmp_path / "b" / "w.duckdb", "v2", residual=1), relations())
    assert "residual 1" in str(error.value)
    assert "src_row 7" in str(error.value)
    assert pointer.current_id(published) == first.name
    assert sorted(p.name for p in published.iterdir()) == sorted([first.name, "chain.ndjson", "current"])


def test_a_ledger_that_hides_its_residual_is_found(tmp_path, published):
    path = build(tmp_path / "b" / "w.duckdb", residual=1)
    with duckdb.connect(str(path)) as con:
        con.execute("update audit_row_ledger set residual = 0")
        con.execute("delete from audit_row_residual")
    with pytest.raises(RunRefused, match="500 rows in, 499 rows_out"):
        publish(published, plan("v1"), path, relations())


def test_hours_that_are_lost_on_the_way_stop_the_publish(tmp_path, published):
    """All rows are there, and their hours do not add up: the residual that hides it is computed once more."""
    path = build(tmp_path / "b" / "w.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("update audit_control_total set total_out = 899.5")
    with pytest.raises(RunRefused, match=r"u.csv, hop star: 900.000 jp in, 899.500 total_out"):
        publish(published, plan("v1"), path, relations())


def test_without_a_ledger_nothing_is_published(tmp_path, published):
    marts = [relation for relation in relations() if relation.name.startswith("mart")]
    with pytest.raises(RunRefused, match="without the row ledger"):
        publish(published, plan("v1"), build(tmp_path / "b" / "w.duckdb"), marts)
    assert not published.joinpath("current").is_symlink()


def test_no_person_reaches_the_public_folder(tmp_path, published):
    path = build(tmp_path / "b" / "w.duckdb")
    with duckdb.connect(str(path)) as con:
        con.execute("alter table mart_region add column nip varchar")
    with pytest.raises(RunRefused, match="public table mart_region has columns about people: nip"):
        publish(published, plan("v1"), path, relations())


def test_a_wrong_grain_is_told(tmp_path, published):
    with pytest.raises(ConfigError, match="mart_region: meta.grain names"):
        publish(published, plan("v1"), build(tmp_path / "b" / "w.duckdb"), relations(public_column="region"))


def test_publishing_the_same_plan_again_changes_nothing(tmp_path, first, published):
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    publish(published, plan("v1"), build(tmp_path / "b" / "w.duckdb"), relations())
    assert before == {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert len(pointer.chain_lines(published)) == 1


def test_a_known_at_version_never_moves_current(tmp_path, first, published):
    folder = publish(
        published, plan("old", moves_current=False), build(tmp_path / "b" / "w.duckdb", "old"), relations()
    )
    assert read_version(folder)
    assert pointer.current_id(published) == first.name
    assert len(pointer.chain_lines(published)) == 1


def test_the_chain_follows_every_switch_back_too(tmp_path, first, published):
    second = publish(published, plan("v2"), build(tmp_path / "b" / "w.duckdb", "v2"), relations())
    pointer.switch(published, first.name)
    ids = [json.loads(line)["publish_id"] for line in pointer.chain_lines(published)]
    assert ids == [first.name, second.name, first.name]
    assert verify_chain(published) == []


def test_a_damaged_version_is_made_again(tmp_path, first, published):
    (first / "public" / "parquet" / "mart_region.parquet").unlink()
    assert read_version(first) is None
    again = publish(published, plan("v1"), build(tmp_path / "b" / "w.duckdb"), relations())
    assert again == first
    assert verify_version(first) == []
    assert verify_chain(published) == []


def alter(path):
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "name", ["restricted/parquet/mart_person.parquet", "restricted/marts.duckdb", "public/marts.duckdb"]
)
def test_verify_finds_one_altered_bit(first, name):
    alter(first / name)
    assert any(name in problem and "altered" in problem for problem in verify_version(first))


def test_verify_finds_missing_and_strange_files(first):
    (first / "public" / "parquet" / "mart_region.parquet").unlink()
    (first / "public" / "extra.txt").write_text("x")
    problems = "\n".join(verify_version(first))
    assert "mart_region.parquet: missing" in problems
    assert "extra.txt: not in manifest.json" in problems


def test_verify_finds_changed_inputs(first, published):
    path = first / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["inputs"][0][1] = "0" * 64
    path.chmod(0o644)
    path.write_text(json.dumps(manifest))
    assert "give publish id" in verify_version(first)[0]
    assert "not the manifest that was published" in verify_chain(published)[0]


def test_verify_finds_a_ledger_that_does_not_balance(first):
    path = first / "restricted" / "parquet" / "audit_row_ledger.parquet"
    path.chmod(0o644)
    with duckdb.connect() as con:
        con.execute(f"create table l as select * replace (499 as rows_out) from read_parquet('{path}')")
        con.execute(f"copy l to '{path}' (format parquet)")
    assert any("499 rows_out" in problem for problem in verify_version(first))


def test_verify_finds_a_chain_that_was_cut_or_a_pointer_that_was_moved(tmp_path, first, published):
    second = publish(published, plan("v2"), build(tmp_path / "b" / "w.duckdb", "v2"), relations())
    chain = published / "chain.ndjson"
    whole = chain.read_text()
    chain.write_text(whole.splitlines(keepends=True)[1])
    assert "does not continue line 0" in verify_chain(published)[0]
    chain.write_text(whole)
    (published / "current").unlink()
    (published / "current").symlink_to(first.name)
    assert f"the chain's last version is {second.name}" in verify_chain(published)[0]


def test_verify_reads_a_copy_elsewhere(tmp_path, first):
    copy = tmp_path / "usb" / first.name
    shutil.copytree(first, copy)
    assert verify_version(copy) == []


def test_manifest_has_no_clock_and_no_path_of_this_machine(first, tmp_path):
    text = (first / "manifest.json").read_text()
    assert str(tmp_path) not in text
    assert dt.date.today().strftime("%Y-%m-%dT") not in text
