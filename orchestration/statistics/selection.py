"""Who was chosen among those who could be: adverse impact, and whether the better appraised came first.

These figures say "needs review". They are rules of thumb about numbers, not findings about anybody's intent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from scipy.stats import rankdata

from orchestration.statistics.interval import Interval, jackknife, ratio, without
from orchestration.statistics.proportions import wilson
from orchestration.statistics.tables import fisher


@dataclass(frozen=True, slots=True)
class Impact:
    """Selection rate of a group against that of the most selected one."""

    ratio: Interval
    p: float
    below_threshold: bool | None
    one_more_changes_it: bool | None


def _is_below(k: int, n: int, best_k: int, best_n: int, threshold: tuple[int, int]) -> bool | None:
    """k/n < threshold x best_k/best_n, in whole numbers: exactly at the threshold is not below it."""
    if n <= 0 or best_n <= 0 or best_k <= 0:
        return None
    return k * best_n * threshold[1] < best_k * n * threshold[0]


def adverse_impact(k: int, n: int, best_k: int, best_n: int, threshold: tuple[int, int]) -> Impact:
    """k of n chosen against best_k of best_n; the threshold is a fraction (4, 5). Also: would one person more have changed it?"""
    now = _is_below(k, n, best_k, best_n, threshold)
    flips = None
    if now is not None:
        added = [_is_below(k + 1, n, best_k, best_n, threshold)] if k < n else []
        taken = [_is_below(k - 1, n, best_k, best_n, threshold)] if k > 0 else []
        flips = any(other is not now for other in added + taken)
    return Impact(ratio(wilson(k, n), wilson(best_k, best_n)), fisher(k, n, best_k, best_n), now, flips)


@dataclass(frozen=True, slots=True)
class Concordance:
    """Over all pairs of one chosen and one not chosen in the same stratum: who of the two had the better score."""

    pairs: int
    better_chosen: int
    tied: int
    inverted: int

    @property
    def concordance(self) -> float:
        """Share of pairs in which the better scored was chosen, a tie counting half; nan without pairs."""
        return (self.better_chosen + self.tied / 2) / self.pairs if self.pairs else nan

    @property
    def tie_share(self) -> float:
        """Share of pairs with the same score: where it is high the concordance is near one half by that alone."""
        return self.tied / self.pairs if self.pairs else nan


def _in_strata(strata: Sequence[str]) -> list[np.ndarray]:
    names = np.asarray(strata)
    return [np.flatnonzero(names == name) for name in sorted(set(strata))]


def _pairs(scores: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """(better, tied, inverted) over chosen x not chosen."""
    difference = scores[chosen][:, None] - scores[~chosen][None, :]
    return np.array([(difference > 0).sum(), (difference == 0).sum(), (difference < 0).sum()])


def concordance(scores: Sequence[float], chosen: Sequence[bool], strata: Sequence[str]) -> Concordance:
    """Concordance of score and selection within strata (say unit x period)."""
    score, took = np.asarray(scores, dtype=float), np.asarray(chosen, dtype=bool)
    better, tied, inverted = sum((_pairs(score[i], took[i]) for i in _in_strata(strata)), start=np.zeros(3, dtype=int))
    return Concordance(int(better + tied + inverted), int(better), int(tied), int(inverted))


def concordance_intervals(
    scores: Sequence[float], chosen: Sequence[bool], strata: Sequence[str]
) -> tuple[Interval, Interval]:
    """Concordance, and the share of inverted pairs, with the limits of the jackknife: each person left out once."""
    score, took = np.asarray(scores, dtype=float), np.asarray(chosen, dtype=bool)
    found = concordance(scores, chosen, strata)
    won, lost, pairs = (np.zeros(len(score)) for _ in range(3))
    for i in _in_strata(strata):
        yes, no = i[took[i]], i[~took[i]]
        above = score[yes][:, None] - score[no][None, :]
        for people, axis in ((yes, 1), (no, 0)):
            won[people] = ((above > 0) + (above == 0) / 2).sum(axis=axis)
            lost[people] = (above < 0).sum(axis=axis)
            pairs[people] = above.shape[axis]
    wins, left = found.better_chosen + found.tied / 2, found.pairs - pairs
    if not found.pairs or (left <= 0).any():
        note = "one person decides it" if found.pairs else ""
        return without(found.concordance, note), without(found.inverted / found.pairs if found.pairs else nan, note)
    once = np.ones(len(score)).tolist()
    return (
        jackknife(found.concordance, ((wins - won) / left).tolist(), once),
        jackknife(found.inverted / found.pairs, ((found.inverted - lost) / left).tolist(), once),
    )


def permutation_p(
    scores: Sequence[float], chosen: Sequence[bool], strata: Sequence[str], draws: int, seed: int
) -> float:
    """One-sided p that selection within strata is as blind to the score as chance: share of shuffles at least as concordant.

    Shuffles within strata, `draws` times from a fixed seed, so the same input gives the same p; the observed one counts as a
    draw. Concordant pairs of a stratum are the sum of the chosen ones' ranks (Mann and Whitney 1947). nan without pairs.
    """
    score, took = np.asarray(scores, dtype=float), np.asarray(chosen, dtype=bool)
    generator = np.random.Generator(np.random.PCG64(seed))
    observed, shuffled = 0.0, np.zeros(draws)
    pairs = 0
    for i in _in_strata(strata):
        ranks, among = rankdata(score[i]), int(took[i].sum())
        if 0 < among < len(i):
            pairs += among * (len(i) - among)
            observed += ranks[took[i]].sum()
            shuffled += generator.permuted(np.tile(ranks, (draws, 1)), axis=1)[:, :among].sum(axis=1)
    return float((1 + (shuffled >= observed - 1e-9).sum()) / (draws + 1)) if pairs else nan
