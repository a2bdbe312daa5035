"""On the committed sample the marts say what the oracle says of every person, and the sample has people for every case."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import pytest

from tests.dbt.warehouse import build_warehouse
from tests.fixtures import random_cases
from tests.fixtures.marts import mart_answers, oracle_differences
from tests.fixtures.sample import DATES, SAMPLE
from tests.oracle import TRACKS, evaluate, sole_causes

AT_LEAST = 10

CAN_FAIL_ALONE = (
    "time_in_rank",
    "performance",
    "superior_rank",
    "education_ceiling",
    "ujian_dinas",
    "discipline",
    "service_status",
)
# appeal_pending is unknown only where the profile is, and then service_status is unknown too.
CAN_BE_UNKNOWN_ALONE = (
    "employment_kind",
    "position_kind",
    "service_status",
    "time_in_rank",
    "performance",
    "superior_rank",
    "education_ceiling",
    "ujian_dinas",
    "discipline",
)


@pytest.fixture(scope="module")
def warehouse(sample_warehouse) -> Path:
    return sample_warehouse


@pytest.fixture(scope="module")
def verdicts():
    return evaluate(SAMPLE, DATES)


def test_no_difference_from_the_oracle(warehouse, verdicts):
    """Verdict, every status, first possible date, ranks and region of every person, and no person more or less."""
    assert oracle_differences(verdicts, mart_answers(warehouse), DATES) == []


@pytest.mark.parametrize("track", TRACKS)
def test_no_difference_on_any_track(warehouse, track):
    told = evaluate(SAMPLE, DATES, tracks=(track,))
    assert oracle_differences(told, mart_answers(warehouse, track), DATES) == []


def test_no_difference_in_random_worlds(tmp_path):
    """People put together at random: what nobody thought of."""
    random_cases.build(seed=7, n=600).write(tmp_path / "raw")
    database = build_warehouse(tmp_path, DATES)
    assert oracle_differences(evaluate(tmp_path / "raw", DATES), mart_answers(database), DATES) == []


def test_the_sample_has_people_for_every_criterion(verdicts, capsys):
    """Prints how many people fail, or are unknown, by one criterion only, over the four dates together."""
    causes = sole_causes(verdicts)
    with capsys.disabled():
        print(f"\n{'criterion':<20}{'fail only by it':>16}{'unknown only by it':>20}   ({', '.join(map(str, DATES))})")
        for criterion in sorted({*CAN_FAIL_ALONE, *CAN_BE_UNKNOWN_ALONE}):
            print(f"{criterion:<20}{causes['FAIL'][criterion]:>16}{causes['UNKNOWN'][criterion]:>20}")
        print("verdicts:", dict(sorted(Counter(told.verdict for told in verdicts).items())))
    assert [c for c in CAN_FAIL_ALONE if causes["FAIL"][c] < AT_LEAST] == []
    assert [c for c in CAN_BE_UNKNOWN_ALONE if causes["UNKNOWN"][c] < AT_LEAST] == []


def test_every_decided_row_cites_its_records(warehouse):
    """PASS and FAIL rest on a record, or for the calendar on the rule alone; each id names a row of an admitted file."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        uncited = con.execute(
            """
            select criterion, status, count(*) from mart_promotion_criteria
            where status in ('PASS', 'FAIL') and src_row_ids = '' and criterion <> 'period_date'
            group by all
            """
        ).fetchall()
        assert uncited == []
        no_rule = con.execute("select count(*) from mart_promotion_criteria where rule_id is null").fetchone()[0]
        assert no_rule == 0
        dangling = con.execute(
            """
            with cited as (
                select distinct unnest(string_split(src_row_ids, ',')) as id from mart_promotion_criteria
                where src_row_ids <> ''
            ),
            known as (
                select src_row_id as id from int_rows__resolve
                union select src_row_id from stg_landing__answers
                union select substr(src_file_sha256, 1, 12) || ':0' from stg_landing__file
            )
            select id from cited where id not in (select id from known)
            """
        ).fetchall()
        assert dangling == []
