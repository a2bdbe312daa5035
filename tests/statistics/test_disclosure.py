"""Nothing that is published gives a protected count away: an attack with all that is known of the method."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from tests.statistics import attack, world

BASE, SMALL = 5, 10
# Values that a count may still have after the attack, at the least.
FEWEST = 3


@pytest.fixture(scope="module")
def sql(tmp_path_factory):
    return world.compiled(tmp_path_factory.mktemp("compiled"))


def people_of(seed: int, sizes: dict[str, int]) -> list[dict]:
    generator = np.random.Generator(np.random.PCG64(seed))
    return [person for region, size in sizes.items() for person in world.staff(generator, region, size)]


def test_w12_feasible_interval_of_a_suppressed_cell():
    """Geurts 1992, in the Handbook on SDC: rows (a, b | 7), (c, d | 3), (3, 3 | 6), columns 9 and 7."""
    equal = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]]
    sums = [7, 3, 6, 4]
    found = []
    for cell in range(4):
        ends = [
            linprog([sign * (i == cell) for i in range(4)], A_eq=equal, b_eq=sums, method="highs") for sign in (1, -1)
        ]
        found.append((round(ends[0].fun), round(-ends[1].fun)))
    assert found == [(3, 6), (1, 4), (0, 3), (0, 3)]
    assert 56_600 - 47_600 - 8_002 == 998, "why differences of shown totals count as shown"


def test_protected_counts_are_next_to_the_truth_and_add_up(sql):
    published = world.publish(sql, people_of(1, {"15.71": 900, "13.73": 240}))
    for key, true in published.truth.items():
        region, measure, bin_name, group_type, _ = key
        shown = published.protected[key]
        assert shown % BASE == 0
        if group_type not in attack.DERIVED:
            assert abs(shown - true) < BASE, key
        if group_type != "total":
            groups = [v for k, v in published.protected.items() if k[:4] == (region, measure, bin_name, group_type)]
            assert sum(groups) == published.protected[region, measure, bin_name, "total", "all"]
    for region in ("15.71", "13.73"):
        staff = sum(
            v for k, v in published.protected.items() if k[:2] == (region, "employment_kind") and k[3] == "total"
        )
        for measure in ("predikat", "award", "activity"):
            assert staff == sum(
                v for k, v in published.protected.items() if k[:2] == (region, measure) and k[3] == "total"
            )


def test_small_counts_are_not_shown(sql):
    published = world.publish(sql, people_of(2, {"15.71": 700, "13.73": 120}))
    shown = [e for e in published.estimates if e.estimate == "crude" and np.isfinite(e.interval.value)]
    withheld = [e for e in published.estimates if e.is_suppressed]
    assert shown and withheld
    for estimate in shown:
        if estimate.indicator == "head_count":
            assert estimate.numerator >= SMALL
        elif "gini" not in estimate.indicator and "mean" not in estimate.indicator:
            assert SMALL <= estimate.numerator <= estimate.denominator - SMALL
    for estimate in withheld:
        assert not np.isfinite(estimate.interval.value) and not np.isfinite(estimate.n)


def recovered(published: list[dict], region: str, truth: dict, wanted: list[tuple]) -> tuple[int, int]:
    """(counts with one possible value left, narrowest number of possible values); the truth must be among them."""
    found = attack.possible(published, region, wanted)
    for name, (low, high) in found.items():
        assert low <= truth.get((region, *name), 0) <= high, f"the attack itself is wrong about {name}"
    widths = [high - low + 1 for low, high in found.values()]
    return sum(width == 1 for width in widths), min(widths)


def wanted_cells(published: world.Published, region: str, every: int) -> list[tuple]:
    cells = sorted(k[1:] for k in published.truth if k[0] == region and k[3] not in attack.DERIVED)
    return cells[:: max(1, every)]


@pytest.mark.parametrize(("sizes", "every"), [
    ({"15.71": 300, "13.73": 60}, 40),
    pytest.param({"15.71": 900, "13.73": 240}, 1, marks=pytest.mark.deep),
])  # fmt: skip
def test_the_attack_finds_no_count(sql, sizes, every):
    published = world.publish(sql, people_of(3, sizes))
    for region in sizes:
        wanted = wanted_cells(published, region, every)
        certain, narrowest = recovered([published.protected], region, published.truth, wanted)
        print(f"\n{region}: {len(wanted)} counts attacked, {certain} recovered, at least {narrowest} values possible")
        assert certain == 0 and narrowest >= FEWEST


@pytest.mark.parametrize("every", [60, pytest.param(4, marks=pytest.mark.deep)])
def test_ten_publishes_with_changing_data_find_no_count(sql, every):
    """People join, leave and change their bins; the attacker knows by how much each count of the first publish changed since."""
    generator = np.random.Generator(np.random.PCG64(4))
    people = people_of(5, {"15.71": 260})
    publishes = []
    for step in range(10):
        publishes.append(world.publish(sql, people))
        people = [p for p in people if generator.random() > 0.01]
        people += [p | {"employee_key": f"{p['employee_key']}-{step}"} for p in world.staff(generator, "15.71", 3)]
    first = publishes[0]
    # What each later publish says about the first: shown count less the known change.
    told = [
        {k: later.protected.get(k, 0) - (later.truth.get(k, 0) - first.truth.get(k, 0)) for k in first.truth}
        for later in publishes
    ]
    wanted = wanted_cells(first, "15.71", every)
    certain, narrowest = recovered([first.protected], "15.71", first.truth, wanted)
    known = [
        sum(
            all(abs(value - t[("15.71", *name)]) < BASE for t in told)
            for value in range(first.truth[("15.71", *name)] - 9, first.truth[("15.71", *name)] + 10)
            if value >= 0
        )
        for name in wanted
    ]
    print(
        f"\nten publishes: {certain} recovered by one, {sum(k == 1 for k in known)} by all ten with every change known,"
    )
    print(f"at least {narrowest} and {min(known)} values possible")
    assert certain == 0 and narrowest >= FEWEST
    assert sum(k == 1 for k in known) == 0


def test_the_same_data_gives_the_same_numbers(sql):
    """Whoever joins another region, or the order of people, changes nothing here: there is nothing to average out."""
    people = people_of(6, {"15.71": 200})
    once, again = world.publish(sql, people), world.publish(sql, people[::-1])
    beside = world.publish(sql, people + people_of(7, {"13.73": 90}))
    assert once.protected == again.protected
    assert {k: v for k, v in beside.protected.items() if k[0] == "15.71"} == once.protected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_one_way_tables_leave_every_cell_open(counts):
    """The same rounding in plain Python: for any table each cell keeps at least five possible values, or all from 0."""
    target = (sum(counts) + BASE // 2) // BASE * BASE
    below = [c - c % BASE for c in counts]
    order = sorted(range(len(counts)), key=lambda i: (-(counts[i] % BASE), i))
    up = set(order[: (target - sum(below)) // BASE])
    shown = [b + (BASE if i in up else 0) for i, b in enumerate(below)]
    assert sum(shown) == target
    assert all(abs(s - c) < BASE for s, c in zip(shown, counts, strict=True))
