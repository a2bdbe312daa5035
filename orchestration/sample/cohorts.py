"""Named cohorts: people whose regular promotion fails, or cannot be decided, by exactly one criterion.

Each function makes ONE person who would be eligible but for that criterion, on the dates that it returns. The dates are
among the four period dates that are tested together; on the others the person may be anything. Cohorts keep out of the
way of random dirt. What a cohort wants of the extracts beside the career (an unreadable row, a number never asked)
stands in `Person.notes`, `Person.skip` and `Person.error`; `records.py` and `dirt.py` carry it out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from orchestration.sample import codes
from orchestration.sample.codes import G
from orchestration.sample.org import City
from orchestration.sample.people import Factory, Person, Post, Punishment, Rank, guid

P2310, P2504, P2506, P2602 = date(2023, 10, 1), date(2025, 4, 1), date(2025, 6, 1), date(2026, 2, 1)
PERIODS = [P2310, P2504, P2506, P2602]
# (education level, rank) from which the next rank is under the ceiling and crosses no ujian dinas, for those with one
STEPS = [
    ("15", "II/a"),
    ("15", "II/b"),
    ("15", "II/c"),
    ("15", "III/a"),
    ("17", "II/c"),
    ("30", "II/c"),
    ("30", "III/a"),
    ("30", "III/b"),
    ("40", "III/a"),
    ("40", "III/b"),
    ("40", "III/c"),
    ("40", "III/b"),
    ("30", "III/a"),
]
EARLY = [date(2018, 10, 1), date(2019, 4, 1), date(2019, 10, 1)]  # four years are over on all four dates
MIDDLE = [date(2020, 4, 1), date(2020, 10, 1), date(2021, 4, 1)]  # over from 2025-04-01 on


class Maker:
    """What a cohort function needs: the generator, the city, and how to make a person with nothing in the way."""

    def __init__(self, rng: random.Random, factory: Factory, city: City) -> None:
        self.rng, self.factory, self.city = rng, factory, city

    def clean(
        self,
        *,
        level: str | None = None,
        gol: str | None = None,
        tmt: date | None = None,
        code: str | None = None,
        later: bool = True,
        **more: object,
    ) -> Person:
        """A pelaksana who passes every criterion from four years after `tmt` on, up to 2026-02-01 and beyond.

        `later`: some are promoted after 2026-02-01, as they would be.
        """
        rng = self.rng
        if level is None:
            level, gol = rng.choice(STEPS)
        assert gol is not None
        tmt = tmt or rng.choice(EARLY)
        index = G[gol]
        units = self.city.safe_units(
            index + 1, (P2310, P2310, P2504), (date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
        )
        person = self.factory.pelaksana(self.city.slug, rng.choice(units), level, index, tmt, code=code, **more)
        if later and rng.random() < 0.45 and index + 1 <= codes.TOP[level] and not more.get("retires"):
            person.ranks.append(
                Rank(
                    index + 1,
                    rng.choice(
                        [date(2026, 4, 1), date(2026, 6, 1), date(2026, 8, 1), date(2026, 10, 1), date(2026, 12, 1)]
                    ),
                )
            )
            if (index, level < "35") == (G["II/d"], True):
                person.exams.append(("UD1", date(2026, 3, 10), ""))
        return person


Made = tuple[Person, list[date]]


def fail_time_in_rank(m: Maker, n: int) -> Made:
    """Less than four years in the rank; one anniversary lies a month after the period."""
    tmt, dates = [
        (date(2022, 4, 1), [P2504, P2506]),
        (date(2021, 10, 1), [P2504, P2506]),
        (date(2023, 4, 1), [P2504, P2506, P2602]),
        (date(2020, 4, 1), [P2310]),
        (date(2024, 2, 1), [P2504, P2506, P2602]),
    ][n % 5]
    return m.clean(level="40", gol=["III/b", "III/c"][n % 2], tmt=tmt, later=False), dates


def fail_performance(m: Maker, n: int) -> Made:
    """One of the last two years is below Baik: 2024 by predikat, or 2021 by the integrated value."""
    person = m.clean(later=False)
    if n % 3 == 2:
        person.appraisals[2021] = {"score": ["89.99", "84.50", "72.00"][n // 3 % 3]}
        return person, [P2310]
    result, behaviour, predikat = [
        ("DIBAWAH", "SESUAI", "BUTUH PERBAIKAN"),
        ("SESUAI", "DIBAWAH", "KURANG"),
        ("DIBAWAH", "DIBAWAH", "SANGAT KURANG"),
        ("DIATAS", "DIBAWAH", "KURANG"),
    ][n % 4]
    person.appraisals[2024] = {"result": result, "behaviour": behaviour, "predikat": predikat}
    return person, [P2504, P2506, P2602]


def fail_superior_rank(m: Maker, n: int) -> Made:
    """The next rank is above the superior's: a bar until 2025-05-19, none after."""
    rng, city = m.rng, m.city
    heads = [(u, u.head_at(date(2025, 12, 31))) for u in city.headed if u.eselon in ("41", "42")]
    heads = [(u, h.rank_at(P2504)) for u, h in heads if h]
    unit, gol = rng.choice([(u, g) for u, g in heads if G["III/b"] <= g <= G["III/d"]])
    level = "45" if gol == G["III/d"] else "40"
    person = m.factory.pelaksana(
        city.slug, unit, level, gol, rng.choice([date(2020, 10, 1), date(2021, 4, 1), date(2020, 4, 1)])
    )
    return person, [P2504]


