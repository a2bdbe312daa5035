"""Two-by-two tables, alone and by stratum: (had it, had it not) of one group beside that of another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable


@dataclass(frozen=True, slots=True)
class Pooled:
    """Mantel-Haenszel odds ratio over strata, its test with and without continuity correction, and whether strata agree."""

    odds_ratio: float
    p_corrected: float
    statistic_corrected: float
    p: float
    statistic: float
    homogeneity_p: float
    homogeneity_statistic: float


def fisher(k1: int, n1: int, k2: int, n2: int, alternative: str = "two-sided") -> float:
    """Fisher's exact p for k1 of n1 against k2 of n2; 1 where a group is empty."""
    if n1 <= 0 or n2 <= 0:
        return 1.0
    return float(fisher_exact([[k1, n1 - k1], [k2, n2 - k2]], alternative=alternative).pvalue)


def mantel_haenszel(strata: Sequence[tuple[int, int, int, int]]) -> Pooled:
    """Strata of (k1, n1, k2, n2). A stratum in which one group is missing says nothing and is left out."""
    told = [np.array([[k1, n1 - k1], [k2, n2 - k2]], dtype=float) for k1, n1, k2, n2 in strata if n1 > 0 and n2 > 0]
    table = StratifiedTable(told)
    with np.errstate(divide="ignore", invalid="ignore"):  # a stratum without any event: what it leaves undefined is nan
        return _pooled(table)


def _pooled(table: StratifiedTable) -> Pooled:
    corrected, plain = table.test_null_odds(correction=True), table.test_null_odds(correction=False)
    homogeneity = table.test_equal_odds()
    return Pooled(
        float(table.oddsratio_pooled),
        float(corrected.pvalue),
        float(corrected.statistic),
        float(plain.pvalue),
        float(plain.statistic),
        float(homogeneity.pvalue),
        float(homogeneity.statistic),
    )
