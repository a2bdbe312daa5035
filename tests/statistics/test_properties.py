"""What must hold for every input."""

from math import inf, isnan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from orchestration.statistics import inequality, interval, proportions, rates, selection, standardise, survival, tables
from orchestration.statistics.interval import difference, ratio

counts = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))).filter(lambda kn: kn[1] > 0)
quick = settings(max_examples=60, deadline=None)


@quick
@given(counts)
def test_a_share_lies_in_its_interval(kn):
    k, n = kn
    found = proportions.wilson(k, n)
    assert 0 <= found.lower <= found.value <= found.upper <= 1
    mirrored = proportions.wilson(n - k, n)
    assert (1 - mirrored.upper, 1 - mirrored.lower) == pytest.approx((found.lower, found.upper), abs=1e-9)


@quick
@given(counts, counts)
def test_differences_and_ratios_are_symmetric(first, second):
    one, two = proportions.wilson(*first), proportions.wilson(*second)
    there, back = difference(one, two), difference(two, one)
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower), abs=1e-9)
    if first[0] and second[0]:
        there, back = ratio(one, two), ratio(two, one)
        assert there.value == pytest.approx(1 / back.value)
        assert there.lower == pytest.approx(0 if back.upper == inf else 1 / back.upper, rel=1e-6, abs=1e-9)
    assert tables.fisher(*first, *second) == pytest.approx(tables.fisher(*second, *first))


@quick
@given(st.lists(counts, min_size=1, max_size=6))
def test_standardising_with_ones_own_population_gives_the_crude_rate(strata):
    events, people = sum(k for k, _ in strata), sum(n for _, n in strata)
    own = [standardise.Stratum(k, n, n) for k, n in strata]
    share, rate = standardise.direct_share(own), standardise.direct_rate(own)
    if events < standardise.FEWEST_EVENTS:
        assert share.refused and rate.refused
        return
    assert share.interval.value == pytest.approx(events / people)
    assert rate.interval.value == pytest.approx(events / people)
    assert rate.interval.lower <= rate.interval.value <= rate.interval.upper
    expected = sum(n * events / people for _, n in strata)
    assert standardise.indirect(events, expected).value == pytest.approx(1)


@quick
@given(counts, counts)
def test_pooled_over_one_stratum_is_the_plain_odds_ratio(first, second):
    (k1, n1), (k2, n2) = first, second
    if not (0 < k1 < n1 and 0 < k2 < n2):
        return
    assert tables.mantel_haenszel([(k1, n1, k2, n2)]).odds_ratio == pytest.approx(k1 * (n2 - k2) / (k2 * (n1 - k1)))


@quick
@given(st.lists(st.integers(0, 400), min_size=1, max_size=40), st.integers(1, 9))
def test_inequality_is_free_of_scale_and_counts_people(values, factor):
    if not sum(values):
        assert isnan(inequality.gini(values)) and isnan(inequality.theil(values))
        return
    gini = inequality.gini(values)
    assert -1e-12 <= gini < 1
    assert inequality.gini([v * factor for v in values]) == pytest.approx(gini, abs=1e-12)
    assert inequality.gini(values, [factor] * len(values)) == pytest.approx(gini, abs=1e-12)
    assert inequality.theil([v * factor for v in values]) == pytest.approx(inequality.theil(values), abs=1e-12)
    n, mean = len(values), sum(values) / len(values)
    plain = sum(abs(a - b) for a in values for b in values) / (2 * n * n * mean)
    assert gini == pytest.approx(plain, abs=1e-12)


def test_nobody_differs():
    assert inequality.gini([20, 20, 20]) == pytest.approx(0)
    assert inequality.theil([20, 20, 20]) == pytest.approx(0)


@quick
@given(st.lists(st.integers(1, 20), min_size=1, max_size=40))
def test_survival_without_censoring_is_one_minus_the_distribution(times):
    for step in survival.kaplan_meier(times, [True] * len(times)):
        assert step.survival == pytest.approx(sum(t > step.time for t in times) / len(times))


