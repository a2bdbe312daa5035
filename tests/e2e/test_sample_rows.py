"""What was put wrong into the sample is found, all of it and nothing else; and every delivered row is followed to its end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.fixtures.raw_rows import RawFile, read_raw
from tests.fixtures.sample import SAMPLE, planted

# Where a piece of dirt that spoils nothing says what becomes of its row. All others are used.
ENDS = {"duplicate": "duplicate", "superseded": "superseded", "out of scope": "out_of_scope"}


@pytest.fixture(scope="module")
def database(sample_warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample_warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def ends(database: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[str]]:
    """(dataset, row key) -> where the warehouse says the row ended, from the tables that an evaluator has."""
    found = defaultdict(list)
    for dataset, key, end in database.execute(
        """
        select distinct dataset, row_key, 'used' from audit_row_provenance
        union all select distinct dataset, row_key, 'quarantined' from audit_quarantine
        union all select dataset, row_key, 'refused' from stg_landing__refused_row
        union all select dataset, row_key, disposition from int_rows__resolve
        where disposition not in ('used', 'quarantined')
        """
    ).fetchall():
        found[dataset, key].append(end)
    return found


@pytest.fixture(scope="module")
def raw() -> list[RawFile]:
    return read_raw(SAMPLE)


@pytest.fixture(scope="module")
def facts() -> dict:
    return planted()


def newest_delivery(raw: list[RawFile]) -> dict[tuple[str, str], str]:
    """(dataset, region) -> date of its newest file."""
    newest: dict[tuple[str, str], str] = defaultdict(str)
    for file in raw:
        newest[file.dataset, file.region] = max(newest[file.dataset, file.region], file.date)
    return newest


# -- planted dirt ---------------------------------------------------------------------------------------------------------


def test_planted_dirt_is_quarantined_with_its_reason_and_nothing_else_is(database, facts, capsys):
    wanted = {(d["file"], d["row"], d["item"], d["expected_reason"]) for d in facts["dirt"] if d["expected_reason"]}
    found = set(database.execute("select file, src_row, src_item, reason_code from audit_quarantine").fetchall())
    assert sorted(wanted - found, key=str) == [], "planted and not found"
    assert sorted(found - wanted, key=str) == [], "found and not planted"
    with capsys.disabled():
        kinds = Counter(reason for *_, reason in wanted)
        print(f"\nplanted {len(wanted)}, found {len(found)}: {', '.join(f'{k} {n}' for k, n in sorted(kinds.items()))}")


def test_the_sample_plants_every_reason_there_is(database, facts):
    known = {reason for (reason,) in database.execute("select reason_code from reason").fetchall()}
    assert known == {d["expected_reason"] for d in facts["dirt"]} - {None}


def test_quarantine_names_the_person_wherever_the_number_can_be_read(database, facts):
    named = dict.fromkeys(d["nip"] for d in facts["dirt"] if d["nip"])
    lost = {"numeric_identifier", "nip_malformed", "nip_invalid", "nip_missing"}
    rows = database.execute("select file, src_row, src_item, nip, reason_code from audit_quarantine").fetchall()
    told = {(file, row, item): nip for file, row, item, nip, _ in rows}
    for d in facts["dirt"]:
        if d["expected_reason"] and d["nip"] and d["expected_reason"] not in lost and d["dataset"] != "pengadaan":
            assert told[d["file"], d["row"], d["item"]] == d["nip"], d
    assert {nip for nip in told.values() if nip} <= set(named)


def test_what_is_to_mend_is_what_newer_deliveries_left(database):
    """A snapshot is not made again for an old day, and a replaced answer is nobody's task."""
    found = database.execute(
        """
        select is_to_mend, extract_date = max(extract_date) over (partition by region_slug), count(*)
        from audit_quarantine where dataset = 'profil_asn' group by is_to_mend, extract_date, region_slug
        """
    ).fetchall()
    assert found and all(to_mend == is_newest for to_mend, is_newest, _ in found)
    assert {is_newest for _, is_newest, _ in found} == {True, False}
    others = database.execute(
        "select count(*) from int_rows__resolve where is_to_mend <> is_standing and dataset <> 'profil_asn' "
        "and row_key not in (select row_key from audit_quarantine where reason_code = 'footnote')"
    ).fetchone()
    assert others == (0,)
    told, counted = database.execute(
        "select (select count(distinct row_key) from audit_quarantine where is_to_mend), "
        "(select sum(to_mend_rows) from audit_quality)"
    ).fetchone()
    assert told == counted > 0


def test_dirt_that_spoils_nothing_ends_where_it_says(ends, raw, facts):
    """In a file that a newer one follows, the row may have been replaced since."""
    places = {(f.file, r.row, r.item): (f, r.key(f.sha256)) for f in raw for r in f.rows}
    newest = newest_delivery(raw)
    wrong = []
    for d in facts["dirt"]:
        if d["file"] and not d["expected_reason"]:
            end = next((end for text, end in ENDS.items() if d["expected_effect"].startswith(text)), "used")
            file, key = places[d["file"], d["row"], d["item"]]
            replaced = ["superseded"] if file.date < newest[file.dataset, file.region] else [end]
            if ends[file.dataset, key] not in ([end], replaced):
                wrong.append((d["file"], d["row"], d["kind"], d["expected_effect"], ends[file.dataset, key]))
    assert wrong == []


# -- planted identity changes ---------------------------------------------------------------------------------------------


