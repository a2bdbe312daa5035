"""An estimate with its interval, and the interval of a difference or ratio of two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

from scipy.stats import t

from orchestration.statistics import CONFIDENCE


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between two limits at 95% unless said otherwise; nan where it is not defined. note: why a limit is missing."""

    value: float
    lower: float
    upper: float
    method: str
    note: str = ""

    def times(self, factor: float) -> "Interval":
        """The same in another unit (percent, per 1,000)."""
        return Interval(factor * self.value, factor * self.lower, factor * self.upper, self.method, self.note)


UNDEFINED = Interval(nan, nan, nan, "none")


def without(value: float, note: str) -> Interval:
    """A value that has no interval, and why."""
    return Interval(value, nan, nan, "none", note)


def jackknife(
    value: float, left_out: Sequence[float], times: Sequence[float], confidence: float = CONFIDENCE
) -> Interval:
    """An index between 0 and 1 with limits from its values with one of those it rests on left out, on the logit scale (Miller,
    Biometrika 1974;61:1). times: how many give each value. No limits where all give the same or one alone decides.
    """
    size = sum(times)
    mean = sum(v * n for v, n in zip(left_out, times, strict=True)) / size if size else nan
    error = (
        sqrt((size - 1) / size * sum(n * (v - mean) ** 2 for v, n in zip(left_out, times, strict=True)))
        if size
        else nan
    )
    if not error > 0 or not 0 < value < 1:
        return without(value, "too alike, or too few, to tell how sure it is")
    half = float(t.isf((1 - confidence) / 2, size - 1)) * error / (value * (1 - value))
    centre = log(value / (1 - value))
    lower, upper = (1 / (1 + exp(-min(max(centre + side * half, -700), 700))) for side in (-1, 1))
    return Interval(value, lower, upper, "jackknife")


def difference(first: Interval, second: Interval) -> Interval:
    """first - second by square-and-add of the two intervals (Zou and Donner 2008); with Wilson limits Newcombe's method 10."""
    value = first.value - second.value
    return Interval(
        value,
        value - sqrt((first.value - first.lower) ** 2 + (second.upper - second.value) ** 2),
        value + sqrt((first.upper - first.value) ** 2 + (second.value - second.lower) ** 2),
        f"square-and-add of {first.method}",
    )


def ratio(first: Interval, second: Interval) -> Interval:
    """first / second from the two intervals (Donner and Zou 2012, MOVER-R); the upper limit is infinite where second may be 0."""
    if second.value == 0:
        return UNDEFINED
    a, b = first.value, second.value
    low_a, high_a = first.lower * (2 * a - first.lower), first.upper * (2 * a - first.upper)
    low_b, high_b = second.lower * (2 * b - second.lower), second.upper * (2 * b - second.upper)
    lower = low_a / (a * b + sqrt((a * b) ** 2 - low_a * high_b)) if low_a > 0 else 0.0
    upper = (a * b + sqrt((a * b) ** 2 - high_a * low_b)) / low_b if low_b > 0 else inf
    note = "" if upper < inf else "open above: the second may be nothing"
    return Interval(a / b, lower, upper, f"ratio of {first.method}", note)
