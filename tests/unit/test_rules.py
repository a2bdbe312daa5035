"""The rules are complete data: every row is cited, marked and dated; versions of one thing neither overlap nor leave a gap."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from orchestration.rulebook import PAGE, page, regulations_cited, unknown_regulations

SEEDS = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds"
COMMON = ["unit", "version_by", "valid_from", "valid_to", "legal_basis", "article", "confidence", "note"]
MARKS = {"C1", "C2", "C2-", "U", "X", "P"}
READERS = {"verdict", "comparison", "people", "check", "explanation", "docs"}
TABLES = sorted(path.stem for path in (SEEDS / "rules").glob("*.csv"))
# Column of a rule table -> the code list that its values stand in, and values that are no code.
CODES = {
    "golongan": ("rank", "golongan", {""}),
    "max_golongan": ("rank", "golongan", {""}),
    "entry_golongan": ("rank", "golongan", {""}),
    "lowest_golongan": ("rank", "golongan", {""}),
    "highest_golongan": ("rank", "golongan", {""}),
    "from_golongan": ("rank", "golongan", set()),
    "to_golongan": ("rank", "golongan", set()),
    "education_class": ("education_class", "education_class", set()),
    "grade_id": ("functional_grade", "grade_id", {"*"}),
    "next_grade_id": ("functional_grade", "grade_id", {""}),
    "echelon_id": ("echelon", "echelon_id", set()),
    "predikat": ("predikat", "predikat", set()),
    "exam_kind": ("exam_kind", "exam_kind", set()),
    "punishment_kind_id": ("punishment_kind", "punishment_kind_id", set()),
    "structural_training_id": ("structural_training", "structural_training_id", set()),
    "result_rating": ("rating", "rating", set()),
    "behaviour_rating": ("rating", "rating", set()),
}


def rows_of(table: str, folder: str = "rules") -> list[dict[str, str]]:
    with (SEEDS / folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def described() -> dict[str, dict]:
    text = (SEEDS / "rules" / "_rules.yml").read_text(encoding="utf-8")
    return {seed["name"]: seed for seed in yaml.safe_load(text)["seeds"]}


def test_every_table_is_described(described):
    assert sorted(described) == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_cited_marked_and_dated(table, described):
    rows = rows_of(table)
    assert list(rows[0])[-len(COMMON) :] == COMMON or table == "rule"
    assert {"rule_id", *COMMON} <= set(rows[0])
    for number, row in enumerate(rows, start=2):
        where = f"{table}.csv, row {number}"
        for name in ("rule_id", "unit", "legal_basis", "article"):
            assert row[name], f"{where}: {name} is empty"
        assert row["confidence"] in MARKS, where
        assert row["legal_basis"] != "-" or row["confidence"] == "P", (
            f"{where}: only a choice of ours has no legal basis"
        )
        assert row["version_by"] in ("period", "fact"), where
        start = dt.date.fromisoformat(row["valid_from"])
        assert not row["valid_to"] or start < dt.date.fromisoformat(row["valid_to"]), (
            f"{where}: half-open, so never empty"
        )
        if table == "rule":
            assert row["note"], f"{where}: a value without a word on what it means"
            assert row["read_by"] in READERS, where
    if table != "rule":
        assert described[table]["config"]["meta"]["read_by"] in READERS


@pytest.mark.parametrize("table", TABLES)
def test_values_are_known_codes(table):
    for column, (seed, field, others) in CODES.items():
        known = {row[field] for row in rows_of(seed, "reference")} | others
        wrong = [row[column] for row in rows_of(table) if column in row and row[column] not in known]
        assert wrong == [], f"{table}.{column}"


def versions(table: str, key: list[str]) -> dict[tuple, list[tuple[str, str]]]:
    """Key -> its (valid_from, valid_to), in order of time."""
    found = defaultdict(list)
    for row in rows_of(table):
        found[tuple(row[name] for name in key)].append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    return {key: sorted(spans) for key, spans in found.items()}


def breaks(spans: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours where one does not begin where the other ends."""
    return [(before[1], after[0]) for before, after in pairwise(spans) if before[1] != after[0]]


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"rule", "promotion_period"}))
def test_versions_neither_overlap_nor_leave_a_gap(table, described):
    key = described[table]["config"]["meta"]["key"]
    assert {k: bad for k, spans in versions(table, key).items() if (bad := breaks(spans))} == {}


def test_scalar_rules_neither_overlap_nor_leave_a_gap():
    """One value at a time; a parameter of several values (levels that bar, kinds) has each of them at a time."""
    many = {"blocking_level", "punishment_kind"}
    found = defaultdict(list)
    for row in rows_of("rule"):
        key = (row["track"], row["criterion"], row["param"], row["applies_to"])
        value = (row["value"],) if row["param"] in many else ()
        found[key + value].append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    assert {key: bad for key, spans in found.items() if (bad := breaks(sorted(spans)))} == {}


