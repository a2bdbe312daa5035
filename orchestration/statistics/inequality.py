"""How unequally something is shared out. Values may come with the number of people who have each."""

from collections.abc import Sequence
from math import isnan, log, nan

from orchestration.statistics.interval import UNDEFINED, Interval, jackknife


def _groups(values: Sequence[float], people: Sequence[float] | None) -> list[tuple[float, float]]:
    counted = [1.0] * len(values) if people is None else people
    return sorted((float(v), float(n)) for v, n in zip(values, counted, strict=True) if n > 0)


def gini(values: Sequence[float], people: Sequence[float] | None = None) -> float:
    """Gini coefficient in 0..1 of non-negative values; nan where there is nothing to share."""
    groups = _groups(values, people)
    size = sum(n for _, n in groups)
    total = sum(v * n for v, n in groups)
    if size == 0 or total == 0:
        return nan
    below, area = 0.0, 0.0
    for value, number in groups:
        area += value * number * (2 * below + number)
        below += number
    return area / (size * total) - 1


def gini_interval(values: Sequence[float], people: Sequence[float]) -> Interval:
    """Gini with the jackknife's limits: each person left out once."""
    value = gini(values, people)
    if isnan(value):
        return UNDEFINED
    left_out = [
        gini(values, [n - (i == j) for j, n in enumerate(people)]) if n > 0 else 0.0 for i, n in enumerate(people)
    ]
    return jackknife(value, left_out, people)


def theil(values: Sequence[float], people: Sequence[float] | None = None) -> float:
    """Theil's T; 0 x ln 0 is 0; nan where there is nothing to share."""
    groups = _groups(values, people)
    size = sum(n for _, n in groups)
    total = sum(v * n for v, n in groups)
    if size == 0 or total == 0:
        return nan
    mean = total / size
    return sum(n * v / mean * log(v / mean) for v, n in groups if v > 0) / size
