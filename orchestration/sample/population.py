"""Who there is: the head counts of each scale, and the people of both cities with their whole careers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from orchestration.sample import codes, provinces
from orchestration.sample.calendar import add_months, days_before, period_floor
from orchestration.sample.codes import G
from orchestration.sample.cohorts import COHORTS, EXTRA, Maker
from orchestration.sample.org import City, lead_place, pick_place
from orchestration.sample.people import (
    FIRST_APPRAISAL,
    NOW,
    Diploma,
    Factory,
    Numbers,
    Person,
    Post,
    Punishment,
    Rank,
    add_pelaksana_post,
    pick,
)
from orchestration.sample.tracks import TRACK_COHORTS

SNAPSHOTS = [date(2025, 6, 1), date(2026, 5, 1), date(2026, 11, 1)]


@dataclass(frozen=True)
class Heads:
    """Head counts of one region: PNS (CPNS among them), PPPK, PPPK paruh waktu; schools and clinics that are modelled."""

    pns: int
    pppk: int
    part_time: int
    cpns: int
    schools: int
    clinics: int


# A larger scale is a row here; `cohort` is the number of people per named cohort of kp_reguler, `track` per cohort of the
# other tracks (where they are eligible or fail, and where they are undecided).
SCALES: dict[str, dict] = {
    "tiny": {
        "cohort": 1,
        "track": (1, 1),
        "regions": {"kota_jambi": Heads(120, 24, 2, 2, 3, 2), "kota_sawahlunto": Heads(100, 6, 2, 2, 2, 2)},
    },
    "small": {
        "cohort": 14,
        "track": (2, 1),
        "regions": {"kota_jambi": Heads(436, 592, 12, 6, 24, 8), "kota_sawahlunto": Heads(336, 46, 26, 9, 12, 6)},
    },
    "city": {
        "cohort": 30,
        "track": (14, 6),
        "regions": {
            "kota_jambi": Heads(4180, 5801, 119, 60, 180, 10),
            "kota_sawahlunto": Heads(1780, 280, 240, 96, 60, 7),
        },
    },
    # one world after the other, so that memory holds only one; people move between the regions of one world
    "province": {
        "cohort": 14,
        "track": (2, 1),
        "regions": {
            "kota_jambi": Heads(4180, 5801, 119, 60, 180, 10),
            "kota_sawahlunto": Heads(1780, 280, 240, 96, 60, 7),
            "kab_kerinci": Heads(3700, 2600, 200, 60, 170, 9),
            "kab_merangin": Heads(3900, 3500, 300, 60, 180, 9),
            "kab_sarolangun": Heads(3500, 3300, 250, 60, 160, 9),
            "kab_batang_hari": Heads(3600, 3200, 250, 60, 170, 9),
            "kab_muaro_jambi": Heads(3800, 3900, 250, 60, 180, 9),
            "kab_tanjung_jabung_barat": Heads(3600, 3300, 250, 60, 170, 9),
            "kab_tanjung_jabung_timur": Heads(3200, 3200, 200, 60, 150, 9),
            "kab_bungo": Heads(3700, 3500, 250, 60, 170, 9),
            "kab_tebo": Heads(3400, 3100, 250, 60, 160, 9),
            "kota_sungai_penuh": Heads(2500, 1300, 100, 60, 90, 8),
        },
        "worlds": [["kota_jambi", "kota_sawahlunto"], *([slug] for slug in provinces.SLUGS)],
    },
}


@dataclass
class World:
    """Everyone and their cities; `cohorts` maps a cohort's name to {nip: dates on which it holds}."""

    scale: str
    seed: int
    factory: Factory
    cities: dict[str, City] = field(default_factory=dict)
    cohorts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    moves: list[dict] = field(default_factory=list)

    @property
    def people(self) -> list[Person]:
        return self.factory.people


