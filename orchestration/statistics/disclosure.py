"""Protected counts: what may be shown of the people of one region and year without any true count being found out.

Every count goes to the multiple of the base below or above it (one that is a multiple stays), and the tables add up: bins to their
population, groups to their bin, and the groups of one measure to those of another as far as that can be done. If two tables
disagreed about the size of a group, an attacker could tell from the disagreement which way counts had been rounded (Cox 1987,
controlled rounding). Nothing here is random: the same counts give the same numbers.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

TOTAL = ("total", "all")
Cell = tuple[str, str, str, str]
# Of a column that misses its target, beside what a cell can cost.
_MISS = 1000.0


@dataclass(frozen=True, slots=True)
class Measure:
    """head: the measure that counts the heads of its population (its own name if it does so itself); kind: the bin of the head
    that it is about, or empty for all of them."""

    name: str
    head: str
    kind: str


def one_way(counts: Sequence[int], target: int, base: int) -> list[int]:
    """Multiples of the base next to the counts that add up to the target; the largest remainders go up, the first of equals.

    The target is a multiple of the base next to the sum of the counts.
    """
    below = [count - count % base for count in counts]
    order = sorted(range(len(counts)), key=lambda i: (-(counts[i] % base), i))
    up = set(order[: (target - sum(below)) // base])
    return [low + base * (i in up) for i, low in enumerate(below)]


def two_way(counts: np.ndarray, rows: Sequence[int], columns: Sequence[int], base: int) -> np.ndarray:
    """Multiples of the base next to the counts that add up to `rows`, and to `columns` as nearly as can be; else near the counts.

    A transport problem, whose best corners are whole numbers. rows: multiples of the base next to the sums of the rows.
    """
    rest, below = counts % base, counts - counts % base
    rounded = below.copy()
    row, column = np.nonzero(rest)
    n_cells, n_columns = len(row), counts.shape[1]
    if not n_cells:
        return rounded
    cell = np.arange(n_cells)
    slack = n_cells + np.arange(2 * n_columns)
    # one equation a row, then one a column: cells that go up, less what is over the target, and what is under it
    places = np.concatenate([row, counts.shape[0] + column, np.tile(counts.shape[0] + np.arange(n_columns), 2)])
    unknowns = np.concatenate([cell, cell, slack])
    factors = np.concatenate([np.ones(2 * n_cells), -np.ones(n_columns), np.ones(n_columns)])
    wanted = np.concatenate([np.asarray(rows) - below.sum(axis=1), np.asarray(columns) - below.sum(axis=0)]) / base
    cost = np.concatenate([base - 2.0 * rest[row, column] + cell / (2.0 * n_cells), np.full(2 * n_columns, _MISS)])
    limits = np.vstack([np.tile([0, 1], (n_cells, 1)), np.tile([0, np.inf], (2 * n_columns, 1))])
    found = linprog(
        cost,
        A_eq=coo_array((factors, (places, unknowns)), shape=(sum(counts.shape), n_cells + 2 * n_columns)).tocsr(),
        b_eq=wanted,
        bounds=limits,
        method="highs-ds",
    )
    assert found.status == 0, found.message
    rounded[row, column] += base * np.rint(found.x[:n_cells]).astype(counts.dtype)
    return rounded


def _size(shown: Mapping[Cell, int], of_head: Sequence[tuple[str, str]], group: tuple[str, str]) -> int:
    return sum(shown.get((*bin_of_head, *group), 0) for bin_of_head in of_head)


def protect(counts: Mapping[Cell, int], measures: Sequence[Measure], base: int) -> dict[Cell, int]:
    """Protected counts of one region and year. counts: (measure, bin, group type, group value) -> people, with every cell that
    a table has, also those of nobody.
    """
    tables: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    bins: dict[str, dict[str, None]] = defaultdict(dict)
    for measure, name, group_type, group in sorted(counts):
        bins[measure][name] = None
        tables[measure][group_type][group] = None
    shown: dict[Cell, int] = {}
    for measure in sorted(measures, key=lambda m: (m.name != m.head, m.name)):
        if measure.name not in tables:
            continue
        names, head = list(bins[measure.name]), list(bins[measure.head])
        is_head = measure.name == measure.head
        whole = [counts[measure.name, name, *TOTAL] for name in names]
        of_head = [(measure.head, kind) for kind in ([measure.kind] if measure.kind else head)]
        target = (2 * sum(whole) + base) // (2 * base) * base if is_head else _size(shown, of_head, TOTAL)
        totals = one_way(whole, target, base)
        shown |= {(measure.name, name, *TOTAL): number for name, number in zip(names, totals, strict=True)}
        for group_type, groups in tables[measure.name].items():
            if group_type == TOTAL[0]:
                continue
            table = np.array([[counts[measure.name, name, group_type, group] for group in groups] for name in names])
            sizes = (
                one_way(table.sum(axis=0).tolist(), target, base)
                if is_head
                else [_size(shown, of_head, (group_type, group)) for group in groups]
            )
            rounded = two_way(table, totals, sizes, base)
            for name, numbers in zip(names, rounded.tolist(), strict=True):
                shown |= {(measure.name, name, group_type, g): n for g, n in zip(groups, numbers, strict=True)}
    return shown
