"""The amount of each PAK by conversion against the conversion recomputed in plain Python. A check: no verdict reads it."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest

# PermenPANRB 1/2023 as the rules reference has it: credit of a year with Baik by jenjang, share of each predikat.
COEFFICIENT = {
    "PM": "3.75", "TR": "5", "MH": "12.5", "PY": "25", "PT": "12.5", "MU": "25", "MA": "37.5", "UT": "50"
}  # fmt: skip
SHARE = {"SANGAT_BAIK": "1.5", "BAIK": "1", "BUTUH_PERBAIKAN": "0.75", "KURANG": "0.5", "SANGAT_KURANG": "0.25"}


def converted(grade: str, predikat: str, months: int) -> Decimal:
    exact = Decimal(COEFFICIENT[grade]) * Decimal(SHARE[predikat]) * months / 12
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def decisions(sample_warehouse) -> list[dict]:
    with duckdb.connect(str(sample_warehouse), read_only=True) as con:
        cursor = con.execute(
            "select checked.*, fact.credit_total, fact.conversion_check as published_check, "
            "list(distinct coalesce(predikat_reported, predikat_derived)) filter (where appraisals.row_key is not null) "
            "as predikats, list(distinct coalesce(predikat_reported, predikat_derived)) filter (where is_gate_record) "
            "as annual from int_credit__conversion_check as checked inner join fct_credit as fact using (row_key) "
            "left join int_performance__appraisals as appraisals on appraisals.employee_key = checked.employee_key "
            "and appraisals.appraisal_year = year(checked.period_end) group by all"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def expected(row: dict) -> str:
    if row["period_end"].year < 2023 or row["grade_id"] is None:
        return "no_coefficient"
    months = row["period_end"].month - row["period_start"].month + 1
    told = row["annual"] if row["record_kind"] == "annual" else row["predikats"]
    amounts = {converted(row["grade_id"], predikat, months) for predikat in told or () if predikat}
    return "no_predikat" if not amounts else "agrees" if row["credit"] in amounts else "differs"


def test_each_pak_is_checked_and_none_is_changed(decisions):
    assert [row["row_key"] for row in decisions if row["conversion_check"] != expected(row)] == []
    kinds = Counter(row["conversion_check"] for row in decisions)
    assert kinds["agrees"] > 500 and kinds["differs"] and kinds["no_predikat"] and kinds["no_coefficient"]
    for row in decisions:
        assert row["published_check"] == row["conversion_check"]
        assert row["credit"] == row["credit_total"].quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_conversion_between_two_years_is_not_checked(sample_warehouse):
    with duckdb.connect(str(sample_warehouse), read_only=True) as con:
        checked = con.execute(
            "select distinct conversion_check from fct_credit "
            "where not is_conversion or year(period_start) <> year(period_end)"
        ).fetchall()
    assert checked == [(None,)]
