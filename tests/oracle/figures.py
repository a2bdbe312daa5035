"""The figures of the rules, transcribed by hand for the oracle alone: not generated from, nor read by, the models."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

D = date

# -- ranks ------------------------------------------------------------------------------------------------------
RANKS = (
    ["I/" + x for x in "abcd"]
    + ["II/" + x for x in "abcd"]
    + ["III/" + x for x in "abcd"]
    + ["IV/" + x for x in "abcde"]
)
ORDER = {rank: n for n, rank in enumerate(RANKS, start=1)}  # I/a 1 .. IV/e 17
RANK_BY_ID = {
    "11": "I/a", "12": "I/b", "13": "I/c", "14": "I/d", "21": "II/a", "22": "II/b", "23": "II/c", "24": "II/d",
    "31": "III/a", "32": "III/b", "33": "III/c", "34": "III/d",
    "41": "IV/a", "42": "IV/b", "43": "IV/c", "44": "IV/d", "45": "IV/e",
}  # fmt: skip
PANGKAT = {
    "juru muda": "I/a", "juru muda tingkat i": "I/b", "juru": "I/c", "juru tingkat i": "I/d",
    "pengatur muda": "II/a", "pengatur muda tingkat i": "II/b", "pengatur": "II/c", "pengatur tingkat i": "II/d",
    "penata muda": "III/a", "penata muda tingkat i": "III/b", "penata": "III/c", "penata tingkat i": "III/d",
    "pembina": "IV/a", "pembina tingkat i": "IV/b", "pembina utama muda": "IV/c", "pembina utama madya": "IV/d",
    "pembina utama": "IV/e",
}  # fmt: skip
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"]
FIRST_APPOINTMENT_KP = "211"

# -- regular promotion ------------------------------------------------------------------------------------------
# (first day, last day, months); the day is always the first
PERIODS = (
    (D(2000, 11, 10), D(2002, 4, 16), {1, 4, 7, 10}),
    (D(2002, 4, 17), D(2023, 12, 31), {4, 10}),
    (D(2024, 1, 1), D(2025, 9, 30), {2, 4, 6, 8, 10, 12}),
    (D(2025, 10, 1), D.max, set(range(1, 13))),
)
PROMOTABLE = "PNS"
# track -> kind of post (jenisJabatan) of those whom it is for; the other tracks look at levels
POST_KIND = {"kp_reguler": "4", "kp_struktural": "1", "kp_jf": "2", "kp_ijazah": "any", "kenaikan_jenjang": "2"}
YEARS_IN_RANK = {"kp_reguler": 4, "kp_struktural": 4, "kp_jf": 2, "kp_ijazah": 1}
# (first day, last day, does it hold)
SUPERIOR_COUNTS = ((D.min, D(2025, 5, 19), True), (D(2025, 5, 20), D.max, False))
APPEAL_BARS = ((D.min, D(2010, 6, 5), False), (D(2010, 6, 6), D(2021, 8, 30), True), (D(2021, 8, 31), D.max, False))
# crossing from a rank -> examination; what makes it needless
EXAM_TO_LEAVE = {"II/d": "UD1", "III/d": "UD2"}
EXEMPT_CLASSES = {"UD1": {"S1", "S2", "S3"}, "UD2": {"S2", "S3"}}
# leadership training (latihanStrukturalId) or a word in its name; a higher one serves for the lower examination too
EXEMPT_TRAININGS = {"UD1": {"2", "3", "4", "5"}, "UD2": {"3", "4", "5"}}
EXEMPT_WORDS = {"UD1": {"PKP", "PKA", "PKN"}, "UD2": {"PKA", "PKN"}}

# -- the other tracks ----------------------------------------------------------------------------------------------
JENJANG_RANKS = {  # lowest, highest
    "PM": ("II/a", "II/a"), "TR": ("II/b", "II/d"), "MH": ("III/a", "III/b"), "PY": ("III/c", "III/d"),
    "PT": ("III/a", "III/b"), "MU": ("III/c", "III/d"), "MA": ("IV/a", "IV/c"), "UT": ("IV/d", "IV/e"),
}  # fmt: skip
# PermenPANRB 1/2023: the tables below hold from this day.
CREDIT_TABLE_FROM = date(2023, 1, 1)
# cumulative credit inside a jenjang to leave each of its ranks; the last rank of PY and UT has none
JENJANG_CREDIT = {
    "PM": {"II/a": 15}, "TR": {"II/b": 20, "II/c": 40, "II/d": 60}, "MH": {"III/a": 50, "III/b": 100},
    "PY": {"III/c": 100}, "PT": {"III/a": 50, "III/b": 100}, "MU": {"III/c": 100, "III/d": 200},
    "MA": {"IV/a": 150, "IV/b": 300, "IV/c": 450}, "UT": {"IV/d": 200},
}  # fmt: skip
# and to leave the jenjang
RISE_CREDIT = {"PM": 15, "TR": 60, "MH": 100, "PT": 100, "MU": 200, "MA": 450}
RANKS_BEYOND = ((date(2023, 7, 1), 1),)  # PermenPANRB 1/2023: since when, how many above the range without a vacancy
FREE_POSTS = 1  # of the next jenjang
# What kenaikan jenjang asked for before is not known.
RISE_RULES_FROM = date(2023, 7, 1)
JENJANG_AFTER = {"PM": "TR", "TR": "MH", "MH": "PY", "PT": "MU", "MU": "MA", "MA": "UT"}
# (first day, last day, ladder) by which a change of jenjang on that day was a rise
RISES = ((D.min, D.max, JENJANG_AFTER),)
NILAI_DASAR = {"PT": 100, "MU": 200, "MA": 400, "UT": 850}
JENJANG_WORD = {
    "PELAKSANA PEMULA": "PM", "PEMULA": "PM", "PELAKSANA LANJUTAN": "MH", "PELAKSANA": "TR", "TERAMPIL": "TR",
    "MAHIR": "MH", "PENYELIA": "PY", "PERTAMA": "PT", "MUDA": "MU", "MADYA": "MA", "UTAMA": "UT",
}  # fmt: skip
ESELON_RANKS = {  # lowest, highest
    "10": ("IV/d", "IV/e"), "11": ("IV/d", "IV/e"), "12": ("IV/c", "IV/e"), "21": ("IV/c", "IV/d"),
    "22": ("IV/b", "IV/c"), "31": ("IV/a", "IV/b"), "32": ("III/d", "IV/a"), "41": ("III/c", "III/d"),
    "42": ("III/b", "III/c"), "51": ("III/a", "III/b"),
}  # fmt: skip
# one rank below an eselon's range: years in rank with years in the post, or years in rank alone
YEARS_BELOW_RANGE, YEARS_IN_POST, YEARS_BELOW_ALONE = 1, 1, 4
DIPLOMA_EXAM, RISE_EXAM = "KPPI", "UKOM"
LEAST_SOURCE_RANK = None  # of a promotion by diploma: none is set
OBJECTION_DAYS = 14
# track -> (least education class, years of experience, level from which one rises)
PENGAWAS, ADMINISTRATOR = {"41", "42"}, {"31", "32"}
POSITION_TRACKS = {
    "jabatan_pengawas": ("D3", 4, "pelaksana"),
    "jabatan_administrator": ("S1", 3, "pengawas"),
    "jabatan_jpt_pratama": ("S1", 2, "administrator"),
}
# level -> posts of it
LEVELS = {
    "pelaksana": {"pelaksana", "PM", "TR", "MH", "PY", "PT"},
    "pengawas": {"pengawas", "MU"},
    "administrator": {"administrator", "MA"},
}
JPT_YEARS_IN_ALL = 5
JPT_IN_ALL = {"pengawas", "administrator", "structural", "MU", "MA", "UT"}
JPT_AGE = 56
# diploma class -> rank at which one starts with it
ENTRY = {
    "SD": "I/a", "SLTP": "I/c", "SLTP_KEJURUAN": "I/c", "SLTA": "II/a", "D1": "II/a", "D2": "II/b", "SGPLB": "II/b", "D3": "II/c",
    "S1": "III/a", "S2": "III/b", "S3": "III/c",
}  # fmt: skip

# (track, criterion) -> since when it is known what is asked for: PP 11/2017; PP 99/2000 as amended by PP 12/2002
KNOWN_FROM = {
    (track, name): D(2017, 4, 7)
    for track in POSITION_TRACKS
    for name in ("position_kind", "min_education", "position_experience", "age_limit", "performance")
} | {
    ("kp_reguler", "time_in_rank"): D(2001, 1, 1),
    ("kp_reguler", "education_ceiling"): D(2002, 4, 17),
    ("kp_struktural", "position_kind"): D(2002, 4, 17),
    ("kp_struktural", "rank_range"): D(2002, 4, 17),
    ("kp_struktural", "time_in_rank"): D(2002, 4, 17),
    ("kp_struktural", "time_in_position"): D(2002, 4, 17),
}
ENTRY_FROM = D(2002, 4, 17)

# -- education --------------------------------------------------------------------------------------------------
# class -> highest rank by regular promotion, lowest class first
CEILING = {
    "SD": "II/a",
    "SLTP": "II/c",
    "SLTP_KEJURUAN": "II/d",
    "SLTA": "III/b",
    "D1": "III/b",
    "D2": "III/b",
    "SGPLB": "III/c",
    "D3": "III/c",
    "S1": "III/d",
    "S2": "IV/a",
    "S3": "IV/b",
}
CLASS_ORDER = {name: n for n, name in enumerate(CEILING)}
CLASS_BY_LEVEL = {
    "05": "SD", "10": "SLTP", "12": "SLTP_KEJURUAN", "15": "SLTA", "17": "SLTA", "18": "SLTA", "20": "D1", "25": "D2",
    "30": "D3", "35": "S1", "40": "S1", "42": "S1", "45": "S2", "47": "S2", "49": "S2", "50": "S3",
}  # fmt: skip
PROFESSIONS_AS_S2 = ("DOKTER", "APOTEKER")  # of level 42

# -- appraisals -------------------------------------------------------------------------------------------------
# (first year, last year, month and day of the next year from which it can be used)
USABLE_FROM = ((1979, 2022, (2, 1)), (2023, 2023, (3, 1)), (2024, 9999, (2, 1)))
# track -> how many of the latest years, and the least predikat of each
APPRAISED_YEARS = {
    "kp_reguler": 2, "kp_struktural": 2, "kp_jf": 2, "kp_ijazah": 1, "kenaikan_jenjang": 1,
    "jabatan_pengawas": 2, "jabatan_administrator": 2, "jabatan_jpt_pratama": 2,
}  # fmt: skip
LEAST_PREDIKAT = dict.fromkeys(APPRAISED_YEARS, "BAIK")
FUTURE_PREDIKAT = "BAIK"  # of a year not yet usable and without a record
PREDIKAT = ("SANGAT_KURANG", "KURANG", "BUTUH_PERBAIKAN", "BAIK", "SANGAT_BAIK")
MATRIX = {  # (result, behaviour); 1 above, 2 as expected, 3 below
    (1, 3): "KURANG", (1, 2): "BAIK", (1, 1): "SANGAT_BAIK",
    (2, 3): "KURANG", (2, 2): "BAIK", (2, 1): "BAIK",
    (3, 3): "SANGAT_KURANG", (3, 2): "BUTUH_PERBAIKAN", (3, 1): "BUTUH_PERBAIKAN",
}  # fmt: skip
# lower bounds; 75.5 of PP 46/2011 falls into the band below (GAP_FALLS), whose upper bounds stand beside
PP46 = {"SANGAT_BAIK": 91, "BAIK": 76, "BUTUH_PERBAIKAN": 61, "KURANG": 51, "SANGAT_KURANG": 0}
PP46_UPPER = {"SANGAT_BAIK": 100, "BAIK": 90, "BUTUH_PERBAIKAN": 75, "KURANG": 60, "SANGAT_KURANG": 50}
PP30 = {"SANGAT_BAIK": 110, "BAIK": 90, "BUTUH_PERBAIKAN": 70, "KURANG": 50, "SANGAT_KURANG": 0}
GAP_FALLS = "lower"
TOTAL_SERVES = False  # a year with totals only
# elements of each regulation; those of leaders count only above 0
ELEMENTS = {
    "PP46": {"nilaiSkp", "orientasiPelayanan", "integritas", "komitmen", "disiplin", "kerjasama"},
    "PP30": {"nilaiSkp", "orientasiPelayanan", "inisiatifKerja", "komitmen", "kerjasama"},
}
LEADERS = {"PP46": {"kepemimpinan"}, "PP30": {"kepemimpinan"}}
# (first year, last year, (how it is judged, the dataset that carries it))
REGIMES = (
    (1979, 2013, ("none", None)),
    (2014, 2020, ("elements", "rw_skp")),
    (2021, 2021, ("integrated", "rw_skp")),
    (2022, 9999, ("predikat", "rw_skp22")),
)

# -- discipline -------------------------------------------------------------------------------------------------
LEVEL_BY_KIND = (
    dict.fromkeys(("1", "2", "3", "21", "22"), "R")
    | dict.fromkeys(("4", "5", "6", "7", "8", "23", "24", "25"), "S")
    | dict.fromkeys(("9", "10", "11", "12", "13", "14", "27", "28"), "B")
)
# (first day, last day, levels that bar)
BLOCKING = ((D.min, D(2022, 3, 20), {"S", "B"}), (D(2022, 3, 21), D.max, {"S", "B"}))
END_COUNTS = False  # does the last day still bar
ENDS_THE_ONE_BEFORE = "12"
# kind -> its length in months, of punishments that begin from a first to a last day
MONTHS_BY_KIND = {
    kind: ((D.min, D.max, months),)
    for kind, months in {
        "4": 12, "5": 12, "6": 12, "7": 12, "8": 12, "14": 36, "23": 6, "24": 9, "25": 12, "27": 12, "28": 12,
    }.items()
}  # fmt: skip

# -- people -----------------------------------------------------------------------------------------------------
SERVICE = (
    dict.fromkeys(("01", "03", "09", "11", "15", "16", "71", "72", "73", "101"), "PASS")
    | dict.fromkeys(("02", "04", "05", "13"), "FAIL")
    | dict.fromkeys(
        ["12", "14", "20", "98", "99"] + [str(n) for n in [*range(51, 71), *range(77, 93)]],
        "NOT_APPLICABLE",
    )
)
APPEAL_CODE = "09"
PPPK_CODES = {"71": "PPPK", "72": "PPPK", "73": "PPPK", "101": "PPPK_PARUH_WAKTU"}
ESELON = set("00 10 11 12 21 22 31 32 41 42 51 52 99".split())
STRUCTURAL_WITHOUT_LEVEL = {"00", "52", "99"}


def predikat_pp30(value: float, new_idea: bool) -> str:
    """Label of a PP 30/2019 value, 0 to 120 (Art 41(5))."""
    best = next(name for name in reversed(PREDIKAT) if value >= PP30[name])
    return "BAIK" if best == "SANGAT_BAIK" and not new_idea else best


def add_months(day: date, months: int) -> date:
    """Calendar anniversary; 29 February and month ends fall back to the last day of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def is_period(day: date) -> bool:
    return day.day == 1 and any(a <= day <= b and day.month in months for a, b, months in PERIODS)


