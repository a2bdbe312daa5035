"""Nothing that is published gives a protected count away: an attack with all that is known of the method."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from orchestration.statistics import disclosure
from tests.statistics import attack, world

BASE, SMALL = 5, 10
# Values that a count may still have after the attack, at the least.
FEWEST = 3


@pytest.fixture(scope="module")
def sql():
    return world.compiled()


def publish(sql, seed: int, sizes: dict[str, int]) -> world.Published:
    generator = np.random.Generator(np.random.PCG64(seed))
    people = [person for region, size in sizes.items() for person in world.staff(generator, region, size)]
    return world.publish(
        sql, people, [a for region, size in sizes.items() for a in world.applicants(generator, region, size)]
    )


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
    published = publish(sql, 1, {"15.71": 900, "13.73": 240})
    for region, protected in published.protected.items():
        for cell, shown in protected.items():
            assert shown % BASE == 0
            if cell[2] not in attack.DERIVED:
                assert abs(shown - published.truth[region].get(cell, 0)) < BASE, cell
            if cell[2] != "total":
                groups = [v for k, v in protected.items() if k[:3] == cell[:3]]
                assert sum(groups) == protected[*cell[:2], *attack.TOTAL]
        sums = {m: sum(protected[m, b, *attack.TOTAL] for b in bins) for m, bins in attack.BINS.items()}
        assert len({sums[m] for m in ("employment_kind", "predikat", "award", "activity")}) == 1
        assert sums["training_pns"] == protected["employment_kind", "PNS", *attack.TOTAL]
        assert sums["applicant_outcome"] == sums["skd"] == sums["selection_days"] > 0


def test_small_counts_are_not_shown(sql):
    published = publish(sql, 2, {"15.71": 700, "13.73": 120})
    shown = [e for e in published.estimates if e.estimate == "crude" and np.isfinite(e.interval.value)]
    withheld = [e for e in published.estimates if e.is_suppressed]
    assert {e.indicator for e in shown} >= {
        "applicants",
        "promoted_of_eligible_share",
        "skd_passed_share",
        "pns_jp_gini",
    }
    assert withheld
    kinds = {row["indicator"]: row["kind"] for row in attack.seed("indicator")}
    for estimate in shown:
        if kinds[estimate.indicator] in ("share", "rate"):
            assert SMALL <= estimate.numerator <= estimate.denominator - SMALL
        elif kinds[estimate.indicator] in ("count", "survival"):
            assert estimate.numerator >= SMALL
        assert estimate.denominator >= SMALL
    for estimate in withheld:
        assert not np.isfinite(estimate.interval.value) and not np.isfinite(estimate.n)


def true_count(published: world.Published, region: str, measure: str, bin_name: str, kind: str, group: str) -> int:
    """Position class and age band are sums of strata."""
    part = attack.DERIVED.get(kind)
    return sum(
        number
        for (m, b, k, g), number in published.truth[region].items()
        if (m, b) == (measure, bin_name)
        and ((k, g) == (kind, group) or (part is not None and k == "stratum" and g.split(" | ")[part] == group))
    )


def test_what_is_shown_has_ten_people_behind_it(sql):
    """Also in truth: the lowest count that a shown one leaves open is not below ten."""
    published = publish(sql, 9, {"15.71": 260, "13.73": 90})
    bins: dict[str, list] = {}
    for row in attack.seed("indicator_bin"):
        bins.setdefault(row["indicator"], []).append(row)
    looked = 0
    for estimate in published.estimates:
        asked = bins[estimate.indicator]
        by_unit = estimate.indicator == "predikat_unit_spread"
        if estimate.estimate != "crude" or estimate.is_suppressed or any(row["norm_rule_id"] for row in asked):
            continue
        measure = next(r["measure"] for r in attack.seed("indicator") if r["indicator"] == estimate.indicator)
        group = estimate.group_type, estimate.group_value
        cells = {row["bin"]: true_count(published, estimate.region, measure, row["bin"], *group) for row in asked}
        assert sum(cells.values()) >= SMALL, estimate
        if any(row["is_numerator"] == "true" for row in asked) and not by_unit:
            assert sum(cells[row["bin"]] for row in asked if row["is_numerator"] == "true") >= SMALL, estimate
        looked += 1
    assert looked > 100


def test_a_group_of_nobody_looks_like_one_of_few(sql):
    """Whether a figure stands there at all must not tell that somebody filed an objection."""
    generator = np.random.Generator(np.random.PCG64(12))
    people = world.staff(generator, "15.71", 300)
    unit = people[0]["unit"]
    inside = [p for p in people if p["unit"] == unit]
    for person in inside:
        person["bins"]["objection"] = "none"
    without = world.publish(sql, people)
    inside[0]["bins"]["objection"] = "upheld"
    one = world.publish(sql, people)
    told = [
        [
            (e.is_suppressed, e.why_not)
            for e in p.estimates
            if (e.indicator, e.group_value) == ("objections_upheld_share", unit)
        ]
        for p in (without, one)
    ]
    assert told[0] == told[1] == [(True, "nobody known, or too few to show")]


def unknowns(published: world.Published, region: str) -> list[tuple]:
    return sorted(
        ("true", *cell)
        for cell in published.protected[region]
        if cell[2] not in attack.DERIVED and not attack.by_definition(cell)
    )


def contradictions(known: attack.Knowledge, published: world.Published, region: str) -> list[str]:
    """An attack that the truth contradicts would be no attack."""
    return known.broken({name: published.truth[region].get(name[1:], 0) for name in unknowns(published, region)})


@pytest.mark.parametrize(("sizes", "every"), [
    ({"13.73": 90}, 150),
    pytest.param({"15.71": 900, "13.73": 240}, 4, marks=pytest.mark.deep),
])  # fmt: skip
def test_the_attack_finds_no_count(sql, sizes, every):
    """With every protected count known, those of withheld figures too."""
    published = publish(sql, 3, sizes)
    for region in sizes:
        known = attack.told(attack.meaning(published.protected[region]), published.protected[region])
        assert contradictions(known, published, region) == []
        names = unknowns(published, region)
        certain = known.certain(names, np.random.Generator(np.random.PCG64(1)))
        ranges = [known.possible(name) for name in names[::every]]
        narrowest = min(high - low + 1 for low, high in ranges)
        print(
            f"\n{region}: {len(names)} counts attacked, {len(certain)} recovered; {len(ranges)} bounded, {narrowest} values at least"
        )
        assert certain == {} and narrowest >= FEWEST


def test_the_attack_finds_what_is_there_to_find(sql):
    """Positive control: told one exact count of two groups, and the exact sum, it finds the other."""
    published = publish(sql, 4, {"13.73": 60})
    known = attack.told(attack.meaning(published.protected["13.73"]), published.protected["13.73"])
    names = [("true", "award", "yes", *group) for group in (("sex", "F"), ("sex", "M"), attack.TOTAL)]
    true = [published.truth["13.73"].get(name[1:], 0) for name in names]
    known.between({names[0]: 1}, true[0], true[0])
    known.between({names[2]: 1}, true[2], true[2])
    found = known.certain(names, np.random.Generator(np.random.PCG64(1)), tries=3)
    assert found.items() >= dict(zip(names, true, strict=True)).items()


@pytest.mark.parametrize("sizes", [{"15.71": 90}, pytest.param({"15.71": 260}, marks=pytest.mark.deep)])
def test_ten_publishes_with_changing_data_find_no_count(sql, sizes):
    """People join and leave between publishes; how many is known, and so that no count changed by more.

    Who knows every change of a count is told, besides, how often that would be enough: each new rounding narrows it down, and
    no rounding that follows the data can prevent that.
    """
    generator = np.random.Generator(np.random.PCG64(4))
    (region,) = sizes
    people = world.staff(generator, region, sizes[region])
    publishes, moved = [], [0]
    for step in range(10):
        publishes.append(world.publish(sql, people))
        stayed = [p for p in people if generator.random() > 0.01]
        moved.append(moved[-1] + len(people) - len(stayed) + 2)
        people = stayed + [
            p | {"employee_key": f"{p['employee_key']}-{step}"} for p in world.staff(generator, region, 2)
        ]
    first = publishes[0]
    known = attack.meaning(first.protected[region])
    for later, most in zip(publishes, moved, strict=False):
        attack.told(known, later.protected[region], within=most)
        alone = attack.told(attack.meaning(later.protected[region]), later.protected[region])
        assert contradictions(alone, later, region) == []
        if later is publishes[-1] or sizes[region] > 200:
            assert alone.certain(unknowns(later, region), np.random.Generator(np.random.PCG64(2))) == {}
    assert contradictions(known, first, region) == []
    names = unknowns(first, region)
    certain = known.certain(names, np.random.Generator(np.random.PCG64(3)))
    insider = 0
    for name in names:
        true = [p.truth[region].get(name[1:], 0) for p in publishes]
        off = [p.protected[region].get(name[1:], 0) - t for p, t in zip(publishes, true, strict=True)]
        low, high = max(0, true[0] + max(off) - BASE + 1), true[0] + min(off) + BASE - 1
        insider += low == high
    print(f"\n{len(names)} counts, ten publishes: {len(certain)} recovered; {insider} by whoever knows every change")
    assert certain == {}
    assert insider <= len(names) / 100


def test_the_same_data_gives_the_same_numbers(sql):
    """Whoever joins another region, or the order of people, changes nothing here: there is nothing to average out."""
    generator = np.random.Generator(np.random.PCG64(6))
    people = world.staff(generator, "15.71", 200)
    once, again = world.publish(sql, people), world.publish(sql, people[::-1])
    beside = world.publish(sql, people + world.staff(generator, "13.73", 90))
    assert once.protected == again.protected
    assert beside.protected["15.71"].items() >= once.protected["15.71"].items()
    assert not any(n for cell, n in beside.protected["15.71"].items() if cell not in once.protected["15.71"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_one_way_tables_are_next_to_the_counts(counts):
    target = (sum(counts) + BASE // 2) // BASE * BASE
    shown = disclosure.one_way(counts, target, BASE)
    assert sum(shown) == target
    assert all(abs(s - c) < BASE for s, c in zip(shown, counts, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 7), st.data())
def test_two_way_tables_add_up_and_agree(n_rows, n_columns, data):
    """Cells next to the truth and rows exact, always; columns as given, wherever whole multiples of the base were given."""
    cells = st.lists(
        st.lists(st.integers(0, 30), min_size=n_columns, max_size=n_columns), min_size=n_rows, max_size=n_rows
    )
    counts = np.array(data.draw(cells))
    total = (int(counts.sum()) + BASE // 2) // BASE * BASE
    rows = disclosure.one_way(counts.sum(axis=1).tolist(), total, BASE)
    columns = disclosure.one_way(counts.sum(axis=0).tolist(), total, BASE)
    shown = disclosure.two_way(counts, rows, columns, BASE)
    assert (shown % BASE == 0).all() and (abs(shown - counts) < BASE).all()
    assert shown.sum(axis=1).tolist() == rows
    assert abs(shown.sum(axis=0) - columns).sum() <= 2 * BASE * min(counts.shape)
    assert (disclosure.two_way(shown, rows, shown.sum(axis=0), BASE) == shown).all()
