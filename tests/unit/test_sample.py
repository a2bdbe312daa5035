"""The synthetic source: deterministic, in the real formats, and exactly what the planted facts say."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from orchestration.sample import SCALES, generate
from orchestration.sample.calendar import add_months, is_period, period_ceil, period_floor
from orchestration.sample.codes import GOLONGAN, GOLONGAN_ID
from orchestration.sample.cohorts import COHORTS
from orchestration.sample.credit import paks, spells
from orchestration.sample.generate import PER_PERSON, TABLES
from orchestration.sample.jobs import worth
from orchestration.sample.population import Heads, build_world
from orchestration.sample.provinces import region_rows
from orchestration.sample.records import PROFIL_HEADERS
from orchestration.sample.tracks import TRACK_COHORTS, TRACKS

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = ROOT / "data"
SEED = 20261121
PROVINCE = SCALES["province"]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    out = tmp_path_factory.mktemp("tiny")
    return out, generate("tiny", 7, out)


def digests(folder: Path) -> dict[str, str]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def sheet(path: Path) -> list[list]:
    return python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]


def table(path: Path) -> list[dict]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def records(path: Path) -> dict[tuple[int, int | None], dict]:
    """(row, item) -> record, numbered as the pipeline numbers them; an error answer is one record without an item."""
    if path.suffix == ".xlsx":
        grid = sheet(path)
        above = next(n for n, row in enumerate(grid) if sum(bool(cell) for cell in row) > 5)  # a title has one cell
        return {(n, None): dict(zip(grid[above], r, strict=True)) for n, r in enumerate(grid[above + 1 :], above + 2)}
    if path.name.endswith((".csv", ".csv.gz")):
        return {(n, None): row for n, row in enumerate(table(path), 2)}
    out: dict = {}
    for n, line in enumerate(lines(path), 1):
        data = line["body"].get("data")
        if line["nip"] is None:
            out |= {(n, i): item for i, item in enumerate(data["data"])}
        elif isinstance(data, list):
            out |= {(n, i): item | {"_asked": line["nip"]} for i, item in enumerate(data)}
        elif line["status"] == 502:
            out[n, None] = line
    return out


def test_same_seed_same_bytes_in_another_process(tiny, tmp_path):
    out, _ = tiny
    code = "import sys; from orchestration.sample import generate; generate('tiny', 7, sys.argv[1])"
    env = os.environ | {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=env, cwd=tmp_path)
    assert digests(tmp_path) == digests(out)


def test_another_seed_other_people(tiny, tmp_path):
    facts = generate("tiny", 8, tmp_path)
    assert facts["cohorts"] != tiny[1]["cohorts"]


def test_unknown_scale_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(ValueError, match="unknown scale 'village'.*small, city"):
        generate("village", 1, tmp_path)


def test_every_dataset_for_both_regions(tiny):
    found = {(n.split("/")[1], f["dataset"]) for n, f in tiny[1]["files"].items()}
    datasets = {"profil_asn", "ujian", "formasi", *PER_PERSON, *TABLES}
    assert len(datasets) == 24
    assert found == {(r, d) for r in ("kota_jambi", "kota_sawahlunto") for d in datasets}


def test_planted_counts_are_the_counts_in_the_files(tiny):
    out, facts = tiny
    on_disk = {p.relative_to(out / "raw").as_posix() for p in (out / "raw").rglob("*") if p.is_file()}
    assert {n for n in on_disk if not n.endswith("_origin.json")} == set(facts["files"])
    for name, file in facts["files"].items():
        assert len(records(out / "raw" / name)) == file["rows"], name
        if "answers" in file:
            assert len(lines(out / "raw" / name)) == file["answers"], name


def test_each_folder_is_marked_synthetic(tiny):
    for folder in {p.parent for p in (tiny[0] / "raw").rglob("*.*")}:
        assert json.loads((folder / "_origin.json").read_text()) == {"synthetic": True}


def test_each_planted_piece_of_dirt_stands_where_it_says(tiny):
    out, facts = tiny
    cache: dict = {}
    for piece in facts["dirt"]:
        if piece["file"] is None:
            assert piece["kind"] in ("never_asked", "only_an_older_answer", "unit_not_in_tree")
            continue
        if piece["file"] not in cache:
            cache[piece["file"]] = records(out / "raw" / piece["file"])
        record = cache[piece["file"]][piece["row"], piece["item"]]
        if "_asked" in record:
            assert record["_asked"] == piece["nip"], piece
        assert piece["expected_reason"] or piece["expected_effect"], piece


def test_never_asked_means_no_line(tiny):
    out, facts = tiny
    for piece in facts["dirt"]:
        if piece["kind"] == "never_asked":
            for path in (out / "raw").rglob(f"{piece['dataset']}.ndjson.gz"):
                assert piece["nip"] not in {line["nip"] for line in lines(path)}


def test_profile_has_the_headers_and_the_text_forms_of_siasn(tiny):
    out, facts = tiny
    dirty = {(d["file"], d["row"]) for d in facts["dirt"]}
    for path in (out / "raw").rglob("profil_asn.xlsx"):
        name = path.relative_to(out / "raw").as_posix()
        header = sheet(path)[0]
        assert header[: len(PROFIL_HEADERS)] == PROFIL_HEADERS
        assert header[len(PROFIL_HEADERS) :] in ([], ["ESELON ID", "ESELON NAMA"])
        for (row, _), record in records(path).items():
            if (name, row) in dirty:
                continue
            assert re.fullmatch(r"'\d{18}", record["NIP BARU"])
            assert re.fullmatch(r"'\d{16}", record["NIK"])
            assert re.fullmatch(r"\d\d-\d\d-\d{4}", record["TMT CPNS"])
            assert record["JENIS KELAMIN"] == ("M" if record["NIP BARU"][15] == "1" else "F")
            assert record["STATUS CPNS PNS"] in ("C", "P") or record["JENIS PEGAWAI NAMA"].startswith("PPPK")


def test_answers_have_the_envelope_and_the_odd_field_names(tiny):
    out, facts = tiny
    dirty = {(d["file"], d["row"]) for d in facts["dirt"]}
    statuses: Counter = Counter()
    for path in (out / "raw").rglob("*.ndjson.gz"):
        name = path.relative_to(out / "raw").as_posix()
        for number, line in enumerate(lines(path), 1):
            assert list(line) == ["nip", "endpoint", "fetched_at", "status", "body"]
            if path.name.startswith("pengadaan"):
                assert line["endpoint"] == "list-pengadaan-instansi" and line["nip"] is None
                continue
            assert line["endpoint"] == path.name.split(".")[0].replace("_", "-")
            statuses[line["status"]] += 1
            if line["status"] == 404:
                assert line["body"] == {"code": 0, "data": "Data tidak ditemukan"}
            if line["status"] != 200 or (name, number) in dirty:
                continue
            for item in line["body"]["data"]:
                if "tmtGolongan" in item:
                    assert re.fullmatch(r"\d{4}-\d\d-01T00:00:00Z", item["tmtGolongan"])
                    if "/" in item["golongan"]:
                        assert GOLONGAN_ID[GOLONGAN.index(item["golongan"])] == item["golonganId"]
                if "tmtPelantikan" in item:
                    assert re.fullmatch(r"\d\d-\d\d-\d{4}", item["tmtPelantikan"])
                if path.name.startswith("rw_skp22"):
                    assert {"KuadranKinerjaNilai", "PerilakuKerjaNilai", "nipNrpPenilai"} <= set(item)
    assert set(statuses) == {200, 404, 502}


def test_files_carry_no_clock(tiny):
    for path in (tiny[0] / "raw").rglob("*.gz"):
        assert path.read_bytes()[4:8] == b"\0\0\0\0", "gzip header holds a time"


def test_ranks_of_ordinary_people_start_on_promotion_periods(tiny):
    out, facts = tiny
    dirty = {(d["file"], d["row"]) for d in facts["dirt"]}
    for path in (out / "raw").rglob("rw_golongan.ndjson.gz"):
        name = path.relative_to(out / "raw").as_posix()
        for (row, _), record in records(path).items():
            if record.get("jenisKPId") in ("101", "201", "202", "203") and (name, row) not in dirty:
                assert is_period(date.fromisoformat(record["tmtGolongan"][:10]))


def test_every_cohort_has_people(tiny):
    assert set(tiny[1]["cohorts"]) == set(COHORTS) | set(TRACK_COHORTS)
    assert {name.split("__")[0] for name in TRACK_COHORTS} == set(TRACKS)
    assert all(c["people"] and c["what"] for c in tiny[1]["cohorts"].values())


def test_an_annual_pak_is_predikat_times_koefisien(tiny):
    """Rounded half up to two decimals; conversion rows cover each closed year of a functional officer once."""
    assert [str(worth("PT", p, 12)) for p in ("SANGAT BAIK", "BAIK", "BUTUH PERBAIKAN")] == ["18.75", "12.50", "9.38"]
    assert str(worth("PT", "BAIK", 2)) == "2.08"
    out, facts = tiny
    dirty = {(d["file"], d["row"]) for d in facts["dirt"]}
    seen = 0
    for path in (out / "raw").rglob("rw_angkakredit.ndjson.gz"):
        name = path.relative_to(out / "raw").as_posix()
        for number, line in enumerate(lines(path), 1):
            if line["status"] != 200 or (name, number) in dirty:
                continue
            ends = Counter()
            for row in line["body"]["data"]:
                assert re.fullmatch(r"\d+\.\d{3}", row["kreditBaruTotal"])
                assert [row[k] for k in ("isAngkaKreditPertama", "isIntegrasi", "isKonversi")].count("1") <= 1
                if row["isKonversi"] == "1":
                    assert row["tahunMulaiPenailan"] == row["tahunSelesaiPenailan"] >= "2023"
                    ends[row["tahunSelesaiPenailan"], row["bulanSelesaiPenailan"]] += 1
                    seen += 1
            assert not [k for k, n in ends.items() if n > 1]
    assert seen > 50


def test_credit_cohorts_stand_exactly_where_they_say(tiny):
    """The sum of a cohort's PAK whose last month is over, in the present jenjang, is the sum it was made for."""
    world = build_world("tiny", 7)
    made = [p for p in world.people if "credit" in p.notes]
    assert len(made) > 15
    for person in made:
        day, total = person.notes["credit"]
        here = spells(person)[-1]
        rows = [k for k in paks(person) if k.spell == here and k.what != "conventional" and k.counted_from <= day]
        assert sum(k.amount for k in rows) == Decimal(total), person.cohort
        assert all(k.amount >= 0 for k in rows), person.cohort


