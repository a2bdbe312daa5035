"""Re-running the part of a built warehouse that a changed table reaches: the compiled models, without dbt.

Copy on write: the built tables stay in schema `main`; a model is run again, into schema `changed`, only when a table that
it reads has other rows, and counts as changed only when its own rows differ. So what one row of a seed touches is known
for every model, and costs no more than it touches.
"""

from __future__ import annotations

import json
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

# Verdicts follow from these rows and from nothing else.
CRITERIA = "mart_promotion_criteria"
VERDICTS = "mart_promotion_eligibility"


class Rebuild:
    """A warehouse built by `build_warehouse`, in memory, with one set of changed tables at a time.

    wanted: the models that are looked at; only what they rest on is run again. None: every model of SQL.
    """

    def __init__(self, database: Path, target: Path, wanted: tuple[str, ...] | None = (CRITERIA,)):
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        nodes = {n["name"]: n for n in manifest["nodes"].values() if n["resource_type"] in ("model", "seed")}
        names = {n["unique_id"]: n["name"] for n in nodes.values()}
        parents = {name: [names[p] for p in n["depends_on"].get("nodes", []) if p in names] for name, n in nodes.items()}
        self.wanted = wanted or ()
        needed, todo = set(), list(wanted or nodes)
        while todo:
            name = todo.pop()
            if name not in needed:
                needed.add(name)
                todo += parents[name]
        needed |= {name for name, node in nodes.items() if node["resource_type"] == "seed"}
        order = TopologicalSorter({name: parents[name] for name in sorted(needed)}).static_order()
        self.parents = {name: set(parents[name]) for name in order}
        self.sql = {n: nodes[n]["compiled_code"] for n in self.parents if nodes[n].get("language") == "sql" and nodes[n]["resource_type"] == "model"}
        self.con = duckdb.connect()
        self.con.execute("set TimeZone = 'UTC'; set threads = 1")
        self.con.execute(f"attach '{database}' as built (read_only)")
        self.con.execute("attach ':memory:' as warehouse; copy from database built to warehouse; detach built")
        self.con.execute("use warehouse; create schema changed")
        self.changed: set[str] = set()
        self.marks: dict[str, tuple] = {}

    def narrow(self, model: str, condition: str) -> None:
        """Keep only some rows of a model from now on, in the tables and in every later run."""
        self.sql[model] = f"select * from ({self.sql[model]}) as kept where {condition}"
        self.replace(model, [f"delete from {{t}} where not ({condition})"])
        for name in self.changed:
            self.con.execute(f"create or replace table main.{name} as from changed.{name}")
        self.reset()
        self.marks.clear()

    def reset(self) -> None:
        for name in self.changed:
            self.con.execute(f"drop table changed.{name}")
        self.changed = set()

    def replace(self, table: str, statements: list[str]) -> None:
        """Change a table: a copy of it, on which the statements run (`{t}` is its name). Then everything after it."""
        self.reset()
        self.con.execute(f"create table changed.{table} as from main.{table}")
        for statement in statements:
            self.con.execute(statement.format(t=f"changed.{table}"))
        self.changed.add(table)
        for model, parents in self.parents.items():
            if model in self.sql and parents & self.changed:
                self._run(model)

    def _run(self, model: str) -> None:
        sql = self.sql[model]
        for parent in self.parents[model] & self.changed:
            sql = sql.replace(f'"warehouse"."main"."{parent}"', f'"warehouse"."changed"."{parent}"')
        self.con.execute(f"create table changed.{model} as {sql}")
        if model in self.wanted:
            self.changed.add(model)
            return
        if model not in self.marks:
            self.marks[model] = self._mark(f"main.{model}")
        if self._mark(f"changed.{model}") == self.marks[model]:
            self.con.execute(f"drop table changed.{model}")
        else:
            self.changed.add(model)

    def _mark(self, relation: str) -> tuple:
        """The same for the same rows, in whatever order."""
        return self.con.execute(f"select count(*), sum(hash(rows)) from {relation} as rows").fetchone()

    def relation(self, name: str) -> str:
        """Where the rows of a table or model now are."""
        return f"{'changed' if name in self.changed else 'main'}.{name}"
