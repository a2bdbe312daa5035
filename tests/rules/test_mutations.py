"""Every row of seeds/rules changed once changes exactly the verdicts that it should.

What it should change is what the oracle says with its own figure changed in the same way. Statuses and verdicts are compared
on the dates of `world`; `first_possible_date` follows from the same statuses on later dates.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import Extracts
from tests.oracle import TRACKS
from tests.oracle.judge import World
from tests.oracle.raw import read_folder
from tests.rules import mutations as m
from tests.rules import world
from tests.rules.rebuild import CRITERIA, Rebuild
from tests.rules.test_switches import SWITCHES

# One date of each month in each regime of the calendar, and the years before the first.
CALENDAR = (date(2001, 1, 1), date(2001, 4, 1), date(2001, 7, 1), date(2001, 10, 1)) + tuple(
    date(year, month, 1) for year in (2023, 2024, 2026) for month in range(1, 13)
)
ALL = m.mutations()
# In every run; all of them in `make deep`.
ALWAYS = (
    "echelon_rank_range KP.STR.RANGE 41", "education_ceiling KP.REG.EDUMAX S1", "credit_threshold AK.AKK PT III/a",
    "promotion_period KP.PERIOD.2 10", "performance_matrix PERF.MATRIX SESUAI DI_ATAS", "punishment_length DISC.LENGTH 23",
    "rule KP.REG.YEARS", "rule KP.REG.SUPERIOR applies true", "rule KP.STR.PERF min_predikat", "rule POS.PWS.WHO",
)  # fmt: skip
IN_EVERY_RUN = [change for change in ALL if change.id.startswith(ALWAYS)]


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
        with m.figures_changed(change.figures):
            after = self.oracle(change.tracks, change.reread)
        before = {key: status for key, status in self.told.items() if key[1] in change.tracks}
        return {
            key: (before.get(key), after.get(key))
            for key in before.keys() | after.keys()
            if before.get(key) != after.get(key)
        }

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
    ends = change.row["valid_to"]
    if ends and change.row["version_by"] == "period":
        assert max(day for _, _, day, _ in got) < date.fromisoformat(ends)


def ids(changes):
    return [pytest.param(change, id=change.id) for change in changes]


@pytest.mark.parametrize("change", ids(IN_EVERY_RUN))
def test_a_row_changes_what_it_should(bench, change):
    check(bench, change)


@pytest.mark.deep
@pytest.mark.parametrize("change", ids(c for c in ALL if c not in IN_EVERY_RUN and c.table != "promotion_period"))
def test_every_row_changes_what_it_should(bench, change):
    check(bench, change)


@pytest.fixture(scope="module")
def calendar(tmp_path_factory):
    """A few people on a date of every month of every regime of the calendar."""
    ex = Extracts({"kota_jambi": ["2026-04-15"]})
    for cpns in ("1994-03-01", "2010-01-01"):
        ex.person(cpns=cpns, pns=f"{int(cpns[:4]) + 1}-03-01", rank_tmt=f"{int(cpns[:4]) + 4}-04-01")
    return Bench(tmp_path_factory.mktemp("calendar"), ex, CALENDAR)


@pytest.mark.deep
@pytest.mark.parametrize("change", ids(c for c in ALL if c.table == "promotion_period"))
def test_every_period_changes_what_it_should(calendar, change):
    check(calendar, change)


def test_as_they_are_marts_and_oracle_agree(bench):
    told = bench.rebuild.con.execute(f"select nip, track, period_date, criterion, status from main.{CRITERIA}").fetchall()
    expected = {key: (None, status) for key, status in bench.told.items()}
    assert differences(expected, {tuple(row[:4]): (None, row[4]) for row in told})[:10] == []


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
    statement = f"update {{t}} set value = case {values} else '0' end where read_by <> 'verdict' or {named}"
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


def test_a_criterion_without_a_rule_says_so(bench):
    """On a date before the first version of its rule a criterion is UNKNOWN and cites none."""
    wrong = f"""
        select criterion, track, status, required, count(*) from main.{CRITERIA}
        where rule_id is null and status <> 'NOT_APPLICABLE' and not regexp_matches(required, 'no rule is known|depends on')
        group by all
    """
    assert bench.rebuild.con.execute(wrong).fetchall() == []
