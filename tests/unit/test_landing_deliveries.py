"""Volume, freshness and dating: warnings that compare deliveries, from the manifest alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orchestration.checks.suites import DELIVERY_CHECKS, delivery_checks, load_suite, suite_ids
from orchestration.landing.manifest import Entry
from tests.fixtures.goodfiles import BY_NAME


def entry(name: str, date: str, rows: int | None, region: str = "kota_jambi", status: str = "admitted") -> Entry:
    dataset = BY_NAME[name]
    file = f"{dataset.source}/{region}/{date}/{name}.{dataset.format}"
    return Entry(file, dataset.source, name, region, date, date * 6, 1, False, status, rows=rows)


def failures(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(result.id, result.file) for result in delivery_checks(entries) if not result.success]


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_volume_has_bounds_on_both_sides(name):
    limits = load_suite(name)["meta"]["volume"]
    old = entry(name, "2026-01-01", 1000)
    shares = {limits["min_pct"]: 0, limits["max_pct"]: 0, limits["max_pct"] + 1: 1}
    if limits["min_pct"]:  # a list of additions may bring nothing
        shares[limits["min_pct"] - 1] = 1
    for share, bad in shares.items():
        new = entry(name, "2026-01-20", share * 10)
        assert failures([new, old]) == [("volume", new.file)] * bad


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_freshness_is_measured_against_the_newest_extract_of_any_region(name):
    days = load_suite(name)["meta"]["freshness"]["max_days"]
    old = entry(name, "2025-01-01", 10)
    for late, bad in ((days, 0), (days + 1, 1)):
        other = entry("formasi", (date(2025, 1, 1) + timedelta(days=late)).isoformat(), 10, "kota_sawahlunto")
        assert failures([old, other]) == [("freshness", old.file)] * bad


def test_compared_is_the_previous_admitted_extract_by_date():
    """Whatever the order of delivery; refused files and other regions do not count."""
    entries = [
        entry("profil_asn", "2026-03-01", 1000),
        entry("profil_asn", "2026-01-01", 100),
        entry("profil_asn", "2026-02-01", 1010),
        entry("profil_asn", "2026-02-15", 3, status="refused"),
        entry("profil_asn", "2026-02-20", 3, region="kota_sawahlunto"),
    ]
    assert failures(entries) == failures(entries[::-1]) == []
    (volume,) = [r for r in delivery_checks(entries) if r.id == "volume" and "kota_jambi" in r.file]
    assert volume.observed == "1000 rows, 99 % of the 1010 of 2026-02-01"


def test_a_pull_of_some_people_is_compared_by_person():
    """100 records for 40 people after 1,000 for 400 is the same volume; 40 for 40 is not."""
    old, new = entry("rw_golongan", "2026-01-01", 1000), entry("rw_golongan", "2026-02-01", 100)
    old.answers, new.answers = 400, 40
    assert failures([old, new]) == []
    new.rows = 40
    assert failures([old, new]) == [("volume", new.file)]
    new.rows, new.answers = 0, 0
    assert failures([old, new]) == []


def test_a_handful_is_nothing_to_compare_with():
    assert failures([entry("rw_hukdis", "2026-01-01", 1), entry("rw_hukdis", "2026-02-01", 23)]) == []


def test_messages_say_what_to_do():
    old, new = entry("profil_asn", "2026-01-01", 1000), entry("profil_asn", "2026-02-01", 90)
    (result,) = [r for r in delivery_checks([old, new]) if not r.success]
    assert result.message.startswith(f"{new.file}: 90 rows, 9 % of the 1000 of 2026-01-01; expected 90 to 115 %.")
    assert (result.severity, result.file) == ("warning", new.file)


def test_a_day_far_ahead_of_all_others_is_told_and_measures_nothing():
    """A folder 2036 for 2026: the one file is named, the others are not late because of it. A whole delivery after a long
    while is in order, and so is one dataset that comes half a year later."""
    days = load_suite("ujian")["meta"]["dating"]["max_ahead_days"]
    others = [entry(name, "2026-01-01", 30) for name in ("profil_asn", "rw_hukdis", "rw_skp22")]
    wrong = entry("ujian", "2036-01-01", 30)
    assert failures([wrong, *others]) == failures([*others, wrong]) == [("dating", wrong.file)]
    (told,) = [result for result in delivery_checks([*others, wrong]) if not result.success]
    assert told.message.startswith(f"{wrong.file}: dated 2036-01-01, 3652 days after all other extracts")
    assert "withdraw" in told.message and told.severity == "warning"
    whole = [entry(name, "2036-01-01", 30) for name in ("profil_asn", "rw_hukdis", "rw_skp22")]
    assert [check for check, _ in failures([*others, *whole])] == []
    edge = entry("ujian", (date(2026, 1, 1) + timedelta(days=days)).isoformat(), 30)
    assert "dating" not in {check for check, _ in failures([*others, edge])}
    assert failures([wrong]) == []


def test_all_are_warnings_of_every_dataset():
    for name in BY_NAME:
        assert {suite_ids(name)[check] for check in DELIVERY_CHECKS} == {"warning"}


def test_nothing_delivered_nothing_said():
    assert delivery_checks([]) == []
