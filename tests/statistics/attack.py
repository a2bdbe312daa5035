"""What an attacker who knows the method can find out from public figures: integer programming over the true counts.

Unknown are the true counts of every measure, bin and group of a region and year. Known is

- the method: a protected count is a multiple of the base less than one base from the true one, and the protected tables add up;
- what the words mean: everybody has one bin of each measure and is in one group of each kind, in every measure the same one; who was
  coached was trained; an application has one status; nobody waits who was not eligible; a post is filled by one person;
- the figures: either what the public files show (`shown`), or every protected count, those of withheld figures too (`told`).
  Rates, intervals, means, Gini, medians, standardised figures, differences and p are computed from protected counts, so whoever
  is told these learns nothing from those.

Found out is a count that has one possible value left.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import inf
from pathlib import Path

import duckdb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.dbt.project import PROJECT

BASE = 5
# No count is larger: a bound for the solver.
MOST = 100_000
# Sums of strata, and so no unknowns of their own.
DERIVED = {"position_class": 0, "age_band": 1}
TOTAL = ("total", "all")

Cell = tuple[str, str, str, str]  # measure, bin, group type, group value


def seed(name: str) -> list[dict[str, str]]:
    """Rows of a reference seed."""
    with (PROJECT / "seeds" / "reference" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


BINS: dict[str, list[str]] = defaultdict(list)
for _row in sorted(seed("measure_bin"), key=lambda row: (row["measure"], int(row["bin_order"]))):
    BINS[_row["measure"]].append(_row["bin"])
POPULATION = {row["measure"]: row["population"] for row in seed("measure")}
HEAD = {row["population"]: row["measure"] for row in seed("measure") if row["is_head"] == "true"}
KINDS = set(BINS[HEAD["staff"]])
# (smaller, larger): sums of bins of which the first cannot exceed the second, in any group.
ORDERED = [
    ([("coaching", "yes")], [("training_two_years", "yes")]),
    ([("training_field", "yes")], [("training_two_years", "yes")]),
    ([("training_two_years", "unknown")], [("coaching", "unknown")]),
    (
        [(m, b) for m in ("training_pns", "training_pppk") for b in BINS[m] if b not in ("0", "unknown")],
        [("training_two_years", "yes")],
    ),
    ([("promotion_waiting", b) for b in BINS["promotion_waiting"]], [("promotion", b) for b in BINS["promotion"]]),
]


class Knowledge:
    """Whole numbers not below zero that are not known, and what is known of them."""

    def __init__(self) -> None:
        self._place: dict[tuple, int] = {}
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._matrix: LinearConstraint | None = None

    def between(self, terms: Mapping[tuple, float], low: float, high: float) -> None:
        """low <= sum of coefficient x unknown <= high."""
        row = {self._place.setdefault(name, len(self._place)): float(value) for name, value in terms.items()}
        self._rows.append((row, low, high))
        self._matrix = None

    def same(self, some: Iterable[tuple], others: Iterable[tuple]) -> None:
        """Both add up to the same."""
        self.ordered(some, others, exact=True)

    def ordered(self, smaller: Iterable[tuple], larger: Iterable[tuple], exact: bool = False) -> None:
        """The first do not add up to more than the second."""
        terms: dict[tuple, float] = defaultdict(float)
        for name in smaller:
            terms[name] -= 1
        for name in larger:
            terms[name] += 1
        self.between(terms, 0, 0 if exact else inf)

    def possible(self, name: tuple) -> tuple[int, int]:
        """Lowest and highest value that nothing known forbids."""
        low, high = (self._world({name: sign})[name] for sign in (1, -1))
        return low, high

    def certain(self, names: Iterable[tuple], generator: np.random.Generator, tries: int = 40) -> dict[tuple, int]:
        """Those of the names that have one possible value left, with it.

        Worlds that agree with all that is known are drawn, each as far as it goes in another direction; a name that has two values
        in two of them is open. Whatever is left then is tried one by one.
        """
        left: dict[tuple, int] = {}
        for attempt in range(tries):
            aim = {name: float(generator.choice([-1, 1])) for name in (left or names)}
            world = self._world(aim)
            left = {n: world[n] for n in aim if attempt == 0 or left[n] == world[n]}
            if not left:
                break
        bounds = {name: self.possible(name) for name in left}
        return {name: low for name, (low, high) in bounds.items() if low == high}

    def _world(self, aim: Mapping[tuple, float]) -> dict[tuple, int]:
        """A possible world in which the sum of coefficient x unknown is as low as can be."""
        if self._matrix is None:
            data = [(i, j, v) for i, (row, _, _) in enumerate(self._rows) for j, v in row.items()]
            rows, columns, values = zip(*data, strict=True)
            shape = (len(self._rows), len(self._place))
            self._matrix = LinearConstraint(
                csr_matrix((values, (rows, columns)), shape=shape),
                [low for _, low, _ in self._rows],
                [high for _, _, high in self._rows],
            )
        objective = np.zeros(len(self._place))
        for name, value in aim.items():
            objective[self._place[name]] = value
        found = milp(objective, constraints=self._matrix, integrality=1, bounds=Bounds(0, MOST))
        assert found.status == 0, f"what is known contradicts itself: {found.message}"
        return {name: round(found.x[i]) for name, i in self._place.items()}

    def broken(self, world: Mapping[tuple, int]) -> list[str]:
        """What is known that a world would contradict; unknowns that it does not name are left out with all that is about them."""
        names = {i: name for name, i in self._place.items()}
        return [
            f"{low} <= {' + '.join(f'{v:g} {names[i]}' for i, v in row.items())} <= {high}"
            for row, low, high in self._rows
            if all(names[i] in world for i in row)
            and not low - 1e-6 <= sum(v * world[names[i]] for i, v in row.items()) <= high + 1e-6
        ]


def _groups(cells: Iterable[Cell]) -> dict[str, set[tuple[str, str]]]:
    """measure -> (group type, group value)."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for measure, _, group_type, value in cells:
        if group_type not in DERIVED:
            found[measure].add((group_type, value))
    return found


