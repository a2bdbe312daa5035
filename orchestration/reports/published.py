"""Published versions by the names that people use, opened for reading."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from orchestration.landing.paths import DataRoot
from orchestration.publish.errors import ConfigError
from orchestration.publish.pointer import CURRENT, MANIFEST, chain_lines, current_id

PREVIOUS = "previous"
_DATABASE = Path("restricted") / "marts.duckdb"


@dataclass(frozen=True)
class Version:
    """One published version: its folder and its manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def publish_id(self) -> str:
        return self.manifest["publish_id"]

    @property
    def scope(self) -> list[str]:
        """The period dates that were evaluated, ISO, sorted."""
        return sorted(self.manifest["scope"])

    def attach(self, con: duckdb.DuckDBPyConnection, name: str, tables: tuple[str, ...]) -> None:
        """Make the tables that name people readable as `name.<table>`.

        Raises:
            ConfigError: the database cannot be read, or lacks one of the tables.
        """
        path = self.folder / _DATABASE
        text = str(path).replace("'", "''")
        try:
            con.execute(f"attach '{text}' as {name} (read_only)")
        except duckdb.Error as error:
            raise ConfigError(
                f"{path}: cannot be read ({str(error).splitlines()[0]}). The folder restricted/ names people: "
                "ask its owner for the right to read it; `jejak verify` tells whether it is damaged"
            ) from None
        present = self.columns(con, name)
        missing = [table for table in tables if table not in present]
        if missing:
            raise ConfigError(
                f"{path}: no table {', '.join(missing)}; the version was published by an older release. "
                "Run `jejak run` for a new one"
            )

    def columns(self, con: duckdb.DuckDBPyConnection, name: str) -> dict[str, set[str]]:
        """Table -> columns of the attached database."""
        found: dict[str, set[str]] = {}
        rows = con.execute("select table_name, column_name from duckdb_columns() where database_name = ?", [name])
        for table, column in rows.fetchall():
            found.setdefault(table, set()).add(column)
        return found


@contextmanager
def reading() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to attach versions to.

    Raises:
        ConfigError: a version lacks a column that is asked for.
    """
    with duckdb.connect() as con:
        try:
            yield con
        except duckdb.BinderException as error:
            raise ConfigError(
                f"a version was published by another release of this program ({str(error).splitlines()[0]}). "
                "Run `jejak run` for one of this release"
            ) from None


def locate(root: DataRoot, name: str) -> Version:
    """The version called `current`, `previous` (what `current` pointed at before), a publish id, or a folder.

    Raises:
        ConfigError: there is no such version.
    """
    return _read(_folder(root.published, name), name)


def _folder(published: Path, name: str) -> Path:
    if name in (CURRENT, PREVIOUS):
        now = current_id(published)
        if now is None:
            raise ConfigError(f"{published}: nothing is published yet; run `jejak run` first")
        if name == CURRENT:
            return published / now
        before = [json.loads(line)["publish_id"] for line in chain_lines(published)]
        before = [other for other in before if other != now and (published / other).is_dir()]
        if not before:
            raise ConfigError(f"{published}: no version was current before {now}")
        return published / before[-1]
    if (published / name).is_dir():
        return published / name
    if Path(name).is_dir():
        return Path(name).resolve()
    raise ConfigError(f"{name}: neither `current`, `previous`, a version in {published} nor the folder of a version")


def _read(folder: Path, name: str) -> Version:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Version(folder, {**manifest, "scope": list(manifest["scope"]), "publish_id": manifest["publish_id"]})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            f"{name}: {folder / MANIFEST} cannot be read as the manifest of a version ({type(error).__name__})"
        ) from None
