"""Where a quarantined row is to be mended: for each reason of each dataset the columns it can be about, and a keeper."""

import csv

import pytest

from orchestration.landing import paths
from orchestration.landing.registry import DATASETS
from tests.dbt.test_row_rules import PLANTS

LINE = {"_asked_nip": "nip", "_fetched_at": "fetched_at"}  # fields of a recorded answer's line


def seed(name):
    with (paths.REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


COLUMNS: dict[tuple[str, str], set[str]] = {}
for row in seed("reason_column"):
    COLUMNS.setdefault((row["dataset"], row["reason_code"]), set()).add(row["column_name"])


@pytest.mark.parametrize("key", sorted({(p.dataset, p.reason) for p in PLANTS if p.reason}), ids="-".join)
def test_a_planted_fault_lies_in_a_column_that_its_reason_names(key):
    if key[1] == "key_conflict":  # the rows agree in the key and differ elsewhere
        assert COLUMNS[key] <= set(next(entry.key for entry in DATASETS.values() if entry.name == key[0])) | {"nip"}
        return
    if key[1] in ("error_answer", "footnote"):  # about the line as a whole
        assert key not in COLUMNS
        return
    for plant in PLANTS:
        if (plant.dataset, plant.reason) != key:
            continue
        for change in plant.changes:
            touched = {LINE.get(name, name) for name in change if name != "_cell_types"}
            assert touched & COLUMNS[key] or set(change) == {"_cell_types"} or not touched, change


def test_only_columns_that_there_are():
    known = {entry.name: {*entry.columns, *LINE.values()} for entry in DATASETS.values()}
    assert [(key, found - known[key[0]]) for key, found in COLUMNS.items() if found - known[key[0]]] == []
    assert set(COLUMNS) <= {(plant.dataset, plant.reason) for plant in PLANTS}


def test_every_dataset_has_a_keeper_and_every_reason_something_to_do():
    assert {row["dataset"] for row in seed("dataset_owner")} == {entry.name for entry in DATASETS.values()}
    assert all(all(row.values()) for row in seed("dataset_owner"))
    people = {row[who] for row in seed("dataset_owner") for who in ("record_owner", "exporter")}
    assert all(len(name) <= 31 for name in people), "each is the name of a sheet"
    assert {row["mended_by"] for row in seed("reason")} == {"owner", "exporter", "data_team"}
    assert all(row["what_to_do"].endswith(".") for row in seed("reason"))
