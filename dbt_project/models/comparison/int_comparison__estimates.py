# Grain: one figure of one region (record "region"), one pair of regions on one figure (record "pair"), or the share of one bin of
# a measure (record "bin"; the indicator is then the measure, the estimate the bin). The only place where an interval or a test
# about regions enters the warehouse; it reads protected counts and nothing else. What it computes: orchestration/statistics.
from math import isfinite

import pyarrow as pa

from orchestration.statistics.regions import Cell, Difference, Estimate, Indicator, crude, differences, estimates

SHARE = Indicator("share of a bin", "share", 100, False)

COLUMNS = [
    ("record", pa.string()), ("indicator", pa.string()), ("year", pa.int32()), ("region_code", pa.string()),
    ("other_region_code", pa.string()), ("group_type", pa.string()), ("group_value", pa.string()),
    ("estimate", pa.string()), ("n", pa.float64()), ("numerator", pa.float64()), ("denominator", pa.float64()),
    ("value", pa.float64()), ("ci_lower", pa.float64()), ("ci_upper", pa.float64()), ("ci_method", pa.string()), ("ci_note", pa.string()),
    ("reference_population", pa.string()), ("other_n", pa.float64()), ("other_numerator", pa.float64()),
    ("other_denominator", pa.float64()), ("first_value", pa.float64()), ("other_value", pa.float64()),
    ("ratio", pa.float64()), ("ratio_lower", pa.float64()), ("ratio_upper", pa.float64()), ("p_value", pa.float64()),
    ("p_adjusted", pa.float64()), ("test", pa.string()), ("family_size", pa.int32()), ("sign_flips", pa.bool_()),
    ("is_suppressed", pa.bool_()), ("why_not", pa.string()),
]  # fmt: skip


def _number(value: float) -> float | None:
    return value if isfinite(value) else None


def _region_row(found: Estimate) -> dict:
    return {
        "record": "region",
        "indicator": found.indicator,
        "year": found.year,
        "region_code": found.region,
        "other_region_code": "",
        "group_type": found.group_type,
        "group_value": found.group_value,
        "estimate": found.estimate,
        "n": _number(found.n),
        "numerator": _number(found.numerator),
        "denominator": _number(found.denominator),
        "value": _number(found.interval.value),
        "ci_lower": _number(found.interval.lower),
        "ci_upper": _number(found.interval.upper),
        "ci_method": found.interval.method,
        "ci_note": found.interval.note,
        "reference_population": found.reference,
        "is_suppressed": found.is_suppressed,
        "why_not": found.why_not,
    }


def _pair_row(pair: Difference) -> dict:
    return _region_row(pair.first) | {
        "record": "pair",
        "other_region_code": pair.second.region,
        "other_n": _number(pair.second.n),
        "other_numerator": _number(pair.second.numerator),
        "other_denominator": _number(pair.second.denominator),
        "first_value": _number(pair.first.interval.value),
        "other_value": _number(pair.second.interval.value),
        "value": _number(pair.difference.value),
        "ci_lower": _number(pair.difference.lower),
        "ci_upper": _number(pair.difference.upper),
        "ci_method": pair.difference.method,
        "ci_note": pair.difference.note,
        "ratio": _number(pair.ratio.value),
        "ratio_lower": _number(pair.ratio.lower),
        "ratio_upper": _number(pair.ratio.upper),
        "p_value": _number(pair.p),
        "p_adjusted": _number(pair.p_adjusted),
        "test": pair.test,
        "family_size": pair.family_size,
        "sign_flips": pair.sign_flips,
        "is_suppressed": pair.is_suppressed,
        "why_not": pair.why_not,
    }


def model(dbt, session):
    dbt.config(materialized="table")
    indicators = [Indicator(*row) for row in dbt.ref("indicator").order("indicator").project(
        "indicator, kind, cast(per as double), is_standardised"
    ).fetchall()]  # fmt: skip
    spreads: dict[tuple, list[tuple[float, float, bool]]] = {}
    for *key, value, happened, people in dbt.ref("int_disclosure__spreads").order("all").fetchall():
        spreads.setdefault(tuple(key), []).append((float(value), float(people), happened))
    cells = [
        Cell(
            name,
            region,
            year,
            kind,
            group,
            float(top),
            float(bottom),
            small,
            tuple(spreads.get((name, region, year, kind, group), ())),
        )
        for name, region, year, kind, group, top, bottom, small in dbt.ref("int_disclosure__ratios")
        .order("all")
        .fetchall()
    ]
    found = estimates(indicators, cells)
    rows = [_region_row(e) for e in found] + [_pair_row(d) for d in differences(indicators, found, cells)]
    rows += [
        _region_row(crude(SHARE, Cell(measure, region, year, kind, group, float(top), float(bottom), small)))
        | {"record": "bin", "estimate": name}
        for measure, region, year, kind, group, name, top, bottom, small in dbt.ref("int_disclosure__shares")
        .order("all")
        .fetchall()
    ]
    return pa.Table.from_pylist(rows, schema=pa.schema(COLUMNS))
