"""Several tests at once: a family is declared before it is looked at, and its size is shown beside each result."""

from collections.abc import Sequence

from statsmodels.stats.multitest import multipletests


def adjusted(p_values: Sequence[float], method: str = "fdr_bh") -> list[float]:
    """Adjusted p of one family in the given order: fdr_bh (Benjamini-Hochberg), holm or bonferroni."""
    if not p_values:
        return []
    return [float(p) for p in multipletests(p_values, method=method)[1]]