def by_definition(cell: Cell) -> bool:
    """Whether nobody can be in the cell: golongan PPPK and employment as PPPK are one thing."""
    measure, bin_name, group_type, group = cell
    kind = bin_name if measure == HEAD["staff"] else POPULATION[measure]
    return group_type == "golongan" and kind in KINDS and kind.startswith("PPPK") != (group == "PPPK")


def meaning(cells: Iterable[Cell], posts: Mapping[str, int] | None = None) -> Knowledge:
    """What holds of the true counts of one region and year whatever they are. posts: protected numbers of posts."""
    known, groups = Knowledge(), _groups(cells)

    def whole(measure: str, group: tuple[str, str], bins: Iterable[str] | None = None) -> list[tuple]:
        return [("true", measure, b, *group) for b in (BINS[measure] if bins is None else bins)]

    for measure, of_measure in groups.items():
        kinds = sorted({kind for kind, _ in of_measure} - {"total"})
        for bin_name in BINS[measure]:
            for kind in kinds:
                parts = [("true", measure, bin_name, *group) for group in sorted(of_measure) if group[0] == kind]
                known.same(parts, [("true", measure, bin_name, *TOTAL)])
        head = HEAD["staff"] if POPULATION[measure] in KINDS else HEAD[POPULATION[measure]]
        if head != measure and head in groups:
            of_kind = [POPULATION[measure]] if POPULATION[measure] in KINDS else None
            for group in sorted(of_measure):
                known.same(whole(measure, group), whole(head, group, of_kind) if group in groups[head] else [])
    for smaller, larger in ORDERED:
        if all(m in groups for m, _ in [*smaller, *larger]):
            for group in sorted(set.intersection(*(groups[m] for m, _ in [*smaller, *larger]))):
                known.ordered([("true", m, b, *group) for m, b in smaller], [("true", m, b, *group) for m, b in larger])
    for measure, of_measure in groups.items():
        for group in sorted(of_measure):
            nobody = [b for b in BINS[measure] if by_definition((measure, b, *group))]
            if nobody:
                known.same(whole(measure, group, nobody), [])
    _statuses(known, groups)
    for what, most in (posts or {}).items():
        known.between({("posts", what): 1}, most - BASE // 2, most + BASE // 2)
    if posts and "selected_for" in posts and "applicant_outcome" in groups:
        known.ordered([("true", "applicant_outcome", "passed", *TOTAL)], [("posts", "selected_for")])
    if posts and "announced" in posts and "open_outcome" in groups:
        known.ordered([("true", "open_outcome", "selected", *TOTAL)], [("posts", "announced")])
    return known


def _statuses(known: Knowledge, groups: Mapping[str, set[tuple[str, str]]]) -> None:
    """Outcome and result of the test are two readings of one status: each pair that a status has is an unknown."""
    pairs = {(row["outcome"], row["skd_outcome"]) for row in seed("selection_status")} | {("unknown", "unknown")}
    if not {"applicant_outcome", "skd"} <= set(groups):
        return
    for group in sorted(groups["applicant_outcome"] & groups["skd"]):
        for place, measure in enumerate(("applicant_outcome", "skd")):
            for bin_name in BINS[measure]:
                parts = [("status", *pair, *group) for pair in sorted(pairs) if pair[place] == bin_name]
                known.same(parts, [("true", measure, bin_name, *group)])


def told(known: Knowledge, protected: Mapping[Cell, int], within: int = 0) -> Knowledge:
    """Every protected count is known. within: of another publish, how many people at most came, left or changed since."""
    sums: dict[str, int] = defaultdict(int)
    off = BASE - 1 + within
    for cell, number in protected.items():
        measure, bin_name, *group = cell
        if group[0] not in DERIVED:
            known.between({("true", measure, bin_name, *group): 1}, number - off, number + off)
        if group[0] == "total":
            sums[measure] += number
    for measure in set(HEAD.values()) & set(sums):  # heads go to the nearest multiple
        terms = {("true", measure, b, *TOTAL): 1 for b in BINS[measure]}
        known.between(terms, sums[measure] - BASE // 2 - within, sums[measure] + BASE // 2 + within)
    return known


Fact = tuple[tuple[tuple[Cell, float], ...], float]  # sum of coefficient x protected count, and what it is


def shown(public: Path) -> dict[tuple[str, int], tuple[set[Cell], list[Fact]]]:
    """(region, year) -> which cells there are, and every sum of protected counts that the public database shows."""
    asked, representative = (
        defaultdict(list),
        {(r["measure"], r["bin"]): r["representative"] for r in seed("measure_bin")},
    )
    kinds = {row["indicator"]: (row["measure"], row["kind"]) for row in seed("indicator")}
    for row in seed("indicator_bin"):
        asked[row["indicator"]].append((row["bin"], row["is_numerator"] == "true", bool(row["norm_rule_id"])))
    cells: dict[tuple[str, int], set[Cell]] = defaultdict(set)
    facts: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    with duckdb.connect(str(public), read_only=True) as con:
        tables = [
            name for (name,) in con.execute("select table_name from information_schema.tables order by 1").fetchall()
        ]
        for table in tables:
            columns = [name for name, *_ in con.execute(f"describe {table}").fetchall()]
            if "bin" in columns:
                sql = f"select region_code, year, measure, bin, group_type, group_value, numerator, denominator from {table}"
                for region, year, measure, bin_name, *group, top, bottom in con.execute(sql).fetchall():
                    cell = (measure, bin_name, *group)
                    cells[region, year].add(cell)
                    if top is not None:
                        everyone = tuple(((measure, b, *group), 1.0) for b in BINS[measure])
                        facts[region, year] += [(((cell, 1.0),), float(top)), (everyone, float(bottom))]
        sql = (
            "select region_code, year, indicator, group_type, group_value, numerator, denominator from mart_region_comparison "
            "where estimate = 'crude'"
        )
        for region, year, indicator, *group, top, bottom in con.execute(sql).fetchall():
            measure, kind = kinds[indicator]
            if not measure:
                continue
            cells[region, year] |= {(measure, b, *group) for b in BINS[measure]}
            if top is None or kind == "spread":
                continue
            bins = asked[indicator]
            facts[region, year].append((tuple(((measure, b, *group), 1.0) for b, _, _ in bins), float(bottom)))
            if kind in ("mean", "gini"):
                worth = tuple(((measure, b, *group), float(representative[measure, b])) for b, _, _ in bins)
                facts[region, year].append((worth, float(top)))
            elif not any(by_norm for _, _, by_norm in bins):
                facts[region, year].append(
                    (tuple(((measure, b, *group), 1.0) for b, is_top, _ in bins if is_top), float(top))
                )
    return {key: (cells[key], facts[key]) for key in sorted(cells)}


def learned(known: Knowledge, cells: Iterable[Cell], facts: Iterable[Fact]) -> Knowledge:
    """Only what is shown is known; the protected counts of withheld figures are unknown too, but add up."""
    groups = _groups(cells)

    def fives(measure: str, bin_name: str, group: tuple[str, str]) -> list[tuple]:
        """Protected counts in multiples of the base; position class and age band are sums of strata."""
        if group[0] not in DERIVED:
            return [("fives", measure, bin_name, *group)]
        strata = [value for kind, value in groups[measure] if kind == "stratum"]
        return [
            ("fives", measure, bin_name, "stratum", s)
            for s in sorted(strata)
            if s.split(" | ")[DERIVED[group[0]]] == group[1]
        ]

    for measure, of_measure in groups.items():
        kinds = sorted({kind for kind, _ in of_measure} - {"total"})
        for bin_name in BINS[measure]:
            for group in sorted(of_measure):
                name = (measure, bin_name, *group)
                known.between({("true", *name): 1, ("fives", *name): -BASE}, 1 - BASE, BASE - 1)
            for kind in kinds:
                parts = [("fives", measure, bin_name, *group) for group in sorted(of_measure) if group[0] == kind]
                known.same(parts, [("fives", measure, bin_name, *TOTAL)])
    for terms, value in facts:
        sum_of: dict[tuple, float] = defaultdict(float)
        for (measure, bin_name, *group), factor in terms:
            for name in fives(measure, bin_name, tuple(group)):
                sum_of[name] += BASE * factor
        known.between(sum_of, value - 1e-3, value + 1e-3)
    return known