def test_the_funnel_narrows(tiny):
    """Applicants >= admitted >= SKD >= SKB >= chosen, and SKB is at most three times the posts."""
    out, _ = tiny
    for path in (out / "raw").rglob("seleksi.csv"):
        posts = {r["formasi_id"]: r["jumlah_formasi"] for r in table(path.with_name("formasi.csv"))}
        skb, chosen, distinct = Counter(), Counter(), set()
        for row in table(path):
            if row["formasi_id"] not in posts or row["no_peserta"] in distinct:
                continue
            distinct.add(row["no_peserta"])
            skb[row["formasi_id"]] += bool(row["nilai_skb"])
            chosen[row["formasi_id"]] += row["status"] == "P/L"
            assert not row["nilai_akhir"] or row["nilai_skb"]
        for formasi, number in chosen.items():
            if posts[formasi].isdigit():
                assert number <= int(posts[formasi]) and skb[formasi] <= 3 * int(posts[formasi])


def test_rekap_has_title_lines_above_its_header(tiny):
    for path in (tiny[0] / "raw").rglob("rekap_skp.xlsx"):
        grid = sheet(path)
        assert grid[0][0].startswith("REKAPITULASI") and not any(grid[0][1:])
        assert "NIP" in grid[3] or "NIP" in grid[4]


