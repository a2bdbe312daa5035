"""Published figures, to the digits published: EEOC, Morris, Newcombe, PHE, Berkeley, Fay and Feuer, 6-MP, Fisher, Benjamini-Hochberg."""

from math import sqrt

import pandas as pd
import pytest
from lifelines import CoxPHFitter
from scipy.stats import chi2_contingency

from orchestration.statistics import agreement, families, proportions, rates, selection, standardise, survival, tables
from orchestration.statistics.interval import difference

FOUR_FIFTHS = (4, 5)


# --- W1, W2: adverse impact ---


@pytest.mark.parametrize(
    ("group", "rate", "published_ratio", "below"),
    [("American Indian", 45, 0.75, True), ("Hispanic", 48, 0.80, False), ("Black", 51, 0.85, False)],
)
def test_w1_four_fifths(group, rate, published_ratio, below):
    impact = selection.adverse_impact(rate, 100, 60, 100, FOUR_FIFTHS)
    assert round(impact.ratio.value, 2) == published_ratio
    assert impact.below_threshold is below, group


def test_w1_second_case():
    impact = selection.adverse_impact(12, 40, 48, 80, FOUR_FIFTHS)
    assert impact.ratio.value == pytest.approx(0.50)
    assert round(impact.p, 6) == 0.003409
    assert impact.below_threshold is True


def test_w2_small_groups_two_tests_disagree():
    impact = selection.adverse_impact(2, 10, 15, 25, FOUR_FIFTHS)
    assert round(impact.ratio.value, 4) == 0.3333
    assert round(impact.p, 6) == 0.059908
    assert round((15 * 8) / (2 * 10), 1) == 6.0
    pooled = 17 / 35
    z = (15 / 25 - 2 / 10) / sqrt(pooled * (1 - pooled) * (1 / 25 + 1 / 10))
    assert round(z, 6) == 2.138963


# --- W4, W5: Newcombe ---


@pytest.mark.parametrize(
    ("k", "n", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_w4_single_share(k, n, wilson, exact):
    found, clopper = proportions.wilson(k, n), proportions.clopper_pearson(k, n)
    assert (round(found.lower, 4), round(found.upper, 4)) == wilson
    assert (round(clopper.lower, 4), round(clopper.upper, 4)) == exact


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "lower", "upper"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_w5_difference_of_shares(k1, n1, k2, n2, lower, upper):
    newcombe = proportions.newcombe(k1, n1, k2, n2)
    ours = difference(proportions.wilson(k1, n1), proportions.wilson(k2, n2))
    assert (round(newcombe.lower, 4), round(newcombe.upper, 4)) == (lower, upper)
    assert (ours.lower, ours.upper) == pytest.approx((newcombe.lower, newcombe.upper), abs=1e-9)


# --- W6: Byar and exact Poisson ---


@pytest.mark.parametrize(
    ("events", "confidence", "lower", "upper"),
    [
        (65, 0.95, 50.163187710459454, 82.84913854593984),
        (1045, 0.95, 982.5932018073325, 1110.33121298565),
        (1, 0.95, 0.01307213290150435, 5.5637555824752605),
        (65, 0.998, 42.8802614714802, 94.00029084431802),
        (10, 0.998, 2.916318374695686, 24.193724927880535),
    ],
)
def test_w6_byar(events, confidence, lower, upper):
    limits = rates.byar_count(events, confidence)
    assert (limits.lower, limits.upper) == pytest.approx((lower, upper), rel=1e-12)


@pytest.mark.parametrize(
    ("events", "lower", "upper", "method"),
    [
        (1, 0.025317807984289897, 5.571643390938898, "exact poisson"),
        (5, 1.62348639011842, 11.668332079322669, "exact poisson"),
        (20, 12.211428834875937, 30.889880369197066, "byar"),
    ],
)
def test_w6_rates_per_hundred(events, lower, upper, method):
    found = rates.rate(events, 100, per=100)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), rel=1e-12)
    assert found.method == method


# --- W7: Simpson at Berkeley ---

