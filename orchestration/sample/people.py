"""The invented people: identity numbers, ranks, posts, diplomas. Careers follow the rules; cohorts and dirt come later."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from datetime import date

from orchestration.sample import codes
from orchestration.sample.calendar import add_months, days_before, period_floor
from orchestration.sample.codes import G

NOW = date(2026, 11, 1)  # the newest extract
FIRST_APPRAISAL = 2019


def guid(text: str) -> str:
    """A stable 32-hex id (upper case, Oracle style) of a unit or post, the same in each run."""
    return hashlib.md5(text.encode("utf-8"), usedforsecurity=False).hexdigest().upper()


@dataclass
class Rank:
    gol: int  # index into codes.GOLONGAN; PPPK: the Roman number
    tmt: date | None
    kp: str = "101"


@dataclass
class Post:
    jenis: str  # jenisJabatan 1 2 3 4
    post_id: str
    name: str
    unit: Unit
    tmt: date
    eselon: str = ""
    inaugurated: date | None = None
    assignment: str = "D"


@dataclass
class Diploma:
    level: str
    programme: str
    graduated: date | None
    first: bool = False
    year_only: bool = False
    undated: bool = False
    recorded: date | None = None  # a GELAR row of `ujian`
    school: str = ""


@dataclass
class Punishment:
    kind: str
    start: date | None
    months: int | None = None
    end: date | None = None
    annulled: date | None = None
    level: str | None = None  # None: as the code list says
    regulation: str = "PP 94 TAHUN 2021"


@dataclass
class Unit:
    """A work unit; `heads` is who led it from when (oldest first)."""

    unit_id: str
    name: str
    opd_id: str
    opd_name: str
    region: str
    parent: Unit | None = None
    post_title: str = ""
    eselon: str = ""
    place: str = "office"
    heads: list[tuple[date, Person]] = field(default_factory=list)

    def head_at(self, day: date) -> Person | None:
        """Who leads on that day; before the first known head, the first one. None while the post is vacant."""
        held = [person for since, person in self.heads if since <= day] or [p for _, p in self.heads[:1]]
        if not held or (held[-1].retired and held[-1].retired <= day):
            return None
        return held[-1]


@dataclass
class Person:
    nip: str
    pns_id: str
    nik: str
    name: str
    sex: str
    birth: date
    birth_place: str
    kind: str  # PNS PPPK PW
    role: str  # struktural fungsional pelaksana cpns pppk pw
    region: str
    unit: Unit
    cpns: date
    pns: date | None
    level: str  # highest education level id
    diplomas: list[Diploma] = field(default_factory=list)
    ranks: list[Rank] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    punishments: list[Punishment] = field(default_factory=list)
    exams: list[tuple[str, date, str]] = field(default_factory=list)  # kind, pass date, level/jenjang
    appraisals: dict[int, dict] = field(default_factory=dict)
    status: list[tuple[date, str]] = field(default_factory=list)  # kedudukan hukum from when
    stays: list[tuple[str, date, date | None]] = field(default_factory=list)  # region, from, to
    retired: date | None = None
    listed_until: date | None = None  # a leaver's last snapshot in which the row (kedudukan 99) still stands
    ghost: bool = False  # left before the first extract: known only as an appraiser
    cohort: str = ""
    skip: set[str] = field(default_factory=set)  # datasets in which the number was never asked
    error: set[str] = field(default_factory=set)  # datasets that answered 502
    notes: dict = field(default_factory=dict)  # what a cohort wants of the extracts
    titles: tuple[str, str] = ("", "")

    def rank_at(self, day: date) -> int:
        """Index of the rank on that day (the first rank before it)."""
        known = [r.gol for r in self.ranks if r.tmt and r.tmt <= day]
        return known[-1] if known else self.ranks[0].gol

    def post_at(self, day: date) -> Post:
        known = [p for p in self.posts if p.tmt <= day and p.assignment == "D"]
        return known[-1] if known else self.posts[0]

    def region_at(self, day: date) -> str | None:
        for slug, since, until in self.stays:
            if since <= day and (until is None or day < until):
                return slug
        return None

    def status_at(self, day: date) -> str:
        if self.retired and self.retired <= day:
            return "99"
        code = {"PNS": "01", "PPPK": "71", "PW": "101"}[self.kind]
        for since, value in self.status:
            if since <= day:
                code = value
        return code


class Numbers:
    """Identity numbers without repetition. Serial digits 901..999 mark invented people."""

    def __init__(self, rng: random.Random, beside: Numbers | None = None) -> None:
        self._rng = rng
        self._used: set[str] = beside._used if beside else set()

    def nip(self, birth: date, start: date, sex: str, code: str | None = None) -> str:
        """18 digits: birth, year and month of appointment (`code` in place of the month for PPPK), sex, serial."""
        while True:
            middle = f"{start.year:04d}{code or f'{start.month:02d}'}"
            number = f"{birth:%Y%m%d}{middle}{1 if sex == 'M' else 2}{self._rng.randint(901, 999)}"
            if number not in self._used:
                self._used.add(number)
                return number
            birth = days_before(birth, 1)

    def nik(self, prefix: str, birth: date, sex: str) -> str:
        while True:
            day = birth.day + (40 if sex == "F" else 0)
            number = f"{prefix}{day:02d}{birth:%m%y}{self._rng.randint(9000, 9999)}"
            if number not in self._used:
                self._used.add(number)
                return number
            birth = days_before(birth, 1)


def pick(rng: random.Random, weighted: list[tuple]) -> object:
    """One of the values, by weight (last item of each tuple)."""
    return rng.choices([w[0] for w in weighted], [w[-1] for w in weighted])[0]


def ranks_back(
    rng: random.Random, entry: int, gol: int, tmt: date, step: tuple[int, int], kp: str = "101"
) -> list[Rank]:
    """Ranks from entry to `gol`@`tmt`, going back by `step` months each onto real period dates; the first is TMT CPNS."""
    ranks = [Rank(gol, tmt, kp if gol != entry else "211")]
    while gol > entry:
        gol -= 1
        day = period_floor(add_months(tmt, -rng.randint(*step)))
        if gol == entry:
            day = add_months(day, -rng.choice([0, 0, 1, 3, 4]))
        ranks.append(Rank(gol, day, kp if gol != entry else "211"))
        tmt = day
    return ranks[::-1]


def diplomas_for(rng: random.Random, level: str, programme: str, birth: date, region: str) -> list[Diploma]:
    """The whole chain of schools up to the level; lower schools often carry only a year."""
    city = codes.REGION[region]["place"]
    chain = ["05", "10"] + (
        [] if level in ("05", "10") else [rng.choice(["15", "15", "17"]) if level > "17" else level]
    )
    if level in ("05", "10"):
        chain = chain[:1] if level == "05" else chain
    elif level > "17":
        chain += (["40"] if level in ("42", "45") else []) + [level]
    out = []
    for item in chain:
        age = codes.FINISH_AGE[item]
        # always before the appointment: the diploma one is appointed on is older than the first rank
        done = date(birth.year + age, rng.choice([5, 6, 7]), rng.randint(1, 28))
        if item == level:
            name = programme
        elif item == "40":
            name = "S-1 KEDOKTERAN" if level == "42" else rng.choice(codes.PROGRAMME["40"])
        else:
            name = rng.choice(codes.PROGRAMME[item])
        school = {"05": "SDN", "10": "SMPN", "15": "SMAN", "17": "SMKN"}.get(item)
        school = (
            f"{school} {rng.randint(1, 40)} {city}"
            if school
            else rng.choice(
                [
                    "UNIVERSITAS JAMBI",
                    "UNIVERSITAS ANDALAS",
                    "UNIVERSITAS BATANGHARI",
                    "UNIVERSITAS NEGERI PADANG",
                    "UNIVERSITAS TERBUKA",
                ]
            )
        )
        out.append(Diploma(item, name, done, year_only=item < "20" and rng.random() < 0.4, school=school))
    out[-1].first = True
    return out


class Factory:
    """Makes people of each role. Every random choice comes from the one generator that it is given."""

    def __init__(self, rng: random.Random, beside: Factory | None = None) -> None:
        """beside: another factory whose list of people and used numbers this one shares."""
        self.rng = rng
        self.numbers = Numbers(rng, beside.numbers if beside else None)
        self.people: list[Person] = beside.people if beside else []

    def _identity(self, region: str, birth: date, start: date, sex: str, code: str | None) -> dict:
        rng = self.rng
        name = f"{rng.choice(codes.MALE if sex == 'M' else codes.FEMALE)} {rng.choice(codes.LAST)}"
        if rng.random() < 0.25:
            name = f"{rng.choice(codes.MALE if sex == 'M' else codes.FEMALE)} {name}"
        return {
            "nip": self.numbers.nip(birth, start, sex, code),
            "pns_id": f"{rng.getrandbits(64):016X}E050640A29030BAB",
            "nik": self.numbers.nik(codes.REGION[region]["nik"], birth, sex),
            "name": name.upper(),
            "sex": sex,
            "birth": birth,
            "birth_place": rng.choice([codes.REGION[region]["place"]] * 3 + codes.BIRTHPLACE),
            "region": region,
        }

    def _birth(self, start: date, level: str, bup: int, until: date | None) -> date:
        """Old enough at appointment and not yet at retirement age; or retiring exactly on `until`."""
        rng = self.rng
        youngest = max(18, codes.FINISH_AGE[level] + 1)
        if until is None:
            age = rng.randint(youngest, youngest + 8)
            while age > youngest and (NOW.year + 1) - (start.year - age) >= bup:
                age -= 1
            return date(start.year - age, rng.randint(1, 12), rng.randint(1, 28))
        month = add_months(until, -1)
        return date(month.year - bup, month.month, rng.randint(1, 28))

    def pns(
        self,
        region: str,
        unit: Unit,
        role: str,
        level: str,
        programme: str,
        ranks: list[Rank],
        *,
        retires: date | None = None,
        bup: int = 58,
        code: str | None = None,
        sex: str | None = None,
    ) -> Person:
        """A PNS with the given ranks (first TMT = TMT CPNS); posts are added by the caller."""
        rng = self.rng
        sex = sex or ("M" if rng.random() < 0.45 else "F")
        start = ranks[0].tmt
        assert start is not None
        # a structural officer's S-2 is mostly earned in service
        birth = self._birth(start, min(level, "40") if role == "struktural" else level, bup, retires)
        pns = add_months(start, rng.choice([12, 12, 13, 14, 16, 18]))
        person = Person(
            **self._identity(region, birth, start, sex, code),
            kind="PNS",
            role=role,
            unit=unit,
            cpns=start,
            pns=pns,
            level=level,
            ranks=ranks,
            retired=retires,
        )
        # the age at graduation must lie before the appointment
        person.diplomas = diplomas_for(rng, level, programme, birth, region)
        person.titles = ("dr." if level == "42" else "", codes.TITLE_OF.get(programme, codes.TITLE.get(level, "")))
        person.stays = [(region, start, None)]
        self.people.append(person)
        return person

    def pppk(
        self, region: str, unit: Unit, level: str, programme: str, start: date, gol: int, *, part_time: bool = False
    ) -> Person:
        rng = self.rng
        sex = "M" if rng.random() < 0.35 else "F"
        birth = date(start.year - rng.randint(codes.FINISH_AGE[level] + 2, 50), rng.randint(1, 12), rng.randint(1, 28))
        code = rng.choice(["24", "25"]) if part_time else "21"
        person = Person(
            **self._identity(region, birth, start, sex, code),
            kind="PW" if part_time else "PPPK",
            role="pw" if part_time else "pppk",
            unit=unit,
            cpns=start,
            pns=None,
            level=level,
            ranks=[] if part_time else [Rank(gol, start, "211")],
        )
        person.diplomas = diplomas_for(rng, level, programme, birth, region)
        person.titles = ("", codes.TITLE_OF.get(programme, codes.TITLE.get(level, "")))
        person.stays = [(region, start, None)]
        self.people.append(person)
        return person

    def pelaksana(
        self,
        region: str,
        unit: Unit,
        level: str,
        gol: int,
        tmt: date,
        *,
        step: tuple[int, int] = (48, 62),
        programme: str | None = None,
        role: str = "pelaksana",
        **more: object,
    ) -> Person:
        """A PNS without structural or functional post whose last rank is `gol` since `tmt`; ujian dinas taken when due."""
        rng = self.rng
        programme = programme or rng.choice(codes.PROGRAMME[level])
        person = self.pns(
            region, unit, role, level, programme, ranks_back(rng, codes.ENTRY[level], gol, tmt, step), **more
        )
        add_ujian_dinas(rng, person)
        kind = "low" if level < "20" and gol < G["III/a"] else "high" if level >= "35" else "mid"
        add_pelaksana_post(person, rng.choice(codes.PELAKSANA[kind]), person.cpns, unit)
        if rng.random() < 0.5 and tmt.year < 2024:
            since = max(add_months(person.cpns, 24), date(2017, 1, 2))
            if since < date(2024, 1, 1):
                add_pelaksana_post(person, rng.choice(codes.PELAKSANA[kind]), since, unit)
        return person

    def fungsional(self, region: str, unit: Unit, row: tuple, *, senior: bool = False) -> Person:
        """A PNS in a functional post of that kind; jenjang follows the rank. `senior`: of the highest jenjang, and long."""
        rng = self.rng
        _, category, _, level, programme, table, *_ = row
        entry = codes.ENTRY[level]
        steps = ["TR", "MH", "PY"] if category == "keterampilan" else ["PT", "MU", "MA"]
        last = pick(rng, [(steps[0], 40), (steps[1], 38), (steps[2], 22)]) if not senior else steps[2]
        low, high = codes.JENJANG_RANKS[last]
        gol = rng.randint(max(low, entry), min(high, G["IV/b"]))
        tmt = period_floor(add_months(date(2026, 10, 1), -rng.randint(0, 50)))
        return self.functional_career(region, unit, row, last, gol, tmt, (40, 52) if senior else (25, 52))

    def functional_career(
        self,
        region: str,
        unit: Unit,
        row: tuple,
        last: str,
        gol: int,
        tmt: date,
        step: tuple[int, int],
        *,
        ranks: list[Rank] | None = None,
        enters: str = "",
    ) -> Person:
        """A PNS of that functional kind whose last rank is `gol` since `tmt`, in jenjang `last` at most.

        The jenjang follows the rank, on the day of the rank. ranks: the whole rank history in place of steps back.
        enters: the jenjang of the first functional post (default: what the first rank gives)."""
        rng = self.rng
        _, category, _, level, programme, table, *_ = row
        entry = codes.ENTRY[level]
        steps = ["TR", "MH", "PY"] if category == "keterampilan" else ["PT", "MU", "MA"]
        steps = steps[: steps.index(last) + 1]
        person = self.pns(
            region,
            unit,
            "fungsional",
            level,
            programme,
            ranks or ranks_back(rng, entry, gol, tmt, step, "202"),
            bup=60 if last == "MA" or "Guru" in table[last][1] else 58,
        )
        if person.ranks[0].tmt and len(person.ranks) == 1:
            person.ranks[0].kp = "211"
        add_pelaksana_post(person, "CALON " + table[steps[0]][1].upper(), person.cpns, unit)
        previous = ""
        for rank in person.ranks:
            jenjang = next(
                (j for j in steps if codes.JENJANG_RANKS[j][0] <= rank.gol <= codes.JENJANG_RANKS[j][1]),
                steps[0] if rank.gol < codes.JENJANG_RANKS[steps[-1]][0] else last,
            )
            if jenjang != previous:
                assert rank.tmt is not None and person.pns is not None
                since = max(add_months(rank.tmt, 0 if previous else 12), person.pns)
                post_id, name = table[jenjang]
                person.posts.append(Post("2", post_id, name, unit, since, inaugurated=add_months(since, 0)))
                previous = jenjang
        return person


def add_pelaksana_post(person: Person, name: str, since: date, unit: Unit) -> None:
    person.posts.append(Post("4", guid("pelaksana " + name), name, unit, since))


def add_ujian_dinas(rng: random.Random, person: Person) -> None:
    """A pass of ujian dinas I some months before II/d became III/a, unless a degree exempts (level S-1 and up)."""
    if person.level >= "35":
        return
    for before, after in zip(person.ranks, person.ranks[1:], strict=False):
        if before.gol == G["II/d"] and after.gol == G["III/a"] and after.tmt:
            person.exams.append(("UD1", days_before(after.tmt, rng.randint(40, 300)), ""))
