"""The public folder of the committed sample, written as a run writes it, attacked: alone, and over ten publishes of data that change.

What the attacker knows, and how counts are looked for: tests/statistics/attack.py.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pytest

from tests.statistics import attack
from tests.statistics.republish import Republisher

# Of several publishes: people who are not there in one of them, trainings and appraisals that were not delivered yet, and so on.
MISSING = {
    "fct_employee_snapshot": ("employee_key", "employee_key", 150),
    "int_objectivity__candidates": ("employee_key", "employee_key", 150),
    "fct_training": ("employee_key", "employee_key || course_name || training_year", 60),
    "fct_performance": ("employee_key", "employee_key || appraisal_year", 80),
    "fct_career_event": ("employee_key", "employee_key || event_date || event_type", 80),
    "fct_selection": ("participant_number", "participant_number", 80),
}


@pytest.fixture(scope="module")
def republisher(sample_warehouse, tmp_path_factory) -> Republisher:
    target = sample_warehouse.parents[1] / "target" / "manifest.json"
    return Republisher(sample_warehouse, target, tmp_path_factory.mktemp("republished") / "build")


@pytest.fixture(scope="module")
def published(republisher) -> Path:
    """The public database."""
    return republisher.publish("0")


def random() -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(1))


def unknowns(cells) -> list[tuple]:
    """Counts to find: of groups that are no sums of others, and not of those that nobody can be in."""
    return sorted(("true", *c) for c in cells if c[2] not in attack.DERIVED and not attack.by_definition(c))


def everything(republisher) -> dict:
    """(region, year) -> true counts, protected ones, protected numbers of posts; and the world that is true."""
    true, protected = republisher.counts("int_comparison__counts"), republisher.counts("int_disclosure__counts")
    posts = republisher.posts()
    return {
        key: (true[key], protected[key], posts.get(key), {("true", *cell): n for cell, n in true[key].items()})
        for key in protected
    }


def test_the_public_files_say_nothing_but_protected_counts(republisher, published):
    """Every sum that is shown is one of protected counts, each less than a base from the true one; and the attack knows nothing false."""
    shown = attack.shown(published)
    looked = 0
    for key, (_, protected, posts, world) in everything(republisher).items():
        cells, facts = shown[key]
        known = attack.learned(attack.meaning(cells, posts), cells, facts)
        assert known.broken(world | {("fives", *cell): n / attack.BASE for cell, n in protected.items()}) == []
        looked += len(facts)
    assert looked > 1000


def test_a_world_of_the_protected_counts_gives_the_same_bytes(republisher, published):
    """Were every true count the protected one, not a byte would change: figures, intervals, tests, reasons, rows."""
    republisher.run("""
        create or replace table true_counts as from int_comparison__counts;
        create or replace table int_comparison__counts as
        select true_counts.* replace (protected.people as people)
        from true_counts
        inner join int_disclosure__counts as protected
            using (measure, region_code, year, bin, group_type, group_value)
    """)
    again = republisher.publish("protected", "int_disclosure__counts")
    republisher.run("create or replace table int_comparison__counts as from true_counts")
    files = sorted((published.parent / "parquet").iterdir())
    assert len(files) == 5
    for file in files:
        assert file.read_bytes() == (again.parent / "parquet" / file.name).read_bytes(), file.name


@pytest.mark.parametrize("every", [400, pytest.param(10, marks=pytest.mark.deep)])
def test_the_attack_on_the_public_folder_finds_no_count(republisher, published, every):
    """All public figures of a region and year, both regions; whoever has every protected count has them all."""
    for key, (_, protected, posts, world) in everything(republisher).items():
        known = attack.told(attack.meaning(protected, posts), protected)
        assert known.broken(world) == []
        names = unknowns(protected)
        certain = known.certain(names, random())
        widths = [high - low + 1 for low, high in map(known.possible, names[::every])]
        print(
            f"\n{key}: {len(names)} counts attacked, {len(certain)} recovered; of {len(widths)} at least {min(widths)} values left"
        )
        assert certain == {}
        assert min(widths) >= 2


@pytest.mark.parametrize("most", [1, pytest.param(12, marks=pytest.mark.deep)])
def test_withheld_counts_stay_open_to_whoever_reads_the_public_files_alone(republisher, published, most):
    key = ("13.73", 2026)
    true, protected, _, _ = everything(republisher)[key]
    cells, facts = attack.shown(published)[key]
    known = attack.learned(attack.meaning(cells), cells, facts)
    small = [name for name in unknowns(cells) if 0 < true.get(name[1:], 0) < 10 and name[3] in ("total", "sex")][:most]
    assert small
    for name in small:
        low, high = known.possible(name)
        print(f"\n{name[1:]}: {low} to {high}")
        assert low <= true[name[1:]] <= high and high - low >= 4


@pytest.mark.parametrize("publishes", [3, pytest.param(10, marks=pytest.mark.deep)])
def test_successive_publishes_of_changing_data_find_no_count(republisher, published, publishes):
    """Each alone, and all together by whoever knows how many people came and went: the counts of the first publish."""
    first = everything(republisher)
    republisher.run(";".join(f"create or replace table all_{table} as from {table}" for table in MISSING))
    known = {
        key: attack.told(attack.meaning(protected, posts), protected) for key, (_, protected, posts, _) in first.items()
    }
    changed = 0
    for step in range(publishes):
        republisher.run(
            ";".join(
                f"create or replace table {table} as select * from all_{table} where hash({row}) % {one_in} <> {step}"
                for table, (_, row, one_in) in MISSING.items()
            )
        )
        public = republisher.publish(f"changed {step}")
        now = everything(republisher)
        assert now.keys() == first.keys()
        with duckdb.connect(str(public), read_only=True) as con:
            assert con.execute("select count(value) from mart_region_comparison").fetchone()[0] > 100
        for key, (true, protected, posts, world) in now.items():
            before = first[key][0]
            # what an attacker may know: how many people differ between two publishes, which no count or sum exceeds
            moved = Counter()
            for (measure, _, kind, _), number in {c: n - before.get(c, 0) for c, n in true.items()}.items():
                moved[measure] += abs(number) if kind == "total" else 0
            within = max(moved.values())
            changed += sum(number != before.get(cell, 0) for cell, number in true.items())
            attack.told(known[key], protected, within)
            if step == 0 or publishes == 10:
                alone = attack.told(attack.meaning(protected, posts), protected)
                assert alone.broken(world) == []
                assert alone.certain(unknowns(protected), random()) == {}
    republisher.run(";".join(f"create or replace table {table} as from all_{table}" for table in MISSING))
    assert changed > 300
    for key, (_, protected, _, world) in first.items():
        assert known[key].broken(world) == []
        certain = known[key].certain(unknowns(protected), random())
        print(
            f"\n{key}: {len(unknowns(protected))} counts, {publishes + 1} publishes together: {len(certain)} recovered"
        )
        assert certain == {}


def test_every_public_number_says_how_sure_it_is(published):
    """An interval, or the reason why there is none; no number that is withheld; no count under ten; only multiples of the base."""
    with duckdb.connect(str(published), read_only=True) as con:
        tables = [name for (name,) in con.execute("select table_name from information_schema.tables").fetchall()]
        assert len(tables) == 5
        for table in tables:
            columns = {name for name, *_ in con.execute(f"describe {table}").fetchall()}
            note = "ci_note" if "ci_note" in columns else "''"
            # a pair shows the figure of the one region also where that of the other is withheld
            value, withheld = ("difference", "ratio") if "difference" in columns else ("value", "n, numerator, denominator")
            wrong = con.execute(f"""
                select * from {table}
                where (
                    {value} is not null
                    and (ci_lower is null or ci_upper is null or ci_method = 'none') and {note} = ''
                )
                or ({value} is not null and (is_suppressed or suppression_reason <> '' or n is null or numerator is null))
                or ({value} is null and suppression_reason = '')
                or (is_suppressed and coalesce({withheld}, {value}, ci_lower, ci_upper) is not null)
                or n < 10 or n % {attack.BASE} <> 0 or denominator < 10 or numerator < 10
            """).fetchall()
            assert wrong == [], table


def test_trap_11_every_row_says_that_nobody_in_it_is_real(published):
    with duckdb.connect(str(published), read_only=True) as con:
        for (table,) in con.execute("select table_name from information_schema.tables").fetchall():
            assert con.execute(f"select bool_and(is_synthetic), count(*) > 0 from {table}").fetchone() == (
                True,
                True,
            ), table
