"""Staff of made-up regions through the real counting and disclosure models: their compiled SQL, in an empty DuckDB."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.statistics import regions
from tests.dbt.project import PROJECT, dbt

MODELS = ("int_comparison__counts", "int_disclosure__counts", "int_disclosure__ratios", "int_disclosure__spreads")
SEEDS = ("reference/measure", "reference/measure_bin", "reference/indicator", "reference/indicator_bin", "rules/rule")
GROUPS = {
    "sex": ["F", "M"],
    "golongan_group": ["I", "II", "III", "IV", "PPPK"],
    "education": ["SLTA", "D3", "S1", "S2"],
    "position_class": ["structural", "functional", "pelaksana", "unknown"],
    "age_band": ["under 30", "30-39", "40-49", "50 and over"],
}
STRATUM = {"under 30": "under 40", "30-39": "under 40", "40-49": "40-49", "50 and over": "50 and over"}


def compiled(folder: Path) -> dict[str, str]:
    """The SQL of each model with plain table names."""
    done = dbt("compile", folder / "warehouse.duckdb", folder / "target", "--select", *MODELS)
    assert done.returncode == 0, done.stdout[-3000:]
    manifest = json.loads((folder / "target" / "manifest.json").read_text())
    sql = {node["name"]: node["compiled_code"] for node in manifest["nodes"].values() if node["name"] in MODELS}
    return {name: re.sub(r'"\w+"\."\w+"\."(\w+)"', r'"\1"', text) for name, text in sql.items()}


@dataclass(frozen=True)
class Published:
    """One publish: what the true counts were, the protected cells, and every figure that was shown."""

    truth: dict[tuple, int]
    protected: dict[tuple, int]
    cells: list[regions.Cell]
    estimates: list[regions.Estimate]


def staff(generator: np.random.Generator, region: str, size: int) -> list[dict]:
    """People with groups and one bin a measure; some bins are rare, as they are in life."""
    bins = _bins()
    people = []
    for number in range(size):
        person = {g: str(generator.choice(values)) for g, values in GROUPS.items()}
        person |= {
            "region_code": region,
            "year": 2025,
            "employee_key": f"{region}-{number}",
            "unit": f"unit {generator.integers(9)}",
        }
        person["stratum"] = f"{person['position_class']} | {STRATUM[person['age_band']]}"
        person["bins"] = {}
        kinds = ["PNS", "PPPK", "CPNS"]
        kind = str(generator.choice(kinds, p=[0.7, 0.25, 0.05]))
        for measure, (population, names) in bins.items():
            if measure == "employment_kind":
                person["bins"][measure] = kind
            elif population in ("staff", kind):
                weights = np.array([1 / (3 ** (i % 4)) for i in range(len(names))])
                person["bins"][measure] = str(generator.choice(names, p=weights / weights.sum()))
        people.append(person)
    return people


def _bins() -> dict[str, tuple[str, list[str]]]:
    con = duckdb.connect()
    rows = con.execute(
        f"select m.measure, m.population, b.bin from read_csv('{PROJECT}/seeds/reference/measure.csv', all_varchar=true) m "
        f"join read_csv('{PROJECT}/seeds/reference/measure_bin.csv', all_varchar=true) b using (measure) "
        "order by m.measure, cast(b.bin_order as integer)"
    ).fetchall()
    found: dict[str, tuple[str, list[str]]] = {}
    for measure, population, name in rows:
        found.setdefault(measure, (population, []))[1].append(name)
    return found


def publish(sql: dict[str, str], people: list[dict]) -> Published:
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
            {
                "measure": m,
                "region_code": p["region_code"],
                "year": p["year"],
                "employee_key": p["employee_key"],
                "bin": b,
            }
            for p in people
            for m, b in p["bins"].items()
        ]
    )
    con.execute("create table int_comparison__people as select * from described")
    con.execute("create table int_measure__staff as select * from answered")
    for other in ("int_measure__applicants", "int_measure__promotions"):
        con.execute(f"create table {other} (measure text, region_code text, year int, sex text, bin text)")
    assert described.num_rows and answered.num_rows
    for model in MODELS:
        con.execute(f"create table {model} as {sql[model]}")
    rows = con.execute(
        "select region_code, measure, bin, group_type, group_value, true_people, people from int_disclosure__counts"
    ).fetchall()
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
        {tuple(r[:5]): r[5] for r in rows},
        {tuple(r[:5]): r[6] for r in rows},
        cells,
        regions.estimates(indicators, cells),
    )
