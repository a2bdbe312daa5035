"""The marts give the answers worked out by hand: the worked cases of the rules, and how facts are read out of extracts."""

from __future__ import annotations

import duckdb
import pytest

from tests.dbt.warehouse import build_warehouse
from tests.fixtures import edge_cases_tracks, reading_cases, table_cases, worked_cases, worked_cases_tracks
from tests.fixtures.cases import dates_of, differences
from tests.fixtures.marts import mart_answers, mart_answers_of_tracks
from tests.oracle import TRACKS

SETS = {
    "worked": worked_cases.build,
    "reading": reading_cases.build,
    "profile_city": reading_cases.build_profile_city,
    "table": table_cases.build,
}


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory):
    """Set -> its warehouse; each set is one folder of extracts and one build."""
    built = {}
    for name, make in SETS.items():
        extracts, cases = make()
        folder = tmp_path_factory.mktemp(name)
        extracts.write(folder / "raw")
        built[name] = build_warehouse(folder, dates_of(cases))
    return built


@pytest.fixture(scope="module")
def answers(warehouses):
    """Set -> the marts' answers."""
    return {name: mart_answers(database) for name, database in warehouses.items()}


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


def test_rare_kinds_of_promotion_are_for_manual_review(warehouses):
    """They are told in the history; that they change no verdict are the reading cases rare_*."""
    cases = {
        case.id.removeprefix("rare_"): case.nip for case in reading_cases.build()[1] if case.id.startswith("rare_")
    }
    assert set(cases) == set(reading_cases.RARE_KINDS)
    with duckdb.connect(str(warehouses["reading"]), read_only=True) as con:
        found = con.execute(
            "select nip, review_kind, flags from fct_career_event inner join dim_employee using (employee_key) "
            "where review_kind is not null"
        ).fetchall()
    assert sorted(found) == sorted((nip, kind, "manual_review") for kind, nip in cases.items())


def test_a_city_with_three_files_gets_decided_verdicts(answers):
    decided = [answer for answer in answers["profile_city"].values() if answer.verdict in ("eligible", "not_eligible")]
    assert len(decided) > len(answers["profile_city"]) / 2


# -- all tracks ---------------------------------------------------------------------------------------------------------

TRACK_SETS = {"worked": worked_cases_tracks.build, "edge": edge_cases_tracks.build}


@pytest.fixture(scope="module")
def track_warehouses(tmp_path_factory):
    """Set -> the DuckDB file; one folder of extracts and one build each."""
    built = {}
    for name, make in TRACK_SETS.items():
        extracts, cases = make()
        folder = tmp_path_factory.mktemp(f"tracks_{name}")
        extracts.write(folder / "raw")
        # The files are small and full of faults on purpose: what is judged here is the reading of rows.
        built[name] = build_warehouse(folder, dates_of(cases), check=False)
    return built


@pytest.fixture(scope="module")
def track_answers(track_warehouses):
    """Set -> the marts' answers by track."""
    return {name: mart_answers_of_tracks(database, TRACKS) for name, database in track_warehouses.items()}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in TRACK_SETS["worked"]()[1]])
def test_worked_case_of_a_track(track_answers, case):
    assert differences([case], track_answers["worked"]) == []


def test_edges_of_every_criterion(track_answers):
    """The day before, the day and the day after each threshold, track by track."""
    assert differences(TRACK_SETS["edge"]()[1], track_answers["edge"]) == []


@pytest.mark.parametrize(
    ("id", "criterion", "observed"),
    [
        # the post is to be mended, not the rank; and no date is told on which it would hold
        ("kp_struktural_no_level_short", "time_in_rank", "III/a since 2023-11-01; the range of the post is not known"),
        ("jabatan_jpt_pratama_profile_quarantined", "age_limit", "the profil_asn row is in quarantine"),
    ],
)
def test_an_unknown_criterion_says_why_and_cites_it(track_warehouses, id, criterion, observed):
    case = next(case for case in TRACK_SETS["edge"]()[1] if case.id == id)
    (expected,) = case.expects
    sql = """
        select criteria.status, criteria.observed, criteria.first_pass_date, quarantined.src_row_id
        from mart_promotion_criteria as criteria
        left join audit_quarantine as quarantined
            on quarantined.dataset = 'profil_asn' and list_contains(string_split(criteria.src_row_ids, ','), quarantined.src_row_id)
        where criteria.nip = ? and criteria.track = ? and criteria.criterion = ? and criteria.period_date = ?
    """
    with duckdb.connect(str(track_warehouses["edge"]), read_only=True) as con:
        rows = con.execute(sql, [case.nip, expected.track, criterion, expected.at]).fetchall()
    assert {row[:3] for row in rows} == {("UNKNOWN", observed, None)}
    assert all((row[3] is not None) == (criterion == "age_limit") for row in rows)