def test_the_calendar_has_no_gap():
    """A month may come and go; on no day is there no calendar at all, and no month stands twice."""
    assert all(a[1] <= b[0] for spans in versions("promotion_period", ["month"]).values() for a, b in pairwise(spans))
    spans = sorted({span for spans in versions("promotion_period", ["month"]).values() for span in spans})
    assert breaks(spans) == []
    assert spans[-1][1] == "9999-12-31"


def test_every_criterion_cites_a_rule_at_any_time():
    """From 2023 on, every criterion that a rule names has a cited row of each track, without a break up to now."""
    cited = defaultdict(list)
    for row in rows_of("rule"):
        if row["is_cited"] == "true":
            cited[row["track"], row["criterion"]].append((row["valid_from"], row["valid_to"] or "9999-12-31"))
    for key, spans in cited.items():
        assert breaks(sorted(spans)) == [], key
        assert max(end for _, end in spans) == "9999-12-31", key


def test_no_row_is_older_than_its_regulation():
    """What a verdict cites was in force on its date; a scale may judge facts from before it, where the regulation says so."""
    assert unknown_regulations(SEEDS) == []
    known = {row["regulation"]: row for row in rows_of("regulation", "reference")}
    for table in TABLES:
        for number, row in enumerate(rows_of(table), start=2):
            is_cited = row.get("is_cited") == "true" or table == "promotion_period"
            for cited in regulations_cited(row["legal_basis"]):
                where = f"{table}.csv, row {number}: {cited}"
                since = not is_cited and known[cited]["governs_from"] or known[cited]["in_force_from"]
                assert row["valid_from"] >= since, f"{where} is cited before {since}"
            if row["legal_basis"] == "predecessor not seen":
                assert row["confidence"] == "U" and row["valid_to"], f"{table}.csv, row {number}"


def test_every_regulation_is_cited_by_a_rule():
    cited = {name for table in TABLES for row in rows_of(table) for name in regulations_cited(row["legal_basis"])}
    assert [row["regulation"] for row in rows_of("regulation", "reference") if row["regulation"] not in cited] == []


# Rules that stand in docs/rules.md for people and that nothing reads: what they say is done by the way the models are
# built, or concerns what is not judged here. By name, so that a rule does not fall out of use unseen.
FOR_PEOPLE_ALONE = set(
    """
    AK.ANNUAL AK.BASE.HIGHER AK.BONUS AK.CARRY AK.ENTRY AK.ORDER AK.REGIME CASN.ANNOUNCE CASN.OBJECTION CASN.TIES
    CASN.WEIGHT DISC.DEMOTION DISC.EFFECTIVE DISC.EXAMINATION DISC.SEDANG.TRANS KJ.UKOM.TIMES KP.STR.STEPS
    KP.STR.SUPERIOR KP.UD.JF KP.UD.SIT KP.UD.VALID PERF.CYCLE PERF.REMEDY PERF.UNIT_HEAD PERF.WEIGHT30 PERF.WEIGHT46
    POL.AK.CLOSED_YEAR POL.FILE.MISSING POL.PERF.2021 POL.PERF.CPNS_YEAR POL.PERF.MISSING POL.QUARANTINE
    POL.SUPERIOR.ASOF POL.YEARS.LEAP POS.JPTM POS.JPTU POS.OLD.RANK POS.PLK.EDU PPPK.NUMBER PPPK.PARTTIME
    TRN.DUPLICATE TRN.DUTY TRN.JP.MINUTES
    """.split()
)
TABLES_FOR_PEOPLE_ALONE = {"absence_ladder", "index_band", "index_points", "pppk_entry", "service_promotion", "talent_box"}


def test_rules_that_nothing_reads_are_named(described):
    """`read_by: docs` is said of the named rules and of no others; no model, macro or module names them (dim_rule lists all)."""
    readers = {row["rule_id"]: row["read_by"] for row in rows_of("rule")}
    assert {rule for rule, reader in readers.items() if reader == "docs"} == FOR_PEOPLE_ALONE
    tables = {table for table in TABLES if table != "rule" and described[table]["config"]["meta"]["read_by"] == "docs"}
    assert tables == TABLES_FOR_PEOPLE_ALONE
    repository = SEEDS.parents[1]
    code = [
        *(repository / "dbt_project" / "models").rglob("*.[sp][qy]*"),
        *(repository / "dbt_project" / "macros").rglob("*.sql"),
        *(repository / "orchestration").rglob("*.py"),
    ]
    named = re.compile("|".join([*(rf"""['"]{re.escape(rule)}['"]""" for rule in FOR_PEOPLE_ALONE), *(rf"ref\('{t}'\)" for t in tables)]))
    assert {path.name: found for path in code if (found := named.findall(path.read_text(encoding="utf-8")))} == {}


def test_the_page_of_rules_is_the_one_made_from_them():
    """`make docs` writes docs/rules.md."""
    assert PAGE.read_text(encoding="utf-8") == page()