def build_world(scale: str, seed: int, regions: list[str] | None = None, beside: Factory | None = None) -> World:
    """All people of the scale, careers complete to the newest extract. Same arguments, same world.

    regions: only these of the scale. beside: the factory of a world made before, whose numbers are not given again."""
    plan = dict(SCALES[scale])
    name = f"jejak:{scale}:{seed}"
    if regions is not None:
        plan["regions"] = {slug: plan["regions"][slug] for slug in regions}
        name += ":" + ",".join(regions)
    rng = random.Random(name)
    world = World(scale, seed, Factory(rng))
    if beside:
        world.factory.numbers = Numbers(rng, beside.numbers)
    for slug, heads in plan["regions"].items():
        before = len(world.people)
        city = City(slug, max(14, round(heads.pns * 0.105)), rng, world.factory)
        city.add_places(heads.schools, heads.clinics)
        world.cities[slug] = city
        for person in world.people[before:]:
            person.ghost = bool(person.retired and person.retired < date(2024, 10, 1))
    _cohorts(world, plan["cohort"], rng)
    _track_cohorts(world, plan["track"])
    for slug, heads in plan["regions"].items():
        _fill(world, world.cities[slug], heads, rng)
    _moves(world, rng)
    _leavers(world, rng)
    _demotions(world, rng)
    for person in world.people:
        _appraise(world, person, rng)
        _odd_facts(world, person, rng)
    return world


def _demotions(world: World, rng: random.Random) -> None:
    """Rank lowered for a year as a punishment, then restored: the clock of the rank starts again."""
    down, up = date(2022, 5, 1), date(2023, 5, 1)
    ready = [p for p in world.people if p.role == "pelaksana" and not p.cohort and not p.retired and len(p.stays) == 1
             and len(p.ranks) > 1 and p.ranks[-1].tmt and p.ranks[-1].tmt < down]  # fmt: skip
    for person in rng.sample(ready, min(len(ready), max(1, round(len(world.people) / 450)))):
        gol = person.ranks[-1].gol
        person.ranks += [Rank(gol - 1, down, ""), Rank(gol, up, "")]
        person.punishments.append(Punishment("8", down, 12, up))


def _living(world: World, slug: str, kind: str = "PNS") -> list[Person]:
    return [p for p in world.people if p.region == slug and p.kind == kind and not p.ghost]


def _cohorts(world: World, size: int, rng: random.Random) -> None:
    """Each cohort over both cities, about three in Kota Jambi to two in Sawahlunto."""
    slugs = list(world.cities)
    for name, make in COHORTS.items():
        members: dict[str, list[str]] = {}
        for n in range(size + (EXTRA.get(name, 0) if size > 5 else 0)):
            city = world.cities[slugs[0] if n % 5 in (0, 2, 4) else slugs[-1]]
            person, dates = make(Maker(rng, world.factory, city), n)
            person.cohort = name
            members[person.nip] = [d.isoformat() for d in dates]
        world.cohorts[name] = members


def _track_cohorts(world: World, sizes: tuple[int, int]) -> None:
    """The cohorts of the other tracks, from a generator of their own: one more of them changes no other person."""
    slugs = list(world.cities)
    only = ":" + ",".join(slugs) if "worlds" in SCALES[world.scale] else ""
    rng = random.Random(f"jejak-tracks:{world.scale}:{world.seed}{only}")
    factory = Factory(rng, world.factory)
    for number, (name, make) in enumerate(TRACK_COHORTS.items()):
        members: dict[str, list[str]] = {}
        for n in range(sizes["__unknown" in name]):
            city = world.cities[slugs[0] if (n + number) % 5 in (0, 2, 4) else slugs[-1]]
            person, dates = make(Maker(rng, factory, city), n)
            person.cohort = name
            members[person.nip] = [d.isoformat() for d in dates]
        world.cohorts[name] = members


