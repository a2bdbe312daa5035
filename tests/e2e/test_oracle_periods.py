"""The marts against the oracle over twelve period dates in all calendars since 2022, at small and at city scale: every verdict,
every status, every first possible date, on all tracks. At city scale ten people at least fail by each criterion alone."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from orchestration.sample.generate import generate
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.cases import GATES, TRACK_CRITERIA
from tests.fixtures.marts import MARTS, mart_answers, oracle_differences
from tests.fixtures.sample import SAMPLE
from tests.oracle import TRACKS, read_folder, sole_causes, verdicts_of

pytestmark = pytest.mark.deep
AT_LEAST = 10
DATES = tuple(
    map(
        date.fromisoformat,
        (
            "2022-04-01", "2022-10-01", "2023-10-01",  # two periods a year
            "2024-02-01", "2024-04-01", "2024-12-01", "2025-04-01",  # six; 2023 is usable only from March 2024
            "2025-06-01",  # the superior's rank no longer counts
            "2025-10-01", "2025-11-01", "2026-02-01", "2026-12-01",  # every month
        ),
    )
)  # fmt: skip
# Never the reason on a period date after 2021: by the calendar, by the law (an appeal only bars until 2021), or because whom it
# would fail has no row (who has no such diploma) or it is not set (a least rank to rise by diploma from).
CANNOT_FAIL = {
    *((track, name) for track in TRACKS for name in ("employment_kind", "position_kind", "period_date", "appeal_pending")),
    ("kp_ijazah", "diploma"),
    ("kp_ijazah", "rank_range"),
}


@pytest.fixture(scope="module", params=["small", "city"])
def scale(request, tmp_path_factory):
    """(scale, extracts as the oracle reads them, warehouse over the twelve dates)."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "small":
        shutil.copytree(SAMPLE, folder / "raw")
    else:
        generate("city", 1, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JEJAK_MEMORY", "3GB")
        database = build_warehouse(folder, DATES, select=["+" + mart for mart in MARTS], default_scope=False)
    return request.param, read_folder(folder / "raw", None), database


@pytest.mark.parametrize("track", TRACKS)
def test_no_difference_at_any_period(scale, track, capsys):
    name, delivered, database = scale
    told = verdicts_of(delivered, DATES, (track,))
    assert oracle_differences(told, mart_answers(database, track), DATES) == []
    alone = sole_causes(told)["FAIL"]
    asked = [c for c in TRACK_CRITERIA[track] if (track, c) not in CANNOT_FAIL]
    with capsys.disabled():
        people = len({verdict.nips for verdict in told})
        print(f"\n{name} {track}: {people} people fail only by " + ", ".join(f"{c} {alone[c]}" for c in asked))
    assert set(alone) <= set(asked)
    if name == "city":
        assert {c: alone[c] for c in asked if alone[c] < AT_LEAST} == {}


def test_every_gate_is_a_criterion():
    assert all(criteria[: len(GATES)] == GATES for criteria in TRACK_CRITERIA.values())
