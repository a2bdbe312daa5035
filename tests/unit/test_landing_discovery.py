"""What lies in raw is either an extract or named with what to do about it."""

from __future__ import annotations

import pytest

from orchestration.landing import paths
from orchestration.landing.discovery import discover, known_regions
from orchestration.landing.land import land_region
from tests.fixtures.goodfiles import good

MISPLACED = {
    "kepegawain/kota_jambi/2026-03-01/ujian.csv": ("kepegawain", "unknown_source"),
    "stray.txt": ("stray.txt", "unknown_source"),
    "kepegawaian/jambi/2026-03-01/ujian.csv": ("kepegawaian/jambi", "unknown_region"),
    "kepegawaian/ujian.csv": ("kepegawaian/ujian.csv", "not_a_region"),
    "kepegawaian/kota_jambi/1-3-2026/ujian.csv": ("kepegawaian/kota_jambi/1-3-2026", "not_a_date"),
    "kepegawaian/kota_jambi/2026-02-30/ujian.csv": ("kepegawaian/kota_jambi/2026-02-30", "not_a_date"),
    "kepegawaian/kota_jambi/2026-03-01/Ujian.csv": ("kepegawaian/kota_jambi/2026-03-01/Ujian.csv", "unknown_dataset"),
    "kepegawaian/kota_jambi/2026-03-01/ujian.xlsx": ("kepegawaian/kota_jambi/2026-03-01/ujian.xlsx", "unknown_dataset"),
    "kepegawaian/kota_jambi/2026-03-01/rw_skp.ndjson": (
        "kepegawaian/kota_jambi/2026-03-01/rw_skp.ndjson",
        "unknown_dataset",
    ),
    "kepegawaian/kota_jambi/2026-03-01/gaji.csv": ("kepegawaian/kota_jambi/2026-03-01/gaji.csv", "unknown_dataset"),
    "kepegawaian/kota_jambi/2026-03-01/sub/ujian.csv": ("kepegawaian/kota_jambi/2026-03-01/sub", "not_a_file"),
}
HINTS = {
    "unknown_region": "dbt_project/seeds/reference/region.csv",
    "not_a_date": "2026-03-01",
    "unknown_source": "kepegawaian",
}


@pytest.mark.parametrize("path", MISPLACED)
def test_what_does_not_fit_is_named(path, tmp_path):
    good("ujian").write(tmp_path)
    target = tmp_path / "raw" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("x")
    found = discover(tmp_path)
    assert [extract.file for extract in found] == ["kepegawaian/kota_jambi/2026-03-01/ujian.csv"]
    (wrong,) = found.misplaced
    assert (wrong.file, wrong.code) == MISPLACED[path]
    assert wrong.file in wrong.message and HINTS.get(wrong.code, "") in wrong.message


@pytest.mark.parametrize("name", ["Kota_Jambi", "kota jambi", "KOTA-JAMBI"])
def test_a_region_in_another_spelling_is_not_taken_for_a_new_one(name, tmp_path):
    (tmp_path / "raw" / "kepegawaian" / name).mkdir(parents=True)
    (wrong,) = discover(tmp_path).misplaced
    assert "is written kota_jambi" in wrong.message and "region.csv" not in wrong.message


def test_links_are_not_followed(tmp_path):
    outside = tmp_path / "secret.csv"
    outside.write_text("nip,jenis,nomor\n")
    place = good("ujian").path(tmp_path)
    place.parent.mkdir(parents=True)
    place.symlink_to(outside)
    found = discover(tmp_path)
    assert list(found) == [] and [wrong.code for wrong in found.misplaced] == ["not_a_file"]


def test_bystanders_are_left_in_peace(tmp_path):
    path = good("ujian").write(tmp_path)
    for place in (
        tmp_path / "raw" / "README.md",
        tmp_path / "raw" / ".gitkeep",
        path.parent / ".DS_Store",
        path.parent / "~$ujian.xlsx",
    ):
        place.write_text("x")
    assert discover(tmp_path).misplaced == []


def test_no_raw_folder_is_no_extract(tmp_path):
    found = discover(tmp_path)
    assert (list(found), found.misplaced) == ([], [])


def test_only_one_region(tmp_path):
    good("ujian").write(tmp_path)
    good("ujian").write(tmp_path, region="kota_sawahlunto", suffix=".gz")
    (tmp_path / "raw" / "kepegawaian" / "kota_x").mkdir()
    found = discover(tmp_path, "kota_sawahlunto")
    assert [extract.file for extract in found] == ["kepegawaian/kota_sawahlunto/2026-03-01/ujian.csv.gz"]
    assert found.misplaced == []


def test_a_region_is_a_row_in_the_seed(tmp_path, monkeypatch):
    seed = tmp_path / "region.csv"
    seed.write_text(
        paths.REGION_SEED.read_text() + "kota_padang,13.71,Kota Padang,1371,1371,5471,,Pemerintah Kota Padang\n"
    )
    monkeypatch.setattr(paths, "REGION_SEED", seed)
    assert "kota_padang" in known_regions()
    good("ujian").write(tmp_path, region="kota_padang")
    assert [entry.status for entry in land_region(tmp_path, "kota_padang", check=False)] == ["admitted"]


def test_an_unknown_region_is_no_silent_nothing(tmp_path):
    with pytest.raises(ValueError, match="kota_padang"):
        land_region(tmp_path, "kota_padang")


def test_the_mark_of_synthetic_data(tmp_path):
    path = good("ujian").write(tmp_path)
    assert not discover(tmp_path)[0].is_synthetic
    (path.parent / "_origin.json").write_text('{"synthetic": true}')
    assert discover(tmp_path)[0].is_synthetic


@pytest.mark.parametrize("text", ['{"synthetic": "yes"}', "[]", "{", ""])
def test_a_damaged_mark_refuses_the_folder(text, tmp_path):
    """A mark that cannot be read must not let synthetic rows pass for real ones."""
    path = good("ujian").write(tmp_path)
    (path.parent / "_origin.json").write_text(text)
    (entry,) = land_region(tmp_path, "kota_jambi", check=False)
    assert (entry.status, entry.reasons[0].code) == ("refused", "bad_origin")
    (path.parent / "_origin.json").write_text('{"synthetic": true}')
    (entry,) = land_region(tmp_path, "kota_jambi", check=False)
    assert (entry.status, entry.is_synthetic) == ("admitted", True)
