"""How often a nominal 95% interval holds the truth: summed over every outcome where that can be done, else simulated."""

import numpy as np
from scipy.stats import binom, poisson

from orchestration.statistics import inequality, proportions, rates, standardise, survival
from orchestration.statistics.interval import Interval, difference, ratio

SIZES = (5, 10, 20, 50, 100, 200)
SHARES = (0.01, 0.05, 0.1, 0.2, 0.3, 0.5)


def holds(interval: Interval, truth: float) -> bool:
    return interval.lower - 1e-12 <= truth <= interval.upper + 1e-12


def of_share(method, n: int, p: float) -> float:
    return float(sum(binom.pmf(k, n, p) for k in range(n + 1) if holds(method(k, n), p)))


def of_difference(n: int, p1: float, p2: float) -> float:
    """Newcombe's interval for two groups of n: over all (n + 1)^2 outcomes, the unlikely ones left out (they count as misses)."""
    w = [proportions.wilson(k, n) for k in range(n + 1)]
    a, b = binom.pmf(range(n + 1), n, p1), binom.pmf(range(n + 1), n, p2)
    likely = [(i, j) for i in np.flatnonzero(a > 1e-7) for j in np.flatnonzero(b > 1e-7)]
    return float(sum(a[i] * b[j] for i, j in likely if holds(difference(w[i], w[j]), p1 - p2)))


def of_ratio(n: int, p1: float, p2: float) -> float:
    """The same for the ratio, given that the second share is not 0 (else no ratio is shown)."""
    w = [proportions.wilson(k, n) for k in range(n + 1)]
    a, b = binom.pmf(range(n + 1), n, p1), binom.pmf(range(n + 1), n, p2)
    likely = [(i, j) for i in np.flatnonzero(a > 1e-7) for j in np.flatnonzero(b > 1e-7) if j > 0]
    shown = sum(a[i] * b[j] for i, j in likely)
    return float(sum(a[i] * b[j] for i, j in likely if holds(ratio(w[i], w[j]), p1 / p2)) / shown)


def of_rate(people: int, per_person: float) -> float:
    expected = people * per_person
    outcomes = range(int(poisson.ppf(1 - 1e-9, expected)) + 1)
    return float(sum(poisson.pmf(d, expected) for d in outcomes if holds(rates.rate(d, people), per_person)))


def of_direct_share(generator, n: int, p: float, runs: int) -> tuple[float, float]:
    """(coverage, share of runs in which the figure was not refused) for n people over four strata, none like the reference."""
    people = np.maximum(np.round(n * np.array([0.4, 0.3, 0.2, 0.1])), 1).astype(int)
    reference = np.array([0.1, 0.2, 0.3, 0.4])
    shares = np.clip(p * np.array([0.6, 0.9, 1.2, 1.4]), 0, 0.98)
    truth = float((reference * shares).sum())
    shown = held = 0
    for _ in range(runs):
        events = generator.binomial(people, shares)
        strata = [
            standardise.Stratum(int(e), int(m), float(r)) for e, m, r in zip(events, people, reference, strict=True)
        ]
        found = standardise.direct_share(strata)
        shown += not found.refused
        held += not found.refused and holds(found.interval, truth)
    return (held / shown if shown else float("nan")), shown / runs


def of_median(generator, n: int, runs: int) -> float:
    """Limits of the median time in whole half-years, a quarter censored."""
    held = 0
    truth = float(np.ceil(8 * np.log(2)))
    for _ in range(runs):
        event = np.ceil(generator.exponential(8, n))
        seen = np.ceil(generator.exponential(24, n))
        steps = survival.kaplan_meier(np.minimum(event, seen).tolist(), (event <= seen).tolist())
        lower, upper = survival.median_limits(steps)
        held += bool(steps) and lower <= truth <= upper
    return held / runs


# JP of a year in bands, as few people have many and many have few; and the Gini of such a population.
BANDS, SPREAD = (0, 5, 15, 30, 60, 120), (0.25, 0.15, 0.15, 0.25, 0.15, 0.05)


def of_gini(generator, n: int, runs: int) -> float:
    """Jackknife limits of the Gini coefficient of n people."""
    truth = inequality.gini(BANDS, SPREAD)
    drawn = generator.multinomial(n, SPREAD, runs)
    return sum(holds(inequality.gini_interval(BANDS, row.tolist()), truth) for row in drawn) / runs
