"""A file cut at any of a hundred places is refused, or the loss of whole records at its end shows in what it tells."""

from __future__ import annotations

import pytest

from orchestration.landing.land import land_dataset
from tests.fixtures.goodfiles import REGION, good

CUTS = 100


@pytest.mark.parametrize("name", ["profil_asn", "ujian", "rw_golongan"])
def test_cut_at_a_hundred_places(name, tmp_path):
    table = good(name, rows=20)
    content = table.content()
    places = sorted({len(content) * cut // CUTS for cut in range(CUTS)})
    for day, place in enumerate(places):
        path = table.path(tmp_path, date=f"20{10 + day // 28}-02-{day % 28 + 1:02d}")
        path.parent.mkdir(parents=True)
        path.write_bytes(content[:place])
    entries = land_dataset(tmp_path, table.dataset.source, name, REGION, check=False)
    assert len(entries) == len(places) == CUTS
    refused = [entry for entry in entries if not entry.is_admitted]
    assert {entry.rows_path for entry in refused} == {None}
    for entry in entries:
        if entry.is_admitted:
            # Nothing in the file tells that whole lines are gone at its end: the count of rows does.
            kept = content[: entry.bytes]
            assert name != "profil_asn", entry.file
            assert entry.rows == kept.count(b"\n") - (name == "ujian") + (not kept.endswith(b"\n")) < 20
            is_told = "no_line_end" in [warning.code for warning in entry.warnings]
            assert is_told == (name == "ujian" and not kept.endswith(b"\n")), entry.file