def test_a_province_is_written_one_world_after_the_other(tmp_path, monkeypatch):
    """Regions of different worlds share no number, and the facts of all of them stand in one file."""
    heads = Heads(130, 20, 2, 2, 3, 2)
    plan = {
        "cohort": 1,
        "track": (1, 1),
        "regions": {"kab_kerinci": heads, "kota_sungai_penuh": heads},
        "worlds": [["kab_kerinci"], ["kota_sungai_penuh"]],
    }
    monkeypatch.setitem(SCALES, "province", plan)
    facts = generate("province", 5, tmp_path)
    numbers = {}
    for region in plan["regions"]:
        found = (tmp_path / "raw" / "kepegawaian" / region).rglob("rw_golongan.ndjson.gz")
        numbers[region] = {line["nip"] for path in found for line in lines(path)}
    first, second = numbers.values()
    assert len(first) > 100 and len(second) > 100 and not first & second
    assert {n.split("/")[1] for n in facts["files"]} == set(plan["regions"])
    assert all(len(cohort["people"]) == 2 for cohort in facts["cohorts"].values())
    assert (tmp_path / "planted" / "province_region.csv").exists()


def test_region_rows_of_the_province_have_the_codes_of_the_three_systems():
    """BPS and Kemendagri number some regencies of Jambi the other way round (rows 06 to 09)."""
    rows = {row["region_slug"]: row for row in region_rows()}
    assert set(PROVINCE["regions"]) == set(rows) | {"kota_jambi", "kota_sawahlunto"} and len(PROVINCE["regions"]) == 12
    assert sorted(slug for world in PROVINCE["worlds"] for slug in world) == sorted(PROVINCE["regions"])
    total = sum(h.pns + h.pppk + h.part_time for h in PROVINCE["regions"].values())
    assert 78_000 < total < 84_000
    for column in ("region_code", "bps_code", "bkn_agency_code", "bkn_agency_id"):
        assert len({row[column] for row in rows.values()}) == len(rows)
    swapped = {r["kemendagri_code"]: r["bps_code"] for r in rows.values() if r["kemendagri_code"] != r["bps_code"]}
    assert swapped == {"1506": "1507", "1507": "1506", "1508": "1509", "1509": "1508"}


