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
    """Name -> SQL of every model, each after the models that it reads. target: the dbt target folder of a whole build."""
    nodes = {
        unique_id: node
        for unique_id, node in json.loads((target / "manifest.json").read_text())["nodes"].items()
        if node["resource_type"] == "model"
    }
    needs = {name: [other for other in node["depends_on"]["nodes"] if other in nodes] for name, node in nodes.items()}
    return {nodes[name]["name"]: nodes[name]["compiled_code"] for name in TopologicalSorter(needs).static_order()}


def rebuild(folder: Path, built: Path, models: Mapping[str, str], seeds: Mapping[str, Iterable[tuple]] | None = None) -> Path:
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
        tables = con.execute("select table_name from duckdb_tables() where database_name = 'built' and schema_name = 'main'")
        for (name,) in tables.fetchall():
            if name not in models:
                con.execute(f'create table main."{name}" as from built.main."{name}"')
        for name, rows in (seeds or {}).items():
            for row in rows:
                con.execute(f'insert into main."{name}" values ({", ".join("?" * len(row))})', list(row))
        for name, sql in models.items():
            con.execute(f'create table main."{name}" as {sql}')
    return database


def published(database: Path, pattern: str = "(mart|fct|dim|bridge)_.*") -> dict[str, list[str]]:
    """Relation -> its rows as text, sorted, with the hash of each file replaced by its path: what a delivery says, whatever
    bytes it came in."""
    with duckdb.connect(str(database), read_only=True) as con:
        names = dict(con.execute("select src_file_sha256, file from audit_file").fetchall())
        short = {sha[:12]: file for sha, file in names.items()}
        tables = con.execute("select table_name from duckdb_tables() where regexp_full_match(table_name, ?)", [pattern])
        out = {}
        for (table,) in sorted(tables.fetchall()):
            rows = con.execute(f'select cast(t as varchar) from "{table}" as t').fetchall()
            out[table] = sorted(_renamed(row, short) for (row,) in rows)
    return out


def _renamed(text: str, short: Mapping[str, str]) -> str:
    for sha, file in short.items():
        if sha in text:
            text = text.replace(sha, file)
    return text
