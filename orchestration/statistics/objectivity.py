"""Did promotion follow performance among those who could be promoted? Figures of one region and year, and of each of its units.

The words are "needs review". Nothing here says why a decision fell as it did.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan

from orchestration.statistics import families, proportions, selection, tables
from orchestration.statistics.interval import UNDEFINED, Interval

DRAWS, SEED = 999, 1
# Groups under 2% of the pool are too few to be judged apart (UGESP 1978, Q&A).
SMALLEST_SHARE = 0.02
# A p below this is shown as a reason to look.
ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person at one period date. standing: eligible, not_eligible or unknown as of the period date before."""

    period: str
    region: str
    year: int
    unit: str
    sex: str
    age_band: str
    standing: str
    score: float | None
    was_promoted: bool
    months_waiting: int | None


@dataclass(frozen=True, slots=True)
class Policy:
    """Rows of seeds/rules: the four-fifths threshold, and after how many months of waiting somebody is pointed out."""

    threshold: tuple[int, int]
    waiting_months: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. adjusted_*: the same question among people of the same score (Mantel-Haenszel)."""

    region: str
    year: int
    unit: str
    figure: str
    group_type: str
    group_value: str
    compared_with: str
    n: int
    numerator: float
    denominator: float
    interval: Interval
    p: float = nan
    p_adjusted: float = nan
    family_size: int = 0
    tie_share: float = nan
    adjusted_odds_ratio: float = nan
    adjusted_p: float = nan
    one_more_changes_it: bool | None = None
    needs_review: bool | None = None


def _share(key: tuple, figure: str, numerator: int, denominator: int, needs_review: bool | None) -> Figure:
    region, year, unit = key
    found = proportions.wilson(numerator, denominator).times(100)
    return Figure(
        region,
        year,
        unit,
        figure,
        "total",
        "all",
        "",
        denominator,
        numerator,
        denominator,
        found,
        needs_review=needs_review,
    )


def _concordance(key: tuple, eligible: Sequence[Candidate]) -> list[Figure]:
    scored = [c for c in eligible if c.score is not None]
    if not any(c.was_promoted for c in scored) or all(c.was_promoted for c in scored):
        return []
    scores, chosen = [c.score for c in scored], [c.was_promoted for c in scored]
    strata = [f"{c.period} {c.unit}" for c in scored]
    found = selection.concordance(scores, chosen, strata)
    if not found.pairs:
        return []
    p = selection.permutation_p(scores, chosen, strata, DRAWS, SEED)
    region, year, unit = key
    base = Figure(region, year, unit, "concordance", "total", "all", "", found.pairs, 0, found.pairs, UNDEFINED)
    told, inverted = selection.concordance_intervals(scores, chosen, strata)
    below = found.concordance < 0.5
    return [
        replace(
            base,
            numerator=found.better_chosen + found.tied / 2,
            interval=told,
            p=p,
            tie_share=found.tie_share,
            needs_review=below,
        ),
        replace(
            base,
            figure="inversions",
            numerator=found.inverted,
            interval=inverted.times(100),
            tie_share=found.tie_share,
            needs_review=found.inverted > 0,
        ),
    ]


def _by_score(group: Sequence[Candidate], best: Sequence[Candidate]) -> tuple[float, float]:
    """(odds ratio, p) among people of the same score; nan where the scores leave nothing to compare."""
    scores = sorted({c.score for c in (*group, *best) if c.score is not None})
    strata = []
    for score in scores:
        one, two = ([c for c in side if c.score == score] for side in (group, best))
        strata.append((sum(c.was_promoted for c in one), len(one), sum(c.was_promoted for c in two), len(two)))
    telling = [s for s in strata if s[1] and s[3] and 0 < s[0] + s[2] < s[1] + s[3]]
    if not telling:
        return nan, nan
    pooled = tables.mantel_haenszel(telling)
    return (pooled.odds_ratio if isfinite(pooled.odds_ratio) else nan), pooled.p_corrected


def _adverse_impact(key: tuple, eligible: Sequence[Candidate], policy: Policy) -> list[Figure]:
    region, year, unit = key
    found = []
    for group_type in ("sex", "age_band") if unit != "all" else ("sex", "age_band", "unit"):
        groups: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in eligible:
            groups[getattr(candidate, group_type)].append(candidate)
        told = {
            name: people
            for name, people in groups.items()
            if name != "unknown" and len(people) >= SMALLEST_SHARE * len(eligible)
        }
        if len(told) < 2:
            continue
        chosen = {name: sum(c.was_promoted for c in people) for name, people in told.items()}
        best = min(told, key=lambda name: (-chosen[name] / len(told[name]), name))
        family = []
        for name in sorted(told):
            if name == best:
                continue
            impact = selection.adverse_impact(
                chosen[name], len(told[name]), chosen[best], len(told[best]), policy.threshold
            )
            odds, p = _by_score(told[name], told[best])
            family.append(
                (
                    impact,
                    Figure(
                        region, year, unit, "adverse_impact", group_type, name, best, len(told[name]), chosen[name],
                        len(told[name]), impact.ratio, impact.p, adjusted_odds_ratio=odds, adjusted_p=p,
                        one_more_changes_it=impact.one_more_changes_it,
                    ),
                )
            )  # fmt: skip
        for (impact, figure), p in zip(family, families.adjusted([f.p for _, f in family]), strict=True):
            review = None if impact.below_threshold is None else impact.below_threshold and p < ALPHA
            found.append(replace(figure, p_adjusted=p, family_size=len(family), needs_review=review))
    return found


def _figures(key: tuple, candidates: Sequence[Candidate], policy: Policy) -> list[Figure]:
    eligible = [c for c in candidates if c.standing == "eligible"]
    promoted = [c for c in candidates if c.was_promoted]
    without = sum(c.standing == "not_eligible" for c in promoted)
    unknown = sum(c.standing == "unknown" for c in promoted)
    last = max((c.period for c in candidates), default="")
    waiting = [c for c in eligible if c.period == last and not c.was_promoted]
    long = sum((c.months_waiting or 0) >= policy.waiting_months for c in waiting)
    return [
        _share(key, "promoted_of_eligible", sum(c.was_promoted for c in eligible), len(eligible), None),
        _share(key, "promoted_without_eligibility", without, len(promoted), without > 0),
        _share(key, "promoted_with_unknown_eligibility", unknown, len(promoted), None),
        _share(key, "eligible_and_waiting_long", long, len(waiting), long > 0),
        *_concordance(key, eligible),
        *_adverse_impact(key, eligible, policy),
    ]


def figures(candidates: Iterable[Candidate], policy: Policy) -> list[Figure]:
    """All figures by region and year, and by unit."""
    grouped: dict[tuple, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        grouped[candidate.region, candidate.year, "all"].append(candidate)
        if candidate.unit != "unknown":
            grouped[candidate.region, candidate.year, candidate.unit].append(candidate)
    return [figure for key in sorted(grouped) for figure in _figures(key, grouped[key], policy)]
