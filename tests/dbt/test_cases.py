"""The marts give the answers worked out by hand: the worked cases of the rules, and how facts are read out of extracts."""

from __future__ import annotations

import pytest

from tests.dbt.warehouse import build_warehouse
from tests.fixtures import reading_cases, table_cases, worked_cases
from tests.fixtures.cases import dates_of, differences
from tests.fixtures.marts import mart_answers

SETS = {
    "worked": worked_cases.build,
    "reading": reading_cases.build,
    "profile_city": reading_cases.build_profile_city,
    "table": table_cases.build,
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """Set -> the marts' answers; each set is one folder of extracts and one build."""
    built = {}
    for name, make in SETS.items():
        extracts, cases = make()
        folder = tmp_path_factory.mktemp(name)
        extracts.write(folder / "raw")
        built[name] = mart_answers(build_warehouse(folder, dates_of(cases)))
    return built


def cases_of(name: str):
    return [pytest.param(case, id=case.id) for case in SETS[name]()[1]]


@pytest.mark.parametrize("case", cases_of("worked"))
def test_worked_case(answers, case):
    assert differences([case], answers["worked"]) == []


@pytest.mark.parametrize("case", cases_of("reading"))
def test_reading_case(answers, case):
    assert differences([case], answers["reading"]) == []


@pytest.mark.parametrize("case", cases_of("table"))
def test_table_case(answers, case):
    """Every ceiling, cell of the matrix, legal status and length, and the dates around each change of a rule."""
    assert differences([case], answers["table"]) == []


@pytest.mark.parametrize("case", cases_of("profile_city"))
def test_city_with_three_files(answers, case):
    assert differences([case], answers["profile_city"]) == []


def test_a_city_with_three_files_gets_decided_verdicts(answers):
    decided = [answer for answer in answers["profile_city"].values() if answer.verdict in ("eligible", "not_eligible")]
    assert len(decided) > len(answers["profile_city"]) / 2
