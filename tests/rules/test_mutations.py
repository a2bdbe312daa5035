"""Every row of seeds/rules changed once changes exactly the verdicts that it should.

What it should change is what the oracle says with its own figure changed in the same way. Statuses and verdicts are compared
on the dates of `world`; `first_possible_date` follows from the same statuses on later dates.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest

from tests import oracle
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import Extracts
from tests.fixtures.sample import SAMPLE
from tests.fixtures.worked_cases_tracks import jf, structural
from tests.oracle import TRACKS
from tests.oracle.judge import World
from tests.oracle.raw import read_folder
from tests.rules import mutations as m
from tests.rules import world
from tests.rules.rebuild import CRITERIA, VERDICTS, Rebuild
from tests.rules.test_switches import SWITCHES

# One date of each month in each regime of the calendar, and what was before the rules in force on the dates of `world`.
EARLY = ((2000, 12), (2001, 1), (2001, 4), (2001, 7), (2001, 10), (2002, 4), (2002, 10))
CALENDAR = tuple(date(*month, 1) for month in EARLY) + tuple(
    date(year, month, 1) for year in (2023, 2024, 2026) for month in range(1, 13)
)
ALL = m.mutations()
# In every run; all of them in `make deep`.
ALWAYS = (
    "echelon_rank_range KP.STR.RANGE 41", "education_ceiling KP.REG.EDUMAX S1", "credit_threshold AK.AKK PT III/a",
    "promotion_period KP.PERIOD.2 10", "performance_matrix PERF.MATRIX SESUAI DI_ATAS", "punishment_length DISC.LENGTH 23",
    "rule KP.REG.YEARS", "rule KP.REG.SUPERIOR applies true", "rule KP.STR.PERF min_predikat", "rule POS.PWS.WHO",
)  # fmt: skip
BY_CALENDAR = [c for c in ALL if c.table == "promotion_period" or not any(map(c.holds, world.DATES))]
IN_EVERY_RUN = [c for c in ALL if c.id.startswith(ALWAYS) and any(map(c.holds, world.DATES))]


class Bench:
    """A warehouse and the oracle on the same people, both as they are and with one row of a rule changed."""

    def __init__(self, folder, extracts, dates):
        extracts.write(folder / "raw")
        database = build_warehouse(folder, dates, check=False, select=[f"+{CRITERIA}"], default_scope=False)
        self.rebuild = Rebuild(database, folder / "target")
        # Only the dates looked at are evaluated: later ones serve first_possible_date alone.
        self.rebuild.narrow("int_evaluation__dates", "is_in_scope")
        self.raw, self.dates = folder / "raw", dates
        self.delivered = read_folder(self.raw, None, ())
        self.told = self.oracle(TRACKS)

    def oracle(self, tracks, reread: bool = False) -> dict[tuple, str]:
        """(number, track, date, criterion) -> status."""
        people = World(read_folder(self.raw, None, ()) if reread else self.delivered).people
        return {
            (person.nips, track, day, criterion): status
            for person in people
            for day in self.dates
            for track in tracks
            if person.concerns(track, day)
            for criterion, status in person.criteria(day, track).items()
        }

    def oracle_changes(self, change: m.Mutation) -> dict[tuple, tuple]:
        """(numbers, track, date, criterion) -> (status before, after), where they differ."""
        found = {key: pair for key, pair in self._told_otherwise(change, change.figures | change.facts) if change.holds(key[2])}
        if change.facts:
            found |= {key: pair for key, pair in self._told_otherwise(change, change.facts) if not change.holds(key[2])}
        return found

    def _told_otherwise(self, change: m.Mutation, figures: dict) -> Iterator[tuple[tuple, tuple]]:
        with m.figures_changed(figures):
            after = self.oracle(change.tracks, change.reread)
        before = {key: status for key, status in self.told.items() if key[1] in change.tracks}
        for key in before.keys() | after.keys():
            if before.get(key) != after.get(key):
                yield key, (before.get(key), after.get(key))

    def mart_changes(self, change: m.Mutation) -> dict[tuple, tuple]:
        """The same of the marts, with the number that the person bears."""
        self.rebuild.replace(change.table, [change.statement])
        return self.rows_changed("nip, track, period_date, criterion", "status")

    def rows_changed(self, key: str, value: str) -> dict[tuple, tuple]:
        """Key -> (value before, after), of the rows of the criteria mart in which they differ."""
        found = defaultdict(lambda: [None, None])
        before, after = f"main.{CRITERIA}", self.rebuild.relation(CRITERIA)
        for n, (one, other) in enumerate(((before, after), (after, before))):
            sql = f"select {key}, {value} from {one} except select {key}, {value} from {other}"
            for *place, what in self.rebuild.con.execute(sql).fetchall():
                found[tuple(place)][n] = what
        return {key: tuple(pair) for key, pair in found.items()}


def differences(expected: dict, got: dict) -> list[str]:
    """expected by all numbers of a person, got by one of them."""
    by_number = {(nip, *key[1:]): pair for key, pair in expected.items() for nip in key[0]}
    out = [f"{key}: mart {pair}, should be {by_number.get(key, 'unchanged')}" for key, pair in got.items() if by_number.get(key) != pair]
    missing = [key for key in expected if not any((nip, *key[1:]) in got for nip in key[0])]
    return sorted(out) + [f"{key}: unchanged in the mart, should be {expected[key]}" for key in sorted(missing)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    return Bench(tmp_path_factory.mktemp("world"), world.build(), world.DATES)


def check(bench: Bench, change: m.Mutation) -> None:
    expected, got = bench.oracle_changes(change), bench.mart_changes(change)
    assert differences(expected, got)[:10] == []
    assert got, "the change of this row shows on nobody"
    assert change.facts or all(change.holds(day) for _, _, day, _ in got)


def ids(changes):
    return [pytest.param(change, id=change.id) for change in changes]


@pytest.mark.parametrize("change", ids(IN_EVERY_RUN))
def test_a_row_changes_what_it_should(bench, change):
    check(bench, change)


@pytest.mark.deep
@pytest.mark.parametrize("change", ids(c for c in ALL if c not in IN_EVERY_RUN and c not in BY_CALENDAR))
def test_every_row_changes_what_it_should(bench, change):
    check(bench, change)


@pytest.fixture(scope="module")
def calendar(tmp_path_factory):
    """Somebody of each track that has a calendar, on a date of every month of every regime of it."""
    ex = Extracts({"kota_jambi": ["2026-04-15"]})
    told = {"cpns": "1994-03-01", "pns": "1995-03-01", "rank_tmt": "1996-10-01"}
    ex.person(**told)
    ex.person(**told, positions=[structural("42", "1996-01-02")])
    ex.person(**told, positions=[jf("Arsiparis Ahli Pertama", "1996-01-02")])
    ex.person(**told | {"rank": "II/a"}, education=[("S1", "1996-06-10")])
    ex.person(cpns="2010-01-01", pns="2011-03-01", rank_tmt="2014-04-01")
    return Bench(tmp_path_factory.mktemp("calendar"), ex, CALENDAR)


@pytest.mark.deep
@pytest.mark.parametrize("change", ids(BY_CALENDAR))
def test_every_period_and_early_row_changes_what_it_should(calendar, change):
    check(calendar, change)


def check_agreement(bench: Bench) -> None:
    told = bench.rebuild.con.execute(f"select nip, track, period_date, criterion, status from main.{CRITERIA}").fetchall()
    expected = {key: (None, status) for key, status in bench.told.items()}
    assert differences(expected, {tuple(row[:4]): (None, row[4]) for row in told})[:10] == []


def test_as_they_are_marts_and_oracle_agree(bench):
    check_agreement(bench)


@pytest.mark.deep
def test_marts_and_oracle_agree_on_each_month_of_the_calendar(calendar):
    check_agreement(calendar)


def test_every_row_that_a_verdict_reads_is_changed():
    """Here beside the oracle, or in test_switches by hand."""
    changed = {(change.table, *change.key.values()) for change in ALL}
    by_hand = {switch.rule_id for switch in SWITCHES}
    silent = [
        key
        for table, row, reader in m.readers()
        if reader == "verdict" and not m.no_status(table, row) and row["rule_id"] not in by_hand
        if (key := (table, *m.Mutation(table, row, "", "", {}).key.values())) not in changed
    ]
    assert silent == []


def test_rows_that_no_status_rests_on_change_none(bench):
    """Those read for other ends than a verdict, and those named in `mutations.no_status`."""
    named = " or ".join(f"(rule_id = '{rule}' and param = '{param}')" for rule, param in m.NO_STATUS)
    other = {"horizon_years": "3", "sensitive_below": "1", "assumed_predikat": "KURANG"}
    values = " ".join(f"when param = '{param}' then '{value}'" for param, value in other.items())
    early = "(criterion = 'performance' and valid_to < '2014-01-01')"
    statement = f"update {{t}} set value = case {values} else '0' end where read_by <> 'verdict' or {named} or {early}"
    bench.rebuild.replace("rule", [statement])
    assert bench.rows_changed("nip, track, period_date, criterion", "status") == {}
    built = {name for (name,) in bench.rebuild.con.execute("select table_name from duckdb_tables()").fetchall()}
    for table, meta in m.described().items():
        # A table that was not built is none that the criteria rest on.
        if meta.get("read_by", "verdict") != "verdict" and table in built:
            bench.rebuild.replace(table, ["delete from {t}"])
            assert CRITERIA not in bench.rebuild.changed, table
    for table, condition in (("performance_band", "predikat <> 'BAIK' or regime = 'DP3'"),):
        bench.rebuild.replace(table, [f"update {{t}} set lower_bound = lower_bound + 1 where {condition}"])
        assert CRITERIA not in bench.rebuild.changed or not bench.rows_changed(
            "nip, track, period_date, criterion", "status"
        ), table


@pytest.mark.deep
def test_rows_for_people_alone_change_nothing(tmp_path):
    """Without the rows of `read_by: docs` every table of the warehouse is the same, but for the list of all rules."""
    shutil.copytree(SAMPLE, tmp_path / "raw")
    database = build_warehouse(tmp_path, [date(2026, 12, 1)], check=False, default_scope=False, tests=False)
    rebuild = Rebuild(database, tmp_path / "target", wanted=None)
    rebuild.sql.pop("dim_rule")
    rows = [("rule", "read_by = 'docs'")] + [(t, "true") for t, meta in m.described().items() if meta.get("read_by") == "docs"]
    for table, condition in rows:
        assert rebuild.con.execute(f"select count(*) from main.{table} where {condition}").fetchone() > (0,)
        rebuild.replace(table, [f"delete from {{t}} where {condition}"])
        assert rebuild.changed == {table}


# -- the first possible date -------------------------------------------------------------------------------------------
# (rule, parameter) -> its new value, where the oracle has the figure, its name there and its new value
LATER = {
    ("POL.FPD.HORIZON", "horizon_years"): ("3", oracle, "SEARCH_YEARS", 3),
    ("POL.FPD.FUTURE_YEAR", "assumed_predikat"): ("KURANG", oracle.figures, "FUTURE_PREDIKAT", "KURANG"),
    ("KP.REG.YEARS", "min_years"): ("5", oracle.figures, "YEARS_IN_RANK", oracle.figures.YEARS_IN_RANK | {"kp_reguler": 5}),
}


@pytest.mark.deep
def test_the_first_possible_date_follows_the_rules(tmp_path, monkeypatch):
    """The rows that only a date still to come rests on, and one more, change what the oracle says."""
    ex, day = Extracts({"kota_jambi": [world.NEW]}), date.fromisoformat(world.AT)
    for year in range(2021, 2027):
        ex.person(rank_tmt=f"{year}-04-01")
        ex.person(rank_tmt="2018-04-01", hukdis=[("7", "2025-01-01", f"{year + 3}-01-01", "S")])
    ex.write(tmp_path / "raw")
    database = build_warehouse(tmp_path, [day], check=False, select=["+" + VERDICTS], default_scope=False)
    rebuild = Rebuild(database, tmp_path / "target", wanted=(VERDICTS,))

    def told() -> dict[tuple, date]:
        return {(v.nip, v.track): v.first_possible_date for v in oracle.evaluate(tmp_path / "raw", [day], tracks=TRACKS)}

    def mart() -> dict[tuple, date]:
        sql = f"select nip, track, first_possible_date from {rebuild.relation(VERDICTS)}"
        return {(nip, track): first for nip, track, first in rebuild.con.execute(sql).fetchall()}

    before = told()
    assert mart() == before
    for (rule, param), (value, place, name, figure) in LATER.items():
        rebuild.replace("rule", [f"update {{t}} set value = '{value}' where rule_id = '{rule}' and param = '{param}'"])
        with monkeypatch.context() as patch:
            patch.setattr(place, name, figure)
            after = told()
        assert after != before, rule
        assert mart() == after, rule


def test_the_flag_of_rounding_follows_its_rule(bench):
    """POL.AK.ROUNDING: nothing but the words of credit_score."""
    bench.rebuild.replace("rule", ["update {t} set value = '1000' where rule_id = 'POL.AK.ROUNDING'"])
    changed = bench.rows_changed("nip, track, period_date, criterion", "observed")
    assert {criterion for _, _, _, criterion in changed} == {"credit_score"}
    flag = " (rounding_sensitive)"
    assert all(flag in after and after.replace(flag, "") == before for before, after in changed.values())
    assert bench.rows_changed("nip, track, period_date, criterion", "status") == {}


# -- evidence ----------------------------------------------------------------------------------------------------------
# Words with which `observed` names what is missing or in doubt; or `required` says that it cannot be told what is asked.
MISSING = (
    "no answer|no record|no row|no list|no profil_asn|no birth date|no balance|no definitive|no rank|no diploma|no appraisal|"
    "no end known|no nilaiIntegrasi|not known|not in the list|unknown|does not decide|in quarantine|under objection|unchanged|"
    "totals only|ratings give| / |status in profil_asn against|the number says|closed year|conflicting|another jenjang|"
    "below the range|entered the jenjang at a higher rank|without an echelon|without a date|combines|might count|might serve"
)
UNTOLD = "no rule is known|depends on|unknown"


def test_every_decided_row_cites_its_records(bench):
    """PASS and FAIL rest on a record, on the answer or file that was searched, or for the calendar on the rule alone."""
    uncited = f"""
        select criterion, status, track, count(*) from main.{CRITERIA}
        where status in ('PASS', 'FAIL') and (rule_id is null or (src_row_ids = '' and criterion <> 'period_date'))
        group by all
    """
    assert bench.rebuild.con.execute(uncited).fetchall() == []


def test_every_unknown_row_names_what_is_missing(bench):
    silent = f"""
        select criterion, track, required, observed, count(*) from main.{CRITERIA}
        where
            status = 'UNKNOWN'
            and not regexp_matches(coalesce(observed, ''), '{MISSING}')
            and not regexp_matches(coalesce(required, ''), '{UNTOLD}')
        group by all
    """
    assert bench.rebuild.con.execute(silent).fetchall() == []


def check_without_a_rule(bench: Bench) -> None:
    """On a date before the first version of its rule a criterion is UNKNOWN and cites none."""
    wrong = f"""
        select criterion, track, status, required, count(*) from main.{CRITERIA}
        where
            rule_id is null
            and status <> 'NOT_APPLICABLE'
            and (status <> 'UNKNOWN' or not regexp_matches(required, 'no rule is known|depends on'))
        group by all
    """
    assert bench.rebuild.con.execute(wrong).fetchall() == []


def test_a_criterion_without_a_rule_says_so(bench):
    check_without_a_rule(bench)


# Criteria that a single value of `rule` decides; the gates apart, without which nobody is judged by the others.
BY_ONE_VALUE = ("age_limit", "competency_test", "education_ceiling", "min_education", "performance", "position_experience",
                "superior_rank", "time_in_position", "time_in_rank")  # fmt: skip


@pytest.mark.parametrize("criteria", [("employment_kind",), ("position_kind",), BY_ONE_VALUE], ids=lambda them: them[0])
def test_no_track_decides_without_its_rule(bench, criteria):
    """The rows of the rule taken away, as before its first version: UNKNOWN in every track, nobody outside, and it says why."""
    asked = "criterion in ('" + "', '".join(criteria) + "')"
    bench.rebuild.replace("rule", [f"delete from {{t}} where {asked} and read_by = 'verdict' and rule_id not like 'POL.%'"])
    mart = bench.rebuild.relation(CRITERIA)
    wrong = f"""
        select track, criterion, status, required, count(*) from {mart}
        where {asked} and (
            rule_id is not null
            or (status <> 'UNKNOWN' and not (status = 'NOT_APPLICABLE' and criterion = 'time_in_position'))
            or not coalesce(regexp_matches(required, 'no rule is known|depends on|not asked'), false)
        )
        group by all
    """
    assert bench.rebuild.con.execute(wrong).fetchall() == []
    assert bench.rebuild.con.execute(f"select distinct criterion from {mart} where {asked} order by 1").fetchall() == [(c,) for c in criteria]


@pytest.mark.deep
def test_a_criterion_before_its_first_rule_says_so(calendar):
    check_without_a_rule(calendar)