def _fill(world: World, city: City, heads: Heads, rng: random.Random) -> None:
    """Ordinary people up to the head counts: JF 51 % of PNS, the rest pelaksana, CPNS of 2024, PPPK, paruh waktu."""
    slug = city.slug
    for place in ("school", "clinic"):
        for unit in city.place(place):
            rows = [r for r in codes.FUNGSIONAL if r[2] == place and r[1] == "keahlian"]
            person = world.factory.fungsional(slug, unit, pick(rng, [(r, r[6]) for r in rows]), senior=True)
            lead_place(city, unit, person, date(rng.randint(2017, 2018), rng.randint(7, 12), rng.randint(2, 27)))
    functional = round(heads.pns * 0.49) - sum(p.role == "fungsional" for p in _living(world, slug))
    for _ in range(functional):
        row = pick(rng, [(r, r[6]) for r in codes.FUNGSIONAL])
        world.factory.fungsional(slug, pick_place(rng, city, row[2]), row)
    for number in range(heads.cpns):
        _new_cpns(world, city, rng, number)
    while len(_living(world, slug)) < heads.pns:
        _ordinary(world, city, rng)
    for _ in range(heads.pppk):
        row = pick(rng, [(r, r[7]) for r in codes.FUNGSIONAL if r[7]] + [(None, 28)])
        start = rng.choice(
            [
                date(2021, 1, 1),
                date(2022, 3, 1),
                date(2023, 4, 1),
                date(2024, 3, 1),
                date(2024, 3, 1),
                date(2025, 3, 1),
                date(2025, 10, 1),
            ]
        )
        if row:
            _, category, place, level, programme, table, *_ = row
            unit = pick_place(rng, city, place)
            gol = {"30": 7, "40": 9, "42": 10}[level]
            person = world.factory.pppk(slug, unit, level, programme, start, gol)
            post_id, name = table["TR" if category == "keterampilan" else "PT"]
            add_pelaksana_post(person, name, start, unit)
            person.posts[-1].jenis, person.posts[-1].post_id = "2", post_id
        else:
            level = rng.choice(["15", "15", "17", "30", "40", "40"])
            unit = pick_place(rng, city, "office")
            person = world.factory.pppk(
                slug,
                unit,
                level,
                rng.choice(codes.PROGRAMME[level]),
                start,
                {"15": 5, "17": 5, "30": 7, "40": 9}[level],
            )
            add_pelaksana_post(person, rng.choice(codes.PELAKSANA["mid" if level < "35" else "high"]), start, unit)
    for _ in range(heads.part_time):
        level = rng.choice(["10", "15", "15", "17", "40"])
        unit = pick_place(rng, city, "office")
        start = date(2025, 11, 1) if slug == "kota_jambi" else date(2025, 12, 1)
        person = world.factory.pppk(slug, unit, level, rng.choice(codes.PROGRAMME[level]), start, 0, part_time=True)
        add_pelaksana_post(person, rng.choice(codes.PELAKSANA["low"]), start, unit)


def _new_cpns(world: World, city: City, rng: random.Random, number: int) -> None:
    """Hired from the vacancies of 2024; PNS one to two years later, so still CPNS in the first extract."""
    level = rng.choice(["30", "40", "40"])
    start = rng.choice([date(2025, 3, 1), date(2025, 4, 1), date(2025, 6, 1)])
    person = world.factory.pelaksana(
        city.slug, pick_place(rng, city, "office"), level, codes.ENTRY[level], start, role="cpns"
    )
    person.cpns, person.ranks[0].tmt = start, start
    person.pns = add_months(start, 13 if number % 2 else 21)
    person.role = "cpns"


def _ordinary(world: World, city: City, rng: random.Random) -> None:
    level = rng.choices(["05", "10", "15", "17", "30", "40", "45"], [1, 2, 30, 12, 14, 37, 4])[0]
    entry, top = codes.ENTRY[level], codes.TOP[level]
    gol = min(top, entry + rng.choices([0, 1, 2, 3, 4, 5], [8, 22, 26, 22, 14, 8])[0])
    tmt = period_floor(add_months(date(2026, 9, 1), -rng.randint(0, 96)))
    person = world.factory.pelaksana(city.slug, pick_place(rng, city, "office"), level, gol, tmt)
    chance = rng.random()
    if chance < 0.12 and level in ("15", "17", "30") and person.ranks[0].tmt and person.ranks[0].tmt.year < 2018:
        # a degree earned in service: some recorded by a GELAR row, for some the diploma's own date stands in
        done = date(rng.randint(2020, 2025), 8, rng.randint(1, 28))
        programme = rng.choice(codes.PROGRAMME["40"])
        person.diplomas.append(Diploma("40", programme, done, school="UNIVERSITAS TERBUKA"))
        if rng.random() < 0.7:
            recorded = add_months(done, rng.randint(2, 9))
            person.diplomas[-1].recorded = recorded
            person.exams.append(("GELAR", recorded, "40"))
        person.level = "40"
        person.titles = ("", codes.TITLE_OF.get(programme, codes.TITLE["40"]))
        if G["II/c"] <= gol <= G["II/d"] and done.year < 2024 and rng.random() < 0.6:
            passed = date(done.year + 1, rng.randint(2, 6), rng.randint(1, 28))
            person.exams.append(("KPPI", passed, "40"))
            jump = period_floor(add_months(passed, 10))
            if jump > tmt:
                person.ranks.append(Rank(G["III/a"], jump, "203"))
    elif chance < 0.15:
        person.status = [(date(2024, 9, 1), "03")]
    elif chance < 0.165:
        person.status = [(date(2025, 2, 1), "09")]


