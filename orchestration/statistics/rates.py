"""Events among people, where an event is rare or may come more than once: counts taken as Poisson."""

from math import inf, sqrt

from scipy.stats import chi2, norm
from statsmodels.stats.rates import test_poisson_2indep

from orchestration.statistics import CONFIDENCE
from orchestration.statistics.interval import UNDEFINED, Interval

# Below this count Byar's approximation is left for the exact limits (English public health practice, PHEindicatormethods).
EXACT_BELOW = 10


def exact_count(events: float, confidence: float = CONFIDENCE) -> Interval:
    """Exact limits of a Poisson count, through the chi-square distribution."""
    tail = (1 - confidence) / 2
    lower = 0.0 if events == 0 else float(chi2.ppf(tail, 2 * events)) / 2
    return Interval(events, lower, float(chi2.isf(tail, 2 * events + 2)) / 2, "exact poisson")


def byar_count(events: float, confidence: float = CONFIDENCE) -> Interval:
    """Byar's limits of a Poisson count (Breslow and Day 1987)."""
    z = float(norm.isf((1 - confidence) / 2))
    above = events + 1
    lower = 0.0 if events == 0 else events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3
    return Interval(events, lower, above * (1 - 1 / (9 * above) + z / (3 * sqrt(above))) ** 3, "byar")


def count(events: float, confidence: float = CONFIDENCE) -> Interval:
    """Limits of a count: exact under 10, Byar from there on."""
    return exact_count(events, confidence) if events < EXACT_BELOW else byar_count(events, confidence)


def rate(events: float, people: float, per: float = 1, confidence: float = CONFIDENCE) -> Interval:
    """Events per `per` people. Undefined where there are no people."""
    if people <= 0:
        return UNDEFINED
    limits = count(events, confidence)
    return Interval(per * events / people, per * limits.lower / people, per * limits.upper / people, limits.method)


def rates_differ(events1: float, people1: float, events2: float, people2: float) -> float:
    """Two-sided p that two rates are one: exact, given the sum of the events (binomial)."""
    if people1 <= 0 or people2 <= 0 or events1 + events2 == 0:
        return 1.0
    first, second = int(events1), int(events2)
    return float(test_poisson_2indep(first, people1, second, people2, method="exact-cond", compare="ratio").pvalue)


def fay_feuer(weights: list[float], events: list[float], confidence: float = CONFIDENCE) -> Interval:
    """Sum of weight x events with Fay and Feuer's gamma limits (Stat Med 1997;16:791); weights hold share / people of a stratum."""
    tail = (1 - confidence) / 2
    value = sum(w * d for w, d in zip(weights, events, strict=True))
    variance = sum(w * w * d for w, d in zip(weights, events, strict=True))
    widest = max(weights)
    lower = 0.0 if value == 0 else variance / (2 * value) * float(chi2.ppf(tail, 2 * value**2 / variance))
    above, spread = value + widest, variance + widest**2
    upper = inf if above == 0 else spread / (2 * above) * float(chi2.isf(tail, 2 * above**2 / spread))
    return Interval(value, lower, upper, "fay-feuer gamma")