BERKELEY = {  # men admitted, rejected, women admitted, rejected
    "A": (512, 313, 89, 19),
    "B": (353, 207, 17, 8),
    "C": (120, 205, 202, 391),
    "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299),
    "F": (22, 351, 24, 317),
}


def berkeley() -> list[tuple[int, int, int, int]]:
    return [(ma, ma + mr, wa, wa + wr) for ma, mr, wa, wr in BERKELEY.values()]


def test_w7_crude_and_pooled_over_departments():
    strata = berkeley()
    men, all_men, women, all_women = (sum(s[i] for s in strata) for i in range(4))
    assert (men, all_men, women, all_women) == (1198, 2691, 557, 1835)
    assert (round(100 * men / all_men, 2), round(100 * women / all_women, 2)) == (44.52, 30.35)
    assert round(men * (all_women - women) / (women * (all_men - men)), 5) == 1.84108
    pooled = tables.mantel_haenszel(strata)
    assert round(pooled.odds_ratio, 7) == 0.9046968
    assert (round(pooled.statistic_corrected, 4), round(pooled.p_corrected, 4)) == (1.4269, 0.2323)
    assert (round(pooled.statistic, 4), round(pooled.p, 4)) == (1.5246, 0.2169)
    assert (round(pooled.homogeneity_statistic, 2), round(pooled.homogeneity_p, 4)) == (18.83, 0.0021)
    assert round(float(chi2_contingency([[men, all_men - men], [women, all_women - women]], correction=False)[0]), 3) == 92.205
    rates_of = [(round(100 * ma / m, 1), round(100 * wa / w, 1)) for ma, m, wa, w in strata]
    assert rates_of == [(62.1, 82.4), (63.0, 68.0), (36.9, 34.1), (33.1, 34.9), (27.7, 23.9), (5.9, 7.0)]
    ahead = sum(wa / w > ma / m for ma, m, wa, w in strata)
    assert ahead == 4


def test_w7_the_sign_flips_when_standardised():
    strata = berkeley()
    reference = [m + w for _, m, _, w in strata]
    men = standardise.direct_share(
        [standardise.Stratum(a, n, r) for (a, n, _, _), r in zip(strata, reference, strict=True)]
    )
    women = standardise.direct_share(
        [standardise.Stratum(a, n, r) for (_, _, a, n), r in zip(strata, reference, strict=True)]
    )
    crude = 1198 / 2691 - 557 / 1835
    standardised = difference(men.interval, women.interval)
    assert crude > 0 > standardised.value
    assert standardise.sign_flips(crude, standardised.value) is True


# --- W10: Fay and Feuer, births with Down syndrome by order of birth ---

AGES = {
    "1": ((230061, 329449, 114920, 39487, 14208, 3052), (107, 141, 60, 40, 39, 25)),
    "2": ((72202, 326701, 208667, 83228, 28466, 5375), (25, 150, 110, 84, 82, 39)),
    "3": ((15050, 175702, 207081, 117300, 45026, 8660), (3, 71, 114, 103, 108, 75)),
    "4": ((2293, 68800, 132424, 98301, 46075, 9834), (1, 26, 64, 89, 137, 96)),
    "5+": ((327, 30666, 123419, 149919, 104088, 34392), (0, 8, 63, 112, 262, 295)),
}
STANDARD = (63986.6, 186263.6, 157302.2, 97647.0, 47572.6, 12262.6)


@pytest.mark.parametrize(
    ("order", "crude", "adjusted", "lower", "upper"),
    [
        ("1", 56.3, 92.3, 80.4, 105.8),
        ("2", 67.6, 91.2, 82.4, 100.9),
        ("3", 83.3, 85.1, 77.2, 94.2),
        ("4", 115.5, 92.7, 80.0, 114.7),
        ("5+", 167.1, 75.5, 67.7, 188.3),
    ],
)
def test_w10_adjusted_rates(order, crude, adjusted, lower, upper):
    people, events = AGES[order]
    assert round(1e5 * sum(events) / sum(people), 1) == crude
    total = sum(STANDARD)
    gamma = rates.fay_feuer([1e5 * s / total / n for s, n in zip(STANDARD, people, strict=True)], list(events))
    assert tuple(round(x, 1) for x in (gamma.value, gamma.lower, gamma.upper)) == (adjusted, lower, upper)
    strata = [standardise.Stratum(d, n, s) for d, n, s in zip(events, people, STANDARD, strict=True)]
    assert round(standardise.direct_rate(strata, per=1e5).interval.value, 1) == adjusted