def _moves(world: World, rng: random.Random) -> None:
    """Transfers between the two cities, one PPPK whose number changes with the agency, and two listed in both."""
    slugs = list(world.cities)
    if len(slugs) < 2:
        return
    plain = [
        p
        for p in world.people
        if p.role in ("pelaksana", "fungsional")
        and not p.cohort
        and not p.retired
        and p.unit.place == "office"
        or (p.role == "fungsional" and p.unit.place == "school" and not any(h is p for _, h in p.unit.heads))
    ]
    plain = [p for p in plain if not p.cohort and p.cpns.year < 2020]
    count = max(2, round(len(world.people) * 0.005))
    for number, person in enumerate(rng.sample(plain, min(len(plain), count + 2))):
        day = rng.choice([date(2025, 9, 1), date(2025, 12, 1), date(2026, 7, 1)])
        here, there = person.region, next(s for s in slugs if s != person.region)
        place = person.unit.place
        unit = pick_place(rng, world.cities[there], place)
        last = person.post_at(day)
        add_pelaksana_post(person, last.name, day, unit)
        person.posts[-1].jenis, person.posts[-1].post_id = last.jenis, last.post_id
        person.stays = [(here, person.cpns, day), (there, day, None)]
        kind = "transfer"
        if number >= count:
            # the old city has not let go: both list the person on 1 May 2026
            person.stays = [(here, person.cpns, date(2026, 6, 1)), (there, date(2026, 4, 1), None)]
            person.posts[-1].tmt = date(2026, 4, 1)
            kind = "two_regions_one_day"
        person.unit = unit
        world.moves.append(
            {"kind": kind, "nip": person.nip, "from": here, "to": there, "day": person.posts[-1].tmt.isoformat()}
        )
    pppk = [p for p in world.people if p.kind == "PPPK" and p.cpns.year < 2023 and p.region == slugs[0]]
    if pppk:
        old = rng.choice(pppk)
        there = slugs[-1]
        unit = pick_place(rng, world.cities[there], old.unit.place)
        new = world.factory.pppk(there, unit, old.level, old.diplomas[-1].programme, date(2026, 1, 1), old.ranks[0].gol)
        new.nip = world.factory.numbers.nip(old.birth, date(2026, 1, 1), old.sex, "22")
        new.name, new.sex, new.birth, new.nik, new.birth_place = old.name, old.sex, old.birth, old.nik, old.birth_place
        new.diplomas, new.titles = old.diplomas, old.titles
        add_pelaksana_post(new, old.posts[-1].name, date(2026, 1, 1), unit)
        new.posts[-1].jenis, new.posts[-1].post_id = old.posts[-1].jenis, old.posts[-1].post_id
        old.stays = [(old.region, old.cpns, date(2026, 1, 1))]
        world.moves.append(
            {
                "kind": "pppk_new_number",
                "nip": new.nip,
                "old_nip": old.nip,
                "from": old.region,
                "to": there,
                "day": "2026-01-01",
            }
        )


def _leavers(world: World, rng: random.Random) -> None:
    """Some leave between the extracts: retired ones mostly stay listed as 99 in the next extract, then are gone."""
    candidates = [
        p
        for p in world.people
        if not p.cohort
        and not p.ghost
        and not p.retired
        and len(p.stays) == 1
        and p.stays[0][2] is None
        and p.role in ("pelaksana", "fungsional", "pppk")
        and not any(h is p for _, h in p.unit.heads)
        and p.cpns < date(2022, 1, 1)
    ]
    # born so that the retirement falls into the window: the oldest
    candidates.sort(key=lambda p: (p.birth, p.nip))
    count = max(2, round(len(world.people) * 0.02))
    for number, person in enumerate(candidates[:count]):
        person.retired = add_months(date(2025, 7, 1), rng.randint(0, 15))
        person.posts = [p for p in person.posts if p.tmt < person.retired]
        person.ranks = [r for r in person.ranks if r.tmt and r.tmt < person.retired] or person.ranks[:1]
        person.exams = [e for e in person.exams if e[1] < person.retired]
        if number % 3 == 0 or person.kind == "PPPK":
            person.stays = [(person.region, person.cpns, person.retired)]  # gone without a trace
        if person.kind == "PPPK":
            person.retired = None
    for person in world.people:
        if person.retired and not person.ghost:
            listed = [s for s in SNAPSHOTS if s >= person.retired]
            person.listed_until = person.listed_until or (listed[0] if listed else None)


