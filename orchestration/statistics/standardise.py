"""What a share or rate would be with another mix of people: direct and indirect standardisation, and Simpson's reversal."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, sqrt

from orchestration.statistics import CONFIDENCE, rates
from orchestration.statistics.interval import UNDEFINED, Interval
from orchestration.statistics.proportions import wilson

# English public health practice: no directly standardised figure on fewer events than this.
FEWEST_EVENTS = 10


@dataclass(frozen=True, slots=True)
class Stratum:
    """Events among the people of one stratum, and how many people the reference population has there."""

    events: float
    people: float
    reference: float


@dataclass(frozen=True, slots=True)
class Standardised:
    """A standardised figure, its standard error, or the reason why it is refused."""

    interval: Interval
    standard_error: float
    refused: str = ""


def _refused(reason: str) -> Standardised:
    return Standardised(UNDEFINED, float("nan"), reason)


def _why_refused(strata: Sequence[Stratum]) -> str:
    if not any(stratum.reference > 0 for stratum in strata):
        return "no reference population"
    if any(stratum.people <= 0 < stratum.reference for stratum in strata):
        return "a stratum of the reference population is empty here"
    if sum(stratum.events for stratum in strata) < FEWEST_EVENTS:
        return f"fewer than {FEWEST_EVENTS} events"
    return ""


def _shares(strata: Sequence[Stratum]) -> list[tuple[float, Stratum]]:
    reference = sum(stratum.reference for stratum in strata)
    return [(stratum.reference / reference, stratum) for stratum in strata if stratum.reference > 0]


def direct_share(strata: Sequence[Stratum], confidence: float = CONFIDENCE) -> Standardised:
    """Share with the reference's mix; square-and-add of the strata's Wilson limits (Zou and Donner 2008; Yan and Su 2010)."""
    if reason := _why_refused(strata):
        return _refused(reason)
    weighted = [(w, wilson(s.events, s.people, confidence), s) for w, s in _shares(strata)]
    value = sum(w * share.value for w, share, _ in weighted)
    below = sqrt(sum((w * (share.value - share.lower)) ** 2 for w, share, _ in weighted))
    above = sqrt(sum((w * (share.upper - share.value)) ** 2 for w, share, _ in weighted))
    # (k + 1/2) / (n + 1): a stratum where all or nobody has it is not certain
    smoothed = [(w, (s.events + 0.5) / (s.people + 1), s.people) for w, _, s in weighted]
    error = sqrt(sum(w * w * p * (1 - p) / n for w, p, n in smoothed))
    return Standardised(Interval(value, value - below, value + above, "square-and-add of wilson"), error)


def direct_rate(strata: Sequence[Stratum], per: float = 1, confidence: float = CONFIDENCE) -> Standardised:
    """Rate with the reference's mix; Dobson's limits (Stat Med 1991;10:457) on the limits of the count of events."""
    if reason := _why_refused(strata):
        return _refused(reason)
    weighted = _shares(strata)
    events = sum(s.events for _, s in weighted)
    value = sum(w * s.events / s.people for w, s in weighted)
    variance = sum(w * w * s.events / s.people**2 for w, s in weighted)
    limits = rates.count(events, confidence)
    stretch = sqrt(variance / events)
    return Standardised(
        Interval(
            per * value,
            per * (value - stretch * (events - limits.lower)),
            per * (value + stretch * (limits.upper - events)),
            f"dobson on {limits.method}",
        ),
        per * sqrt(variance),
    )


def indirect(observed: float, expected: float, confidence: float = CONFIDENCE) -> Interval:
    """Observed over expected events (standardised ratio), expected from the reference's rates in one's own strata.

    Two of these rest on two mixes: each compares with the reference, not with one another.
    """
    if expected <= 0:
        return UNDEFINED
    limits = rates.count(observed, confidence)
    return Interval(observed / expected, limits.lower / expected, limits.upper / expected, f"indirect, {limits.method}")


def sign_flips(crude_difference: float, standardised_difference: float) -> bool | None:
    """Whether crude and standardised difference point in opposite ways (Simpson); None where one of them is not known."""
    if isnan(crude_difference) or isnan(standardised_difference):
        return None
    return bool(crude_difference * standardised_difference < 0)
