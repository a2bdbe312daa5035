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
    (D(2000, 1, 1), D(2002, 4, 16), {1, 4, 7, 10}),
    (D(2002, 4, 17), D(2023, 12, 31), {4, 10}),
    (D(2024, 1, 1), D(2025, 9, 30), {2, 4, 6, 8, 10, 12}),
    (D(2025, 10, 1), D.max, set(range(1, 13))),
)
YEARS_IN_RANK = 4
APPRAISED_YEARS = 2
SUPERIOR_LAST_DAY = D(2025, 5, 19)
APPEAL_BARS_LAST_DAY = D(2021, 8, 30)
# crossing from a rank -> (examination, lowest education class that exempts)
EXAM_TO_LEAVE = {"II/d": ("UD1", "S1"), "III/d": ("UD2", "S2")}

# -- the other tracks ----------------------------------------------------------------------------------------------
JENJANG_RANKS = {
    "PM": ["II/a"], "TR": ["II/b", "II/c", "II/d"], "MH": ["III/a", "III/b"], "PY": ["III/c", "III/d"],
    "PT": ["III/a", "III/b"], "MU": ["III/c", "III/d"], "MA": ["IV/a", "IV/b", "IV/c"], "UT": ["IV/d", "IV/e"],
}  # fmt: skip
# cumulative credit inside a jenjang to leave each of its ranks; the last rank of PY and UT has none
# PermenPANRB 1/2023: the table below holds from this day.
CREDIT_TABLE_FROM = date(2023, 1, 1)
JENJANG_CREDIT = {
    "PM": [15], "TR": [20, 40, 60], "MH": [50, 100], "PY": [100],
    "PT": [50, 100], "MU": [100, 200], "MA": [150, 300, 450], "UT": [200],
}  # fmt: skip
JENJANG_AFTER = {"PM": "TR", "TR": "MH", "MH": "PY", "PT": "MU", "MU": "MA", "MA": "UT"}
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
YEARS_IN_RANK_JF = 2
YEARS_IN_RANK_DIPLOMA = 1
YEARS_BELOW_RANGE = 1  # in rank, and in the post
OBJECTION_DAYS = 14
# track -> (least education class, years of experience, who may stand for it, whose time counts)
PENGAWAS, ADMINISTRATOR = {"41", "42"}, {"31", "32"}
POSITION_TRACKS = {
    "jabatan_pengawas": ("D3", 4, {"pelaksana", "PM", "TR", "MH", "PY", "PT"}),
    "jabatan_administrator": ("S1", 3, {"pengawas", "MU"}),
    "jabatan_jpt_pratama": ("S1", 2, {"administrator", "MA"}),
}
JPT_YEARS_IN_ALL = 5
JPT_IN_ALL = {"MU", "MA", "UT"}  # beside every structural post
JPT_AGE = 56
# diploma class -> rank at which one starts with it
ENTRY = {
    "SD": "I/a", "SLTP": "I/c", "SLTP_KEJURUAN": "I/c", "SLTA": "II/a", "D2": "II/b", "SGPLB": "II/b", "D3": "II/c",
    "S1": "III/a", "S2": "III/b", "S3": "III/c",
}  # fmt: skip

# -- education --------------------------------------------------------------------------------------------------
# class -> highest rank by regular promotion, lowest class first
CEILING = {
    "SD": "II/a",
    "SLTP": "II/c",
    "SLTP_KEJURUAN": "II/d",
    "SLTA": "III/b",
    "D2": "III/b",
    "SGPLB": "III/c",
    "D3": "III/c",
    "S1": "III/d",
    "S2": "IV/a",
    "S3": "IV/b",
}
CLASS_ORDER = {name: n for n, name in enumerate(CEILING)}
CLASS_BY_LEVEL = {
    "05": "SD", "10": "SLTP", "12": "SLTP_KEJURUAN", "15": "SLTA", "17": "SLTA", "18": "SLTA", "20": "SLTA", "25": "D2",
    "30": "D3", "35": "S1", "40": "S1", "42": "S1", "45": "S2", "47": "S2", "49": "S2", "50": "S3",
}  # fmt: skip
PROFESSIONS_AS_S2 = ("DOKTER", "APOTEKER")  # of level 42

# -- appraisals -------------------------------------------------------------------------------------------------
# year -> first day it can be used; any other year from 1 February of the next
USABLE_FROM = {2023: D(2024, 3, 1)}
MATRIX = {  # (result, behaviour); 1 above, 2 as expected, 3 below
    (1, 3): "KURANG", (1, 2): "BAIK", (1, 1): "SANGAT_BAIK",
    (2, 3): "KURANG", (2, 2): "BAIK", (2, 1): "BAIK",
    (3, 3): "SANGAT_KURANG", (3, 2): "BUTUH_PERBAIKAN", (3, 1): "BUTUH_PERBAIKAN",
}  # fmt: skip
AT_LEAST_BAIK = {"SANGAT_BAIK", "BAIK"}
BAIK_PP46 = 76  # of each element; 75.5 falls into the band below
BAIK_PP30 = 90
SANGAT_BAIK_PP30 = 110
MATRIX_SINCE = 2022
INTEGRATED_YEAR = 2021

# -- discipline -------------------------------------------------------------------------------------------------
LEVEL_BY_KIND = (
    dict.fromkeys(("1", "2", "3", "21", "22"), "R")
    | dict.fromkeys(("4", "5", "6", "7", "8", "23", "24", "25"), "S")
    | dict.fromkeys(("9", "10", "11", "12", "13", "14", "27", "28"), "B")
)
BLOCKING = {"S", "B"}
ENDS_THE_ONE_BEFORE = "12"
MONTHS_BY_KIND = {
    "4": 12, "5": 12, "6": 12, "7": 12, "8": 12, "14": 36, "23": 6, "24": 9, "25": 12, "27": 12, "28": 12,
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
    if value >= SANGAT_BAIK_PP30 and new_idea:
        return "SANGAT_BAIK"
    if value >= BAIK_PP30:
        return "BAIK"
    return "BUTUH_PERBAIKAN" if value >= 70 else "KURANG" if value >= 50 else "SANGAT_KURANG"


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


def usable_from(year: int) -> date:
    return USABLE_FROM.get(year, date(year + 1, 2, 1))


def needed_years(day: date) -> tuple[int, ...]:
    """The two latest appraisal years usable at a date, newest first."""
    year = day.year - 1
    while usable_from(year) > day:
        year -= 1
    return tuple(year - n for n in range(APPRAISED_YEARS))


def exams_exempted(training_id: str | None, name: str) -> set[str]:
    """The ujian dinas that a leadership training makes needless: Diklatpim IV or PKP the first, III or PKA and above both."""
    if training_id in ("3", "4", "5") or re.search(r"\b(PKA|PKN)\b", name):
        return {"UD1", "UD2"}
    if training_id == "2" or re.search(r"\bPKP\b", name):
        return {"UD1"}
    return set()


@cache
def jenjang_by_id() -> dict[str, str]:
    """BKN's list of functional posts (jabatanFungsional): id -> jenjang."""
    lines = Path(__file__).with_name("jenjang.csv").read_text(encoding="utf-8").split()[1:]
    return {key: code for key, code in (line.split(",") for line in lines) if code in JENJANG_RANKS}
