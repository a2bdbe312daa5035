"""Named cohorts of the seven other tracks: eligible, failing by one criterion, or undecided by one.

A cohort's name is `<track>__<what>`. As in `cohorts.py` each function makes ONE person and returns the dates on which it
holds; nothing random is in these people's way. Sums of angka kredit are exact (`Person.notes["credit"]`, see `credit.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from orchestration.sample import codes
from orchestration.sample.codes import G
from orchestration.sample.cohorts import P2310, P2504, P2506, P2602, Made, Maker
from orchestration.sample.jobs import CUMULATIVE, KIND, NEXT, vacancy
from orchestration.sample.org import pick_place
from orchestration.sample.people import Diploma, Person, Post, Punishment, add_ujian_dinas, guid, ranks_back

LATE = [P2504, P2506, P2602]
SERVING = Punishment("28", date(2025, 3, 1), 12, date(2026, 3, 1))
WEAK = {"result": "DIBAWAH", "behaviour": "SESUAI", "predikat": "BUTUH PERBAIKAN"}
KELURAHAN = """Telanaipura Simpang Sipin Solok Jelutung Handil Payo Lebar Talang Banjar Kasang Rajawali Beringin Sungai
Asam Orang Kayu Legok Murni Selamat Pematang Lurah Sembilan Aro Kubang Durian Lubang Panjang Saringan Air Dingin Tanah
Lapang Pasar Sibarambang Kolok Mudiak Talago Gunung Santur Pondok Batu""".split()


# --- what goes wrong, the same on each track ---------------------------------------------------------------------------
def _weak_year(person: Person, n: int, one_year: bool = False) -> list[date]:
    """Below Baik in 2024; where only the latest year counts, in 2025 for every second person."""
    if one_year and n % 2:
        person.appraisals[2025] = dict(WEAK)
        return [P2602]
    person.appraisals[2024] = dict(WEAK)
    return [P2504, P2506] if one_year else LATE


def _no_year(person: Person, n: int, one_year: bool = False) -> list[date]:
    if one_year and n % 2:
        person.appraisals[2025] = {"missing": True}
        return [P2602]
    person.appraisals[2024] = {"missing": True}
    return [P2504, P2506] if one_year else LATE


def _suspended(person: Person, n: int) -> list[date]:
    person.status = [(date(2022, 1, 1), ["02", "04", "05", "13"][n % 4])]
    return LATE


def _punished(person: Person, n: int) -> list[date]:
    person.punishments.append(
        [SERVING, Punishment("25", date(2025, 3, 15), 12), Punishment("7", date(2025, 3, 3), 12, date(2026, 3, 3))][
            n % 3
        ]
    )
    return LATE


def _not_asked(person: Person, n: int, dataset: str = "rw_hukdis") -> list[date]:
    (person.skip if n % 2 else person.error).add(dataset)
    return LATE


def _bad_diploma(person: Person, n: int) -> list[date]:
    person.notes["rw_pendidikan"] = ["tgl_lulus_unreadable", "tingkat_pendidikan_unknown"][n % 2]
    return LATE


# --- structural officers -----------------------------------------------------------------------------------------------
def officer(
    m: Maker, eselon: str, gol: str, tmt: date, since: date, *, level: str = "40", before: list[tuple] = (),
    ud2: bool = False, retires: date | None = None, entry: str = "",
) -> Person:  # fmt: skip
    """Head of a unit of their own since that day, with one rank since `tmt`; `before`: earlier (eselon, day) posts."""
    rng, city = m.rng, m.city
    heads = [u for u in city.headed if u.parent is city.top]
    camats = [u for u in heads if u.post_title == "Camat"] or heads
    spare = sum(u.place == "cohort" for u in city.units) + 1
    word = KELURAHAN[spare % len(KELURAHAN)]
    name, parent, title = {
        "41": (f"Kelurahan {word} {spare}", rng.choice(camats), "Lurah"),
        "42": (f"Seksi Pelayanan Wilayah {spare}", rng.choice(heads), "Kepala"),
        "32": (f"Bidang Pengembangan {spare}", rng.choice(heads), "Kepala"),
        "31": (f"Bagian Administrasi {spare}", rng.choice(heads), "Kepala"),
    }[eselon]
    unit = city.new_unit(city.say(name), parent, title, eselon)
    start = G[entry] if entry else codes.ENTRY[level] if level < "40" else G["III/a"]
    ranks = ranks_back(rng, start, G[gol], tmt, (48, 50), "201")
    person = m.factory.pns(
        city.slug, unit, "struktural", level, rng.choice(codes.PROGRAMME[level]), ranks, retires=retires, bup=58
    )
    add_ujian_dinas(rng, person)
    if ud2:
        person.exams.append(("UD2", date(2021, rng.randint(2, 9), rng.randint(2, 27)), ""))
    job = rng.choice(codes.PELAKSANA["high"])
    person.posts.append(Post("4", guid("pelaksana " + job), job, unit, person.cpns))
    for number, (rung, day) in enumerate(before):
        old = city.say(
            ["Kepala Seksi Umum", "Kepala Sub Bagian Umum", "Kepala Bidang Umum"][2 if rung < "40" else number]
        )
        person.posts.append(Post("1", guid(f"lama {number} {unit.unit_id}"), old, unit, day, rung, day))
    person.posts.append(Post("1", unit.unit_id, city.title(unit), unit, since, eselon, since))
    unit.heads.append((since, person))
    person.notes["training"] = []
    return person


def struct(m: Maker, n: int) -> Person:
    """Structural, inside the range for four years and more, nothing in the way on the late dates."""
    eselon, gol = [("41", "III/c"), ("42", "III/b"), ("32", "III/d"), ("31", "IV/a")][n % 4]
    tmt = [date(2020, 10, 1), date(2021, 4, 1), date(2020, 4, 1)][n % 3]
    return officer(m, eselon, gol, tmt, date(2022, 3, 14), before=[("41", date(2018, 2, 5))] if eselon < "40" else (),
                   ud2=eselon < "40")  # fmt: skip


def kp_struktural__eligible(m: Maker, n: int) -> Made:
    """Structural: four years in a rank inside the range, or one below the range with a year in rank and post."""
    if n % 3 == 2:
        return officer(m, "41", "III/b", date(2023, 10, 1), date(2024, 1, 15)), LATE
    person = struct(m, n // 3 * 2 + n % 3)
    if n % 2 and person.ranks[-1].gol == G["III/d"]:
        person.exams = [e for e in person.exams if e[0] != "UD2"]
        person.notes["training"] = [("3", date(2023, 8, 18))]  # leadership training exempts from ujian dinas
    return person, LATE


def kp_struktural__fail_rank_range(m: Maker, n: int) -> Made:
    """At the highest rank of the post's range."""
    eselon, gol = [("42", "III/c"), ("41", "III/d"), ("32", "IV/a")][n % 3]
    person = officer(m, eselon, gol, date(2020, 4, 1), date(2021, 1, 4), ud2=True,
                     before=[("41", date(2017, 5, 8))] if eselon == "32" else ())  # fmt: skip
    return person, LATE


