"""What regions show and how they differ: estimates with intervals from protected counts, and comparisons in declared families.

Rows in, rows out; the dbt model int_comparison__estimates reads and writes them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, takewhile
from math import isfinite, isinf, isnan, nan, sqrt

from scipy.stats import norm, t, ttest_ind_from_stats

from orchestration.statistics import (
    CONFIDENCE,
    families,
    inequality,
    interval,
    proportions,
    rates,
    standardise,
    survival,
    tables,
)
from orchestration.statistics.interval import UNDEFINED, Interval

TOTAL, STRATUM = "total", "stratum"
UNKNOWN = "unknown"
# Groups that exist in one region only cannot be compared between two.
OWN_TO_A_REGION = {"unit"}
POOLED = "all regions of the year"


@dataclass(frozen=True, slots=True)
class Indicator:
    """kind: count, share, rate, mean, gini, survival or spread; per: what the value is multiplied by."""

    name: str
    kind: str
    per: float
    is_standardised: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """Protected counts of one indicator x region x year x group; spread: (value of a bin, people, whether above the line)."""

    indicator: str
    region: str
    year: int
    group_type: str
    group_value: str
    numerator: float
    denominator: float
    is_small: bool
    spread: tuple[tuple[float, float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure of one region. why_not: why there is none."""

    indicator: str
    region: str
    year: int
    group_type: str
    group_value: str
    estimate: str
    n: float
    numerator: float
    denominator: float
    interval: Interval
    reference: str = "none"
    why_not: str = ""
    is_suppressed: bool = False
    standard_error: float = field(default=nan)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two regions on one figure: first - second and first / second, the test, its family, and whether the signs part."""

    first: Estimate
    second: Estimate
    difference: Interval
    ratio: Interval
    p: float
    test: str
    why_not: str = ""
    is_suppressed: bool = False
    p_adjusted: float = nan
    family_size: int = 0
    sign_flips: bool | None = None


SMALL = "rests on a count that may be below the disclosure threshold"
NOBODY = "nobody known, or too few to show"
NOTHING_KNOWN = "no data"
EVERYBODY = "counts everybody, not a sample"
STEPS = "medians and their limits move in whole half-years"
NOT_REACHED = "fewer than half had it while they were seen"


Spread = Sequence[tuple[float, float, bool]]


def _mean(spread: Spread) -> tuple[float, float, float]:
    """(mean, standard deviation, people) of values with counts."""
    people = sum(n for _, n, _ in spread)
    mean = sum(v * n for v, n, _ in spread) / people
    return mean, sqrt(sum(n * (v - mean) ** 2 for v, n, _ in spread) / (people - 1)) if people > 1 else nan, people


def _median_time(spread: Spread) -> Interval:
    """Kaplan-Meier from the people seen in each stretch of time, those with the event in it and those without.

    Up to the first stretch in which nobody was seen: what comes after such a gap is not known.
    """
    times = sorted({time for time, _, _ in spread})
    seen = list(takewhile(lambda time: any(n > 0 for t, n, _ in spread if t == time), times))
    lines = [line for line in spread if line[0] in seen and line[1] > 0]
    if not lines:
        return UNDEFINED
    steps = survival.kaplan_meier(
        [time for time, _, _ in lines],
        [happened for _, _, happened in lines],
        entered=[time - times[0] for time, _, _ in lines],
        people=[people for _, people, _ in lines],
    )
    lower, upper = survival.median_limits(steps)
    note = "open above: the curve's upper limit stays over one half" if isinf(upper) else STEPS
    return Interval(survival.median(steps), lower, upper, "brookmeyer-crowley", note)


def _between_units(cells: Iterable[Cell]) -> Interval:
    """Weighted standard deviation of the shares of units of ten people and more; each unit left out once for its limits."""
    told = [c for c in cells if c.group_value != UNKNOWN and c.denominator >= standardise.FEWEST_EVENTS]
    if len(told) < 2:
        return UNDEFINED
    left_out = [_spread_of([c for c in told if c is not one]) for one in told]
    return interval.jackknife(_spread_of(told), left_out, [1] * len(told))


def _spread_of(cells: Sequence[Cell]) -> float:
    people = sum(c.denominator for c in cells)
    mean = sum(c.numerator for c in cells) / people
    return sqrt(sum(c.denominator * (c.numerator / c.denominator - mean) ** 2 for c in cells) / people)


def _crude_interval(kind: str, per: float, cell: Cell) -> Interval:
    if kind == "count":
        return interval.without(cell.numerator, EVERYBODY)
    if kind == "share":
        return proportions.wilson(cell.numerator, cell.denominator).times(per)
    if kind == "rate":
        return rates.rate(cell.numerator, cell.denominator, per)
    if kind == "mean":
        mean, deviation, people = _mean(cell.spread)
        half = float(t.isf((1 - CONFIDENCE) / 2, people - 1)) * deviation / sqrt(people) if people > 1 else nan
        return Interval(mean, mean - half, mean + half, "student t")
    if kind == "gini":
        return inequality.gini_interval([v for v, _, _ in cell.spread], [n for _, n, _ in cell.spread])
    if kind == "survival":
        return _median_time(cell.spread)
    raise ValueError(f"kind {kind!r} of an indicator: count, share, rate, mean, gini, survival and spread are known")


def _from(cell: Cell, estimate: str) -> Estimate:
    return Estimate(
        cell.indicator, cell.region, cell.year, cell.group_type, cell.group_value, estimate,
        cell.denominator, cell.numerator, cell.denominator, UNDEFINED,
    )  # fmt: skip


def _withheld(estimate: Estimate) -> Estimate:
    why = SMALL if estimate.denominator else NOBODY
    return replace(estimate, n=nan, numerator=nan, denominator=nan, interval=UNDEFINED, why_not=why, is_suppressed=True)


def crude(indicator: Indicator, cell: Cell) -> Estimate:
    """The figure as it is."""
    found = _from(cell, "crude")
    if cell.denominator == 0 and not cell.is_small:
        return replace(found, why_not=NOTHING_KNOWN)
    if cell.is_small:
        return _withheld(found)
    if indicator.kind in ("mean", "gini"):
        found = replace(found, numerator=sum(value * people for value, people, _ in cell.spread))
    interval_of_it = _crude_interval(indicator.kind, indicator.per, cell)
    why_not = NOT_REACHED if indicator.kind == "survival" and not isfinite(interval_of_it.value) else ""
    return replace(found, interval=interval_of_it, why_not=why_not)


def _unit_spread(indicator: Indicator, total: Cell, together: Iterable[Cell]) -> Estimate:
    if total.is_small:
        return _withheld(_from(total, "crude"))
    units = [c for c in together if c.region == total.region and c.group_type == "unit"]
    found = replace(_from(total, "crude"), interval=_between_units(units).times(indicator.per))
    return replace(found, why_not="" if isfinite(found.interval.value) else "fewer than two units of ten people")


def _strata_of(cells: Iterable[Cell]) -> dict[str, Cell]:
    """Strata by name; people of whom class or age is unknown have no place in a comparison by class and age."""
    return {c.group_value: c for c in cells if c.group_type == STRATUM and UNKNOWN not in c.group_value}


def standardised(
    indicator: Indicator, total: Cell, own: dict[str, Cell], pooled: dict[str, tuple[float, float]]
) -> list[Estimate]:
    """Direct and indirect figure of one region. pooled: stratum -> (events, people) over all regions."""
    direct, indirect = (replace(_from(total, kind), reference=POOLED) for kind in ("direct", "indirect"))
    if total.denominator == 0 and not total.is_small:
        return [replace(direct, why_not=NOTHING_KNOWN), replace(indirect, why_not=NOTHING_KNOWN)]
    if total.is_small:
        return [_withheld(direct), _withheld(indirect)]
    strata = [
        standardise.Stratum(own[name].numerator, own[name].denominator, people)
        if name in own
        else standardise.Stratum(0, 0, people)
        for name, (_, people) in sorted(pooled.items())
    ]
    method = standardise.direct_share if indicator.kind == "share" else standardise.direct_rate
    found = method(strata)
    if found.refused:
        direct = replace(direct, why_not=found.refused)
    else:
        direct = replace(
            direct, interval=found.interval.times(indicator.per), standard_error=indicator.per * found.standard_error
        )
    observed = sum(cell.numerator for cell in own.values())
    expected = sum(
        own[name].denominator * events / people for name, (events, people) in pooled.items() if name in own and people
    )
    overall = sum(e for e, _ in pooled.values()), sum(n for _, n in pooled.values())
    if expected <= 0 or observed < standardise.FEWEST_EVENTS:
        return [direct, replace(indirect, why_not=f"fewer than {standardise.FEWEST_EVENTS} events")]
    ratio = standardise.indirect(observed, expected)
    return [direct, replace(indirect, interval=ratio.times(indicator.per * overall[0] / overall[1]))]


def estimates(indicators: Sequence[Indicator], cells: Iterable[Cell]) -> list[Estimate]:
    """Every figure of every region, in the order of the cells."""
    by_name = {indicator.name: indicator for indicator in indicators}
    grouped: dict[tuple[str, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.indicator, cell.year].append(cell)
    found = []
    for (name, _), together in grouped.items():
        indicator = by_name[name]
        if indicator.kind == "spread":
            found += [_unit_spread(indicator, cell, together) for cell in together if cell.group_type == TOTAL]
            continue
        found += [crude(indicator, cell) for cell in together]
        if not indicator.is_standardised:
            continue
        pooled: dict[str, tuple[float, float]] = {}
        for cell in together:
            if cell.group_type == STRATUM and UNKNOWN not in cell.group_value:
                events, people = pooled.get(cell.group_value, (0.0, 0.0))
                pooled[cell.group_value] = events + cell.numerator, people + cell.denominator
        for total in (c for c in together if c.group_type == TOTAL):
            own = _strata_of(c for c in together if c.region == total.region)
            found += standardised(indicator, total, own, pooled)
    return found


def _p(indicator: Indicator, first: Estimate, second: Estimate, spread: dict[Estimate, tuple]) -> tuple[float, str]:
    """(two-sided p, name of the test); nan and "none" where there is no test."""
    if first.estimate == "direct":
        error = sqrt(first.standard_error**2 + second.standard_error**2)
        distance = abs(first.interval.value - second.interval.value)
        return (2 * float(norm.sf(distance / error)) if error > 0 else nan), "z of standardised figures"
    if first.estimate == "crude" and indicator.kind == "share":
        counts = (int(x) for e in (first, second) for x in (e.numerator, e.denominator))
        return tables.fisher(*counts), "fisher exact"
    if first.estimate == "crude" and indicator.kind == "rate":
        return rates.rates_differ(
            first.numerator, first.denominator, second.numerator, second.denominator
        ), "exact poisson"
    if first.estimate == "crude" and indicator.kind == "mean":
        (mean1, sd1, n1), (mean2, sd2, n2) = _mean(spread[first]), _mean(spread[second])
        return float(ttest_ind_from_stats(mean1, sd1, n1, mean2, sd2, n2, equal_var=False).pvalue), "welch t"
    return nan, "none"


def _compared(indicator: Indicator, first: Estimate, second: Estimate, spread: dict[Estimate, tuple]) -> Difference:
    empty = Difference(first, second, UNDEFINED, UNDEFINED, nan, "none")
    for one in (first, second):
        if one.why_not:
            return replace(empty, why_not=one.why_not, is_suppressed=first.is_suppressed or second.is_suppressed)
    if first.estimate == "indirect":
        return replace(empty, why_not="two indirect figures rest on two mixes and do not compare")
    p, test = _p(indicator, first, second, spread)
    difference, ratio = (
        interval.difference(first.interval, second.interval),
        interval.ratio(first.interval, second.interval),
    )
    if indicator.kind == "survival":
        # limits of a median move in whole half-years: their difference would look surer than anybody is
        difference, ratio = (interval.without(found.value, STEPS) for found in (difference, ratio))
    if indicator.kind == "count":
        difference, ratio = (interval.without(found.value, EVERYBODY) for found in (difference, ratio))
    if isnan(difference.lower) and not difference.note:
        difference = interval.without(difference.value, "one of the two figures has none")
    return Difference(first, second, difference, ratio, p, test)


def differences(indicators: Sequence[Indicator], found: Sequence[Estimate], cells: Iterable[Cell]) -> list[Difference]:
    """Every pair of regions on every figure that both could have. A family is one year x estimate x kind of group."""
    by_name = {indicator.name: indicator for indicator in indicators}
    spreads = {(c.indicator, c.region, c.year, c.group_type, c.group_value): c.spread for c in cells}
    spread = {e: spreads.get((e.indicator, e.region, e.year, e.group_type, e.group_value), ()) for e in found}
    grouped: dict[tuple, list[Estimate]] = defaultdict(list)
    for estimate in found:
        if estimate.group_type not in OWN_TO_A_REGION:
            key = estimate.indicator, estimate.year, estimate.group_type, estimate.group_value, estimate.estimate
            grouped[key].append(estimate)
    pairs = [
        _compared(by_name[first.indicator], first, second, spread)
        for together in grouped.values()
        for first, second in combinations(sorted(together, key=lambda e: e.region), 2)
    ]
    return _in_families(_with_signs(pairs))


def _with_signs(pairs: list[Difference]) -> list[Difference]:
    """On crude and direct rows of a total: whether standardising turns the sign."""
    values: dict[tuple, dict[str, float]] = defaultdict(dict)
    for pair in pairs:
        if pair.first.group_type == TOTAL:
            key = pair.first.indicator, pair.first.year, pair.first.region, pair.second.region
            values[key][pair.first.estimate] = pair.difference.value
    marked = []
    for pair in pairs:
        both = values.get((pair.first.indicator, pair.first.year, pair.first.region, pair.second.region), {})
        if pair.first.group_type == TOTAL and pair.first.estimate in ("crude", "direct") and len(both) > 1:
            flips = standardise.sign_flips(both.get("crude", nan), both.get("direct", nan))
            marked.append(replace(pair, sign_flips=flips))
        else:
            marked.append(pair)
    return marked


def _in_families(pairs: list[Difference]) -> list[Difference]:
    members: dict[tuple, list[int]] = defaultdict(list)
    for place, pair in enumerate(pairs):
        if isfinite(pair.p):
            members[pair.first.year, pair.first.estimate, pair.first.group_type].append(place)
    for places in members.values():
        adjusted = families.adjusted([pairs[i].p for i in places])
        for i, p in zip(places, adjusted, strict=True):
            pairs[i] = replace(pairs[i], p_adjusted=p, family_size=len(places))
    return pairs
