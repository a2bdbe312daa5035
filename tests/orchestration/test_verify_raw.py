"""`jejak verify` and raw/: what a version was made from must still lie there."""

import json

import pytest

from orchestration.landing.land import land_all
from orchestration.landing.manifest import load_entries
from orchestration.landing.paths import DataRoot
from orchestration.publish.plan import make_plan
from orchestration.publish.verify import verify_raw

HEADER = "nip,jenis,nomor,tanggal_lulus,jenjang\n"
GOOD = "kepegawaian/kota_jambi/2026-05-01/ujian.csv"
BAD = "kepegawaian/kota_jambi/2026-06-01/ujian.csv"
LOST = "kepegawaian/jambi/2026-06-01/ujian.csv"


@pytest.fixture
def root(tmp_path):
    """A root with an admitted, a refused and a misplaced file, all three cited by a version."""
    data = DataRoot(tmp_path)
    for file, text in ((GOOD, HEADER), (BAD, "no header\n"), (LOST, HEADER)):
        (data.raw / file).parent.mkdir(parents=True)
        (data.raw / file).write_text(text)
    land_all(data)
    plan = make_plan(data)
    folder = data.published / plan.publish_id
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(plan.identity))
    return data


def problems(root):
    return verify_raw(root, load_entries(root))


def test_raw_as_it_was_delivered_has_no_problem(root):
    assert problems(root) == []


@pytest.mark.parametrize("file", [GOOD, BAD])
@pytest.mark.parametrize("is_landed", [False, True])
def test_a_replaced_file_is_named_also_after_the_next_run(root, file, is_landed):
    (root.raw / file).write_text(HEADER + "198503122010011008,UD1,1,2020-05-01,\n")
    if is_landed:
        land_all(root)
    (problem,) = problems(root)
    assert (
        file in problem and "replaced" in problem and f"version {next(root.published.iterdir()).name} cites" in problem
    )


@pytest.mark.parametrize("file", [GOOD, BAD])
def test_a_file_that_is_gone_is_named(root, file):
    (root.raw / file).unlink()
    (problem,) = problems(root)
    assert file in problem and "no longer there" in problem


def test_a_version_is_enough_to_miss_a_file(root):
    (root.raw / GOOD).unlink()
    entries = [entry for entry in load_entries(root) if entry.file != GOOD]
    (problem,) = verify_raw(root, entries)
    assert GOOD in problem


def test_what_the_run_asks_to_move_or_remove_may_go(root):
    (root.raw / LOST).unlink()
    twin = root.raw / f"{GOOD}.gz"
    twin.write_bytes(b"another content")
    land_all(root)
    twin.unlink()
    assert problems(root) == []
