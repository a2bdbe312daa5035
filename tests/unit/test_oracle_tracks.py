"""The oracle gives the answers worked out by hand on every track."""

from __future__ import annotations

from datetime import date

import pytest

from tests.fixtures import edge_cases_tracks, worked_cases_tracks
from tests.fixtures.cases import dates_of, differences
from tests.fixtures.marts import oracle_answers
from tests.oracle import TRACKS, evaluate
from tests.oracle.raw import functional_post


def judge(tmp_path, built) -> list[str]:
    extracts, cases = built
    extracts.write(tmp_path / "raw")
    return differences(cases, oracle_answers(evaluate(tmp_path / "raw", dates_of(cases), tracks=TRACKS)))


def test_worked_cases(tmp_path):
    assert judge(tmp_path, worked_cases_tracks.build(fill=2)) == []


def test_edge_cases(tmp_path):
    assert judge(tmp_path, edge_cases_tracks.build(n_fill=2)) == []


def test_regular_promotion_alone_by_default(tmp_path):
    extracts, _ = worked_cases_tracks.build(fill=1)
    extracts.write(tmp_path / "raw")
    assert {v.track for v in evaluate(tmp_path / "raw", [date(2026, 2, 1)])} == {"kp_reguler"}


def test_refused_files_leave_their_criteria_unknown(tmp_path):
    extracts, cases = worked_cases_tracks.build(fill=0)
    extracts.write(tmp_path / "raw")
    day = worked_cases_tracks.EXTRACT_DATE
    refused = {
        f"kepegawaian/kota_jambi/{day}/kebutuhan_jabatan.csv": "vacancy",
        f"kepegawaian/kota_jambi/{day}/rw_angkakredit.ndjson": "credit_score",
        f"kepegawaian/kota_jambi/{day}/ujian.csv": "competency_test",
    }
    verdicts = evaluate(tmp_path / "raw", [date(2026, 2, 1)], refused_files=refused, tracks=["kenaikan_jenjang"])
    nip = next(c.nip for c in cases if c.id == "W51")
    found = next(v for v in verdicts if v.nip == nip)
    assert set(found.unknown_criteria) == set(refused.values())


@pytest.mark.parametrize(
    ("identifier", "name", "jenjang", "base"),
    [
        ("", "Arsiparis Ahli Muda", "MU", "ARSIPARIS"),
        ("", "PERAWAT MUDA / AHLI MUDA", "MU", "PERAWAT"),
        ("", "Perawat Pelaksana Lanjutan / Mahir", "MH", "PERAWAT"),
        ("", "Analis Kebijakan Ahli Madya pada Dinas Kesehatan", "MA", "ANALIS KEBIJAKAN"),
        ("", "Guru Utama Madya", None, "GURU UTAMA MADYA"),
        ("8AE483A570E6758B01710BA2C7527D80", "Polisi Kehutanan", "UT", "POLISI KEHUTANAN"),  # BKN's list
    ],
)
def test_jenjang_of_a_post(identifier, name, jenjang, base):
    assert functional_post(identifier, name, "2") == (jenjang, base)