def test_w10_standard_is_the_mean_of_the_five():
    assert [round(sum(people[i] for people, _ in AGES.values()) / 5, 1) for i in range(6)] == list(STANDARD)


def test_w10_indirect():
    assert round(standardise.indirect(71058, 85556.8888).value, 6) == 0.830535


# --- W11: Kaplan-Meier ---

TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
TREATED_CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def test_w11_six_mp():
    times = TREATED + TREATED_CENSORED
    happened = [True] * len(TREATED) + [False] * len(TREATED_CENSORED)
    steps = survival.kaplan_meier(times, happened)
    assert [(s.time, round(s.survival, 4), round(s.standard_error, 4)) for s in steps] == [
        (6, 0.8571, 0.0764),
        (7, 0.8067, 0.0869),
        (10, 0.7529, 0.0963),
        (13, 0.6902, 0.1068),
        (16, 0.6275, 0.1141),
        (22, 0.5378, 0.1282),
        (23, 0.4482, 0.1346),
    ]
    placebo = survival.kaplan_meier(PLACEBO, [True] * len(PLACEBO))
    assert (survival.median(steps), survival.median(placebo)) == (23, 8)
    statistic, p = survival.log_rank(times + PLACEBO, happened + [True] * 21, ["6-MP"] * 21 + ["placebo"] * 21)
    assert (round(statistic, 6), f"{p:.6e}") == (16.792941, "4.168809e-05")
    both = pd.DataFrame({"weeks": times + PLACEBO, "relapse": happened + [True] * 21, "placebo": [0] * 21 + [1] * 21})
    cox = CoxPHFitter().fit(both, "weeks", "relapse").summary.loc["placebo"]
    found = [round(float(cox[f"exp(coef){name}"]), 2) for name in ("", " lower 95%", " upper 95%")]
    assert found == [4.82, 2.15, 10.81]


def test_w11_maintained_aml():
    times = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161]
    happened = [True, True, False, True, True, False, True, True, False, True, False]
    steps = survival.kaplan_meier(times, happened)
    assert [round(s.survival, 5) for s in steps] == [0.90909, 0.81818, 0.71591, 0.61364, 0.49091, 0.36818, 0.18409]
    assert round(steps[0].standard_error, 6) == 0.086678
    assert survival.median(steps) == 31
    other = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    had = [True, True, True, True, True, False, True, True, True, True, True, True]
    assert survival.median(survival.kaplan_meier(other, had)) == 23
    statistic, _ = survival.log_rank(times + other, happened + had, ["kept"] * 11 + ["not"] * 12)
    assert round(statistic, 3) == 3.396


# --- W14, W15 ---


def test_w14_fisher():
    assert round(tables.fisher(3, 4, 1, 4, "greater"), 4) == 0.2429
    assert round(tables.fisher(3, 4, 1, 4), 4) == 0.4857
    assert round(tables.fisher(8, 10, 1, 6), 5) == 0.03497


def test_w15_families():
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    rejected = {m: sum(q <= 0.05 for q in families.adjusted(p, m)) for m in ("bonferroni", "fdr_bh", "holm")}
    assert rejected == {"bonferroni": 3, "fdr_bh": 4, "holm": 3}


# --- Shrout and Fleiss 1979: six subjects, four judges ---


def test_shrout_and_fleiss_agreement_of_judges():
    scores = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
    ratings = agreement.Ratings(
        subjects=6,
        scores=24,
        squared_sizes=6 * 16,
        between=sum(sum(row) ** 2 / 4 for row in scores),
        squares=sum(x * x for row in scores for x in row),
        total=sum(x for row in scores for x in row),
    )
    found = agreement.one_way(ratings)
    assert round(found.value, 2) == 0.17
    assert (round(found.lower, 2), round(found.upper, 2)) == (-0.13, 0.72)
