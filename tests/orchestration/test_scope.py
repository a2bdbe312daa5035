"""Which period dates a run evaluates."""

import datetime as dt

import pytest

from orchestration.landing.paths import DataRoot
from orchestration.publish.errors import ConfigError
from orchestration.publish.plan import make_plan
from orchestration.publish.project import DBT_PROJECT, PERIOD_SEED
from orchestration.publish.scope import (
    PeriodRule,
    add_periods,
    default_periods,
    next_period,
    parse_date,
    read_period_rules,
    read_scope,
)
from orchestration.run import run


def days(*texts: str) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def test_default_scope_follows_the_rules_of_each_year():
    """Two promotion months a year, then six: each date by the rule of its own day, and one after the newest year."""
    rules = [PeriodRule(month, dt.date(2002, 1, 1), dt.date(2024, 6, 1)) for month in (4, 10)]
    rules += [PeriodRule(month, dt.date(2024, 6, 1), None) for month in (2, 4, 6, 8, 10, 12)]
    assert default_periods(rules, dt.date(2024, 7, 9)) == days(
        "2023-04-01", "2023-10-01", "2024-04-01", "2024-06-01", "2024-08-01", "2024-10-01", "2024-12-01", "2025-02-01"
    )


def test_default_scope_of_the_seed_has_no_date_twice():
    dates = default_periods(read_period_rules(DBT_PROJECT / PERIOD_SEED), dt.date(2026, 11, 1))
    assert dates == sorted(set(dates))
    assert {day.year for day in dates} == {2025, 2026, 2027}
    assert sum(day.year == 2027 for day in dates) == 1


def test_next_period_is_the_first_after_the_newest_extract():
    scope = days("2026-02-01", "2026-12-01", "2026-10-01")
    assert next_period(scope, dt.date(2026, 10, 1)) == dt.date(2026, 12, 1)
    assert next_period(scope, dt.date(2027, 1, 1)) == dt.date(2026, 12, 1)


def test_periods_are_added_once_and_sorted(tmp_path):
    path = tmp_path / "scope.csv"
    add_periods(path, days("2026-03-01", "2023-10-01"))
    before = path.read_bytes()
    assert add_periods(path, days("2023-10-01")) == days("2023-10-01", "2026-03-01")
    assert path.read_bytes() == before == b"period_date\n2023-10-01\n2026-03-01\n"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"period_date\n2026-01-01\n01/02/2026\n", "row 3, column 'period_date'"),
        (b"period_date\n2026-02-30\n", "row 2, column 'period_date'"),
        (b"period_date\n20260201\n", "row 2, column 'period_date'"),
        (b"period_date\n2026-01-01,x\n", "row 2"),
        (b"tanggal\n2026-01-01\n", "row 1"),
        (b"", "row 1"),
        (b"period_date\n\xff\n", "UTF-8"),
    ],
)
def test_a_bad_scope_is_told_with_file_row_and_column(tmp_path, content, where):
    path = tmp_path / "scope.csv"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as error:
        read_scope(path)
    assert str(path) in str(error.value)
    assert where in str(error.value)


def test_a_date_before_any_rule_is_refused_and_not_kept(tmp_path):
    with pytest.raises(ConfigError, match="--period: 1999-10-01 is before 2000-11-10"):
        run(DataRoot(tmp_path), periods=days("2026-04-01", "1999-10-01"))
    assert not (tmp_path / "scope.csv").exists()
    (tmp_path / "scope.csv").write_text("period_date\n2000-11-09\n2000-11-10\n")
    with pytest.raises(ConfigError, match=r"scope\.csv: 2000-11-09 is before 2000-11-10"):
        make_plan(DataRoot(tmp_path))


def test_a_scope_may_have_a_mark_and_empty_lines(tmp_path):
    path = tmp_path / "scope.csv"
    path.write_bytes(b"\xef\xbb\xbfperiod_date\r\n2026-04-01\r\n\r\n")
    assert read_scope(path) == days("2026-04-01")
    assert read_scope(tmp_path / "none.csv") == []


@pytest.mark.parametrize("text", ["2026-1-1", "20260101", "2026-W01-1", "2026-01-01T00:00", ""])
def test_only_one_spelling_of_a_date(text):
    with pytest.raises(ValueError):
        parse_date(text)
