"""Every worked case of the rules reference (section 16) that is about a person's eligibility, identity, discipline or training
has its test under its number; where a case rests on a choice of ours, the rule row that holds the choice exists."""

from __future__ import annotations

import re
from collections import defaultdict

from tests.fixtures import worked_cases, worked_cases_tracks
from tests.rules.mutations import readers, rows_of

# number -> the rule rows (rule_id, parameter) of the choice that the case rests on, empty where the law itself decides
CASES: dict[str, tuple[tuple[str, str], ...]] = {
    # 16.1 time in rank and calendar
    "W01": (), "W02": (), "W03": (), "W04": (), "W06": (), "W07": (("POL.CONFLICT.RANK_UNDATED", ""),),
    # 16.2 performance
    "W10": (("POL.FPD.FUTURE_YEAR", "assumed_predikat"), ("PERF.READY", "")),
    "W11": (), "W13": (("POL.CONFLICT.PREDIKAT", ""),), "W15": (),
    "W17": (("POL.PERF.BAND_GAP", "band_gap"),), "W19": (), "W20": (), "W22": (("POL.PERF.MISSING", "missing_year"),),
    "W24": (("POL.PERF.MISSING", "missing_year"), ("POL.PERF.CPNS_YEAR", "cpns_year")),
    # 16.3 education
    "W26": (), "W27": (), "W28": (("POL.EDU.RECORDING", "recorded_when_no_gelar"),), "W30": (), "W32": (),
    # 16.4 superior
    "W34": (), "W35": (), "W36": (("KP.SUPERIOR.EQUAL", "equal_rank"),), "W37": (("POL.SUPERIOR.ASOF", "rank_of_superior"),),
    # 16.5 examinations
    "W39": (), "W40": (), "W42": (("KP.UD.JF", "exempt"),),
    # 16.6 structural
    "W43": (("POL.POST.START", "start"),), "W44": (),
    # 16.7 credit
    "W46": (("AK.ROUND", "rounding"),), "W47": (("AK.ROUND", "rounding"),), "W49": (), "W51": (),
    "W55": (("AK.BASE.HIGHER", "entered_higher"), ("POL.AK.CLOSED_YEAR", "closed_year_without_pak")),
    # 16.8 kinds and identity
    "W56": (), "W57": (("POL.CONFLICT.STATUS_NUMBER", ""),), "W58": (), "W59": (), "W60": (("POL.CONFLICT.SEX", ""),), "W62": (),
    # 16.9 discipline
    "W64": (("DISC.LIGHT", "ringan_block_months"),), "W65": (("POL.DISC.END", "end_inclusive"), ("DISC.LENGTH", "")),
    "W67": (("POL.DISC.END", "end_inclusive"),),
    # 16.10 posts and training
    "W70": (), "W71": (), "W73": (("POS.LEADING", ""),), "W74": (("TRN.PNS.MIN", "min_jp"),), "W75": (("TRN.PPPK.MAX", "max_jp"),),
    "W76": (("TRN.YEAR", "year_of"), ("TRN.DUPLICATE", "same_certificate")),
}  # fmt: skip
# The others of section 16, and why they are no case of a person here.
NO_CASE = {
    "W68": "an open examination has no dataset: not judged (DISC.EXAMINATION)",
    "W77": "index of professionality: by the rows alone", "W79": "index of professionality: by the rows alone",
    "W81": "merit score of an agency: by the rows alone",
    "W83": "disclosure of a public table", "W84": "disclosure of a public table",
}  # fmt: skip
SCALE_ONLY = {number for number, *_ in worked_cases.SCALE_CASES}


def test_every_number_has_its_test():
    """A case is shown by a person in the worked cases, judged by the oracle and by the marts (tests/dbt/test_cases.py), or
    by the scale alone (tests/unit/test_oracle.py)."""
    shown = {re.match(r"W\d+", case.id).group() for built in (worked_cases, worked_cases_tracks) for case in built.build(0)[1]}
    assert shown | SCALE_ONLY == set(CASES)
    assert not set(CASES) & set(NO_CASE)


def test_cases_of_an_index_follow_from_its_rows():
    """W77: a JF with S-1, all training, Baik, never punished; W79, W81: a value between two whole numbers, and an edge."""
    points = {(row["dimension"], row["item"]): float(row["points"]) for row in rows_of("index_points") if row["applies_to"] != "pelaksana"}
    best = sum(points["kompetensi", item] for item in ("functional training", "technical training of at least 20 JP", "seminar"))
    total = points["kualifikasi", "S1 or D4"] + best + points["kinerja", "76 to 90"] + points["disiplin", "never punished"]
    assert (best, total) == (40, 85)

    def band(rule: str, value: float) -> str:
        fitting = [row for row in rows_of("index_band") if row["rule_id"] == rule and float(row["lower_bound"]) <= value]
        return max(fitting, key=lambda row: float(row["lower_bound"]))["band_name"]

    assert [band("IPASN.BANDS", value) for value in (85, 90.5)] == ["Tinggi", "Tinggi"]
    assert [band("MERIT.BANDS", value) for value in (249, 250)] == ["Kurang", "Baik"]


def test_the_choices_behind_the_cases_are_rule_rows():
    params = defaultdict(set)
    for _, row, _ in readers():
        params[row["rule_id"]].add(row.get("param", ""))
    missing = [
        (number, rule_id, param)
        for number, choices in CASES.items()
        for rule_id, param in choices
        if param not in params[rule_id]
    ]
    assert missing == []