# -- what the worked cases say beside a verdict ---------------------------------------------------------------------------


def of_case(track_warehouses, number: str, sql: str) -> list[tuple]:
    """Rows of a query on the warehouse of the worked cases; `?` is the number that the case is about."""
    nip = next(case.nip for case in TRACK_SETS["worked"]()[1] if case.id == number)
    with duckdb.connect(str(track_warehouses["worked"]), read_only=True) as con:
        return con.execute(sql, [nip]).fetchall()


@pytest.mark.parametrize(
    ("number", "rule", "hours", "beyond"),
    [
        ("W74", "TRN.PNS.MIN", 19, -1),  # one JP short of the floor: the agency's duty, no bar
        ("W75", "TRN.PPPK.MAX", 30, 6),  # above the cap of a contract year: a note
        ("W76", "TRN.PNS.MIN", 20, 0),  # one certificate told twice counts once
    ],
)
def test_worked_case_of_training(track_warehouses, number, rule, hours, beyond):
    """The hours that count in 2025, against the rule row of that year."""
    found = of_case(
        track_warehouses,
        number,
        f"""
        select sum(training.duration_jp), sum(training.duration_jp) - max(cast(norm.value as integer))
        from fct_training as training
        inner join int_identity__resolve as identity on training.employee_key = identity.employee_key
        inner join dim_rule as norm on norm.rule_id = '{rule}' and norm.valid_from <= date '2025-01-01' and norm.valid_to is null
        where identity.nip = ? and training.training_year = 2025 and training.is_counted
        """,
    )
    assert [tuple(map(float, row)) for row in found] == [(hours, beyond)]


@pytest.mark.parametrize(("number", "conflict"), [("W57", "status_number"), ("W60", "sex")])
def test_worked_case_that_stands_in_the_conflict_register(track_warehouses, number, conflict):
    found = of_case(track_warehouses, number, "select conflict from audit_conflict where nip = ?")
    assert (conflict,) in found


def test_worked_case_by_the_form_of_the_golongan(track_warehouses):
    """W62: Gol V alone is that of a PPPK, and the row says what it rests on."""
    sql = "select distinct observed from mart_promotion_criteria where criterion = 'employment_kind' and nip = ?"
    assert of_case(track_warehouses, "W62", sql) == [("PPPK (by the form of the golongan)",)]


@pytest.mark.parametrize(
    ("number", "sql", "told"),
    [
        # a reported predikat above that of the ratings: on one side of the gate, in the register
        ("W13", "select conflict from audit_conflict where nip = ?", "predikat_reported"),
        # a score between two whole-number bands is told as it stands
        ("W17", "select observed from mart_promotion_criteria where criterion = 'performance' and nip = ?", "90.5"),
        # a light punishment is no bar and is not hidden
        (
            "W64",
            "select observed from mart_promotion_criteria where criterion = 'discipline' and nip = ?",
            "recorded: 1",
        ),
    ],
)
def test_what_a_worked_case_says_beside_its_verdict(warehouses, number, sql, told):
    nip = next(case.nip for case in SETS["worked"]()[1] if case.id == number)
    with duckdb.connect(str(warehouses["worked"]), read_only=True) as con:
        assert any(told in row[0] for row in con.execute(sql, [nip]).fetchall())


@pytest.mark.parametrize("number", ["W58", "W58leap", "W59"])
def test_worked_case_of_a_number_that_is_none(track_warehouses, number):
    """30 February, 29 February of a common year, month 13: the profile row is in quarantine for it."""
    sql = "select distinct reason_code from audit_quarantine where dataset = 'profil_asn' and raw_text like '%' || ? || '%'"
    assert ("nip_invalid",) in of_case(track_warehouses, number, sql)  # the birth date made from it is none either