def _appraise(world: World, person: Person, rng: random.Random) -> None:
    """One appraisal a year of service; what a cohort set stays as it is."""
    for year in range(FIRST_APPRAISAL if person.kind == "PNS" else 2022, NOW.year):
        end = date(year, 12, 31)
        if (
            person.cpns > date(year, 7, 1)
            or (person.retired and person.retired <= date(year, 10, 1))
            or person.region_at(date(year, 12, 1)) is None
            and person.kind != "PNS"
        ):
            continue
        fixed = dict(person.appraisals.get(year, {}))
        boss = world.cities[person.region_at(end) or person.region].superior(person, end)
        item = {"boss": boss, "leader": person.role == "struktural"}
        plain = bool(person.cohort)
        if year >= 2022:
            result, behaviour, predikat = rng.choices(
                [
                    ("SESUAI", "SESUAI", "BAIK"),
                    ("DIATAS", "SESUAI", "BAIK"),
                    ("SESUAI", "DIATAS", "BAIK"),
                    ("DIATAS", "DIATAS", "SANGAT BAIK"),
                    ("DIBAWAH", "SESUAI", "BUTUH PERBAIKAN"),
                    ("SESUAI", "DIBAWAH", "KURANG"),
                ],
                [64, 12, 9, 11, 0 if plain else 2.5, 0 if plain else 1],
            )[0]
            item |= {"result": result, "behaviour": behaviour, "predikat": predikat}
        elif year == 2021:
            item["score"] = (
                f"{rng.choices([rng.uniform(91, 109), rng.uniform(76, 89)], [100, 0 if plain else 3])[0]:.2f}"
            )
        else:
            item["weak"] = not plain and rng.random() < 0.03
        person.appraisals[year] = item | fixed
    for year in [y for y, a in person.appraisals.items() if a.get("missing") or "boss" not in a]:
        del person.appraisals[year]


def _odd_facts(world: World, person: Person, rng: random.Random) -> None:
    """Acting posts, light and old punishments of ordinary people; ujian rows of functional officers."""
    if person.kind != "PNS" or person.ghost:
        return
    acting = rng.random()
    if person.role == "pelaksana" and acting < 0.05 and len(person.stays) == 1:
        # acting for a vacant post never replaces the own one
        unit = rng.choice([u for u in world.cities[person.region].headed if u.eselon in ("41", "42")])
        since = date(rng.randint(2022, 2024), rng.randint(1, 12), rng.randint(2, 27))
        title = world.cities[person.region].title(unit)
        acting_post = Post("1", unit.unit_id, title, unit, since, unit.eselon, assignment=rng.choice(["PLT", "PLH"]))
        if since > person.cpns and not (person.retired and person.retired <= since):
            person.posts.append(acting_post)
    if not person.cohort and rng.random() < 0.035 and person.cpns.year < 2018:
        kind = rng.choice(["1", "2", "3", "2", "7", "25", "4"])
        start = date(rng.randint(2018, 2025), rng.randint(1, 12), rng.randint(1, 27))
        months = {"7": 12, "25": 12, "4": 12}.get(kind)
        person.punishments.append(
            Punishment(
                kind,
                start,
                months,
                add_months(start, months) if months else None,
                regulation="PP 53 TAHUN 2010" if start < date(2021, 8, 31) else "PP 94 TAHUN 2021",
            )
        )
    if person.role == "fungsional":
        for earlier, later in zip(person.posts, person.posts[1:], strict=False):
            if (
                earlier.jenis == later.jenis == "2"
                and later.assignment == "D"
                and earlier.name != later.name
                and later.tmt > person.cpns
            ):
                target = {"Mahir": "MH", "Penyelia": "PY", "Muda": "MU", "Madya": "MA"}.get(later.name.split()[-1])
                if target:
                    person.exams.append(("UKOM", days_before(later.tmt, rng.randint(30, 200)), target))
