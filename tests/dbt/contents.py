"""What a warehouse holds for readers, so that two of them can be compared."""

from __future__ import annotations

from pathlib import Path

import duckdb


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