def fail_education_ceiling(m: Maker, n: int) -> Made:
    """At the highest rank that the diploma allows; the years in the rank do not matter any more."""
    level, gol = [("15", "III/b"), ("30", "III/c"), ("15", "III/b"), ("10", "II/c"), ("05", "II/a"), ("17", "III/b")][
        n % 6
    ]
    tmt = m.rng.choice([date(2016, 4, 1), date(2017, 10, 1), date(2018, 4, 1), date(2019, 4, 1)])
    return m.clean(level=level, gol=gol, tmt=tmt, later=False), PERIODS


def fail_ujian_dinas(m: Maker, n: int) -> Made:
    """II/d with a diploma below S-1 and no pass of ujian dinas I; some pass it after the tested dates."""
    person = m.clean(level=["30", "15", "17"][n % 3], gol="II/d", later=False)
    if n % 4 == 3:
        person.exams.append(("UD1", date(2026, 6, 18), ""))
    return person, PERIODS


def fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat on the date; before and after it nothing is in the way."""
    person = m.clean()
    kind, start, months, end, dates = [
        ("7", date(2024, 11, 1), 12, date(2025, 11, 1), [P2504, P2506]),
        ("25", date(2024, 9, 15), 12, None, [P2504, P2506]),  # no end: start + masa
        ("28", date(2025, 3, 1), 12, date(2026, 3, 1), [P2504, P2506, P2602]),
        ("23", date(2025, 2, 1), None, None, [P2504, P2506]),  # neither: the length of its kind
        ("4", date(2023, 3, 1), 12, date(2024, 3, 1), [P2310]),
        ("24", date(2025, 3, 10), 9, date(2025, 12, 10), [P2504, P2506]),
        ("7", date(2025, 2, 1), 12, date(2026, 2, 2), [P2504, P2506, P2602]),
    ][n % 7]
    person.punishments.append(Punishment(kind, start, months, end))
    return person, dates


def fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay in the first extract; most are active again in a later one."""
    person = m.clean(later=False)
    person.status = [(date(2022, 1, 1), ["02", "04", "05", "13"][n % 4])]
    if n % 3:
        person.status.append((date(2026, 3, 1), "01"))
    return person, PERIODS


def unknown_employment_kind(m: Maker, n: int) -> Made:
    """STATUS says P, the number has the shape of a PPPK number: neither is taken for sure."""
    person = m.clean(code=["21", "24", "25", "22"][n % 4])
    return person, PERIODS


def unknown_position_kind(m: Maker, n: int) -> Made:
    """A double post (jenis 3), or a structural post without a real eselon."""
    person = m.clean(later=False)
    jenis, eselon = [("3", ""), ("1", "99"), ("1", "00"), ("3", ""), ("1", "")][n % 5]
    since = date(2021, m.rng.randint(1, 12), m.rng.randint(2, 27))
    person.posts = person.posts[:1]
    if jenis == "3":
        name = m.city._say("Guru dan Kepala Tata Usaha")
        person.posts.append(Post("3", guid("rangkap " + name), name, person.unit, since))
    else:
        person.posts.append(
            Post("1", person.unit.unit_id, m.city._say("Kepala Tata Usaha"), person.unit, since, eselon, since)
        )
    return person, PERIODS


