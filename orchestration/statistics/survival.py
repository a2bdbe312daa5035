"""Time to an event: not everyone has had it yet (censoring), not everyone was seen from the start (late entry)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isinf, nan, sqrt

from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

from orchestration.statistics import CONFIDENCE


@dataclass(frozen=True, slots=True)
class Step:
    """Survival just after `time`, with Greenwood's standard error and log-log limits."""

    time: float
    at_risk: float
    events: float
    survival: float
    standard_error: float
    lower: float
    upper: float


def kaplan_meier(
    times: Sequence[float],
    happened: Sequence[bool],
    entered: Sequence[float] | None = None,
    people: Sequence[float] | None = None,
    confidence: float = CONFIDENCE,
) -> list[Step]:
    """Steps at each time of an event. `entered`: when each came under observation; `people`: how many each line stands for."""
    if not len(times):
        return []
    fitter = KaplanMeierFitter(alpha=1 - confidence)
    fitter.fit(times, event_observed=happened, entry=entered, weights=people)
    steps, spread = [], 0.0
    limits = fitter.confidence_interval_
    for time, row in fitter.event_table.iterrows():
        if row["observed"] <= 0:
            continue
        at_risk, events = float(row["at_risk"]), float(row["observed"])
        survival = float(fitter.survival_function_.loc[time].iloc[0])
        spread += events / (at_risk * (at_risk - events)) if at_risk > events else nan
        lower, upper = (float(x) for x in limits.loc[time])
        steps.append(Step(float(time), at_risk, events, survival, survival * sqrt(spread), lower, upper))
    return steps


def median(steps: Sequence[Step]) -> float:
    """First time at which at most half are left; infinite if more than half never had the event while seen; nan of nothing."""
    if not steps:
        return nan
    return next((step.time for step in steps if step.survival <= 0.5), inf)


def median_limits(steps: Sequence[Step]) -> tuple[float, float]:
    """Times at which the limits of the survival curve cross one half (Brookmeyer and Crowley 1982)."""
    if not steps:
        return nan, nan
    lower = next((step.time for step in steps if step.lower <= 0.5), inf)
    upper = next((step.time for step in steps if step.upper <= 0.5), inf)
    return lower, upper


def log_rank(times: Sequence[float], happened: Sequence[bool], groups: Sequence[str]) -> tuple[float, float]:
    """Chi-square and p that all groups share one curve."""
    result = multivariate_logrank_test(times, groups, event_observed=happened)
    return float(result.test_statistic), float(result.p_value)


def incidence(times: Sequence[float], causes: Sequence[int]) -> list[tuple[float, dict[int, float]]]:
    """Aalen-Johansen: share that had each cause (1, 2, ...; 0 is censored) by each time, where one cause rules out the others.

    Written out, since lifelines spreads tied times by chance, and promotions all fall on the same days.
    """
    free, reached, curve = 1.0, {cause: 0.0 for cause in sorted(set(causes)) if cause}, []
    for time in sorted({t for t, cause in zip(times, causes, strict=True) if cause}):
        at_risk = sum(1 for t in times if t >= time)
        now = {c: sum(1 for t, k in zip(times, causes, strict=True) if t == time and k == c) for c in reached}
        for cause, number in now.items():
            reached[cause] += free * number / at_risk
        free *= 1 - sum(now.values()) / at_risk
        curve.append((float(time), dict(reached)))
    return curve


def is_open(value: float) -> bool:
    """Whether a median was not reached."""
    return isinf(value)