@quick
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2)), min_size=1, max_size=40))
def test_incidence_and_survival_add_up(people):
    times, causes = [t for t, _ in people], [c for _, c in people]
    steps = {s.time: s.survival for s in survival.kaplan_meier(times, [c > 0 for c in causes])}
    for time, reached in survival.incidence(times, causes):
        assert sum(reached.values()) + steps[time] == pytest.approx(1)


@quick
@given(st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.integers(1, 5)), min_size=1, max_size=12))
def test_a_line_for_three_people_is_three_lines(lines):
    folded = survival.kaplan_meier([t for t, _, _ in lines], [e for _, e, _ in lines], people=[n for _, _, n in lines])
    single = [(t, e) for t, e, n in lines for _ in range(n)]
    spread = survival.kaplan_meier([t for t, _ in single], [e for _, e in single])
    assert [(s.time, s.at_risk, s.events) for s in folded] == [(s.time, s.at_risk, s.events) for s in spread]
    assert [s.survival for s in folded] == pytest.approx([s.survival for s in spread])


@quick
@given(st.integers(0, 400), st.integers(1, 5000))
def test_a_rate_lies_in_its_interval(events, people):
    found = rates.rate(events, people, per=1000)
    assert found.lower <= found.value <= found.upper
    assert rates.rates_differ(events, people, events, people) == pytest.approx(1)


@quick
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=2, max_size=30))
def test_concordance_counts_every_pair_once(people):
    scores, chosen = [s for s, _ in people], [c for _, c in people]
    found = selection.concordance(scores, chosen, ["x"] * len(people))
    assert found.pairs == sum(chosen) * (len(chosen) - sum(chosen))
    backwards = selection.concordance([-s for s in scores], chosen, ["x"] * len(people))
    assert (backwards.better_chosen, backwards.tied) == (found.inverted, found.tied)


def test_the_permutation_p_is_that_of_all_arrangements():
    scores, chosen = [5, 4, 3, 2, 1, 1], [True, True, True, False, False, False]
    p = selection.permutation_p(scores, chosen, ["x"] * 6, draws=4000, seed=1)
    assert p == pytest.approx(1 / 20, abs=0.012)  # one of C(6, 3) = 20
    assert p == selection.permutation_p(scores, chosen, ["x"] * 6, draws=4000, seed=1)


def test_fisher_is_scipys():
    assert tables.fisher(2, 10, 15, 25) == fisher_exact([[2, 8], [15, 10]]).pvalue


@quick
@given(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 40)), min_size=1, max_size=7))
def test_the_interval_of_gini_holds_it_and_counts_people(bands):
    values, people = [v for v, _ in bands], [n for _, n in bands]
    found = inequality.gini_interval(values, people)
    if isnan(found.value) or found.method == "none":
        assert isnan(found.lower) and (isnan(found.value) or found.note)
        return
    assert 0 < found.lower <= found.value <= found.upper < 1
    single = inequality.gini_interval([v for v, n in bands for _ in range(n)], [1] * sum(people))
    assert (single.lower, single.upper) == pytest.approx((found.lower, found.upper), abs=1e-9)


@quick
@given(st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.sampled_from("xy")), min_size=2, max_size=30))
def test_concordance_with_one_left_out_is_that_of_the_others(people):
    scores, chosen, strata = ([p[i] for p in people] for i in range(3))
    whole, inverted = selection.concordance_intervals(scores, chosen, strata)
    found = selection.concordance(scores, chosen, strata)
    if not found.pairs:
        assert isnan(whole.value)
        return
    assert whole.value == pytest.approx(found.concordance) and inverted.value == pytest.approx(
        found.inverted / found.pairs
    )
    if whole.method != "none":
        left_out = [
            selection.concordance(
                *([x for j, x in enumerate(of) if j != i] for of in (scores, chosen, strata))
            ).concordance
            for i in range(len(people))
        ]
        expected = interval.jackknife(found.concordance, left_out, [1] * len(people))
        assert (whole.lower, whole.upper) == pytest.approx((expected.lower, expected.upper), abs=1e-9)