def test_scales_name_head_counts_for_both_cities():
    assert {"small", "city"} <= set(SCALES)
    small, city = SCALES["small"]["regions"], SCALES["city"]["regions"]
    assert sum(vars(small["kota_jambi"])[k] for k in ("pns", "pppk", "part_time")) == 1040
    assert sum(vars(city["kota_jambi"])[k] for k in ("pns", "pppk", "part_time")) == 10100
    assert sum(vars(city["kota_sawahlunto"])[k] for k in ("pns", "pppk", "part_time")) == 2300
    for regions in (small, city):
        assert regions["kota_jambi"].pppk > regions["kota_jambi"].pns, "PPPK are the majority in Kota Jambi"


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2023-04-01", True), ("2023-12-01", False), ("2024-02-01", True), ("2024-03-01", False), ("2025-11-01", True),
     ("2025-09-01", False), ("2025-10-15", False), ("2023-09-01", False)],
)  # fmt: skip
def test_period_calendar(day, expected):
    assert is_period(date.fromisoformat(day)) is expected


def test_period_floor_and_ceil_meet_on_a_period():
    assert period_floor(date(2023, 12, 31)) == date(2023, 10, 1)
    assert period_ceil(date(2023, 10, 2)) == date(2024, 2, 1)
    assert period_floor(date(2026, 1, 1)) == period_ceil(date(2026, 1, 1)) == date(2026, 1, 1)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)


@pytest.mark.skipif(not (COMMITTED / "planted" / "small.json").exists(), reason="no committed sample in this copy")
def test_the_committed_sample_is_what_the_code_makes(tmp_path):
    """Contents, not compressed bytes: another zlib may pack the same content otherwise."""
    facts = generate("small", SEED, tmp_path)
    assert json.loads((COMMITTED / "planted" / "small.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(facts)
    )
    for name in facts["files"]:
        made, kept = tmp_path / "raw" / name, COMMITTED / "raw" / name
        assert kept.stat().st_size < 2_000_000, name
        if name.endswith(".xlsx"):
            assert sheet(made) == sheet(kept), name
        elif name.endswith(".gz"):
            assert gzip.decompress(made.read_bytes()) == gzip.decompress(kept.read_bytes()), name
        else:
            assert made.read_bytes() == kept.read_bytes(), name
