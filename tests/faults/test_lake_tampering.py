"""What is changed in the lake behind the pipeline's back is found, down to file, row and column."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from orchestration.landing.land import land_region
from orchestration.landing.manifest import Entry
from orchestration.landing.verify import Problem, verify_lake
from tests.fixtures.goodfiles import BY_NAME, REGION, good


def landed(root, name: str) -> Entry:
    table = good(name)
    if table.lines:
        data = table.lines[6]["body"]["data"]
        (data["data"] if isinstance(data, dict) else data).append({**table.rows[6], "id": "second"})
    table.write(root, suffix="" if table.dataset.format == "xlsx" else ".gz")
    (entry,) = land_region(root, REGION, check=False)
    return entry


def rewrite(root, path: str, change) -> None:
    """Replace a lake Parquet by a changed one."""
    file = root / "lake" / path
    pq.write_table(change(pq.read_table(file)), file)


def places(problems: list[Problem]) -> list[tuple]:
    return [(p.row, p.item, p.column, p.problem) for p in problems]


def without(table: pa.Table, position: int) -> pa.Table:
    return pa.concat_tables([table.slice(0, position), table.slice(position + 1)])


def doubled(table: pa.Table, position: int) -> pa.Table:
    return pa.concat_tables([table, table.slice(position, 1)])


def altered(table: pa.Table, position: int, column: str, value) -> pa.Table:
    index = table.column_names.index(column)
    values = table[column].to_pylist()
    values[position] = value
    return table.set_column(index, table.schema.field(index), pa.array(values, table.schema.field(index).type))


FIRST = {"csv": 2, "xlsx": 2, "ndjson": 1}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_row_deleted_doubled_or_altered(name, tmp_path):
    dataset = BY_NAME[name]
    entry = landed(tmp_path, name)
    assert verify_lake(tmp_path, check_raw=True) == []
    item = 0 if dataset.format == "ndjson" else None
    row = FIRST[dataset.format] + 4
    column = dataset.columns[1]
    for change, problem in (
        (lambda table: without(table, 4), (row, item, None, "missing")),
        (lambda table: doubled(table, 4), (row, item, None, "doubled")),
        (lambda table: altered(table, 4, column, "x"), (row, item, column, "altered")),
        (lambda table: altered(table, 4, "_src_row_hash", "x"), (row, item, "_src_row_hash", "altered")),
    ):
        before = (tmp_path / "lake" / entry.rows_path).read_bytes()
        rewrite(tmp_path, entry.rows_path, change)
        (found,) = verify_lake(tmp_path)
        assert places([found]) == [problem]
        assert found.file == entry.file and entry.file in str(found) and f"row {row}" in str(found)
        assert f"lake/manifest/{entry.path}" in str(found), "it says what to delete to have the file landed anew"
        (tmp_path / "lake" / entry.rows_path).write_bytes(before)


def test_following_the_advice_mends_it(tmp_path):
    entry = landed(tmp_path, "rw_golongan")
    rewrite(tmp_path, entry.rows_path, lambda table: without(table, 0))
    (tmp_path / "lake" / "manifest" / entry.path).unlink()
    assert land_region(tmp_path, REGION, check=False)[0] == entry
    assert verify_lake(tmp_path) == []


def test_the_second_record_of_a_line(tmp_path):
    entry = landed(tmp_path, "rw_golongan")
    rewrite(tmp_path, entry.rows_path, lambda table: without(table, 7))
    assert places(verify_lake(tmp_path)) == [(7, 1, None, "missing")]


def test_answers_are_guarded_too(tmp_path):
    entry = landed(tmp_path, "rw_hukdis")
    rewrite(tmp_path, entry.answers_path, lambda table: altered(without(table, 2), 0, "outcome", "none"))
    assert places(verify_lake(tmp_path)) == [(1, None, "outcome", "altered"), (3, None, None, "missing")]


def test_a_row_added(tmp_path):
    entry = landed(tmp_path, "ujian")
    rewrite(tmp_path, entry.rows_path, lambda t: pa.concat_tables([t, altered(t.slice(0, 1), 0, "_src_row", 99)]))
    assert places(verify_lake(tmp_path)) == [(99, None, None, "added")]


def test_a_column_removed(tmp_path):
    entry = landed(tmp_path, "ujian")
    rewrite(tmp_path, entry.rows_path, lambda table: table.drop_columns("jenis"))
    assert places(verify_lake(tmp_path)) == [(None, None, "jenis", "missing")]


def test_same_rows_other_bytes(tmp_path):
    entry = landed(tmp_path, "ujian")
    rewrite(tmp_path, entry.rows_path, lambda table: table.take(pc.sort_indices(table, [("_src_row", "descending")])))
    assert places(verify_lake(tmp_path)) == [(None, None, None, "lake_file_rewritten")]


def test_a_file_gone_or_broken(tmp_path):
    entry = landed(tmp_path, "ujian")
    path = tmp_path / "lake" / entry.rows_path
    content = path.read_bytes()
    path.write_bytes(content[:100])
    assert places(verify_lake(tmp_path)) == [(None, None, None, "lake_file_unreadable")]
    path.unlink()
    assert places(verify_lake(tmp_path)) == [(None, None, None, "lake_file_missing")]


def test_the_raw_file_changed_or_gone(tmp_path):
    """Nothing to worry the lake, but the rows can no longer be proved: told when asked for, or needed."""
    entry = landed(tmp_path, "ujian")
    raw = tmp_path / "raw" / entry.file
    raw.write_bytes(b"x")
    assert verify_lake(tmp_path) == []
    assert places(verify_lake(tmp_path, check_raw=True)) == [(None, None, None, "raw_altered")]
    rewrite(tmp_path, entry.rows_path, lambda table: without(table, 0))
    assert places(verify_lake(tmp_path)) == [(None, None, None, "raw_altered")]
    raw.unlink()
    assert places(verify_lake(tmp_path)) == [(None, None, None, "raw_missing")]


def test_many_problems_are_all_in_one_list(tmp_path):
    one, two = landed(tmp_path, "ujian"), None
    good("formasi").write(tmp_path)
    (two,) = land_region(tmp_path, REGION, check=False).new
    rewrite(tmp_path, one.rows_path, lambda table: without(without(table, 5), 3))
    rewrite(tmp_path, two.rows_path, lambda table: doubled(table, 0))
    assert [(p.file, p.row, p.problem) for p in verify_lake(tmp_path)] == [
        (one.file, 5, "missing"),
        (one.file, 7, "missing"),
        (two.file, 2, "doubled"),
    ]
