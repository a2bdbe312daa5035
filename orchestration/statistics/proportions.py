"""Shares of people: k of n."""

from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from orchestration.statistics import CONFIDENCE
from orchestration.statistics.interval import UNDEFINED, Interval


def wilson(k: float, n: float, confidence: float = CONFIDENCE) -> Interval:
    """Share k/n with Wilson's score interval; n may be an effective size, so neither need be whole. Undefined for n = 0."""
    if n <= 0:
        return UNDEFINED
    lower, upper = proportion_confint(k, n, alpha=1 - confidence, method="wilson")
    share = k / n
    return Interval(share, min(max(0.0, float(lower)), share), max(min(1.0, float(upper)), share), "wilson")


def clopper_pearson(k: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Share k/n with the exact interval, for comparison: it is never too short and mostly too long."""
    if n <= 0:
        return UNDEFINED
    lower, upper = proportion_confint(k, n, alpha=1 - confidence, method="beta")
    return Interval(k / n, float(lower), float(upper), "clopper-pearson")


def wald(k: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """The textbook interval, kept to show in the coverage table why it is not used."""
    if n <= 0:
        return UNDEFINED
    lower, upper = proportion_confint(k, n, alpha=1 - confidence, method="normal")
    return Interval(k / n, float(lower), float(upper), "wald")


def newcombe(k1: int, n1: int, k2: int, n2: int, confidence: float = CONFIDENCE) -> Interval:
    """Difference k1/n1 - k2/n2 by Newcombe's method 10 (Stat Med 1998;17:873)."""
    if n1 <= 0 or n2 <= 0:
        return UNDEFINED
    lower, upper = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=1 - confidence)
    return Interval(k1 / n1 - k2 / n2, float(lower), float(upper), "newcombe")
