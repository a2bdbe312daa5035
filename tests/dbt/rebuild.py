"""A warehouse built again from other extracts without dbt: the models that a dbt build compiled, run in their order.

dbt's own start takes longer than all models on a few dozen people; a test that compares many deliveries needs many builds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.publish import build
from orchestration.publish.plan import make_plan


def compiled_models(target: Path) -> dict[str, str]:
    """Name -> code of every model, each after the models that it reads. target: the dbt target folder of a whole build."""
    nodes = {
        unique_id: node
        for unique_id, node in json.loads((target / "manifest.json").read_text())["nodes"].items()
        if node["resource_type"] == "model"
    }
    needs = {name: [other for other in node["depends_on"]["nodes"] if other in nodes] for name, node in nodes.items()}
    return {nodes[name]["name"]: nodes[name]["compiled_code"] for name in TopologicalSorter(needs).static_order()}


def rebuild(
    folder: Path, built: Path, models: Mapping[str, str], seeds: Mapping[str, Iterable[tuple]] | None = None
) -> Path:
    """Land `folder/raw` and build its warehouse; returns the DuckDB file.

    built: a warehouse that dbt built, from which the seeds are taken. seeds: name -> rows that are added to a seed.
    """
    root = DataRoot(folder)
    if not root.scope_file.exists():
        root.scope_file.write_text((built.parents[1] / "scope.csv").read_text())
    land_all(root)
    build.clear(root)
    database = build.prepare(root, make_plan(root))
    with duckdb.connect(str(database)) as con:
        con.execute(f"attach '{built}' as built (read_only)")
        tables = con.execute(
            "select table_name from duckdb_tables() where database_name = 'built' and schema_name = 'main'"
        )
        for (name,) in tables.fetchall():
            if name not in models:
                con.execute(f'create table main."{name}" as from built.main."{name}"')
        for name, rows in (seeds or {}).items():
            for row in rows:
                con.execute(f'insert into main."{name}" values ({", ".join("?" * len(row))})', list(row))
        for name, code in models.items():
            if "class dbtObj:" in code:
                _run_python(con, name, code)
            else:
                con.execute(f'create table main."{name}" as {code}')
    return database


def _run_python(con: duckdb.DuckDBPyConnection, name: str, code: str) -> None:
    """What dbt-duckdb does with a Python model: `model` gets the relations that it asks for and returns a table."""
    module: dict = {"__name__": name}
    exec(compile(code, name, "exec"), module)
    result = module["model"](module["dbtObj"](lambda relation: con.query(f"select * from {relation}")), con)  # noqa: F841
    con.execute(f'create table main."{name}" as select * from result')


def published(database: Path, pattern: str = "(mart|fct|dim|bridge)_.*") -> dict[str, list[tuple]]:
    """Relation -> its rows, sorted, without what names the bytes that a row came in: in citations the path of the file
    stands for its hash (and they are sorted by it), and `event_key`, which is made of such a citation, is left out."""
    with duckdb.connect(str(database), read_only=True) as con:
        files = con.execute("select substr(src_file_sha256, 1, 12), file from audit_file").fetchall()
        tables = con.execute("select table_name from duckdb_tables() where regexp_full_match(table_name, ?)", [pattern])
        out = {}
        for (table,) in sorted(tables.fetchall()):
            cursor = con.execute(f"select columns(c -> c <> 'event_key') from \"{table}\"")
            names = [column[0] for column in cursor.description]
            out[table] = sorted(
                tuple(_without_hashes(name, str(value), files) for name, value in zip(names, row, strict=True))
                for row in cursor.fetchall()
            )
    return out


def _without_hashes(name: str, text: str, files: list[tuple[str, str]]) -> str:
    for sha, file in files:
        if sha in text:
            text = text.replace(sha, file)
    return ",".join(sorted(text.split(","))) if name == "src_row_ids" else text