def unknown_service_status(m: Maker, n: int) -> Made:
    """A kedudukan that no rule decides, or first seen when already retired (then unknown before that extract)."""
    if n % 2:
        person = m.clean(later=False)
        person.status = [(date(2022, 1, 1), ["06", "07", "08"][n // 2 % 3])]
        return person, PERIODS
    retired = date(2025, [3, 4, 5, 6][n // 2 % 4], 1)
    person = m.clean(level="15", gol="III/a", later=False, retires=retired)
    person.listed_until = date(2026, 5, 1)
    return person, [P2310, P2504]


def unknown_time_in_rank(m: Maker, n: int) -> Made:
    """A row of the rank history cannot be read, so the years in the rank are not sure; the rank itself is."""
    level, gol = [("40", "III/b"), ("40", "III/c"), ("30", "III/b")][n % 3]
    person = m.clean(later=False, level=level, gol=gol)
    person.notes["rw_golongan"] = ["tmt_unreadable", "golongan_mismatch", "golongan_unreadable", "tmt_unreadable"][
        n % 4
    ]
    return person, PERIODS


def unknown_rank(m: Maker, n: int) -> Made:
    """An undated row above the dated rank: the rank is unknown, and with it all that rests on it."""
    level, gol = [("40", "III/b"), ("40", "III/c"), ("30", "III/b")][n % 3]
    person = m.clean(later=False, level=level, gol=gol)
    person.notes["rw_golongan"] = "undated_higher"
    return person, PERIODS


def unknown_performance(m: Maker, n: int) -> Made:
    """A year without an appraisal, with totals only, or whose predikat and ratings lie on two sides of the gate."""
    person = m.clean(later=False)
    what = n % 5
    if what == 0:
        person.appraisals[2024] = {"missing": True}
        return person, [P2504, P2506, P2602]
    if what == 1:
        person.appraisals[2024] = {"result": "SESUAI", "behaviour": "DIBAWAH", "predikat": "BAIK"}
        return person, [P2504, P2506, P2602]
    if what == 2:
        person.appraisals[2021] = {"totals_only": True}
        return person, [P2310]
    if what == 3:
        person.appraisals[2021] = {"missing": True}
        return person, [P2310]
    person.appraisals[2024] = {"result": "DIATAS", "behaviour": "SESUAI", "predikat": "BUTUH PERBAIKAN"}
    return person, [P2504, P2506, P2602]


def unknown_superior_rank(m: Maker, n: int) -> Made:
    """The appraiser is in no rank history of any region and the appraisal does not name a rank."""
    person = m.clean()
    person.notes["appraiser"] = "outsider"
    return person, [P2310, P2504]


def unknown_education_ceiling(m: Maker, n: int) -> Made:
    """Never asked for diplomas and none in the profile, or diplomas without any date."""
    person = m.clean(later=False)
    person.notes["profile"] = "no_education"
    if n % 2:
        person.skip.add("rw_pendidikan")
    else:
        for diploma in person.diplomas:
            diploma.undated = True
    return person, PERIODS


def unknown_ujian_dinas(m: Maker, n: int) -> Made:
    """Ujian dinas I is passed, but another row of the list names the person and cannot be read."""
    person = m.clean(level=["30", "15", "17"][n % 3], gol="II/d", later=False)
    person.exams.append(("UD1", date(2023, m.rng.randint(2, 8), m.rng.randint(2, 27)), ""))
    person.notes["ujian"] = ["date_unreadable", "kind_unknown"][n % 2]
    return person, PERIODS


def unknown_discipline(m: Maker, n: int) -> Made:
    """Never asked for punishments, or the service answered with an error."""
    person = m.clean()
    (person.skip if n % 2 else person.error).add("rw_hukdis")
    return person, PERIODS


def eligible(m: Maker, n: int) -> Made:
    """Nothing in the way: regular careers whose promotion is due; a light punishment is no bar."""
    tmt = (EARLY + MIDDLE)[n % 6]
    dates = PERIODS if tmt in EARLY else [P2504, P2506, P2602]
    person = m.clean(tmt=tmt)
    if n % 5 == 3:
        person.punishments.append(Punishment("2", date(2025, 3, 10)))
    return person, dates


COHORTS: dict[str, Callable[[Maker, int], Made]] = {
    f.__name__: f
    for f in (
        fail_time_in_rank,
        fail_performance,
        fail_superior_rank,
        fail_education_ceiling,
        fail_ujian_dinas,
        fail_discipline,
        fail_service_status,
        unknown_employment_kind,
        unknown_position_kind,
        unknown_service_status,
        unknown_time_in_rank,
        unknown_rank,
        unknown_performance,
        unknown_superior_rank,
        unknown_education_ceiling,
        unknown_ujian_dinas,
        unknown_discipline,
        eligible,
    )
}
# how many more or fewer than the scale's number
EXTRA = {"unknown_service_status": 6, "unknown_rank": -7}
