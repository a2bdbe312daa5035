"""One change for every row of seeds/rules that verdicts rest on, told twice: to the warehouse (a column and its new value)
and to the oracle (its own figure, changed in the same way)."""

from __future__ import annotations

import contextlib
import copy
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from tests.oracle import TRACKS
from tests.oracle import figures as f

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "rules"
# Tables of which the oracle has one figure for all time.
ONE_FIGURE = {"functional_rank_range", "level_equivalence", "punishment_length"}
KEY_OF_RULE = ("rule_id", "param", "value", "applies_to", "valid_from")


@dataclass(frozen=True)
class Mutation:
    """One row changed once. figures: name in the oracle's figures -> its new value. tracks: the only ones that may change.

    reread: the oracle uses the figure when it reads records. value None: the row is taken away."""

    table: str
    row: dict = field(hash=False)
    column: str
    value: str | None
    figures: dict = field(hash=False)
    tracks: tuple[str, ...] = tuple(TRACKS)
    reread: bool = False

    @property
    def key(self) -> dict[str, str]:
        """What tells the row from the others of its table."""
        names = KEY_OF_RULE if self.table == "rule" else ("rule_id", *described()[self.table]["key"], "valid_from")
        return {name: self.row[name] for name in names if name != "valid_from" or not is_one_figure(self.table, self.row)}

    @property
    def id(self) -> str:
        return f"{self.table} {' '.join(filter(None, self.key.values()))}, {self.column}"

    @property
    def statement(self) -> str:
        where = " and ".join(f"{name} is not distinct from {_sql(value)}" for name, value in self.key.items())
        if self.value is None:
            return f"delete from {{t}} where {where}"
        return f"update {{t}} set {self.column} = {_sql(self.value)} where {where}"


def is_one_figure(table: str, row: dict[str, str]) -> bool:
    """Whether the versions of a row differ in what they cite alone: they are changed together."""
    return table in ONE_FIGURE or (table == "rule" and (row["rule_id"], row["param"]) in VALUES)


def _sql(value: str) -> str:
    return "null" if value == "" else "'" + value.replace("'", "''") + "'"


