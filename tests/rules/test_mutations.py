"""Every row of seeds/rules changed once changes exactly the verdicts that it should.

What it should change is what the oracle says with its own figure changed in the same way. Statuses and verdicts are compared
on the dates of `world`; `first_possible_date` follows from the same statuses on later dates.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from tests.dbt.warehouse import build_warehouse
from tests.oracle import TRACKS
from tests.oracle.judge import World
from tests.oracle.raw import read_folder
from tests.rules import mutations as m
from tests.rules import world
from tests.rules.rebuild import CRITERIA, Rebuild

CALENDAR = tuple(date(2001, month, 1) for month in (1, 4, 7, 10)) + tuple(
    date(year, month, 1) for year in (2023, 2024, 2026) for month in range(1, 13)
)
ALL = m.mutations()
# In every run: one row of each table and of each way a value is read; all of them in `make deep`.
ALWAYS = [next(c for c in ALL if c.table == table) for table in m.TABLES if table != "promotion_period"] + [
    c for c in ALL if c.table == "rule" and c.row["rule_id"] in ("KP.REG.YEARS", "KP.REG.SUPERIOR", "DISC.BLOCK", "POS.PWS.WHO")
]  # fmt: skip


class Bench:
    """A warehouse and the oracle on the same people, both as they are and with one row of a rule changed."""

    def __init__(self, folder, extracts, dates):
        extracts.write(folder / "raw")
        database = build_warehouse(folder, dates, check=False, default_scope=False, select=f"+{CRITERIA}")
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


def ids(changes):
    return [pytest.param(change, id=change.id) for change in changes]


@pytest.mark.parametrize("change", ids(ALWAYS))
def test_a_row_changes_what_it_should(bench, change):
    check(bench, change)


@pytest.mark.deep
@pytest.mark.parametrize("change", ids(c for c in ALL if c not in ALWAYS and c.table != "promotion_period"))
def test_every_row_changes_what_it_should(bench, change):
    check(bench, change)
