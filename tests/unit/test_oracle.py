"""The oracle gives the answers worked out by hand: without this its agreement with the marts would prove little."""

from __future__ import annotations

import pytest

from tests.fixtures import reading_cases, table_cases, worked_cases
from tests.fixtures.cases import dates_of, differences
from tests.fixtures.marts import oracle_answers
from tests.oracle import evaluate, sole_causes
from tests.oracle.figures import predikat_pp30


def judge(tmp_path, built) -> list[str]:
    extracts, cases = built
    extracts.write(tmp_path / "raw")
    return differences(cases, oracle_answers(evaluate(tmp_path / "raw", dates_of(cases))))


def test_worked_cases(tmp_path):
    assert judge(tmp_path, worked_cases.build()) == []


def test_reading_cases(tmp_path):
    assert judge(tmp_path, reading_cases.build()) == []


def test_table_cases(tmp_path):
    assert judge(tmp_path, table_cases.build()) == []


def test_city_with_three_files(tmp_path):
    assert judge(tmp_path, reading_cases.build_profile_city()) == []


@pytest.mark.parametrize(("number", "value", "idea", "label"), worked_cases.SCALE_CASES)
def test_scale_of_pp30(number, value, idea, label):
    assert predikat_pp30(float(value), idea) == label


def test_a_later_extract_is_not_read(tmp_path):
    extracts, cases = reading_cases.build(n_fill=0)
    extracts.write(tmp_path / "raw")
    leaver = next(c for c in cases if c.id == "leaver")
    late = dates_of([leaver])[-1]
    old = [v for v in evaluate(tmp_path / "raw", [late], known_at=dates_of([leaver])[0]) if leaver.nip in v.nips]
    assert old[0].criteria["service_status"] == "PASS"  # that the person left was not known then


def test_refused_file_counts_as_missing(tmp_path):
    extracts, cases = worked_cases.build(fill=0)
    extracts.write(tmp_path / "raw")
    refused = [f"kepegawaian/kota_jambi/{worked_cases.EXTRACT_DATE}/rw_hukdis.ndjson"]
    day = cases[0].expects[0].period_date
    verdicts = evaluate(tmp_path / "raw", [day], refused_files=refused)
    assert {v.criteria["discipline"] for v in verdicts if "discipline" in v.criteria} == {"UNKNOWN"}


def test_damaged_line_refuses_the_whole_file(tmp_path):
    extracts, cases = worked_cases.build(fill=0)
    extracts.add("rw_hukdis", "kota_jambi", worked_cases.EXTRACT_DATE, '{"nip": "1980')
    extracts.write(tmp_path / "raw")
    verdicts = evaluate(tmp_path / "raw", [cases[0].expects[0].period_date])
    assert {v.criteria["discipline"] for v in verdicts if "discipline" in v.criteria} == {"UNKNOWN"}


def test_sole_causes(tmp_path):
    extracts, cases = worked_cases.build(fill=0)
    extracts.write(tmp_path / "raw")
    only = sole_causes(evaluate(tmp_path / "raw", [cases[0].expects[0].period_date]))
    assert only["FAIL"]["education_ceiling"] >= 2 and only["UNKNOWN"]["employment_kind"] == 1


def test_written_twice_gives_the_same_bytes(tmp_path):
    first, second = (reading_cases.build(n_fill=2)[0].write(tmp_path / name) for name in ("a", "b"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
