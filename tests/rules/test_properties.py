"""What must hold of anybody: hypothesis makes people, each of them stands in one warehouse beside variants that should fare no
worse (monotone where the law is), or the same (another region, records in another order).

Not monotone, by law: a higher rank, which may leave the range of the post (PP 13/2002; PermenPANRB 1/2023) or reach the ceiling
of the diploma (PP 12/2002 Ps 8); a higher post, which asks other things; a higher diploma, which opens kp_ijazah. These are
other cases of the law, not more of the same, and no variant here changes them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import GOLONGAN, PREDIKAT, Extracts, Person
from tests.fixtures.marts import MARTS, mart_answers_of_tracks, oracle_differences
from tests.fixtures.worked_cases_tracks import annual, balance, jf, structural
from tests.oracle import TRACKS, evaluate

DATES = (date(2021, 10, 1), date(2023, 10, 1), date(2025, 4, 1), date(2025, 10, 1), date(2026, 2, 1))
REGIONS = ("kota_jambi", "kota_sawahlunto")
PEOPLE = 60
ORDER = {"FAIL": 0, "UNKNOWN": 1, "PASS": 2}
JENJANG = {
    "Pemula": (4, 4), "Terampil": (5, 7), "Mahir": (8, 9), "Penyelia": (10, 11), "Ahli Pertama": (8, 9),
    "Ahli Muda": (10, 11), "Ahli Madya": (12, 14), "Ahli Utama": (15, 16),
}  # fmt: skip
ESELON = {"41": (9, 12), "42": (8, 11), "32": (10, 12), "31": (11, 13), "22": (12, 14)}
BETTER = {name: list(PREDIKAT.values())[max(n - 1, 0)] for n, name in enumerate(PREDIKAT.values())}
GRADES = {"TR", "MH", "PY", "MU", "MA", "UT"}
SCHOOLS = ["SD", "SMP", "SMA", "D1", "D2", "D3", "S1", "S2", "S3"]


@dataclass(frozen=True)
class Spec:
    """What a person is made of; dates as ISO text."""

    rank: int
    rank_year: int
    post: tuple  # (kind, name or eselon, year of its beginning)
    school: str
    predikat: tuple  # of 2022 to 2025
    scores: tuple  # of 2018 to 2021
    credit: float
    exams: tuple
    punished: tuple | None  # (first day, last day)
    birth: int
    region: str = REGIONS[0]
    newest_first: bool = False  # the records of every answer

    def person(self, ex: Extracts, n: int) -> Person:
        """The person in the extracts; n makes the number one of its own."""
        kind, name, year = self.post
        start, first = f"{year}-01-02", f"{min(year, self.rank_year) - 4}-03-01"
        post = {"4": ("4", start, ""), "2": jf(f"Arsiparis {name}", start), "1": structural(str(name), start)}[kind]
        below = GOLONGAN[max(self.rank - 1, 0)]
        records = {
            "ranks": [(below, first, {"jenisKPId": "211"}), (GOLONGAN[self.rank], f"{self.rank_year}-04-01")],
            "positions": [("4", first, ""), post],
            "education": [("SD", "1985-06-10"), (self.school, "2004-06-10")],
            "skp22": list(zip(range(2022, 2026), self.predikat, strict=True)),
            "skp": list(zip(range(2018, 2022), self.scores, strict=True)),
            "credits": [balance(f"{self.credit:.2f}", "2022-12"), *(annual(y, "12.50") for y in (2023, 2024, 2025))],
            "hukdis": [("7", *self.punished, "S")] if self.punished else [],
            "exams": list(self.exams),
        }
        told = {"region": self.region, "cpns": first, "pns": f"{int(first[:4]) + 1}-03-01"}
        birthday = date(self.birth, 1, 1) + timedelta(days=n % 365)
        number = f"{birthday:%Y%m%d}{first[:4]}{first[5:7]}1{n // 365 + 1:03d}"
        if not self.newest_first:
            return ex.person(number, **told, **records)
        shown = Extracts().person(number, **told, **records).base_profile  # what the profile says stays as it is
        return ex.person(number, **told, **{name: rows[::-1] for name, rows in records.items()}, profile=shown)


def whole(low: int, high: int) -> st.SearchStrategy[int]:
    """Whole numbers, each as likely; unlike st.integers it draws nothing from constants of whatever modules are loaded."""
    return st.sampled_from(range(low, high + 1))


@st.composite
def people(draw) -> Spec:
    kind = draw(st.sampled_from("4221"))
    if kind == "2":
        name, (low, high) = draw(st.sampled_from(sorted(JENJANG.items())))
    elif kind == "1":
        name, (low, high) = draw(st.sampled_from(sorted(ESELON.items())))
    else:
        name, low, high = "", 0, 12
    exam = st.tuples(st.sampled_from(["UD1", "UD2", "KPPI"]), st.sampled_from(["2020-05-14", "2025-05-14"]))
    ukom = st.tuples(st.just("UKOM"), st.just("2024-05-14"), st.sampled_from(sorted(GRADES)))
    begun = st.sampled_from([f"{y}-{m:02d}-01" for y in range(2020, 2026) for m in (2, 4, 10)])
    return Spec(
        rank=draw(whole(low, min(high + 1, len(GOLONGAN) - 1))),
        rank_year=draw(whole(2014, 2024)),
        post=(kind, name, draw(whole(2016, 2024))),
        school=draw(st.sampled_from(SCHOOLS)),
        predikat=tuple(draw(st.sampled_from([*PREDIKAT.values(), "BAIK", "BAIK", "BAIK", "BAIK"])) for _ in range(4)),
        scores=tuple(draw(st.sampled_from([60, 75.5, 76, 80, 90])) for _ in range(3)) + (draw(st.sampled_from([89.99, 90, 100])),),
        credit=draw(st.sampled_from([0, 12.49, 12.5, 25, 62.49, 62.5, 100, 162.5, 300, 412.5])),
        exams=tuple(draw(st.lists(st.one_of(exam, ukom), max_size=2, unique=True))),
        punished=draw(st.one_of(st.none(), st.none(), begun.map(lambda day: (day, f"{int(day[:4]) + 1}{day[4:]}")))),
        birth=draw(whole(1964, 1972)),
    )


def made() -> list[Spec]:
    """As many people as one warehouse should hold, the same in every run."""
    found: list[Spec] = []

    @settings(max_examples=PEOPLE, derandomize=True, database=None, phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(people())
    def collect(spec: Spec) -> None:
        found.append(spec)

    collect()
    return [*found, *without_credit()]


def without_credit() -> list[Spec]:
    """One person of each jenjang whom nothing stops but credit; few drawn ones are, so that more credit would help nobody."""
    good = {"predikat": ("BAIK",) * 4, "scores": (90, 90, 90, 90), "exams": (), "punished": None, "birth": 1970}
    return [
        Spec(rank=low, rank_year=2016, post=("2", name, 2016), school="S1", credit=0, **good)
        for name, (low, _) in sorted(JENJANG.items())
    ]


# name -> (variant, criteria in which it fares no worse)
NO_WORSE = {
    "more years in rank": (lambda s: replace(s, rank_year=s.rank_year - 3), ("time_in_rank",)),
    "more years in the post": (
        lambda s: replace(s, post=(*s.post[:2], s.post[2] - 3)), ("time_in_position", "position_experience"),
    ),
    "better predikat": (
        lambda s: replace(s, predikat=tuple(BETTER[p] for p in s.predikat), scores=tuple(v + 20 for v in s.scores)),
        ("performance",),
    ),
    "more credit": (lambda s: replace(s, credit=s.credit + 60), ("credit_score",)),
    "a higher diploma": (
        lambda s: replace(s, school=SCHOOLS[min(SCHOOLS.index(s.school) + 2, len(SCHOOLS) - 1)]),
        ("education_ceiling", "min_education", "ujian_dinas"),
    ),
    "more examinations passed": (
        lambda s: replace(s, exams=(*s.exams, ("UD1", "2019-05-14"), ("UD2", "2019-05-14"), ("KPPI", "2019-05-14"),
                                    *(("UKOM", "2019-05-14", grade) for grade in sorted(GRADES - {e[2] for e in s.exams if len(e) > 2})))),
        ("ujian_dinas", "competency_test"),
    ),
    "a shorter punishment": (
        lambda s: replace(s, punished=s.punished and (s.punished[0], f"{s.punished[0][:4]}-12-01")), ("discipline",),
    ),
    "younger": (lambda s: replace(s, birth=s.birth + 4), ("age_limit",)),
}  # fmt: skip


SAME = {
    "another region": lambda s: replace(s, region=REGIONS[1]),
    "records in another order": lambda s: replace(s, newest_first=True),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """(people with the numbers of each variant, the marts' answers, the folder): one build."""
    folder = tmp_path_factory.mktemp("properties")
    ex = Extracts({region: ["2026-04-15"] for region in REGIONS})
    for region in REGIONS:
        for jenjang in sorted(GRADES):
            ex.need("Arsiparis", jenjang, 3, 3 if jenjang in ("MU", "PY") else 2, region=region)
    rows, number = [], count()
    for spec in made():
        variants = {"as made": spec} | {name: how(spec) for name, (how, _) in NO_WORSE.items()}
        variants |= {name: how(spec) for name, how in SAME.items()}
        rows.append({name: variant.person(ex, next(number)).nip for name, variant in variants.items()})
    ex.write(folder / "raw")
    database = build_warehouse(folder, DATES, check=False, select=["+" + mart for mart in MARTS], default_scope=False)
    return rows, mart_answers_of_tracks(database, TRACKS), folder


def pairs(world, name: str):
    """(place, answer as made, answer of the variant) for every person, date and track with both; a missing one as None."""
    rows, answers, _ = world
    for numbers in rows:
        for day in DATES:
            for track in TRACKS:
                one, other = (
                    answers.get((nip, day) if track == "kp_reguler" else (nip, day, track))
                    for nip in (numbers["as made"], numbers[name])
                )
                if one or other:
                    yield f"{numbers['as made']} {track} at {day}", one, other


@pytest.mark.parametrize("name", NO_WORSE)
def test_more_is_never_worse(world, name):
    worse, better = [], 0
    for place, one, other in pairs(world, name):
        if not (one and other) or one.extra != other.extra:
            continue  # another rank on that day: another case of the law
        for criterion in NO_WORSE[name][1]:
            was, became = (ORDER.get(a.statuses.get(criterion)) for a in (one, other))
            if was is not None and became is not None:
                better += became > was
                if became < was:
                    worse.append(f"{place}: {criterion} {one.statuses[criterion]}, with {name} {other.statuses[criterion]}")
    assert worse == []
    assert better, "the variant helps nobody: it shows nothing"


@pytest.mark.parametrize("name", SAME)
def test_the_same_person_gets_the_same_answer(world, name):
    differing = []
    for place, one, other in pairs(world, name):
        if not (one and other):
            differing.append(f"{place}: only one of the two has a row")
            continue
        told = [(a.verdict, dict(a.statuses), a.first_possible, a.proposed, a.level, a.provisional) for a in (one, other)]
        if told[0] != told[1]:
            differing.append(f"{place}: {told[0]} and, {name}, {told[1]}")
    assert differing == []


@pytest.mark.parametrize("track", TRACKS)
def test_the_oracle_agrees_on_all_of_them(world, track):
    _, answers, folder = world
    marts = {key[:2]: answer for key, answer in answers.items() if (key[2] if len(key) > 2 else "kp_reguler") == track}
    assert oracle_differences(evaluate(folder / "raw", DATES, tracks=(track,)), marts, DATES) == []
