"""An estimate with its interval, and the interval of a difference or ratio of two of them."""

from dataclasses import dataclass
from math import inf, nan, sqrt


@dataclass(frozen=True, slots=True)
class Interval:
    """A value between two limits at 95% unless said otherwise; nan where it is not defined."""

    value: float
    lower: float
    upper: float
    method: str

    def times(self, factor: float) -> "Interval":
        """The same in another unit (percent, per 1,000)."""
        return Interval(factor * self.value, factor * self.lower, factor * self.upper, self.method)


UNDEFINED = Interval(nan, nan, nan, "none")


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
    return Interval(a / b, lower, upper, f"ratio of {first.method}")
