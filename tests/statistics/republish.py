"""Publishing the public marts again from a build database in which something was changed, without dbt: the compiled models in order."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from orchestration.publish.export import export
from orchestration.publish.relations import PUBLIC, published_relations
from tests.dbt.compiled import create

Cell = tuple[str, str, str, str]


class Republisher:
    """A copy of a build database and the compiled models of the comparison that stand in it."""

    def __init__(self, database: Path, manifest: Path, folder: Path):
        folder.mkdir(parents=True)
        self._folder = folder
        self._manifest = json.loads(manifest.read_text(encoding="utf-8"))
        # compiled SQL names the database by its file
        self.database = Path(shutil.copy(database, folder / database.name))
        self._public = [r for r in published_relations(self._manifest) if r.audience == PUBLIC]
        self._models = self._order()

    def _order(self) -> list[dict]:
        """What public marts rest on, from the counting on; what comes before stands in the database."""
        nodes, found = self._manifest["nodes"], {}

        def visit(identifier: str) -> None:
            node = nodes.get(identifier)
            is_public = node and node["name"] in {r.name for r in self._public}
            if node is None or identifier in found or not (is_public or "comparison" in node["fqn"]):
                return
            if node["name"].startswith("int_objectivity"):
                return
            for parent in node["depends_on"]["nodes"]:
                visit(parent)
            found[identifier] = node

        for identifier, node in nodes.items():
            if node["resource_type"] == "model" and node["name"] in {r.name for r in self._public}:
                visit(identifier)
        return list(found.values())

    def run(self, sql: str) -> None:
        """Change something in the copy."""
        with duckdb.connect(str(self.database)) as con:
            con.execute(sql)

    def publish(self, name: str, first: str | None = None) -> Path:
        """Build the models anew, from `first` on, and write the public folder as a run does; the path of its database."""
        names = [node["name"] for node in self._models]
        with duckdb.connect(str(self.database)) as con:
            for node in self._models[names.index(first) if first else 0 :]:
                con.execute(f'drop table "{node["name"]}"')
                create(con, node)
        folder = self._folder / name
        export(self.database, folder, self._public)
        return folder / "public" / "marts.duckdb"

    def counts(self, model: str) -> dict[tuple[str, int], dict[Cell, int]]:
        """(region, year) -> cell -> count, of the true counts (int_comparison__counts) or the protected ones (int_disclosure__counts)."""
        found: dict[tuple[str, int], dict[Cell, int]] = {}
        with duckdb.connect(str(self.database), read_only=True) as con:
            sql = f"select region_code, year, measure, bin, group_type, group_value, people from {model} order by all"
            for region, year, *cell, people in con.execute(sql).fetchall():
                found.setdefault((region, year), {})[tuple(cell)] = people
        return found

    def posts(self) -> dict[tuple[str, int], dict[str, int]]:
        """(region, year) -> protected numbers of posts."""
        sql = """
            select region_code, year, 'announced', numerator from int_disclosure__posts where indicator = 'open_posts'
            union all
            select region_code, year, 'selected_for', denominator from int_disclosure__posts
            where indicator = 'applicants_per_post'
        """
        found: dict[tuple[str, int], dict[str, int]] = {}
        with duckdb.connect(str(self.database), read_only=True) as con:
            for region, year, what, number in con.execute(sql).fetchall():
                found.setdefault((region, year), {})[what] = number
        return found