def rows_of(table: str) -> list[dict[str, str]]:
    with (SEEDS / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def described() -> dict[str, dict]:
    """Table of rules -> its meta: who reads it (the table `rule` says so in each row), and its key."""
    seeds = yaml.safe_load((SEEDS / "_rules.yml").read_text(encoding="utf-8"))["seeds"]
    return {seed["name"]: seed["config"].get("meta", {}) for seed in seeds}


def readers() -> Iterator[tuple[str, dict[str, str], str]]:
    """(table, row, who reads it) of every row of seeds/rules."""
    for table, meta in described().items():
        for row in rows_of(table):
            yield table, row, row["read_by"] if table == "rule" else meta["read_by"]


@contextlib.contextmanager
def figures_changed(figures: dict) -> Iterator[None]:
    """The oracle with other figures."""
    before = {name: getattr(f, name) for name in figures}
    try:
        for name, value in figures.items():
            setattr(f, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(f, name, value)


# -- the oracle's figures, changed -------------------------------------------------------------------------------------
def put(name: str, *path, to) -> dict:
    """Figure `name` with another value at a place inside."""
    figure = copy.deepcopy(getattr(f, name))
    inner = figure
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return {name: figure}


def take(name: str, *path) -> dict:
    """Figure `name` without a member of a set inside."""
    figure = copy.deepcopy(getattr(f, name))
    inner = figure
    for step in path[:-1]:
        inner = inner[step]
    inner.discard(path[-1])
    return {name: figure}


def version(name: str, start: str, to) -> dict:
    """A figure of (first day, last day, value): the version in force on `start` with another value."""
    day = date.fromisoformat(start)
    return {name: tuple((a, b, to(v) if a <= day <= b else v) for a, b, v in getattr(f, name))}


def rank(golongan: str, steps: int = 1) -> str:
    return f.RANKS[f.RANKS.index(golongan) + steps]


# -- tables ------------------------------------------------------------------------------------------------------------
def _period(row):
    month, start = int(row["month"]), date.fromisoformat(row["valid_from"])
    versions = tuple((a, b, m - {month} if a <= start <= b else m) for a, b, m in f.PERIODS)
    yield "month", "0", {"PERIODS": versions}, ("kp_reguler", "kp_struktural", "kp_jf", "kp_ijazah")


def _ceiling(row):
    lower = rank(row["max_golongan"], -1)
    yield "max_golongan", lower, put("CEILING", row["education_class"], to=lower), ("kp_reguler",)


def _entry(row):
    higher = rank(row["entry_golongan"])
    yield "entry_golongan", higher, put("ENTRY", row["education_class"], to=higher), ("kp_ijazah",)


def _echelon(row):
    low, high = f.ESELON_RANKS[row["echelon_id"]]
    for column, pair in (("lowest_golongan", (rank(low, -1), high)), ("highest_golongan", (low, rank(high, -1)))):
        yield column, pair[column[0] == "h"], put("ESELON_RANKS", row["echelon_id"], to=pair), ("kp_struktural",)


def _jenjang(row):
    grade = row["grade_id"]
    low, high = f.JENJANG_RANKS[grade]
    tracks = ("kp_jf", "kenaikan_jenjang")
    yield "lowest_golongan", rank(low, -1), put("JENJANG_RANKS", grade, to=(rank(low, -1), high)), tracks
    yield "highest_golongan", rank(high, -1), put("JENJANG_RANKS", grade, to=(low, rank(high, -1))), tracks
    if row["next_grade_id"]:
        following = {k: v for k, v in f.JENJANG_AFTER.items() if k != grade}
        yield "next_grade_id", "", {"JENJANG_AFTER": following}, tracks


def _equivalence(row):
    level, of_class, grade = row["position_level"], row["position_class"], row["grade_id"]
    member = level if grade == "*" else grade
    if level == "leading":
        members = {"pengawas", "administrator", "structural"} if of_class == "structural" else {grade}
        yield "position_level", None, {"JPT_IN_ALL": f.JPT_IN_ALL - members}, ("jabatan_jpt_pratama",)
    else:
        track = next(name for name, gate in f.POSITION_TRACKS.items() if gate[2] == level)
        yield "position_level", None, take("LEVELS", level, member), (track,)


def _crossing(row):
    other = rank(row["from_golongan"], -1)
    moved = {(other if k == row["from_golongan"] else k): v for k, v in f.EXAM_TO_LEAVE.items()}
    yield "from_golongan", other, {"EXAM_TO_LEAVE": moved}, ("kp_reguler", "kp_struktural")


def _exempt_class(row):
    changed = take("EXEMPT_CLASSES", row["exam_kind"], row["education_class"])
    yield "education_class", None, changed, ("kp_reguler", "kp_struktural")


def _exempt_training(row):
    exam, word = row["exam_kind"], row["name_word"]
    others = [r for r in rows_of("ujian_dinas_training") if r != row and r["exam_kind"] == exam]
    changed = take("EXEMPT_TRAININGS", exam, row["structural_training_id"])
    if word not in {r["name_word"] for r in others}:
        changed |= take("EXEMPT_WORDS", exam, word)
    yield "exam_kind", None, changed, ("kp_reguler", "kp_struktural")


def _readiness(row):
    start = date.fromisoformat(row["valid_from"]).year
    month = int(row["usable_month"]) + 1
    day = int(row["usable_day"])
    versions = tuple((a, b, (month, day) if a == start else v) for a, b, v in f.USABLE_FROM)
    yield "usable_month", str(month), {"USABLE_FROM": versions}


def _regime(row):
    start = date.fromisoformat(row["valid_from"]).year
    if row["method"] == "predikat":  # the method says only that the export stands beside the answers
        column, value, told = "gate_dataset", "rw_skp", (row["method"], "rw_skp")
    else:
        column, value, told = "method", "none", ("none", row["gate_dataset"])
    yield column, value, {"REGIMES": tuple((a, b, told if a == start else v) for a, b, v in f.REGIMES)}


def _band(row):
    name = "PP46" if row["regime"] == "PP46" else "PP30"
    higher = int(row["lower_bound"]) + 1
    yield "lower_bound", str(higher), put(name, row["predikat"], to=higher)


def _element(row):
    name = {"nilai_skp": "nilaiSkp", "orientasi_pelayanan": "orientasiPelayanan", "inisiatif_kerja": "inisiatifKerja"}
    table = "LEADERS" if row["only_if_positive"] == "true" else "ELEMENTS"
    yield "element", None, take(table, row["regulation"], name.get(row["element"], row["element"]))


def _matrix(row):
    place = {"DI_ATAS": 1, "SESUAI": 2, "DI_BAWAH": 3}
    other = "KURANG" if row["predikat"] in ("BAIK", "SANGAT_BAIK") else "BAIK"
    cell = (place[row["result_rating"]], place[row["behaviour_rating"]])
    yield "predikat", other, put("MATRIX", cell, to=other), TRACKS, True


def _threshold(row):
    more = int(float(row["cumulative_credit"])) + 1
    yield "cumulative_credit", str(more), put("JENJANG_CREDIT", row["grade_id"], row["golongan"], to=more), ("kp_jf",)


def _grade_threshold(row):
    more = int(float(row["credit"])) + 1
    yield "credit", str(more), put("RISE_CREDIT", row["grade_id"], to=more), ("kenaikan_jenjang",)


def _base(row):
    more = int(float(row["base_credit"])) + 1
    yield "base_credit", str(more), put("NILAI_DASAR", row["grade_id"], to=more), ("kp_jf", "kenaikan_jenjang")


def _length(row):
    more = int(row["length_months"]) + 1
    yield "length_months", str(more), put("MONTHS_BY_KIND", row["punishment_kind_id"], to=more)


TABLES: dict[str, Callable] = {
    "promotion_period": _period,
    "education_ceiling": _ceiling,
    "education_entry": _entry,
    "echelon_rank_range": _echelon,
    "functional_rank_range": _jenjang,
    "level_equivalence": _equivalence,
    "ujian_dinas": _crossing,
    "ujian_dinas_exemption": _exempt_class,
    "ujian_dinas_training": _exempt_training,
    "performance_readiness": _readiness,
    "performance_regime": _regime,
    "performance_band": _band,
    "performance_element": _element,
    "performance_matrix": _matrix,
    "credit_threshold": _threshold,
    "credit_grade_threshold": _grade_threshold,
    "credit_base": _base,
    "punishment_length": _length,
}

# -- single values: (rule, parameter) -> new value, the oracle's figures ------------------------------------------------
_GATE = f.POSITION_TRACKS


def _gate(track: str, place: int, to) -> dict:
    gate = list(_GATE[track])
    gate[place] = to
    return put("POSITION_TRACKS", track, to=tuple(gate))


def _years(track: str) -> dict:
    return put("APPRAISED_YEARS", track, to=3 - f.APPRAISED_YEARS[track])


def _predikat(track: str) -> tuple[str, dict]:
    return "SANGAT_BAIK", put("LEAST_PREDIKAT", track, to="SANGAT_BAIK")


def _rank_years(track: str) -> tuple[str, dict]:
    more = f.YEARS_IN_RANK[track] + 1
    return str(more), put("YEARS_IN_RANK", track, to=more)


VALUES: dict[tuple[str, str], tuple[str, dict]] = {
    ("KP.WHO", "promotable_kind"): ("CPNS", {"PROMOTABLE": "CPNS"}),
    ("KP.REG.WHO", "position_kind"): ("structural", put("POST_KIND", "kp_reguler", to="1")),
    ("KP.STR.WHO", "position_kind"): ("pelaksana", put("POST_KIND", "kp_struktural", to="4")),
    ("KP.JF.WHO", "position_kind"): ("pelaksana", put("POST_KIND", "kp_jf", to="4")),
    ("KJ.WHO", "position_kind"): ("pelaksana", put("POST_KIND", "kenaikan_jenjang", to="4")),
    ("KP.IJZ.WHO", "position_kind"): ("functional", put("POST_KIND", "kp_ijazah", to="2")),
    ("KP.REG.YEARS", "min_years"): _rank_years("kp_reguler"),
    ("KP.STR.WITHIN", "min_years"): _rank_years("kp_struktural"),
    ("KP.JF.YEARS", "min_years"): _rank_years("kp_jf"),
    ("KP.IJZ.YEARS", "min_years"): _rank_years("kp_ijazah"),
    ("KP.STR.BELOW", "min_years_below"): ("2", {"YEARS_BELOW_RANGE": 2}),
    ("KP.STR.BELOW", "min_years"): ("2", {"YEARS_IN_POST": 2}),
    ("KP.STR.BELOW4", "min_years_full_below"): ("5", {"YEARS_BELOW_ALONE": 5}),
    ("KP.IJZ.SOURCE", "min_source_rank"): ("II/c", {"LEAST_SOURCE_RANK": "II/c"}),
    ("KP.IJZ.KPPI", "exam_kind"): ("UD1", {"DIPLOMA_EXAM": "UD1"}),
    ("KJ.UKOM", "exam_kind"): ("UD1", {"RISE_EXAM": "UD1"}),
    ("KJ.VACANCY", "free_post"): ("2", {"FREE_POSTS": 2}),
    ("KP.JF.NOVACANCY", "ranks_beyond"): ("0", {"RANKS_BEYOND": ((date(2023, 7, 1), 0),)}),
    ("POS.PWS.WHO", "from_level"): ("pengawas", _gate("jabatan_pengawas", 2, "pengawas")),
    ("POS.ADM.WHO", "from_level"): ("administrator", _gate("jabatan_administrator", 2, "administrator")),
    ("POS.JPTP.WHO", "from_level"): ("pengawas", _gate("jabatan_jpt_pratama", 2, "pengawas")),
    ("POS.PWS.EDU", "min_class"): ("S1", _gate("jabatan_pengawas", 0, "S1")),
    ("POS.ADM.EDU", "min_class"): ("S2", _gate("jabatan_administrator", 0, "S2")),
    ("POS.JPTP.EDU", "min_class"): ("S2", _gate("jabatan_jpt_pratama", 0, "S2")),
    ("POS.PWS.EXP", "min_years"): ("5", _gate("jabatan_pengawas", 1, 5)),
    ("POS.ADM.EXP", "min_years"): ("4", _gate("jabatan_administrator", 1, 4)),
    ("POS.JPTP.EXP", "min_years"): ("3", _gate("jabatan_jpt_pratama", 1, 3)),
    ("POS.JPTP.CUM", "min_years_cumulative"): ("6", {"JPT_YEARS_IN_ALL": 6}),
    ("POS.JPTP.AGE", "max_age_years"): ("45", {"JPT_AGE": 45}),
    ("POL.PERF.BAND_GAP", "band_gap"): ("upper", {"GAP_FALLS": "upper"}),
    ("POL.PERF.TOTAL_ONLY", "accept_total_without_elements"): ("true", {"TOTAL_SERVES": True}),
    ("POL.PERF.OBJECTION", "window_days"): ("15", {"OBJECTION_DAYS": 15}),
    ("POL.DISC.END", "end_inclusive"): ("true", {"END_COUNTS": True}),
} | {
    (f"{rule}.PERF", param): change
    for rule, track in {
        "KP.REG": "kp_reguler", "KP.STR": "kp_struktural", "KP.JF": "kp_jf", "KP.IJZ": "kp_ijazah",
        "KJ": "kenaikan_jenjang", "POS.PWS": "jabatan_pengawas", "POS.ADM": "jabatan_administrator",
        "POS.JPTP": "jabatan_jpt_pratama",
    }.items()
    for param, change in (
        ("min_predikat", _predikat(track)),
        ("years", (str(3 - f.APPRAISED_YEARS[track]), _years(track))),
    )
}  # fmt: skip

_TABLE_NAME = "it names the table that holds the figures; every row of that table is changed instead"
# Rows that verdicts cite or that other columns rest on, and which change no status: why. (rule, parameter) of `rule`.
NO_STATUS = {
    ("KP.SERVICE", "active_service"): "it names the code list legal_status, which is no rule table",
    ("KP.REG.EDUMAX", "table"): _TABLE_NAME,
    ("KP.UD", "table"): _TABLE_NAME,
    ("KP.STR.RANGE", "table"): _TABLE_NAME,
    ("KP.IJZ.ENTRY", "table"): _TABLE_NAME,
    ("KP.JF.RANGE", "table"): _TABLE_NAME,
    ("AK.AKK", "table"): _TABLE_NAME,
    ("AK.AKK.KJ", "table"): _TABLE_NAME,
    ("POL.FPD.HORIZON", "horizon_years"): "how far first_possible_date looks ahead: no status of the period date",
    ("POL.FPD.FUTURE_YEAR", "assumed_predikat"): "what a year still to come is taken for: first_possible_date alone",
    ("POL.AK.ROUNDING", "sensitive_below"): "the flag rounding_sensitive in `observed`: no status",
}


def no_status(table: str, row: dict) -> str | None:
    """Why no status depends on a row that is read for verdicts; None for a row on which one does."""
    if table == "rule":
        return NO_STATUS.get((row["rule_id"], row["param"]))
    if table == "precedence" and not row["otherwise"]:
        return "no switch: its note says why"
    if row["rule_id"] == "POL.CONFLICT.PREDIKAT":
        return "the label of a year where reported and derived predikat lie on one side of every gate"
    if row.get("regime") == "DP3":
        return "no dataset carries an appraisal year of DP3: it is UNKNOWN whatever its bands"
    if table == "performance_band" and row["predikat"] != "BAIK":
        return "a bound that is not that of Baik, the least predikat that any track asks for: it gives the label alone"
    return None


def _value_rows(row: dict) -> Iterator[tuple]:
    key = (row["rule_id"], row["param"])
    tracks = tuple(TRACKS) if row["track"] == "*" else (row["track"],)
    if key == ("KP.REG.SUPERIOR", "applies"):
        to = row["value"] != "true"
        yield "value", str(to).lower(), version("SUPERIOR_COUNTS", row["valid_from"], lambda _: to), tracks
    elif key[0].startswith("DISC.APPEAL"):
        to = row["value"] != "true"
        yield "value", str(to).lower(), version("APPEAL_BARS", row["valid_from"], lambda _: to), tracks
    elif key[0] == "DISC.BLOCK":
        yield "value", None, version("BLOCKING", row["valid_from"], lambda levels: levels - {row["value"]}), tracks
    elif key == ("POL.DISC.ENDING_KIND", "ending_kind"):
        yield "value", "9", {"ENDS_THE_ONE_BEFORE": "9"}, tracks, True
    elif key in VALUES:
        value, figures = VALUES[key]
        yield "value", value, figures, tracks


def mutations() -> list[Mutation]:
    """Every row that verdicts rest on, changed once (a table with several figures a row: each of them once).

    The switches between readings are changed in test_switches, against answers worked out by hand."""
    return [
        Mutation(table, row, *change)
        for table, row, reader in readers()
        if reader == "verdict" and not no_status(table, row) and not (row["valid_to"] and is_one_figure(table, row))
        for change in (_value_rows(row) if table == "rule" else TABLES[table](row) if table in TABLES else ())
    ]