def test_people_are_neither_merged_nor_split(database, facts, raw):
    """Each number is a person of its own, but for the numbers that were planted as one person's."""
    persons = database.execute(
        "select employee_key, list(nip order by nip) from int_identity__resolve group by 1"
    ).fetchall()
    merged = {tuple(numbers) for _, numbers in persons if len(numbers) > 1}
    moved = {tuple(sorted((m["nip"], m["old_nip"]))) for m in facts["moves"] if "old_nip" in m}
    corrected = {
        tuple(sorted((d["nip"], written)))
        for d in facts["dirt"]
        if d["kind"] == "number_before_its_correction"
        for (written,) in database.execute(
            "select staged.nip from stg_kepegawaian__profil_asn as staged inner join audit_file using (src_file_sha256) "
            "where audit_file.file = ? and staged.src_row = ?",
            [d["file"], d["row"]],
        ).fetchall()
    }
    assert len(corrected) >= 2 and len(moved) >= 1
    assert merged == moved | corrected
    numbers = {nip for _, numbers in persons for nip in numbers}
    asked = {nip for file in raw for nip in file.asked.values() if nip}
    assert asked <= numbers, "asked about and not a person"
    assert database.execute("select count(*) from dim_employee").fetchone()[0] == len(persons)


def test_each_move_is_one_person_in_both_regions(database, facts):
    seen = defaultdict(set)
    for numbers, region in database.execute(
        """
        select person.all_nip, region.region_slug
        from fct_employee_snapshot as snapshot
        inner join dim_employee as person using (employee_key)
        inner join region using (region_code)
        group by all
        """
    ).fetchall():
        for nip in numbers.split(","):
            seen[nip].add(region)
    kinds = Counter()
    for move in facts["moves"]:
        kinds[move["kind"]] += 1
        assert seen[move["nip"]] >= {move["from"], move["to"]}, move
        if "old_nip" in move:
            (told,) = database.execute(
                "select nip from dim_employee where list_contains(string_split(all_nip, ','), ?)", [move["old_nip"]]
            ).fetchone()
            assert told == move["nip"], "the newest number stands for the person"
    assert set(kinds) == {"transfer", "two_regions_one_day", "pppk_new_number"}


def test_who_changed_the_name_is_one_person_under_the_newest(database, facts):
    changed = {d["nip"] for d in facts["dirt"] if d["kind"] == "name_before_its_change"}
    assert len(changed) >= 3
    for nip in changed:
        names = database.execute(
            "select extract_date, employee_name, src_row_id from stg_kepegawaian__profil_asn where nip = ? order by 1",
            [nip],
        ).fetchall()
        assert len({name for _, name, _ in names}) == 2
        shown = database.execute("select employee_name, src_row_ids from dim_employee where nip = ?", [nip]).fetchall()
        assert shown == [names[-1][1:]]


def test_a_birth_date_or_sex_that_is_not_the_numbers_is_told_as_a_conflict(database, facts):
    planted_kinds = {"birth_date_not_that_of_the_number": "birth_date", "sex_not_that_of_the_number": "sex"}
    wanted = {(planted_kinds[d["kind"]], d["nip"]) for d in facts["dirt"] if d["kind"] in planted_kinds}
    found = database.execute(
        "select distinct conflict, nip from audit_conflict where conflict in ('birth_date', 'sex')"
    ).fetchall()
    assert len(wanted) >= 4
    made_for_it = {nip for name, cohort in facts["cohorts"].items() if "age_limit" in name for nip in cohort["people"]}
    assert wanted <= set(found)
    assert {nip for _, nip in set(found) - wanted} <= made_for_it


# -- every row ------------------------------------------------------------------------------------------------------------


def test_every_delivered_row_ended_in_exactly_one_place(ends, raw, capsys):
    delivered = {(f.dataset, r.key(f.sha256)) for f in raw for r in f.rows}
    astray = {row: ends.get(row, []) for row in delivered if len(ends.get(row, ())) != 1}
    assert dict(list(astray.items())[:10]) == {}
    assert list(set(ends) - delivered)[:10] == [], "ended, and never delivered"
    with capsys.disabled():
        counts = Counter(end for (end,) in (ends[row] for row in delivered))
        print(
            f"\n{len(delivered)} rows of {len(raw)} files: {', '.join(f'{n} {end}' for end, n in sorted(counts.items()))}"
        )


def test_the_ledger_counts_the_rows_that_lie_in_the_files(database, raw):
    told = dict(database.execute("select file, rows_in from audit_row_ledger where hop = 'land'").fetchall())
    assert told == {f.file: len(f.rows) for f in raw}
    assert database.execute("select * from audit_row_ledger where residual <> 0").fetchall() == []
    assert database.execute("select * from audit_row_residual").fetchall() == []


def test_a_duplicate_has_a_twin_and_a_superseded_row_a_newer_delivery(ends, raw):
    """Read from the files alone: what was left out for one of these reasons was left out rightly."""
    newest, contents = defaultdict(str), defaultdict(set)
    for (dataset, _), date in newest_delivery(raw).items():
        newest[dataset] = max(newest[dataset], date)  # a person may have been asked by the other region since
    for file in raw:
        for row in file.rows:
            if ends[file.dataset, row.key(file.sha256)] == ["used"]:
                contents[file.dataset].add(row.content)
    for file in raw:
        for row in file.rows:
            end = ends[file.dataset, row.key(file.sha256)]
            if end == ["duplicate"]:
                assert row.content in contents[file.dataset], row
            elif end == ["superseded"]:
                assert file.date < newest[file.dataset], row
            elif end == ["out_of_scope"]:
                assert file.dataset == "formasi" and "Pemerintah Kota" not in row.content, row


def test_every_line_of_an_answer_is_in_the_coverage(database, raw):
    """Who was asked, when, and that they have none, is told of every line, also of those without a record."""
    told = set(database.execute("select src_file_sha256, src_row, asked_nip from stg_landing__answers").fetchall())
    assert told == {(f.sha256, number, nip) for f in raw for number, nip in f.asked.items()}
