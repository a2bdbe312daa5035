"""The unit tree (hierarki_unor) and the plan of functional posts (kebutuhan_jabatan) of a city."""

from __future__ import annotations

import random
from datetime import date

from orchestration.sample import jobs
from orchestration.sample.org import City
from orchestration.sample.people import Person, Unit, guid
from orchestration.sample.records import Rec

UNOR_HEADERS = ["ID", "NAMA_UNOR", "ID_ATASAN"]
NEED_HEADERS = ["jabatan", "jenjang", "unor_id", "kebutuhan", "terisi", "tmt"]
# posts nobody holds yet: they vacate nothing for the people of the sample
UNFILLED = ["Pustakawan", "Analis Kebijakan", "Pengawas Perdagangan", "Pamong Budaya", "Penata Laksana Barang"]


def root_id(city: City) -> str:
    """The region itself, on top of the tree."""
    return guid(f"{city.slug}|root")


def unit_tree(city: City) -> list[Rec]:
    """Every unit with the one above; names are the bare ones, without the agency behind them."""
    rows = [Rec(ID=root_id(city), NAMA_UNOR=city.spec["name"].upper(), ID_ATASAN="")]
    for unit in city.units:
        above = unit.parent.unit_id if unit.parent else root_id(city)
        rows.append(Rec(ID=unit.unit_id, NAMA_UNOR=unit.name.split(" - ")[0], ID_ATASAN=above))
    return rows


def needs(city: City, people: list[Person], day: date) -> list[Rec]:
    """Posts by base name, jenjang and unit: held on the day, and wanted. Kinds without a plan have no row."""
    held: dict[tuple[str, str, str], int] = {}
    units: dict[str, Unit] = {}
    kinds: dict[tuple[str, str], set[str]] = {}
    for person in people:
        job = jobs.job_at(person, day) if person.kind == "PNS" else None
        if job is None:
            continue
        kind, jenjang = job
        unit = person.post_at(day).unit
        if unit.region != city.slug or jobs.vacancy(city.slug, kind) == "none":
            continue
        base = jobs.base_name(kind)
        units[unit.unit_id] = unit
        held[(base, jenjang, unit.unit_id)] = held.get((base, jenjang, unit.unit_id), 0) + 1
        kinds.setdefault((base, jobs.vacancy(city.slug, kind)), set()).add(unit.unit_id)
    rng = random.Random(f"{city.slug}:kebutuhan")
    wanted: dict[tuple[str, str, str], int] = dict(held)
    for kind in jobs.KIND:
        state, base = jobs.vacancy(city.slug, kind), jobs.base_name(kind)
        where = sorted(kinds.get((base, state), set()))
        if not where or state == "none":
            continue
        for above in [j for j in jobs.KIND[kind][5] if j in jobs.NEXT.values()]:
            for unit_id in rng.sample(where, max(1, len(where) // 6)):
                key = (base, above, unit_id)
                held.setdefault(key, 0)
                wanted[key] = held[key] + (rng.choice([1, 1, 2]) if state == "free" else 0)
        lowest = next(iter(jobs.KIND[kind][5]))  # posts of entry are mostly short everywhere
        for unit_id in rng.sample(where, max(1, len(where) // 4)):
            key = (base, lowest, unit_id)
            held.setdefault(key, 0)
            wanted[key] = max(wanted.get(key, 0), held[key] + rng.choice([1, 2, 3]))
    rows = [
        Rec(jabatan=base, jenjang=jenjang, unor_id=unit_id, kebutuhan=str(wanted[(base, jenjang, unit_id)]),
            terisi=str(number), tmt="2022-01-03")
        for (base, jenjang, unit_id), number in sorted(held.items())
    ]  # fmt: skip
    some = sorted(units)
    for base in UNFILLED:
        for unit_id in rng.sample(some, min(2, len(some))):
            rows.append(Rec(jabatan=base, jenjang="PT", unor_id=unit_id, kebutuhan="1", terisi="0", tmt="2024-01-02"))
    return rows
