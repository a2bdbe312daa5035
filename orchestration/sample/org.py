"""Work units of a city and who led them: agencies, divisions, sections, schools, clinics, and the moves of their heads."""

from __future__ import annotations

import random
from datetime import date

from orchestration.sample import codes
from orchestration.sample.calendar import add_months, period_floor
from orchestration.sample.codes import G
from orchestration.sample.people import Factory, Person, Post, Unit, guid, ranks_back

# days on which the mayor moved officials around
MUTATIONS = [
    date(2021, 1, 4),
    date(2022, 3, 14),
    date(2023, 1, 16),
    date(2024, 1, 22),
    date(2025, 1, 13),
    date(2025, 10, 9),
    date(2026, 1, 5),
]


class City:
    """The organisation of one region. `units` are all; `headed` those with a structural head; `places` by kind."""

    def __init__(self, slug: str, posts: int, rng: random.Random, factory: Factory) -> None:
        self.slug, self.rng, self.factory = slug, rng, factory
        self.spec = codes.REGION[slug]
        self.units: list[Unit] = []
        self._build_offices(posts)
        self._fill_posts()
        for day in MUTATIONS:
            self._mutate(day)

    def _say(self, text: str) -> str:
        return text.upper().replace(" & ", " DAN ") if self.spec["upper"] else text

    def _unit(self, name: str, parent: Unit | None, title: str, eselon: str, place: str = "office") -> Unit:
        opd = parent
        while opd is not None and opd.parent is not None and opd.parent.parent is not None:
            opd = opd.parent
        key = f"{self.slug}|{opd.name if opd else ''}|{parent.name if parent else ''}|{name}"
        unit_id = guid(key)
        is_opd = parent is None or parent.parent is None
        unit = Unit(
            unit_id,
            name,
            unit_id if is_opd else opd.unit_id,
            name if is_opd else opd.name,
            self.slug,
            parent,
            title,
            eselon,
            place,
        )
        if not is_opd:
            unit.name = f"{name} - {opd.name}"
        self.units.append(unit)
        return unit

    def _build_offices(self, budget: int) -> None:
        """Agencies, secretariats, divisions and sections, top down, until there is a unit for each structural post."""
        spec, say = self.spec, self._say
        self.top = self._unit(spec["agencies"][0], None, "Sekretaris Daerah", "21")
        wanted = max(3, min(len(spec["agencies"]) - 1, budget // 4))
        agencies = []
        for name in spec["agencies"][1 : wanted + 1]:
            low = name.lower()
            title = (
                "Camat" if low.startswith("kecamatan") else "Inspektur" if low.startswith("inspektorat") else "Kepala"
            )
            agencies.append(self._unit(name, self.top, title, "31" if title == "Camat" else "22"))
        waves: list[list[tuple[str, Unit, str, str]]] = [[], [], []]
        for agency in agencies:
            camat = agency.post_title == "Camat"
            waves[0].append((say("Sekretariat"), agency, "Sekretaris", "32" if camat else "31"))
            divisions = spec["divisions"].get(agency.name) or [say(d) for d in codes.DIVISION_FALLBACK]
            if camat:
                divisions = [say("Seksi Pemerintahan"), say("Seksi Pelayanan Umum")]
            for number, division in enumerate(divisions):
                waves[1 if number == 0 else 2].append((division, agency, "Kepala", "41" if camat else "32"))
        made = 1 + len(agencies)
        for wave in waves[:2]:
            for item in wave:
                if made < budget:
                    self._unit(*item)
                    made += 1
        sections = []
        for office in list(self.units):
            low = office.name.lower()
            if low.startswith("sekretariat") and office.parent is self.top or office.eselon in ("21", "41"):
                continue
            if office.eselon in ("31", "32") and office.post_title == "Sekretaris":
                sections += [(say("Sub Bagian Umum & Kepegawaian"), office), (say("Sub Bagian Keuangan"), office)]
            elif office.eselon == "32":
                sections += [(say(s), office) for s in codes.SECTION_FALLBACK]
        order = sorted(
            range(len(sections)), key=lambda i: (sections[i][0] != say("Sub Bagian Umum & Kepegawaian"), i % 7, i)
        )
        for index in order:
            if made < budget:
                name, parent = sections[index]
                self._unit(name, parent, "Kepala", "42" if made % 3 == 0 else "41")
                made += 1
        for item in waves[2]:
            if made < budget:
                self._unit(*item)
                made += 1
        self.headed = list(self.units)

    def say(self, text: str) -> str:
        """A name as the city writes names: Sawahlunto in capitals and with DAN."""
        return self._say(text)

    def new_unit(self, name: str, parent: Unit, title: str, eselon: str) -> Unit:
        """One more unit outside the normal offices, for an officer of a cohort."""
        return self._unit(name, parent, title, eselon, "cohort")

    def add_places(self, schools: int, clinics: int) -> None:
        """Schools and clinics: led by a functional officer with an additional task (TT), never by a structural head."""
        by_name = {u.name: u for u in self.headed}
        school_opd, clinic_opd = by_name[self.spec["school_opd"]], by_name[self.spec["clinic_opd"]]
        for number in range(1, schools + 1):
            kind = "SD" if number % 3 else "SMP"
            self._unit(self.spec["school"].format(kind=kind, n=number), school_opd, "Kepala Sekolah", "", "school")
        for name in self.spec["clinics"][:clinics]:
            self._unit(name, clinic_opd, "Kepala", "", "clinic")

    def place(self, kind: str) -> list[Unit]:
        return [u for u in self.units if u.place == kind]

    # --- structural officers ---------------------------------------------------------------------------------------
    def title(self, unit: Unit) -> str:
        bare = unit.name.split(" - ")[0]
        text = (
            unit.post_title
            if unit.post_title in ("Sekretaris Daerah", "Inspektur")
            else (
                f"Camat {bare.split(' ', 1)[1]}"
                if unit.post_title == "Camat"
                else f"{unit.post_title} {bare if unit.post_title == 'Kepala' else ''}".strip()
            )
        )
        return self._say(text)

    def _officer(self, unit: Unit, since: date, retires: date | None) -> Person:
        rng = self.rng
        low, high = codes.ESELON_RANKS[unit.eselon]
        gol = low if unit.eselon == "21" else rng.choices([low, high], [2, 3])[0]
        level = "45" if gol > G["III/d"] and rng.random() < 0.6 else "40"
        tmt = period_floor(add_months(min(since, date(2021, 1, 1)), -rng.randint(0, 44 if gol < G["IV/b"] else 20)))
        # who retires soon began with a school diploma long ago and earned the degree in service
        bup = 60 if unit.eselon in ("21", "22") else 58
        for entry in [G["III/a"]] if retires is None else [G["II/a"], G["II/c"], G["III/a"]]:
            ranks = ranks_back(rng, entry, gol, tmt, (48, 50), "201")
            if retires is None or ranks[0].tmt.year - (retires.year - bup) >= 19:
                break
        programme = rng.choice(codes.PROGRAMME[level])
        person = self.factory.pns(
            self.slug,
            unit,
            "struktural",
            level,
            programme,
            ranks,
            retires=retires,
            bup=bup,
            sex="M" if rng.random() < 0.62 else "F",
        )
        name = rng.choice(codes.PELAKSANA["high"])
        person.posts.append(Post("4", guid("pelaksana " + name), name, unit, person.cpns))
        if unit.eselon in ("21", "22", "31", "32"):
            before = add_months(since, -rng.randint(40, 70)).replace(day=rng.randint(2, 27))
            person.posts.append(
                Post("1", guid("lama " + unit.unit_id), self._say("Kepala Sub Bagian Umum"), unit, before, "41", before)
            )
        self._appoint(person, unit, since)
        return person

    def _appoint(self, person: Person, unit: Unit, since: date) -> None:
        person.posts.append(Post("1", unit.unit_id, self.title(unit), unit, since, unit.eselon, since))
        person.unit = unit
        unit.heads.append((since, person))

    def _fill_posts(self) -> None:
        rng = self.rng
        for unit in self.headed:
            retires = None
            if rng.random() < 0.30:
                retires = date(rng.choice([2020, 2021, 2022, 2023, 2024, 2025, 2025, 2026]), rng.randint(1, 10), 1)
            self._officer(unit, date(rng.randint(2015, 2018), rng.randint(1, 12), rng.randint(2, 27)), retires)

    def _mutate(self, day: date) -> None:
        """Fill what retirement left vacant from the level below, then let some equals swap posts."""
        rng = self.rng
        below = {"21": ("22",), "22": ("31",), "31": ("32", "41"), "32": ("41",)}
        for eselon in ("21", "22", "31", "32", "41", "42"):
            for unit in self.headed:
                if unit.eselon != eselon or unit.head_at(day):
                    continue
                ready = [(u, u.head_at(day)) for u in self.headed if u.eselon in below.get(eselon, ())]
                ready = [
                    (u, p)
                    for u, p in ready
                    if p and not p.retired and codes.ESELON_RANKS[eselon][0] - 1 <= p.rank_at(day)
                ]
                if ready:
                    old, person = rng.choice(ready)
                    self._appoint(person, unit, day)
                    self._replace(old, day)
                else:
                    self._replace(unit, day)
        pairs = [u for u in self.headed if u.head_at(day) and u.eselon in ("31", "32", "41", "42")]
        for _ in range(max(1, len(pairs) // 14)):
            first = rng.choice(pairs)
            equal = [
                u
                for u in pairs
                if u.eselon == first.eselon and u is not first and u.heads[-1][0] < day and first.heads[-1][0] < day
            ]
            if not equal:
                continue
            second = rng.choice(equal)
            a, b = first.heads[-1][1], second.heads[-1][1]
            if (a.retired and a.retired <= add_months(day, 6)) or (b.retired and b.retired <= add_months(day, 6)):
                continue
            self._appoint(a, second, day)
            self._appoint(b, first, day)

    def _replace(self, unit: Unit, day: date) -> None:
        """Someone new rises to the post on that day."""
        self._officer(unit, day, None)

    def superior(self, person: Person, day: date) -> Person | None:
        """The direct superior: head of the unit, or of the unit above if that is the person or nobody. None: the mayor."""
        unit: Unit | None = person.post_at(day).unit if person.role == "struktural" else person.unit
        while unit is not None:
            head = unit.head_at(day)
            if head is not None and head is not person:
                return head
            unit = unit.parent
        return None

    def safe_units(self, proposed: int, days: tuple[date, ...], year_ends: tuple[date, ...]) -> list[Unit]:
        """Units whose head at each year end held, on the period day, at least the proposed rank."""
        out = []
        for unit in self.headed:
            if unit.eselon in ("21",):
                continue
            heads = [unit.head_at(end) for end in year_ends]
            if all(h is not None and h.rank_at(day) >= proposed for h, day in zip(heads, days, strict=True)):
                out.append(unit)
        return out


def lead_place(city: City, unit: Unit, person: Person, since: date) -> None:
    """A teacher or doctor leads the school or clinic as an additional task beside the functional post."""
    unit.heads.append((since, person))
    person.posts.append(Post("2", person.posts[-1].post_id, person.posts[-1].name, unit, since, assignment="TT"))


def pick_place(rng: random.Random, city: City, place: str) -> Unit:
    units = city.place(place) if place != "office" else [u for u in city.headed if u.eselon != "21"]
    return rng.choice(units)
