"""The dbt project compiled once, and its models run without dbt.

dbt takes longer to start and to keep its books than all models take on a few dozen people, and what it compiles does not
depend on the extracts. So a world of a test is built from the compiled code; dbt itself builds in the tests of `jejak run`.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from orchestration.manifest import TARGET
from tests.dbt.project import dbt, ensure_manifest

FOLDER = TARGET / "compiled_for_tests"
SEEDS = FOLDER / "warehouse.duckdb"


@cache
def compiled_project() -> Path:
    """A dbt target folder with every node compiled, and beside it the seeds; made anew when the project has changed."""
    ensure_manifest()
    with (TARGET / ".lock-compiled").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # the workers of one test run compile once
        wanted, stamp = (TARGET / "manifest.sha256").read_text(), FOLDER / "stamp"
        if not stamp.exists() or stamp.read_text() != wanted:
            SEEDS.parent.mkdir(exist_ok=True)
            SEEDS.unlink(missing_ok=True)
            for arguments in (("seed",), ("compile",)):
                done = dbt(*arguments, SEEDS, FOLDER)
                assert done.returncode == 0, done.stdout[-4000:]
            stamp.write_text(wanted)
    return FOLDER


@cache
def _nodes() -> dict[str, dict]:
    """Unique id -> node of the compiled project."""
    return json.loads((compiled_project() / "manifest.json").read_text(encoding="utf-8"))["nodes"]


def compiled_code(name: str, kind: str = "model") -> str:
    """What a model (kind: or a test) is once dbt has compiled it."""
    return next(n for n in _nodes().values() if n["resource_type"] == kind and n["name"] == name)["compiled_code"]


def build_compiled(
    database: Path,
    wanted: Iterable[str] = (),
    tests: bool = True,
    seeds: Mapping[str, Iterable[tuple]] | None = None,
) -> None:
    """Seeds, models and tests on a build file with its schema `landing`.

    wanted: only these models and what they rest on. tests: judge what was built by dbt's tests, too. seeds: name -> rows
    that are added to a seed.

    Raises AssertionError naming the tests that fail, with rows.
    """
    nodes = _nodes()
    models = {key: node for key, node in nodes.items() if node["resource_type"] == "model"}
    needs = {key: [other for other in node["depends_on"]["nodes"] if other in models] for key, node in models.items()}
    chosen = _with_parents({key for key, node in models.items() if not wanted or node["name"] in set(wanted)}, needs)
    with duckdb.connect(str(database)) as con:
        con.execute("set TimeZone = 'UTC'; set threads = 1")
        _copy_seeds(con, seeds or {})
        for key in TopologicalSorter(needs).static_order():
            if key in chosen:
                create(con, models[key])
        if tests:
            missing = models.keys() - chosen
            found = {
                node["name"]: _rows(con, node)
                for node in nodes.values()
                if node["resource_type"] == "test" and not missing.intersection(node["depends_on"]["nodes"])
            }
            assert not any(found.values()), "\n".join(f"{name}: {rows}" for name, rows in found.items() if rows)


def _with_parents(wanted: set[str], needs: Mapping[str, list[str]]) -> set[str]:
    found, todo = set(), list(wanted)
    while todo:
        key = todo.pop()
        if key not in found:
            found.add(key)
            todo += needs[key]
    return found


def _copy_seeds(con: duckdb.DuckDBPyConnection, more: Mapping[str, Iterable[tuple]]) -> None:
    con.execute(f"begin; attach '{SEEDS}' as compiled (read_only)")
    tables = con.execute("select table_name from duckdb_tables() where database_name = 'compiled'").fetchall()
    for (name,) in tables:
        con.execute(f'create table main."{name}" as from compiled.main."{name}"')
    for name, rows in more.items():
        for row in rows:
            con.execute(f'insert into main."{name}" values ({", ".join("?" * len(row))})', list(row))
    con.execute("commit; detach compiled")


def create(con: duckdb.DuckDBPyConnection, node: dict) -> None:
    """The table of a model, from its node in the manifest of the compiled project."""
    name, code = node["name"], node["compiled_code"]
    if node["language"] == "python":
        _run_python(con, name, code)
    elif node["config"]["contract"]["enforced"]:  # as dbt does: empty columns that may not be so stop the build
        columns = node["columns"].values()
        declared = ", ".join(
            f"{column['name']} {column['data_type']} {'not null' if column['constraints'] else ''}"
            for column in columns
        )
        names = ", ".join(column["name"] for column in columns)
        con.execute(f'create table main."{name}" ({declared})')
        con.execute(f'insert into main."{name}" select {names} from ({code})')
    else:
        con.execute(f'create table main."{name}" as {code}')


def _run_python(con: duckdb.DuckDBPyConnection, name: str, code: str) -> None:
    """What dbt-duckdb does with a Python model: `model` gets the relations that it asks for and returns a table."""
    module: dict = {"__name__": name}
    exec(compile(code, name, "exec"), module)
    result = module["model"](module["dbtObj"](lambda relation: con.query(f"select * from {relation}")), con)  # noqa: F841
    con.execute(f'create table main."{name}" as select * from result')


def _rows(con: duckdb.DuckDBPyConnection, test: dict) -> list[tuple]:
    """The first rows that a dbt test finds."""
    return con.execute(f"select * from ({test['compiled_code']}) limit 5").fetchall()
