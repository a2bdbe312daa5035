"""Write the published tables: ordered Parquet (the same bytes from the same rows) and a DuckDB file beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.errors import ConfigError
from orchestration.publish.files import sha256_file
from orchestration.publish.pointer import MANIFEST
from orchestration.publish.relations import PUBLIC, RESTRICTED, Relation

# The folder that names people is closed to others; who belongs to its group is the operator's decision.
_MODES = {RESTRICTED: (0o750, 0o440), PUBLIC: (0o755, 0o444)}
DATABASE = "marts.duckdb"
_WRITERS = 2  # tables written at a time, each with one thread
# Of a connection, beside what the run holds in this process; what does not fit DuckDB spills into the folder of its file.
_MEMORY = "600MB"


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def columns_of(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> list[tuple[str, str]]:
    """(column, type) in order; empty if there is no such table."""
    return con.execute(
        "select column_name, data_type from information_schema.columns "
        "where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, name],
    ).fetchall()


def export(
    build: Path,
    folder: Path,
    relations: Sequence[Relation],
    on_table: Callable[[str], None] | None = None,
) -> dict[str, dict[str, Any]]:
    """Write `restricted/` and `public/` under `folder`; returns the part `tables` of manifest.json.

    Rows are sorted by the grain and then by every other column, each table by one thread, so that neither thread count nor
    insertion order reaches the bytes.

    Raises:
        ConfigError: a published model has no table in the build, or its grain names a column that it has not.
    """
    tables: dict[str, dict[str, Any]] = {}
    for audience in _MODES:
        (folder / audience / "parquet").mkdir(parents=True)
    with duckdb.connect(str(build), read_only=True) as con, ThreadPoolExecutor(_WRITERS) as pool:
        con.execute("set threads = 1")
        con.execute(f"set memory_limit = '{_MEMORY}'")
        con.execute("set preserve_insertion_order = true")
        largest_first = sorted(relations, key=_sizes(con), reverse=True)
        written = {relation.name: pool.submit(_table, con.cursor(), folder, relation) for relation in largest_first}
        for relation in relations:
            tables[relation.name] = written[relation.name].result()
            if on_table:
                on_table(relation.name)
    for audience in _MODES:
        _database(folder / audience, [relation for relation in relations if audience in relation.folders])
    return tables


def _sizes(con: duckdb.DuckDBPyConnection) -> Callable[[Relation], int]:
    """The number of rows that the build expects of a relation."""
    found = con.execute("select schema_name, table_name, estimated_size from duckdb_tables()").fetchall()
    sizes = {(schema, name): size for schema, name, size in found}
    return lambda relation: sizes.get((relation.schema, relation.name), 0)


def _table(con: duckdb.DuckDBPyConnection, folder: Path, relation: Relation) -> dict[str, Any]:
    """Write one table as Parquet; what manifest.json says of it."""
    columns = columns_of(con, relation.schema, relation.name)
    names = [name for name, _ in columns]
    unknown = [name for name in relation.grain if name not in names]
    if not columns or unknown:
        what = f"meta.grain names {unknown}, which the table has not" if columns else "the build has no such table"
        raise ConfigError(f"model {relation.name}: {what}")
    order = [*relation.grain, *[name for name in names if name not in relation.grain]]
    first = folder / relation.folders[0] / "parquet" / f"{relation.name}.parquet"
    con.execute(
        f"copy (select {', '.join(map(_quote, names))} from {_quote(relation.schema)}.{_quote(relation.name)} "
        f"order by {', '.join(f'{_quote(name)} nulls last' for name in order)}) "
        f"to {_literal(str(first))} (format parquet, compression zstd, row_group_size 122880)"
    )
    for other in relation.folders[1:]:
        (folder / other / "parquet" / first.name).write_bytes(first.read_bytes())
    return {
        "audience": relation.audience,
        "rows": con.execute(f"select count(*) from read_parquet({_literal(str(first))})").fetchone()[0],
        "sha256": sha256_file(first),
        "bytes": first.stat().st_size,
        "columns": [[name, kind] for name, kind in columns],
    }


def _database(folder: Path, relations: Sequence[Relation]) -> None:
    """`marts.duckdb` with real tables, made from the Parquet beside it, described as the models are."""
    with duckdb.connect(str(folder / DATABASE)) as con:
        con.execute(f"set threads = {_WRITERS}")
        con.execute(f"set memory_limit = '{_MEMORY}'")
        for relation in relations:
            con.execute("begin")  # else each of some thousand comments is a commit to disk
            source = _literal(str(folder / "parquet" / f"{relation.name}.parquet"))
            table = _quote(relation.name)
            con.execute(f"create table {table} as select * from read_parquet({source})")
            if relation.description:
                con.execute(f"comment on table {table} is {_literal(relation.description)}")
            present = {name for name, _ in columns_of(con, "main", relation.name)}
            for column, text in relation.columns.items():
                if text and column in present:
                    con.execute(f"comment on column {table}.{_quote(column)} is {_literal(text)}")
            con.execute("commit")
        con.execute("checkpoint")


def set_modes(folder: Path) -> None:
    """Published files are read only; the restricted folder is closed to others, and so is the manifest: it counts its rows."""
    for audience, (folder_mode, file_mode) in _MODES.items():
        for path in sorted((folder / audience).rglob("*")):
            path.chmod(folder_mode if path.is_dir() else file_mode)
        (folder / audience).chmod(folder_mode)
    (folder / MANIFEST).chmod(_MODES[RESTRICTED][1])
    folder.chmod(0o755)
