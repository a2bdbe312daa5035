"""What an attacker who knows the method can find out from all public figures of one region: linear programming over true counts.

The attacker knows every protected cell that can be worked out of what is shown (numerators, denominators, rates times
denominators, intervals turned back, means, steps and medians are all functions of protected counts), also those of withheld
cells, by subtracting the shown ones from the margins: more than can be had. They know that a protected cell lies less than one
base from the true one, that the bins of each measure and the groups of each bin add up, and that each person has one stratum,
one age band and one class. Found out is a count that has one possible value left.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

BASE = 5
# Measures of one kind of employment only.
KIND_OF = {"training_pns": "PNS", "training_pppk": "PPPK"}
DERIVED = {"position_class": 0, "age_band": 1}


def possible(protected: list[dict[tuple, int]], region: str, wanted: list[tuple]) -> dict[tuple, tuple[int, int]]:
    """Lowest and highest possible true count of each wanted cell (measure, bin, group type, group value).

    protected: the protected cells of one publish, or of several about counts that the attacker knows not to have changed.
    """
    names = sorted({key[1:] for publish in protected for key in publish if key[0] == region and key[3] not in DERIVED})
    place = {name: i for i, name in enumerate(names)}
    low, high = np.zeros(len(names)), np.full(len(names), np.inf)
    for publish in protected:
        for name, i in place.items():
            shown = publish.get((region, *name), 0)
            low[i], high[i] = max(low[i], shown - BASE + 1), min(high[i], shown + BASE - 1)
    equal = _sums(names, place)
    found = {}
    for name in wanted:
        target = np.zeros(len(names))
        target[place[name]] = 1
        ends = [
            linprog(
                sign * target,
                A_eq=equal,
                b_eq=np.zeros(equal.shape[0]),
                bounds=np.column_stack([low, high]),
                method="highs",
            )
            for sign in (1, -1)
        ]
        assert all(end.status == 0 for end in ends), (name, [end.message for end in ends])
        found[name] = int(np.ceil(ends[0].fun - 1e-7)), int(np.floor(-ends[1].fun + 1e-7))
    return found


def _sums(names: list[tuple], place: dict[tuple, int]) -> csr_matrix:
    """Rows of coefficients that are 0 for the truth: groups = bin; bins of each measure about all staff = bins of another."""
    rows: list[dict[int, float]] = []
    groups: dict[tuple, list[tuple]] = defaultdict(list)
    for measure, bin_name, group_type, value in names:
        if group_type != "total":
            groups[measure, bin_name, group_type].append((measure, bin_name, group_type, value))
    for (measure, bin_name, _), members in groups.items():
        rows.append({place[m]: 1.0 for m in members} | {place[measure, bin_name, "total", "all"]: -1.0})
    bins: dict[str, list[tuple]] = defaultdict(list)
    for measure, bin_name, group_type, value in names:
        if group_type == "total":
            bins[measure].append((measure, bin_name, group_type, value))
    everyone = bins["employment_kind"]
    for measure, members in bins.items():
        if measure in KIND_OF:
            whole = [("employment_kind", KIND_OF[measure], "total", "all")]
        elif measure == "employment_kind":
            continue
        else:
            whole = everyone
        if all(m in place for m in whole):
            rows.append({place[m]: 1.0 for m in members} | {place[m]: -1.0 for m in whole})
    # Each group has as many people in one measure about all staff as in another.
    heads: dict[tuple, dict[str, list[tuple]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        measure, _, group_type, value = name
        if group_type != "total" and measure not in KIND_OF:
            heads[group_type, value][measure].append(name)
    for by_measure in heads.values():
        first, *others = sorted(by_measure)
        for other in others:
            rows.append({place[m]: 1.0 for m in by_measure[first]} | {place[m]: -1.0 for m in by_measure[other]})
    data, row, column = [], [], []
    for number, coefficients in enumerate(rows):
        for i, value in coefficients.items():
            data.append(value)
            row.append(number)
            column.append(i)
    return csr_matrix((data, (row, column)), shape=(len(rows), len(names)))
