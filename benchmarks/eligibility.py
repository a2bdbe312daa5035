"""What it costs to judge everyone: the models between the facts of the people and the two marts of promotion, as dbt
compiled them, run again on a built warehouse.

    python -m benchmarks.eligibility [--scale city] [--people N]... [--dates N]...

First the default scope, then how the cost grows: with people, at one period date (the people of the warehouse multiplied in
SQL, each copy under keys and numbers of its own), and with period dates. Two threads, 900 MB, as a run has them;
multiplied people, more than any run is made for, have 8 GB.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

# As profiles.yml has it: two models at a time, each with one thread of DuckDB.
THREADS = 2
SETTINGS = {"threads": 1, "checkpoint_threshold": "256MB"}
VERDICTS = "mart_promotion_eligibility"
MARTS = ("mart_promotion_criteria", VERDICTS)
DATES = "int_evaluation__dates"
PEOPLE = [10_000, 100_000, 1_000_000]
PERIODS = [5, 10, 20]
MEMORY = "900MB"
SESSION = "set TimeZone = 'UTC'; set enable_progress_bar = false"
PEOPLE_MEMORY = "8GB"
# Columns that tell one person, or one record of a person, from another.
PERSONAL = ("employee_key", "nip", "asked_nip", "appraiser_nip", "row_key", "profile_row_key")
# Models that read these gather facts from staged rows: their people are copied, they are not run again.
STAGED = {"int_rows__resolve", "stg_landing__answers"}


@dataclass(frozen=True)
class Cost:
    """Rows of verdicts, seconds by the clock and of the processors."""

    verdicts: int
    seconds: float
    cpu: float


class Models:
    """The compiled models of a dbt target folder that lie between the evaluation dates and the marts of promotion."""

    def __init__(self, target: Path):
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
        self.sql = {node["name"]: node.get("compiled_code") for node in nodes.values()}
        self.views = {node["name"] for node in nodes.values() if node["config"]["materialized"] == "view"}
        self.parents = {
            node["name"]: {nodes[key]["name"] for key in node["depends_on"].get("nodes", ()) if key in nodes}
            for node in nodes.values()
        }
        needed = set().union(*map(self._ancestors, MARTS))
        order = TopologicalSorter({name: self.parents[name] for name in sorted(needed)}).static_order()
        self.dated = [name for name in order if DATES in self._ancestors(name) - {name}]

    def _ancestors(self, name: str) -> set[str]:
        found, todo = set(), [name]
        while todo:
            if (one := todo.pop()) not in found:
                found.add(one)
                todo += self.parents[one]
        return found

    def gathers(self, name: str) -> bool:
        """Whether the model reads staged rows, which are not copied with the people."""
        return not STAGED.isdisjoint(self.parents[name])

    def run(self, con: duckdb.DuckDBPyConnection, names: list[str]) -> Cost:
        """Make the models anew, two at a time with one thread each, each after those that it reads, as a run does."""
        for name in names:
            con.execute(f"drop {self._kind(name)} if exists {name}")
        before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        # the marts before what else is ready: they take longest
        order = TopologicalSorter({name: self.parents[name] & set(names) for name in [*MARTS, *names]})
        order.prepare()
        with ThreadPoolExecutor(THREADS) as pool:
            running: dict[Future, str] = {}
            while order.is_active():
                running |= {pool.submit(self._make, con.cursor(), name): name for name in order.get_ready()}
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    done.result()
                    order.done(running.pop(done))
        seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
        verdicts = con.execute(f"select count(*) from {VERDICTS}").fetchone()[0]
        return Cost(verdicts, seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    def _make(self, con: duckdb.DuckDBPyConnection, name: str) -> None:
        con.execute(SESSION)
        con.execute(f"create {self._kind(name)} {name} as {self.sql[name]}")

    def _kind(self, name: str) -> str:
        return "view" if name in self.views else "table"

    def multiply(self, con: duckdb.DuckDBPyConnection, copies: int) -> None:
        """Every person of what the dated models read `copies` times."""
        again = [name for name in self.dated if not self.gathers(name)]
        read = set().union(*(self.parents[name] for name in again)) - set(again)
        for table in sorted(read):
            columns = [row[0] for row in con.execute(f"describe {table}").fetchall()]
            personal = [name for name in columns if name in PERSONAL]
            if {"employee_key", "nip", "asked_nip"}.isdisjoint(personal):
                continue
            copied = ", ".join(f"{name} || '+' || copy as {name}" for name in personal)
            con.execute(
                f"insert into {table} select {table}.* replace ({copied}) from {table}, range(1, {copies}) as copies(copy) "
                f"where coalesce({', '.join(personal)}) is not null"
            )


@contextmanager
def copied(database: Path, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the warehouse under the same name, as the compiled models know it."""
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        path = shutil.copy(database, Path(folder) / database.name)
        with duckdb.connect(path, config=SETTINGS | {"memory_limit": memory}) as con:
            con.execute(SESSION)
            yield con


def whole_scope(database: Path, models: Models) -> Cost:
    """The default scope, with the dates after it."""
    with copied(database) as con:
        return models.run(con, models.dated)


def at_dates(database: Path, models: Models, dates: int, people: int | None = None) -> Cost:
    """The first dates of the scope alone, for at least as many people as asked for."""
    with copied(database, MEMORY if people is None else PEOPLE_MEMORY) as con:
        con.execute(
            f"delete from {DATES} where evaluation_date not in "
            f"(select evaluation_date from {DATES} where is_in_scope order by evaluation_date limit {dates})"
        )
        cost = models.run(con, models.dated)
        if people is None:
            return cost
        there = con.execute("select count(distinct employee_key) from int_identity__resolve").fetchone()[0]
        models.multiply(con, -(-people // there))
        return models.run(con, [name for name in models.dated if not models.gathers(name)])


def show(database: Path, target: Path, people: list[int], dates: list[int]) -> None:
    """Print the costs. database: a built warehouse.duckdb. target: the dbt target folder of its build."""
    models = Models(target)

    def line(what: str, cost: Cost) -> None:
        rate = 1e6 * cost.cpu / cost.verdicts
        print(
            f"{what:32}{cost.verdicts:12,} verdicts{cost.seconds:9.1f} s{cost.cpu:9.1f} CPU s{rate:8.1f} us each",
            flush=True,
        )

    line("eligibility, default scope", whole_scope(database, models))
    for count in dates:
        line(f"  {count} period dates", at_dates(database, models, count))
    for count in people:
        line(f"  {count:,} people, one date", at_dates(database, models, 1, count))


def show_synthetic(scale: str, seed: int, people: list[int] = PEOPLE, dates: list[int] = PERIODS) -> None:
    """Build a warehouse of synthetic people and print what judging them costs."""
    from orchestration.sample import generate
    from tests.dbt.warehouse import build_warehouse

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(scale, seed, folder)
        database = build_warehouse(folder, [], check=False, select=[f"+{mart}" for mart in MARTS])
        show(database, folder / "target", people, dates)


def main() -> None:
    """Print the costs, of a warehouse that is there or of a new one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eligibility", description=__doc__)
    parser.add_argument("--scale", default="city")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, nargs="*", default=PEOPLE)
    parser.add_argument("--dates", type=int, nargs="*", default=PERIODS)
    parser.add_argument("--built", type=Path, help="folder with warehouse.duckdb and target/ of a build that is there")
    options = parser.parse_args()
    if options.built:
        show(options.built / "warehouse.duckdb", options.built / "target", options.people, options.dates)
        return
    show_synthetic(options.scale, options.seed, options.people, options.dates)


if __name__ == "__main__":
    main()
