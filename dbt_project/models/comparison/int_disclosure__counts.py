# Grain: one measure x region x year x bin x group: protected counts (people), the only ones that public marts compute from, and
# decide from what to withhold. Each goes to a multiple of the base next to the true one (POL.SDC.BASE), and the tables add up
# (orchestration/statistics/disclosure.py); position class and age band are sums of strata. at_least: the lowest true count that
# the protected one leaves open.
from collections import defaultdict

import pyarrow as pa

from orchestration.statistics.disclosure import Measure, protect

COLUMNS = [
    ("measure", pa.string()), ("region_code", pa.string()), ("year", pa.int32()), ("bin", pa.string()),
    ("group_type", pa.string()), ("group_value", pa.string()), ("people", pa.int64()), ("at_least", pa.int64()),
]  # fmt: skip
SUMS_OF_STRATA = ("position_class", "age_band")


def model(dbt, session):
    dbt.config(materialized="table")
    ((base,),) = dbt.ref("rule").filter("rule_id = 'POL.SDC.BASE'").project("cast(value as bigint)").fetchall()
    counts = defaultdict(dict)
    measures = {}
    for region, year, head, population, *cell, people in dbt.ref("int_comparison__counts").order("all").project(
        "region_code, year, head_measure, kind, measure, bin, group_type, group_value, people"
    ).fetchall():  # fmt: skip
        counts[region, year][tuple(cell)] = people
        measures[cell[0]] = Measure(cell[0], head, population)
    rows = []
    for (region, year), true in counts.items():
        shown = protect(true, list(measures.values()), base)
        least = {cell: max(people - base + 1, 0) for cell, people in shown.items()}
        for part, group_type in enumerate(SUMS_OF_STRATA):
            for (measure, name, kind, group), people in list(shown.items()):
                if kind == "stratum":
                    cell = (measure, name, group_type, group.split(" | ")[part])
                    shown[cell] = shown.get(cell, 0) + people
                    least[cell] = least.get(cell, 0) + least[measure, name, kind, group]
        rows += [
            {"measure": m, "region_code": region, "year": year, "bin": b, "group_type": t, "group_value": g}
            | {"people": people, "at_least": least[m, b, t, g]}
            for (m, b, t, g), people in sorted(shown.items())
        ]
    return pa.Table.from_pylist(rows, schema=pa.schema(COLUMNS))
