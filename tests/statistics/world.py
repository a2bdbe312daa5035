"""Staff of made-up regions through the real counting and disclosure models: their compiled SQL, in an empty DuckDB."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.statistics import regions
from tests.dbt.compiled import compiled_code
from tests.dbt.project import PROJECT
from tests.statistics import attack

SQL = ("int_comparison__counts", "int_disclosure__ratios", "int_disclosure__spreads")
PYTHON = PROJECT / "models" / "comparison" / "int_disclosure__counts.py"
SEEDS = ("reference/measure", "reference/measure_bin", "reference/indicator", "reference/indicator_bin", "rules/rule")
GROUPS = {
    "sex": ["F", "M"],
    "golongan_group": ["I", "II", "III", "IV"],
    "education": ["SLTA", "D3", "S1", "S2"],
    "position_class": ["structural", "functional", "pelaksana", "unknown"],
    "age_band": ["under 30", "30-39", "40-49", "50 and over"],
}
STRATUM = {"under 30": "under 40", "30-39": "under 40", "40-49": "40-49", "50 and over": "50 and over"}


def compiled() -> dict[str, str]:
    """The SQL of each model with plain table names."""
    return {name: re.sub(r'"\w+"\."\w+"\."(\w+)"', r'"\1"', compiled_code(name)) for name in SQL}


@dataclass(frozen=True)
class Published:
    """One publish: what the true counts were, the protected cells, and every figure that was shown."""

    truth: dict[str, dict[attack.Cell, int]]  # by region
    protected: dict[str, dict[attack.Cell, int]]
    cells: list[regions.Cell]
    estimates: list[regions.Estimate]


def staff(generator: np.random.Generator, region: str, size: int) -> list[dict]:
    """People with groups and one bin a measure; some bins are rare, as they are in life."""
    people = []
    for number in range(size):
        person = {g: str(generator.choice(values)) for g, values in GROUPS.items()}
        kind = str(generator.choice(["PNS", "PPPK", "CPNS"], p=[0.7, 0.25, 0.05]))
        person["golongan_group"] = "PPPK" if kind == "PPPK" else person["golongan_group"]
        person |= {
            "region_code": region,
            "year": 2025,
            "employee_key": f"{region}-{number}",
            "unit": f"unit {generator.integers(9)}",
        }
        person["stratum"] = f"{person['position_class']} | {STRATUM[person['age_band']]}"
        person["bins"] = {}
        for measure, names in attack.BINS.items():
            population = attack.POPULATION[measure]
            if measure == "employment_kind":
                person["bins"][measure] = kind
            elif population in ("staff", kind):
                person["bins"][measure] = _one_of(generator, names)
        _with_training(person["bins"])
        if kind == "PNS":
            _with_career(generator, person["bins"])
        people.append(person)
    return people


def applicants(generator: np.random.Generator, region: str, size: int) -> list[dict]:
    """Applicants with sex alone; outcome and test are readings of one status."""
    statuses = sorted({(row["outcome"], row["skd_outcome"]) for row in attack.seed("selection_status")})
    found = []
    for number in range(size):
        outcome, skd = statuses[int(generator.integers(len(statuses)))]
        answered = {"applicant_outcome": outcome, "skd": skd}
        answered["selection_days"] = _one_of(generator, attack.BINS["selection_days"])
        if number < size // 10:
            answered["open_outcome"] = _one_of(generator, attack.BINS["open_outcome"])
        found.append(
            {"region_code": region, "year": 2025, "sex": str(generator.choice(GROUPS["sex"])), "bins": answered}
        )
    return found


def _one_of(generator: np.random.Generator, names: list[str]) -> str:
    weights = np.array([1 / (3 ** (i % 4)) for i in range(len(names))])
    return str(generator.choice(names, p=weights / weights.sum()))


def _with_training(bins: dict[str, str]) -> None:
    """What is said of training holds together: whoever was coached, or trained in their field, was trained."""
    hours = bins.get("training_pns", bins.get("training_pppk", "0"))
    if "yes" in (bins["coaching"], bins["training_field"]) or hours not in ("0", "unknown"):
        bins["training_two_years"] = "yes"
    if bins["training_two_years"] == "unknown":
        bins["coaching"] = "unknown"


def _with_career(generator: np.random.Generator, bins: dict[str, str]) -> None:
    """Every third is eligible, most of those wait; everyone is somewhere in their half-years in rank."""
    if generator.random() < 0.35:
        bins["promotion"] = _one_of(generator, attack.BINS["promotion"])
        if bins["promotion"] == "not_promoted":
            bins["promotion_waiting"] = _one_of(generator, attack.BINS["promotion_waiting"])
    bins["time_in_rank"] = str(generator.choice(attack.BINS["time_in_rank"]))


def publish(sql: dict[str, str], people: list[dict], applicants: list[dict] = ()) -> Published:
    """Count, protect, estimate."""
    con = duckdb.connect()
    for seed in SEEDS:
        con.execute(
            f"create table {Path(seed).name} as select * from read_csv('{PROJECT}/seeds/{seed}.csv', nullstr='')"
        )
    keys = ["region_code", "year", "employee_key", *GROUPS, "unit", "stratum"]
    described = pa.Table.from_pylist([{k: p[k] for k in keys} for p in people])
    answered = pa.Table.from_pylist(
        [
            {k: p[k] for k in ("region_code", "year", "employee_key", "sex")} | {"measure": m, "bin": b}
            for p in people
            for m, b in p["bins"].items()
        ]
    )
    applied = pa.Table.from_pylist(
        [
            {k: a[k] for k in ("region_code", "year", "sex")} | {"measure": m, "bin": b}
            for a in applicants
            for m, b in a["bins"].items()
        ],
        schema=pa.schema(
            [(k, pa.int64() if k == "year" else pa.string()) for k in ("region_code", "year", "sex", "measure", "bin")]
        ),
    )
    assert described.num_rows and answered.num_rows and applied.num_rows == sum(len(a["bins"]) for a in applicants)
    con.execute("create table int_comparison__people as select * from described")
    is_promotion = "measure in ('promotion', 'promotion_waiting', 'time_in_rank')"
    con.execute(f"create table int_measure__staff as select * from answered where not {is_promotion}")
    con.execute(f"create table int_measure__promotions as select * from answered where {is_promotion}")
    con.execute("create table int_measure__applicants as select * from applied")
    con.execute(f"create table int_comparison__counts as {sql['int_comparison__counts']}")
    space: dict = {}
    exec(PYTHON.read_text(encoding="utf-8"), space)  # noqa: S102
    rows = space["model"](SimpleNamespace(config=lambda **_: None, ref=con.table), con)
    assert rows.num_rows
    con.execute("create table int_disclosure__counts as select * from rows")
    for model in SQL[1:]:
        con.execute(f"create table {model} as {sql[model]}")
    counts: dict[str, dict] = {}
    for model in ("int_comparison__counts", "int_disclosure__counts"):
        counts[model] = {}
        sql = f"select region_code, measure, bin, group_type, group_value, people from {model} order by all"
        for region, *cell, number in con.execute(sql).fetchall():
            counts[model].setdefault(region, {})[tuple(cell)] = number
    spreads: dict[tuple, list] = {}
    for *key, value, happened, number in con.execute("from int_disclosure__spreads order by all").fetchall():
        spreads.setdefault(tuple(key), []).append((float(value), float(number), happened))
    cells = [
        regions.Cell(i, r, y, t, g, float(a), float(b), s, tuple(spreads.get((i, r, y, t, g), ())))
        for i, r, y, t, g, a, b, s in con.execute("from int_disclosure__ratios order by all").fetchall()
    ]
    indicators = [
        regions.Indicator(*row)
        for row in con.execute("select indicator, kind, per, is_standardised from indicator order by 1").fetchall()
    ]
    return Published(
        counts["int_comparison__counts"],
        counts["int_disclosure__counts"],
        cells,
        regions.estimates(indicators, cells),
    )
