"""How far raters agree about the same person."""

from dataclasses import dataclass

from scipy.stats import f as f_distribution

from orchestration.statistics import CONFIDENCE
from orchestration.statistics.interval import UNDEFINED, Interval


@dataclass(frozen=True, slots=True)
class Ratings:
    """Sums over what was rated (a person's value in a round), each by one rater or more.

    subjects: how many were rated; scores: how many scores; squared_sizes: sum of n_i^2; between: sum of (sum of scores)^2 / n_i;
    squares: sum of score^2; total: sum of scores.
    """

    subjects: int
    scores: int
    squared_sizes: float
    between: float
    squares: float
    total: float


def one_way(ratings: Ratings, confidence: float = CONFIDENCE) -> Interval:
    """Intraclass correlation of single scores, ICC(1,1) (Shrout and Fleiss 1979), with limits from the F distribution.

    1: raters say the same; 0: as if scores were dealt out; undefined for fewer than two subjects or no second rater.
    """
    free_between, free_within = ratings.subjects - 1, ratings.scores - ratings.subjects
    if free_between < 1 or free_within < 1:
        return UNDEFINED
    size = (ratings.scores - ratings.squared_sizes / ratings.scores) / free_between
    mean_between = (ratings.between - ratings.total**2 / ratings.scores) / free_between
    mean_within = (ratings.squares - ratings.between) / free_within
    if mean_within <= 0 or size <= 1:
        return UNDEFINED
    tail = (1 - confidence) / 2

    def correlation(ratio: float) -> float:
        return (ratio - 1) / (ratio + size - 1)

    observed = mean_between / mean_within
    lower = correlation(observed / float(f_distribution.isf(tail, free_between, free_within)))
    upper = correlation(observed * float(f_distribution.isf(tail, free_within, free_between)))
    return Interval(correlation(observed), lower, upper, "icc(1,1)")
