"""A made-up regulation of 2027, added as docs/regulations.md says: rows alone. Verdicts change from its date, none before."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.rulebook import page, unknown_regulations
from tests.dbt.compiled import compiled_code
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import Extracts
from tests.fixtures.marts import MARTS
from tests.rules.rebuild import Rebuild
from tests.unit import test_rules as guards

SEEDS = guards.SEEDS
FROM = "2027-04-01"
BASIS = {"legal_basis": "Peraturan BKN 1/2027", "article": "Ps 2", "confidence": "C1", "note": "Made up for a test"}
DATES = [date(2026, 12, 1), date(2027, 3, 1), date(2027, 4, 1), date(2027, 5, 1), date(2027, 10, 1)]


def amended(seeds: Path, table: str, ends, begins: list[dict[str, str]]) -> None:
    """End the rows that `ends` picks on the day of the regulation, and add `begins`, each like the last row ended."""
    path = seeds / "rules" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    ended = [row for row in rows if ends(row) and not row["valid_to"]]
    for row in ended:
        row["valid_to"] = FROM
    rows += [ended[-1] | {"valid_from": FROM, "valid_to": ""} | BASIS | new for new in begins]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory) -> Path:
    """A copy of the seeds with the regulation: five years in rank instead of four, and April and October instead of every
    month."""
    copy = tmp_path_factory.mktemp("regulation") / "seeds"
    shutil.copytree(SEEDS, copy)
    amended(copy, "rule", lambda row: (row["rule_id"], row["param"]) == ("KP.REG.YEARS", "min_years"), [{"value": "5"}])
    with (copy / "reference" / "regulation.csv").open("a", encoding="utf-8") as handle:
        handle.write(f"{BASIS['legal_basis']},Kenaikan pangkat,{FROM},,,C1,Made up for a test\n")
    amended(copy, "promotion_period", lambda row: True, [{"rule_id": "KP.PERIOD.27", "month": m} for m in ("4", "10")])
    return copy


@pytest.fixture(scope="module")
def people() -> tuple[Extracts, dict[str, str]]:
    ex = Extracts({"kota_jambi": ["2027-02-15"]})
    good = {"skp22": {2024: "BAIK", 2025: "BAIK", 2026: "BAIK"}}
    numbers = {
        "four years": ex.person(rank_tmt="2022-06-01", **good).nip,
        "five years": ex.person(rank_tmt="2021-10-01", **good).nip,
        "not yet four years": ex.person(rank_tmt="2023-06-15", **good).nip,
        "punished": ex.person(rank_tmt="2021-10-01", hukdis=[("25", "2026-10-01", "2027-10-01", "S")], **good).nip,
    }
    return ex, numbers


@pytest.fixture(scope="module")
def rebuild(people, tmp_path_factory) -> Rebuild:
    folder = tmp_path_factory.mktemp("new_regulation")
    people[0].write(folder / "raw")
    database = build_warehouse(folder, DATES, check=False, select=["+" + mart for mart in MARTS])
    return Rebuild(database, folder / "target", wanted=MARTS)


def verdicts(rebuild: Rebuild, numbers: dict[str, str]) -> dict[tuple[str, str], tuple]:
    """(person, date) -> (verdict, failed criteria, first possible date, basis of the years in rank)."""
    rows = rebuild.con.execute(
        "select nip, period_date, verdict, failed_criteria, first_possible_date, max(legal_basis) "
        f"from {rebuild.relation('mart_promotion_eligibility')} as verdicts "
        f"inner join {rebuild.relation('mart_promotion_criteria')} using (nip, period_date, track) "
        "where track = 'kp_reguler' and criterion = 'time_in_rank' and list_contains(?, period_date) group by all",
        [DATES],
    ).fetchall()
    names = {nip: name for name, nip in numbers.items()}
    return {
        (names[nip], str(day)): (verdict, failed, str(first) if first else None, basis)
        for nip, day, verdict, failed, first, basis in rows
    }


def load(rebuild: Rebuild, seeds: Path, table: str) -> None:
    path = seeds / "rules" / f"{table}.csv"
    rebuild.replace(table, ["delete from {t}", f"insert into {{t}} from read_csv('{path}', header = true, all_varchar = true)"])


def test_the_rows_pass_the_guards_and_show_on_the_page(seeds, monkeypatch):
    monkeypatch.setattr(guards, "SEEDS", seeds)
    guards.test_scalar_rules_neither_overlap_nor_leave_a_gap()
    guards.test_the_calendar_has_no_gap()
    guards.test_every_criterion_cites_a_rule_at_any_time()
    guards.test_no_row_is_older_than_its_regulation()
    assert page(seeds).count("Peraturan BKN 1/2027 Article 2") == 3
    assert "| Peraturan BKN 1/2027 | Kenaikan pangkat | 1 April 2027 |" in page(seeds)


def test_more_years_from_its_date_on(rebuild, people, seeds):
    before = verdicts(rebuild, people[1])
    load(rebuild, seeds, "rule")
    after = verdicts(rebuild, people[1])
    changed = {key for key in after if after[key][:2] != before[key][:2]}
    assert changed == {("four years", "2027-04-01"), ("four years", "2027-05-01"), ("not yet four years", "2027-10-01")}
    assert before["four years", "2027-04-01"][:2] == ("eligible", "")
    assert after["four years", "2027-04-01"][:3] == ("not_eligible", "time_in_rank", "2027-06-01")
    assert after["four years", "2027-03-01"][:3] == ("eligible", "", "2027-03-01")
    for (_, day), (_, _, _, basis) in after.items():
        assert basis == ("PP 99/2000 jo PP 12/2002 Ps 7(1)a" if day < FROM else "Peraturan BKN 1/2027 Ps 2")


def test_no_date_is_told_on_which_the_new_rule_will_not_hold(rebuild, people, seeds):
    def told() -> list[tuple[str, str]]:
        rows = rebuild.con.execute(
            f"select period_date, first_pass_date from {rebuild.relation('mart_promotion_criteria')} where nip = ? "
            "and track = 'kp_reguler' and criterion = 'time_in_rank' and list_contains(?, period_date) order by 1",
            [people[1]["not yet four years"], [date(2026, 12, 1), date(2027, 4, 1)]],
        ).fetchall()
        return [(str(day), str(first)) for day, first in rows]

    rebuild.reset()
    assert told() == [("2026-12-01", "2027-06-15"), ("2027-04-01", "2027-06-15")]
    load(rebuild, seeds, "rule")
    assert told() == [("2026-12-01", "2028-07-01"), ("2027-04-01", "2028-06-15")]


def test_another_calendar_from_its_date_on(rebuild, people, seeds):
    rebuild.reset()
    before = verdicts(rebuild, people[1])
    load(rebuild, seeds, "promotion_period")
    after = verdicts(rebuild, people[1])
    changed = {key for key in after if after[key][:2] != before[key][:2]}
    assert changed == {(name, "2027-05-01") for name in people[1]}
    assert after["five years", "2027-05-01"][:3] == ("not_eligible", "period_date", "2027-10-01")
    assert after["punished", "2027-03-01"][:3] == ("not_eligible", "discipline", "2027-10-01")


def test_two_cited_rows_on_one_day_are_named(rebuild):
    """What a run prints when it stops: the rules, their versions and the file to mend."""
    overlap = (
        "insert into {t} select * replace (date '2026-05-01' as valid_from) from {t} "
        "where rule_id = 'KP.REG.YEARS' and valid_to is null"
    )
    rebuild.replace("rule", [overlap])
    query = compiled_code("one_cited_rule_at_a_time", "test")
    assert rebuild.con.execute(query).fetchall() == []
    name = "int_rule__citations"
    found = rebuild.con.execute(query.replace(f'"warehouse"."main"."{name}"', rebuild.relation(name)))
    columns = [column[0] for column in found.description]
    rows = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
    assert rows
    for row in rows:
        assert (row["track"], row["criterion"], row["n_rows"]) == ("kp_reguler", "time_in_rank", 2)
        assert row["rows_are"] == "KP.REG.YEARS from 2002-04-17; KP.REG.YEARS from 2026-05-01"
        assert "seeds/rules/rule.csv" in row["what_to_do"]


UNLISTED = ("Peraturan BKN 9/2026", "PP 99/2000 jo Peraturan BKN 9/2026", "PP 99/2000; Peraturan BKN 9/2026; PP 12/2002")


@pytest.mark.parametrize("basis", UNLISTED)
def test_a_regulation_that_is_not_listed_is_named_before_the_page_is_written(seeds, tmp_path, basis):
    copy = tmp_path / "seeds"
    shutil.copytree(seeds, copy)
    assert unknown_regulations(copy) == []
    is_years = lambda row: (row["rule_id"], row["param"]) == ("KP.REG.YEARS", "min_years")  # noqa: E731
    amended(copy, "rule", is_years, [{"value": "6", "legal_basis": basis}])
    (said,) = unknown_regulations(copy)
    assert f"rule KP.REG.YEARS cites {basis!r}" in said
    assert "Peraturan BKN 9/2026 is no row of seeds/reference/regulation.csv" in said


@pytest.mark.parametrize("basis", UNLISTED)
def test_a_regulation_that_is_not_listed_stops_the_publish(seeds, tmp_path, basis):
    """The test of dim_rule finds it, and nothing in what is cited now."""
    code = compiled_code("cites_known_regulation_dim_rule_ref_regulation_", "test")
    bases = {row["legal_basis"] for path in (SEEDS / "rules").glob("*.csv") for row in csv.DictReader(path.open())}
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as con:
        con.execute(f"create table regulation as from read_csv('{SEEDS}/reference/regulation.csv', all_varchar = true)")
        con.execute("create table dim_rule (rule_table text, rule_id text, valid_from date, legal_basis text)")
        con.executemany("insert into dim_rule values ('rule', 'OLD', '2001-01-01', ?)", [[name] for name in bases])
        assert con.execute(code).fetchall() == []
        con.execute("insert into dim_rule values ('rule', 'KP.NEW', '2026-04-01', ?)", [basis])
        (row,) = con.execute(code).fetchall()
    assert row[:2] + row[3:5] == ("rule.csv", "KP.NEW", basis, "Peraturan BKN 9/2026")
