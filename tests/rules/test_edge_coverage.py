"""Every criterion of every track is shown on the day before, the day and the day after something changes it."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from tests.fixtures import edge_cases_tracks, reading_cases, table_cases, worked_cases, worked_cases_tracks
from tests.fixtures.cases import NO_ROW, TRACK_CRITERIA


def status_of(expect, criterion: str) -> str:
    if expect.verdict == NO_ROW:
        return NO_ROW
    return expect.statuses().get(criterion, "not asked")


def edges() -> set[tuple[str, str]]:
    """(track, criterion) with a person whose status changes between two following days, a third day beside them."""
    found = set()
    for module in (worked_cases, worked_cases_tracks, edge_cases_tracks, table_cases, reading_cases):
        for case in module.build(0)[1]:
            by_day = defaultdict(dict)
            for expect in case.expects:
                by_day[expect.track][expect.period_date] = expect
            for track, days in by_day.items():
                for day in days:
                    before, after = day - timedelta(days=1), day + timedelta(days=1)
                    if before in days and after in days:
                        for criterion in TRACK_CRITERIA[track]:
                            told = [status_of(days[d], criterion) for d in (before, day, after)]
                            if len(set(told) - {"not asked"}) > 1:
                                found.add((track, criterion))
    return found


def test_every_criterion_has_its_day():
    asked = {(track, criterion) for track, criteria in TRACK_CRITERIA.items() for criterion in criteria}
    assert sorted(asked - edges()) == []
