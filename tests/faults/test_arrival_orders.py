"""Original, correction, exact duplicate, late file and retraction arrive in any of 120 orders: one lake, one result.

Each order is landed file by file by the real landing; then the models of ranks are run over that lake, with the files
listed in the order of their arrival, so that neither landing nor a model can lean on it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.land import land_dataset
from orchestration.landing.manifest import load_entries
from orchestration.landing.paths import DataRoot
from orchestration.landing.registry import ANSWER_COLUMNS, DATASETS, META_COLUMNS
from orchestration.publish import build
from orchestration.publish.plan import make_plan
from tests.dbt.compiled import build_compiled, compiled_code

SOURCE, DATASET, REGION = "kepegawaian", "rw_golongan", "kota_jambi"
FIRST, SECOND, THIRD = "198503122010011008", "199009132015022014", "197001011995031002"
MODELS = (
    "stg_kepegawaian__rw_golongan",
    "stg_landing__answers",
    "stg_landing__file",
    "int_coverage__newest",
    "int_rows__resolve",
    "int_identity__resolve",
    "int_rank__facts",
)


def _answer(nip: str, fetched: str, **ranks: tuple[str, str]) -> str:
    """One recorded answer: key of the record -> (golongan, TMT)."""
    data = [
        {"id": key, "nipBaru": nip, "golongan": golongan, "tmtGolongan": tmt} for key, (golongan, tmt) in ranks.items()
    ]
    body = {"code": 1, "data": data}
    return json.dumps({"nip": nip, "endpoint": "rw-golongan", "fetched_at": fetched, "status": 200, "body": body})


ORIGINAL = "\n".join(
    (
        _answer(FIRST, "2026-01-01T01:00:00Z", a=("III/a", "01-04-2016"), b=("III/b", "01-04-2020")),
        _answer(SECOND, "2026-01-01T01:00:00Z", c=("II/c", "01-10-2018"), d=("II/d", "01-10-2022")),
    )
)
FILES = {
    "original": ("2026-01-01", ORIGINAL),
    "exact duplicate": ("2026-01-15", ORIGINAL),
    "correction": (
        "2026-02-01",
        _answer(FIRST, "2026-02-01T01:00:00Z", a=("III/a", "01-04-2016"), b=("III/b", "01-10-2020")),
    ),
    "late file": (
        "2025-12-01",
        "\n".join(
            (
                _answer(FIRST, "2025-12-01T01:00:00Z", a=("III/a", "01-04-2015")),
                _answer(THIRD, "2025-12-01T01:00:00Z", e=("IV/a", "01-04-2012")),
            )
        ),
    ),
    "retraction": ("2026-03-01", _answer(SECOND, "2026-03-01T01:00:00Z", c=("II/c", "01-10-2018"))),
}


def _deliver(root: Path, name: str) -> None:
    day, text = FILES[name]
    folder = root / "raw" / SOURCE / REGION / day
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{DATASET}.ndjson").write_text(text + "\n")
    land_dataset(root, SOURCE, DATASET, REGION, check=False)


def _lake_hash(root: Path) -> str:
    """One hash of every byte of the lake."""
    whole = hashlib.sha256()
    for path in sorted(p for p in (root / "lake").rglob("*") if p.is_file() and ".locks" not in p.parts):
        whole.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], str]:
    """Order of arrival -> hash of the lake. Orders with a common beginning share its landings."""
    found: dict[tuple[str, ...], str] = {}
    base = tmp_path_factory.mktemp("orders")

    def arrive(root: Path, order: tuple[str, ...]) -> None:
        if len(order) == len(FILES):
            found[order] = _lake_hash(root)
            return
        for name in FILES:
            if name not in order:
                grown = base / "-".join(str(list(FILES).index(n)) for n in (*order, name))
                if root.exists():
                    shutil.copytree(root, grown)
                _deliver(grown, name)
                arrive(grown, (*order, name))
                shutil.rmtree(grown)

    arrive(base / "none", ())
    return found


def test_120_orders_of_arrival_give_one_lake(lakes: dict[tuple[str, ...], str]) -> None:
    """The same bytes in the lake are the same input of every model: what follows from them has one hash too."""
    assert set(lakes) == set(permutations(FILES))
    assert len(lakes) == 120
    assert len(set(lakes.values())) == 1


@dataclass(frozen=True)
class Built:
    """A build over all five files, the compiled SQL of the models in the order of their dependencies, and the lake's files."""

    database: Path
    compiled: dict[str, str]
    rows: dict[str, Path]
    answers: dict[str, Path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    root = DataRoot(tmp_path_factory.mktemp("built"))
    for name in FILES:
        _deliver(root.path, name)
    database = build.prepare(root, make_plan(root))
    build_compiled(database, ["int_rank__facts"], tests=False)
    compiled = {name: compiled_code(name) for name in MODELS}
    entries = {entry.extract_date: entry for entry in load_entries(root)}
    rows = {name: root.lake / entries[day].rows_path for name, (day, _) in FILES.items()}
    answers = {name: root.lake / entries[day].answers_path for name, (day, _) in FILES.items()}
    yield Built(database, compiled, rows, answers)


def _select(columns, files) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    parts = [f"select {names} from read_parquet('{path}')" for path in files]
    return " union all ".join(parts)


ORDERS = tuple(permutations(FILES))


@pytest.mark.parametrize(
    "orders", [pytest.param(ORDERS[::23], id="some"), pytest.param(ORDERS, id="all", marks=pytest.mark.deep)]
)
def test_any_order_of_arrival_gives_one_history_of_ranks(built: Built, orders: tuple) -> None:
    dataset = DATASETS[SOURCE, DATASET]
    results = set()
    with duckdb.connect(str(built.database)) as connection:
        for order in orders:
            rows = _select((*dataset.columns, *META_COLUMNS), [built.rows[name] for name in order])
            rows = f"select *, {build.record_struct(dataset)} as _record from ({rows})"
            answers = _select(ANSWER_COLUMNS, [built.answers[name] for name in order])
            connection.execute(f'create or replace view landing."{dataset.relation}" as {rows}')
            connection.execute(
                f"create or replace view landing.answers as select *, '{SOURCE}' as source, '{DATASET}' as dataset from ({answers})"
            )
            whole = hashlib.sha256()
            for name in MODELS:
                kind = connection.execute(
                    "select table_type from information_schema.tables where table_name = ?", [name]
                ).fetchone()[0]
                kind = "view" if kind == "VIEW" else "table"
                connection.execute(f"create or replace {kind} {name} as {built.compiled[name]}")
                whole.update(str(connection.execute(f"select * from {name} order by all").fetchall()).encode())
            results.add(whole.hexdigest())
        history = connection.execute(
            "select staged.nip, golongan, cast(golongan_date as varchar) from stg_kepegawaian__rw_golongan as staged "
            "inner join int_rows__resolve using (row_key) where disposition = 'used' order by all"
        ).fetchall()
    assert len(results) == 1
    assert history == [
        (THIRD, "IV/a", "2012-04-01"),  # told by the late file alone
        (FIRST, "III/a", "2016-04-01"),
        (FIRST, "III/b", "2020-10-01"),  # as corrected
        (SECOND, "II/c", "2018-10-01"),  # II/d was taken back
    ]