def periods_between(first: date, last: date) -> list[date]:
    return [day for day in months_between(first, last) if is_period(day)]


def months_between(first: date, last: date) -> list[date]:
    """Every first of a month."""
    out, day = [], first if first.day == 1 else add_months(first.replace(day=1), 1)
    while day <= last:
        out.append(day)
        day = add_months(day, 1)
    return out


def at(table: tuple, day):
    """What a table of (first, last, value) says of a day or year; None where it does not say."""
    return next((value for first, last, value in table if first <= day <= last), None)


def usable_from(year: int) -> date:
    return date(year + 1, *at(USABLE_FROM, year))


def regime(year: int) -> tuple[str, str | None]:
    """(how an appraisal year is judged, the dataset that carries it)."""
    return at(REGIMES, year)


def needed_years(day: date, track: str) -> tuple[int, ...]:
    """The latest appraisal years usable at a date that the track asks for, newest first."""
    year = day.year - 1
    while usable_from(year) > day:
        year -= 1
    return tuple(year - n for n in range(APPRAISED_YEARS[track]))


def serves(predikat: str, track: str) -> bool:
    """Is it at least what the track asks for."""
    return PREDIKAT.index(predikat) >= PREDIKAT.index(LEAST_PREDIKAT[track])


def exam_spared(exam: str, training_id: str | None, name: str) -> bool:
    """Does a leadership training make the examination needless."""
    words = "|".join(sorted(EXEMPT_WORDS[exam]))
    return training_id in EXEMPT_TRAININGS[exam] or bool(words and re.search(rf"\b({words})\b", name))


@cache
def jenjang_by_id() -> dict[str, str]:
    """BKN's list of functional posts (jabatanFungsional): id -> jenjang."""
    lines = Path(__file__).with_name("jenjang.csv").read_text(encoding="utf-8").split()[1:]
    return {key: code for key, code in (line.split(",") for line in lines) if code in JENJANG_RANKS}