def kp_struktural__fail_time_in_rank(m: Maker, n: int) -> Made:
    """Inside the range less than four years, or one below it less than one."""
    if n % 2:
        return officer(m, "41", "III/b", date(2025, 4, 1), date(2024, 1, 22)), LATE
    return officer(
        m, ["41", "42"][n // 2 % 2], ["III/c", "III/b"][n // 2 % 2], date(2022, 10, 1), date(2021, 1, 4)
    ), LATE


def kp_struktural__fail_time_in_position(m: Maker, n: int) -> Made:
    """One below the range, a year and more in the rank, less than a year in the post."""
    day = [date(2025, 3, 3), date(2025, 2, 17), date(2025, 2, 2)][n % 3]
    eselon, gol = [("42", "III/a"), ("41", "III/b")][n % 2]
    entry = "II/c" if gol == "III/a" else ""
    return officer(m, eselon, gol, [date(2023, 10, 1), date(2023, 4, 1)][n % 2], day, entry=entry), LATE


def kp_struktural__fail_performance(m: Maker, n: int) -> Made:
    """One of the last two years is below Baik."""
    person = struct(m, n)
    return person, _weak_year(person, n)


def kp_struktural__fail_ujian_dinas(m: Maker, n: int) -> Made:
    """Administrator at III/d with S-1: no ujian dinas II and no leadership training of that level."""
    person = officer(m, "32", "III/d", date(2020, 4, 1), date(2022, 3, 14), before=[("41", date(2018, 2, 5))])
    if n % 2:
        person.notes["training"] = [("2", date(2019, 9, 12))]  # of the lower level: does not exempt
    return person, LATE


def kp_struktural__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = struct(m, n)
    return person, _punished(person, n)


def kp_struktural__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = struct(m, n)
    return person, _suspended(person, n)


def kp_struktural__unknown_performance(m: Maker, n: int) -> Made:
    """A year without an appraisal."""
    person = struct(m, n)
    return person, _no_year(person, n)


def kp_struktural__unknown_ujian_dinas(m: Maker, n: int) -> Made:
    """Ujian dinas II is passed, but another row of the list names the person and cannot be read."""
    person = officer(m, "32", "III/d", date(2020, 4, 1), date(2022, 3, 14), ud2=True, before=[("41", date(2018, 2, 5))])
    person.notes["ujian"] = ["date_unreadable", "kind_unknown"][n % 2]
    return person, LATE


def kp_struktural__unknown_discipline(m: Maker, n: int) -> Made:
    """Never asked for punishments, or the service answered with an error."""
    person = struct(m, n)
    return person, _not_asked(person, n)


def kp_struktural__unknown_rank_history(m: Maker, n: int) -> Made:
    """A row of the rank history cannot be read: neither the years in the rank nor its place in the range is sure."""
    person = struct(m, n)
    person.notes["rw_golongan"] = ["tmt_unreadable", "golongan_mismatch"][n % 2]
    return person, LATE


# --- functional officers -----------------------------------------------------------------------------------------------
def jf(m: Maker, kind: str, jenjang: str, gol: str, tmt: date, credit: str, on: date = P2504) -> Person:
    """In that jenjang and rank since that day, with exactly that credit on `on` (in the present jenjang)."""
    row = KIND[kind]
    unit = pick_place(m.rng, m.city, row[2])
    person = m.factory.functional_career(m.city.slug, unit, row, jenjang, G[gol], tmt, (26, 40))
    person.notes["credit"] = (on, credit)
    for year in (2023, 2024, 2025):
        person.appraisals[year] = {"result": "SESUAI", "behaviour": "SESUAI", "predikat": "BAIK"}
    return person


def _kinds(m: Maker, state: str, category: str = "keahlian") -> list[str]:
    """The kinds whose higher jenjang is free, full or not planned in the city; entered at the lowest rank of a jenjang."""
    return [
        k for k, r in KIND.items() if r[1] == category and r[3] in ("30", "40") and vacancy(m.city.slug, k) == state
    ]


def _within(m: Maker, n: int) -> Person:
    """A functional officer whose next rank is inside the jenjang, at its threshold on 2025-04-01."""
    kinds = _kinds(m, "free")
    jenjang, gol, tmt, credit = [
        ("PT", "III/a", date(2021, 4, 1), "50.00"),
        ("MU", "III/c", date(2021, 10, 1), "100.00"),
        ("MA", "IV/a", date(2021, 10, 1), "150.00"),
        ("MU", "III/c", date(2022, 4, 1), "112.50"),
        ("MA", "IV/b", date(2022, 10, 1), "300.00"),
    ][n % 5]
    return jf(m, kinds[n % len(kinds)], jenjang, gol, tmt, credit)


def _climber(m: Maker, n: int, state: str, *, credit: str = "", on: date = P2504, ukom: bool = True) -> Person:
    """At the top rank of a jenjang whose credit is complete; the post above is free, full or in no plan."""
    kinds = _kinds(m, state)
    jenjang, gol, tmt = [("PT", "III/b", date(2021, 10, 1)), ("MU", "III/d", date(2021, 4, 1))][n % 2]
    full = f"{CUMULATIVE[jenjang][-1]}.00"
    person = jf(m, kinds[n // 2 % len(kinds)], jenjang, gol, tmt, credit or full, on)
    if ukom:
        person.exams.append(("UKOM", date(2024, m.rng.randint(3, 11), m.rng.randint(2, 27)), NEXT[jenjang]))
    return person


def kp_jf__eligible(m: Maker, n: int) -> Made:
    """Two years in the rank and the credit just reached; some beyond the jenjang's range where no post is free."""
    if n % 4 == 3:
        return _climber(m, n // 4, "full"), LATE
    return _within(m, n), LATE


def kp_jf__fail_time_in_rank(m: Maker, n: int) -> Made:
    """Less than two years in the rank, with credit enough."""
    if n % 2:
        tmt = [date(2024, 10, 1), date(2024, 4, 1)][n // 2 % 2]
        return jf(m, _kinds(m, "free")[n % 3], "MA", "IV/b", tmt, "310.00"), LATE
    return jf(m, "auditor", "PT", "III/b", date(2024, 10, 1), "104.25"), LATE


def kp_jf__fail_rank_range(m: Maker, n: int) -> Made:
    """Penyelia at III/d: no rank above in this post."""
    kinds = [k for k, r in KIND.items() if r[1] == "keterampilan"]
    return jf(m, kinds[n % len(kinds)], "PY", "III/d", date(2021, 10, 1), "220.00"), LATE


def kp_jf__fail_credit_score(m: Maker, n: int) -> Made:
    """The credit falls short, some by a hundredth; all else holds."""
    kinds = _kinds(m, "free")
    jenjang, gol, credit = [
        ("PT", "III/a", "49.99"),
        ("MU", "III/c", "99.99"),
        ("PT", "III/a", "43.75"),
        ("MA", "IV/a", "149.50"),
        ("MU", "III/c", "81.25"),
    ][n % 5]
    return jf(m, kinds[n % len(kinds)], jenjang, gol, date(2021, 10, 1), credit, P2602), LATE


def kp_jf__fail_vacancy(m: Maker, n: int) -> Made:
    """Beyond the jenjang's range while a post in the next jenjang is free: kenaikan jenjang comes first."""
    return _climber(m, n, "free", ukom=False), LATE


def kp_jf__fail_performance(m: Maker, n: int) -> Made:
    """One of the last two years is below Baik; the credit is enough all the same."""
    person = _within(m, n)
    return person, _weak_year(person, n)


def kp_jf__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = _within(m, n)
    return person, _punished(person, n)


def kp_jf__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = _within(m, n)
    return person, _suspended(person, n)


def kp_jf__restart(m: Maker, n: int) -> Made:
    """Kenaikan jenjang in 2023: the credit begins again at 0 and is reached, or not, by conversion alone."""
    kinds = _kinds(m, "free")
    person = jf(m, kinds[n % len(kinds)], "MU", "III/c", date(2023, 4, 1), "0")
    del person.notes["credit"]
    best = {"result": "DIATAS", "behaviour": "DIATAS", "predikat": "SANGAT BAIK"}
    person.appraisals |= {2023: dict(best), 2024: dict(best), 2025: dict(best)}
    return person, [P2602]  # 28.13 + 37.50 + 37.50 >= 100


def kp_jf__unknown_credit_score(m: Maker, n: int) -> Made:
    """A closed year without a PAK that would decide, an answer that failed, or a jenjang not entered at its first rank."""
    kinds = _kinds(m, "free")
    if n % 5 == 0:
        person = jf(m, kinds[n % len(kinds)], "PT", "III/a", date(2021, 10, 1), "45.00", P2602)
        person.notes["credit_missing"] = [2024]
        return person, [P2602]
    if n % 5 in (1, 2):
        person = _within(m, n)
        return person, _not_asked(person, n, "rw_angkakredit")
    top = n % 5 == 3
    row = KIND["auditor" if top else kinds[n % len(kinds)]]  # no post is free above an auditor
    unit = pick_place(m.rng, m.city, row[2])
    # from a post of pelaksana straight into ahli muda at III/d; or into ahli muda while still at III/b
    ranks = ranks_back(m.rng, G["III/a"], G["III/d" if top else "III/b"], date(2020, 10, 1), (46, 50), "101")
    person = m.factory.functional_career(
        m.city.slug, unit, row, "MU", ranks[-1].gol, date(2020, 10, 1), (48, 50), ranks=ranks
    )
    post_id, name = row[5]["MU"]
    person.posts = [person.posts[0], Post("2", post_id, name, unit, date(2021, 7, 1), inaugurated=date(2021, 7, 1))]
    person.posts[0].name = codes.PELAKSANA["high"][0]
    person.notes["credit"] = (P2602, "161.25")
    return person, LATE


def kp_jf__unknown_vacancy(m: Maker, n: int) -> Made:
    """Beyond the jenjang's range, and the region has no plan for the post above."""
    return _climber(m, n, "none"), LATE


def kp_jf__unknown_performance(m: Maker, n: int) -> Made:
    """A year without an appraisal (its PAK is there)."""
    person = _within(m, n)
    person.appraisals[2024] = {"predikat": "BAIK", "result": "SESUAI", "behaviour": "SESUAI"}
    person.notes["skp22_missing"] = person.notes["rekap_missing"] = [2024]
    return person, LATE


def kp_jf__unknown_discipline(m: Maker, n: int) -> Made:
    """Never asked for punishments, or the service answered with an error."""
    person = _within(m, n)
    return person, _not_asked(person, n)


def kenaikan_jenjang__eligible(m: Maker, n: int) -> Made:
    """The credit of the jenjang just reached, uji kompetensi passed, a post free above."""
    if n % 3 == 2:
        kind = [k for k in _kinds(m, "free", "keterampilan") if k != "nutrisionis"][0]
        person = jf(
            m, kind, ["TR", "MH"][n % 2], ["II/d", "III/b"][n % 2], date(2021, 10, 1), ["60.00", "100.00"][n % 2]
        )
        person.exams.append(("UKOM", date(2024, 6, 12), ["MH", "PY"][n % 2]))
        return person, LATE
    return _climber(m, n, "free"), LATE


def kenaikan_jenjang__fail_credit_score(m: Maker, n: int) -> Made:
    """The credit of the jenjang falls short, some by a hundredth."""
    return _climber(m, n, "free", credit=[["99.99", "199.99"], ["93.75", "187.50"]][n // 2 % 2][n % 2], on=P2602), LATE


def kenaikan_jenjang__fail_vacancy(m: Maker, n: int) -> Made:
    """No post is free in the jenjang above."""
    return _climber(m, n, "full"), LATE


def kenaikan_jenjang__fail_competency_test(m: Maker, n: int) -> Made:
    """No uji kompetensi for the jenjang above; some passed an older one, for the jenjang they are in."""
    return _climber(m, n, "free", ukom=False), LATE


def kenaikan_jenjang__fail_performance(m: Maker, n: int) -> Made:
    """The last year is below Baik; the credit is enough all the same."""
    person = _climber(m, n, "free")
    return person, _weak_year(person, n, one_year=True)


def kenaikan_jenjang__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = _climber(m, n, "free")
    return person, _punished(person, n)


def kenaikan_jenjang__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = _climber(m, n, "free")
    return person, _suspended(person, n)


def kenaikan_jenjang__unknown_credit_score(m: Maker, n: int) -> Made:
    """A closed year without a PAK that would decide."""
    person = _climber(m, n, "free", credit=["93.00", "190.00"][n % 2], on=P2602)
    person.notes["credit_missing"] = [2023]
    return person, [P2602]


def kenaikan_jenjang__unknown_vacancy(m: Maker, n: int) -> Made:
    """The region has no plan for the post above."""
    return _climber(m, n, "none"), LATE


def kenaikan_jenjang__unknown_competency_test(m: Maker, n: int) -> Made:
    """Passed, but another row of the list names the person and cannot be read."""
    person = _climber(m, n, "free")
    person.notes["ujian"] = ["date_unreadable", "kind_unknown"][n % 2]
    return person, LATE


# --- by diploma --------------------------------------------------------------------------------------------------------
def degree(m: Maker, n: int, *, tmt: date = date(2022, 4, 1), kppi: bool = True) -> Person:
    """A pelaksana appointed with SLTA, at II/b or II/c, with an S-1 recorded in 2022 and KPPI passed."""
    rng = m.rng
    person = m.clean(level=["15", "17"][n % 2], gol=["II/c", "II/b"][n % 2], tmt=tmt, later=False)
    programme = rng.choice(codes.PROGRAMME["40"])
    done = date(2021, 11, rng.randint(2, 27))
    person.diplomas.append(Diploma("40", programme, done, school="UNIVERSITAS TERBUKA", recorded=date(2022, 5, 10)))
    person.exams.append(("GELAR", date(2022, 5, 10), "40"))
    person.level, person.titles = "40", ("", codes.TITLE_OF.get(programme, codes.TITLE["40"]))
    if kppi:
        person.exams.append(("KPPI", date(2023, rng.randint(3, 8), rng.randint(2, 27)), "40"))
    return person


def kp_ijazah__eligible(m: Maker, n: int) -> Made:
    """A recorded degree above the present rank, a year in the rank, KPPI passed."""
    return degree(m, n), [P2310, *LATE]


def kp_ijazah__fail_time_in_rank(m: Maker, n: int) -> Made:
    """Less than a year in the rank."""
    tmt, dates = [(date(2025, 4, 1), LATE), (date(2024, 8, 1), [P2504, P2506]), (date(2025, 6, 1), [P2506, P2602])][
        n % 3
    ]
    return degree(m, n, tmt=tmt), dates


def kp_ijazah__fail_performance(m: Maker, n: int) -> Made:
    """The last year is below Baik."""
    person = degree(m, n)
    return person, _weak_year(person, n, one_year=True)


def kp_ijazah__fail_competency_test(m: Maker, n: int) -> Made:
    """No KPPI; some passed it after the tested dates."""
    person = degree(m, n, kppi=False)
    if n % 3 == 0:
        person.exams.append(("KPPI", date(2026, 6, 11), "40"))
    return person, LATE


def kp_ijazah__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = degree(m, n)
    return person, _punished(person, n)


def kp_ijazah__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = degree(m, n)
    return person, _suspended(person, n)


def kp_ijazah__unknown_diploma(m: Maker, n: int) -> Made:
    """A row of the diplomas cannot be read."""
    person = degree(m, n)
    return person, _bad_diploma(person, n)


def kp_ijazah__unknown_competency_test(m: Maker, n: int) -> Made:
    """Passed, but another row of the list names the person and cannot be read."""
    person = degree(m, n)
    person.notes["ujian"] = ["date_unreadable", "kind_unknown"][n % 2]
    return person, LATE


def kp_ijazah__unknown_performance(m: Maker, n: int) -> Made:
    """The last year has no appraisal."""
    person = degree(m, n)
    return person, _no_year(person, n, one_year=True)


def kp_ijazah__unknown_discipline(m: Maker, n: int) -> Made:
    """Never asked for punishments, or the service answered with an error."""
    person = degree(m, n)
    return person, _not_asked(person, n)


# --- into a position ---------------------------------------------------------------------------------------------------
def _staff(m: Maker, n: int) -> Person:
    """A pelaksana with a diploma of D-III or above, years in service."""
    level, gol = [("40", "III/b"), ("30", "III/a"), ("40", "III/a")][n % 3]
    return m.clean(level=level, gol=gol, later=False)


def _supervisor(m: Maker, n: int) -> Person:
    """A pengawas with S-1 for more than three years, or a JF ahli muda."""
    if n % 3 == 2:
        kinds = _kinds(m, "free")
        return jf(m, kinds[n % len(kinds)], "MU", "III/d", date(2021, 4, 1), "130.00")
    return officer(m, ["41", "42"][n % 2], ["III/d", "III/c"][n % 2], date(2021, 10, 1), date(2021, 1, 4))


def _administrator(m: Maker, n: int) -> Person:
    """Five years in posts that count, two and more of them as administrator or JF ahli madya."""
    if n % 3 == 2:
        kinds = _kinds(m, "free")
        return jf(m, kinds[n % len(kinds)], "MA", "IV/a", date(2021, 4, 1), "90.00")
    eselon = ["32", "31"][n % 2]
    return officer(m, eselon, "IV/a", date(2021, 4, 1), date(2022, 3, 14), before=[("41", date(2017, 5, 8))], ud2=True)


def jabatan_pengawas__eligible(m: Maker, n: int) -> Made:
    """Pelaksana, or JF ahli pertama, for four years and more, with D-III or above."""
    if n % 3 == 2:
        return _within(m, 0), LATE
    return _staff(m, n), LATE


def jabatan_pengawas__fail_min_education(m: Maker, n: int) -> Made:
    """Pelaksana with less than D-III."""
    return m.clean(level=["15", "17"][n % 2], gol="III/a", later=False), LATE


def jabatan_pengawas__fail_position_experience(m: Maker, n: int) -> Made:
    """Pelaksana with a degree, less than four years in service."""
    start = [date(2022, 3, 1), date(2023, 1, 1), date(2022, 5, 1)][n % 3]
    person = m.factory.pelaksana(m.city.slug, pick_place(m.rng, m.city, "office"), "40", G["III/a"], start)
    person.posts = person.posts[:1]
    return person, LATE


def jabatan_pengawas__fail_performance(m: Maker, n: int) -> Made:
    """One of the last two years is below Baik."""
    person = _staff(m, n)
    return person, _weak_year(person, n)


def jabatan_pengawas__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = _staff(m, n)
    return person, _punished(person, n)


def jabatan_pengawas__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = _staff(m, n)
    return person, _suspended(person, n)


def jabatan_pengawas__unknown_min_education(m: Maker, n: int) -> Made:
    """A row of the diplomas cannot be read."""
    person = _staff(m, n)
    return person, _bad_diploma(person, n)


def jabatan_pengawas__unknown_performance(m: Maker, n: int) -> Made:
    """A year without an appraisal."""
    person = _staff(m, n)
    return person, _no_year(person, n)


def jabatan_pengawas__unknown_discipline(m: Maker, n: int) -> Made:
    """Never asked for punishments, or the service answered with an error."""
    person = _staff(m, n)
    return person, _not_asked(person, n)


def jabatan_administrator__eligible(m: Maker, n: int) -> Made:
    """Pengawas or JF ahli muda for three years and more, with S-1."""
    return _supervisor(m, n), LATE


def jabatan_administrator__fail_min_education(m: Maker, n: int) -> Made:
    """Pengawas with D-III or less."""
    level = ["30", "15"][n % 2]
    return officer(m, "42", "III/b", date(2021, 10, 1), date(2021, 1, 4), level=level), LATE


def jabatan_administrator__fail_position_experience(m: Maker, n: int) -> Made:
    """Pengawas for less than three years."""
    day = [date(2023, 2, 2), date(2024, 1, 22), date(2023, 6, 5)][n % 3]
    return officer(m, ["41", "42"][n % 2], ["III/d", "III/c"][n % 2], date(2021, 10, 1), day), LATE


def jabatan_administrator__fail_performance(m: Maker, n: int) -> Made:
    """One of the last two years is below Baik."""
    person = _supervisor(m, n)
    return person, _weak_year(person, n)


def jabatan_administrator__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = _supervisor(m, n)
    return person, _punished(person, n)


def jabatan_administrator__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = _supervisor(m, n)
    return person, _suspended(person, n)


def jabatan_administrator__unknown_min_education(m: Maker, n: int) -> Made:
    """A row of the diplomas cannot be read."""
    person = _supervisor(m, n)
    return person, _bad_diploma(person, n)


def jabatan_administrator__unknown_performance(m: Maker, n: int) -> Made:
    """A year without an appraisal."""
    person = _supervisor(m, n % 2)
    return person, _no_year(person, n)


def jabatan_jpt_pratama__eligible(m: Maker, n: int) -> Made:
    """Administrator or JF ahli madya for two years and more, five years in all, below the age limit."""
    return _administrator(m, n), LATE


def jabatan_jpt_pratama__fail_min_education(m: Maker, n: int) -> Made:
    """Administrator with D-III."""
    return officer(m, "32", "III/d", date(2021, 4, 1), date(2021, 10, 4), level="30", before=[("41", date(2016, 5, 9))],
                   ud2=True), LATE  # fmt: skip


def jabatan_jpt_pratama__fail_position_experience(m: Maker, n: int) -> Made:
    """Administrator for less than two years, or less than five years in all posts that count."""
    if n % 2:
        return officer(m, "32", "III/d", date(2021, 4, 1), date(2022, 3, 14), ud2=True), LATE
    return officer(
        m, "32", "III/d", date(2021, 4, 1), date(2024, 2, 5), before=[("41", date(2017, 5, 8))], ud2=True
    ), LATE


def jabatan_jpt_pratama__fail_age_limit(m: Maker, n: int) -> Made:
    """Older than 56 years and 0 months."""
    retires, dates = [(date(2027, 1, 1), LATE), (date(2027, 3, 1), LATE), (date(2027, 11, 1), [P2602])][n % 3]
    person = officer(m, ["32", "31"][n % 2], "IV/a", date(2021, 4, 1), date(2022, 3, 14), before=[("41", date(2017, 5, 8))],
                     ud2=True, retires=retires)  # fmt: skip
    return person, dates


def jabatan_jpt_pratama__fail_performance(m: Maker, n: int) -> Made:
    """One of the last two years is below Baik."""
    person = _administrator(m, n)
    return person, _weak_year(person, n)


def jabatan_jpt_pratama__fail_discipline(m: Maker, n: int) -> Made:
    """Serving a punishment of level sedang or berat."""
    person = _administrator(m, n)
    return person, _punished(person, n)


def jabatan_jpt_pratama__fail_service_status(m: Maker, n: int) -> Made:
    """On unpaid leave, suspended or on waiting pay."""
    person = _administrator(m, n)
    return person, _suspended(person, n)


def jabatan_jpt_pratama__unknown_age_limit(m: Maker, n: int) -> Made:
    """The birth date in the profile is another than in the number, on the other side of the limit."""
    person = officer(m, "32", "IV/a", date(2021, 4, 1), date(2022, 3, 14), before=[("41", date(2017, 5, 8))], ud2=True,
                     retires=date(2028, 10, 1))  # fmt: skip
    person.notes["profile_birth"] = person.birth.replace(year=person.birth.year - 3)
    return person, LATE


def jabatan_jpt_pratama__unknown_min_education(m: Maker, n: int) -> Made:
    """A row of the diplomas cannot be read."""
    person = _administrator(m, n)
    return person, _bad_diploma(person, n)


def jabatan_jpt_pratama__unknown_performance(m: Maker, n: int) -> Made:
    """A year without an appraisal."""
    person = _administrator(m, n % 2)
    return person, _no_year(person, n)


# --- regular promotion by the datasets that only refine it --------------------------------------------------------------
def _objection(person: Person, filed_after: int, decided: date | None, verdict: str = "") -> None:
    received = date(2025, 2, 3)
    person.notes["feedback"] = [("KEBERATAN", 2024, received, received + timedelta(days=filed_after), decided, verdict)]


def kp_reguler__by_rekap_skp(m: Maker, n: int) -> Made:
    """2024 is missing in rw_skp22, the rekap has it: eligible by the rekap."""
    person = m.clean(later=False)
    person.notes["skp22_missing"] = [2024]
    return person, LATE


def kp_reguler__sources_straddle(m: Maker, n: int) -> Made:
    """The rekap tells 2024 below Baik, rw_skp22 Baik: unknown."""
    person = m.clean(later=False)
    person.appraisals[2024] = {"result": "SESUAI", "behaviour": "SESUAI", "predikat": "BAIK"}
    person.notes["rekap"] = {2024: dict(WEAK)}
    return person, LATE


def kp_reguler__objection_open(m: Maker, n: int) -> Made:
    """An objection filed inside the window (the last day for some) and not decided on the date: provisional."""
    person = m.clean(later=False)
    decided, dates = [(None, LATE), (date(2025, 6, 20), [P2504, P2506]), (date(2025, 5, 5), [P2504])][n % 3]
    _objection(person, [14, 3, 10][n % 3], decided, "DITOLAK" if decided else "")
    return person, dates


def kp_reguler__objection_too_late(m: Maker, n: int) -> Made:
    """An objection filed on day 15 or later: the appraisal is final, nothing in the way."""
    person = m.clean(later=False)
    _objection(person, [15, 21][n % 2], None)
    return person, LATE


def kp_reguler__objection_rejected(m: Maker, n: int) -> Made:
    """An objection that was rejected before the dates: final, nothing in the way."""
    person = m.clean(later=False)
    _objection(person, [0, 9][n % 2], [date(2025, 3, 14), date(2025, 4, 1)][n % 2], "DITOLAK")
    return person, LATE


def kp_reguler__objection_accepted_unchanged(m: Maker, n: int) -> Made:
    """An objection that was accepted, and the predikat stands as it was: unknown."""
    person = m.clean(later=False)
    person.appraisals[2024] = {"result": "SESUAI", "behaviour": "SESUAI", "predikat": "BAIK"}
    _objection(person, 7, date(2025, 3, 20), "DITERIMA")
    return person, LATE


TRACKS = ("kp_struktural", "kp_jf", "kenaikan_jenjang", "kp_ijazah", "jabatan_pengawas", "jabatan_administrator",
          "jabatan_jpt_pratama", "kp_reguler")  # fmt: skip
TRACK_COHORTS: dict[str, Callable[[Maker, int], Made]] = {
    name: f for name, f in list(globals().items()) if name.split("__")[0] in TRACKS and callable(f) and "__" in name
}
