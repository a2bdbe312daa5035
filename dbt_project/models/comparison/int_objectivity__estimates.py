# Grain: one figure about promotions or appraisals of a region and year, in all or in one unit, of all or of one group.
# Restricted: it counts people as they are. What it computes: orchestration/statistics (objectivity, agreement, proportions).
from fractions import Fraction
from math import isfinite

import pyarrow as pa

from orchestration.statistics.agreement import Ratings, one_way
from orchestration.statistics.objectivity import Candidate, Figure, Policy, figures
from orchestration.statistics.proportions import wilson

COLUMNS = [
    ("region_code", pa.string()), ("year", pa.int32()), ("unit", pa.string()), ("figure", pa.string()),
    ("group_type", pa.string()), ("group_value", pa.string()), ("compared_with", pa.string()), ("n", pa.int64()),
    ("numerator", pa.float64()), ("denominator", pa.float64()), ("value", pa.float64()), ("ci_lower", pa.float64()),
    ("ci_upper", pa.float64()), ("method", pa.string()), ("ci_note", pa.string()), ("p_value", pa.float64()), ("p_adjusted", pa.float64()),
    ("family_size", pa.int32()), ("tie_share", pa.float64()), ("adjusted_odds_ratio", pa.float64()),
    ("adjusted_p", pa.float64()), ("one_more_changes_it", pa.bool_()), ("needs_review", pa.bool_()),
]  # fmt: skip


def _number(value):
    return value if isfinite(value) else None


def _appraisals(dbt):
    for year, region, unit, predikat, people, everyone in dbt.ref("int_appraisal__shares").order("all").fetchall():
        share = wilson(people, everyone).times(100)
        yield Figure(region, year, unit, "predikat_share", "predikat", predikat, "", everyone, people, everyone, share)
    for year, region, unit, subjects, scores, *sums in dbt.ref("int_appraisal__agreement").order("all").fetchall():
        told = one_way(Ratings(subjects, scores, *(float(x) for x in sums)))
        yield Figure(region, year, unit, "rater_agreement", "total", "all", "", subjects, scores, subjects, told)


def model(dbt, session):
    dbt.config(materialized="table")
    rules = dict(
        dbt.ref("rule").filter("rule_id in ('POL.OBJ.RATIO', 'POL.OBJ.WAITING')").project("rule_id, value").fetchall()
    )
    ratio = Fraction(rules["POL.OBJ.RATIO"])
    policy = Policy((ratio.numerator, ratio.denominator), int(rules["POL.OBJ.WAITING"]))
    candidates = [
        Candidate(*row)
        for row in dbt.ref("int_objectivity__candidates").order("period_date, employee_key, region_code, unit").project(
            "cast(period_date as varchar), region_code, year, unit, sex, age_band, standing, cast(score as double), was_promoted, "
            "date_diff('month', waiting_since, period_date)"
        ).fetchall()
    ]  # fmt: skip
    rows = [
        {
            "region_code": f.region,
            "year": f.year,
            "unit": f.unit,
            "figure": f.figure,
            "group_type": f.group_type,
            "group_value": f.group_value,
            "compared_with": f.compared_with,
            "n": f.n,
            "numerator": float(f.numerator),
            "denominator": float(f.denominator),
            "value": _number(f.interval.value),
            "ci_lower": _number(f.interval.lower),
            "ci_upper": _number(f.interval.upper),
            "method": f.interval.method,
            "ci_note": f.interval.note if isfinite(f.interval.value) else "nobody to count",
            "p_value": _number(f.p),
            "p_adjusted": _number(f.p_adjusted),
            "family_size": f.family_size,
            "tie_share": _number(f.tie_share),
            "adjusted_odds_ratio": _number(f.adjusted_odds_ratio),
            "adjusted_p": _number(f.adjusted_p),
            "one_more_changes_it": f.one_more_changes_it,
            "needs_review": f.needs_review,
        }
        for f in [*figures(candidates, policy), *_appraisals(dbt)]
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(COLUMNS))
