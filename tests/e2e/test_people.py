"""What is told about a person and sent round: timeline, scorecard, follow-up, nominative lists, difference of versions.

Two real versions of a few hand-made people: in the second one record is corrected, one person more is asked about, and
what others told is delivered again unchanged.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from orchestration.cli import main
from orchestration.explain.speech import words
from orchestration.landing.paths import DataRoot
from orchestration.publish.errors import ConfigError
from orchestration.publish.plan import make_plan
from orchestration.publish.relations import load_manifest, published_relations
from orchestration.publish.version import publish
from orchestration.reports.difference import as_text, compare
from orchestration.reports.nominative import export
from orchestration.reports.published import Version, locate
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import Extracts, Person, record_id

EARLY, FIRST, SECOND = "2026-01-15", "2026-04-15", "2026-05-15"
JAMBI, SAWAHLUNTO = "kota_jambi", "kota_sawahlunto"
PERIOD = dt.date(2026, 4, 1)

# What is asked about here, and what no version is published without.
_PUBLISHED = """
    mart_promotion_eligibility mart_promotion_criteria mart_career_timeline mart_employee_scorecard
    mart_development_followup fct_career_event fct_career_interval fct_performance_year dim_unit dim_region dim_rule
    audit_file audit_row_provenance audit_row_ledger audit_row_residual audit_control_total
""".split()


@dataclass
class World:
    """The people by what is special about them, and the data root that holds both versions."""

    folder: Path
    people: dict[str, Person]

    @property
    def root(self) -> DataRoot:
        return DataRoot(self.folder)

    def version(self, name: str) -> Version:
        return locate(self.root, name)


def _people(made: Extracts) -> dict[str, Person]:
    people = {
        "plain": made.person(trainings=[]),
        "corrected": made.person(trainings=[]),
        "formula": made.person(profile={"NAMA": '=HYPERLINK("http://x")'}),
        "waiting": made.person(rank_tmt="2022-10-01"),
        "no training": made.person(
            skp22={2022: "BAIK", 2023: "KURANG", 2024: "KURANG", 2025: "BUTUH PERBAIKAN"},
            trainings=[],
            empty=["rw_kursus"],
        ),
        "not asked": made.person(skp22={2022: "BAIK", 2023: "KURANG", 2024: "BAIK"}, never=["rw_kursus"]),
        "coached": made.person(
            skp22={2022: "BAIK", 2023: "KURANG", 2024: "BAIK", 2025: "BAIK"}, trainings=[], never=["rw_kursus"]
        ),
        "pppk": made.person(
            pppk=True,
            ranks=[],
            cpns="2021-01-01",
            pns=None,
            profile={"GOL AKHIR NAMA": "IX", "TMT GOLONGAN": "01-01-2021", "TMT CPNS": "01-01-2021"},
        ),
        "functional": made.person(
            positions=[("2", "2022-01-01", "", {"name": "ARSIPARIS AHLI PERTAMA"})],
            credits=[("2022-12", "2022-12", "10", "integrasi"), ("2023-01", "2023-12", "12.5")],
        ),
        "left": made.person(extracts=[EARLY]),
        "moved": made.person(extracts=[EARLY]),
        "eventful": made.person(
            ranks=[("II/d", "2010-01-01", {"jenisKPId": "211"}), ("III/a", "2021-10-01")],
            positions=[
                ("4", "2010-01-01", "", {"name": "PENGELOLA UMUM"}),
                ("4", "2019-03-01", "", {"name": "ANALIS"}),
            ],
            education=[("SMA", None, {"tahunLulus": "1999"}), ("S1", "2005-08-20")],
            hukdis=[("7", "2015-02-01", "2016-02-01", "S", {"skPembatalanTanggal": "01-06-2015"})],
            exams=[("UD1", "2020-05-01")],
            credits=[("2024-01", "2024-12", "12.5")],
            never=["rw_kursus", "rw_jabatan"],
        ),
    }
    people["coached"].answer(
        "rw_kursus",
        [
            people["coached"].kursus(2024, jenisDiklatId="14", namaKursus="Coaching Clinic"),
            people["coached"].kursus(2025, hours=12),
        ],
    )
    eventful = people["eventful"]
    acting = eventful.jabatan("1", "2023-05-01", "41", name="Kepala Seksi", jenisPenugasanId="PLT")
    posts = [("4", "2010-01-01", "PENGELOLA UMUM"), ("4", "2019-03-01", "ANALIS")]
    eventful.answer("rw_jabatan", [acting, *[eventful.jabatan(kind, tmt, name=name) for kind, tmt, name in posts]])
    eventful.answer("rw_kursus", [eventful.kursus(2024, namaKursus="Arsip", jumlahJam="")])
    award = eventful.record("rw_penghargaan", tahun="2020", hargaId="201", skDate="10-08-2020")
    eventful.answer("rw_penghargaan", [award])
    people["moved"].profile(FIRST, SAWAHLUNTO)
    unit = record_id(JAMBI, "unit").upper()
    made.listed("hierarki_unor", JAMBI, FIRST, ID=unit, NAMA_UNOR="SUBBAGIAN UMUM - DINAS KESEHATAN", ID_ATASAN="")
    people["post of Jambi"] = made.person(
        region=SAWAHLUNTO, positions=[("4", "2010-01-01", "", {"unorId": unit})], profile={"UNOR ID": unit}
    )
    for name, score in (("plain", "6"), ("corrected", "8")):
        for number, role in enumerate(("SUPERIOR", "PEER", "PEER", "PEER", "SELF")):
            people[name].listed(
                "penilaian_360", FIRST, periode="2025-2", peran_penilai=role, kode_penilai=f"R{number}",
                nilai_dasar="Akuntabel", indikator="Menepati janji", skor=score if role != "SELF" else "10",
            )  # fmt: skip
    people["waiting"].listed(
        "penilaian_360", FIRST, periode="2025-2", peran_penilai="SELF", kode_penilai="R9", nilai_dasar="Akuntabel",
        indikator="Menepati janji", skor="10",
    )  # fmt: skip
    return people


def _publish(folder: Path) -> None:
    root = DataRoot(folder)
    database = build_warehouse(folder, [], check=False, select=[f"+{name}" for name in _PUBLISHED])
    relations = published_relations(load_manifest(folder / "target" / "manifest.json"))
    relations = [relation for relation in relations if relation.name in _PUBLISHED]
    publish(root.published, make_plan(root), database, relations)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("people")
    made = Extracts({JAMBI: [EARLY, FIRST], SAWAHLUNTO: [FIRST]})
    people = _people(made)
    made.person(region=SAWAHLUNTO)
    made.write(folder / "raw")
    _publish(folder)

    later = Extracts({JAMBI: [SECOND]})
    for name in ("plain", "corrected"):
        years = dict.fromkeys((2022, 2023, 2024, 2025), "BAIK")
        again = Person(later, people[name].nip, JAMBI)
        again.answer(
            "rw_skp22", [again.skp22(y, "KURANG" if (name, y) == ("corrected", 2025) else v) for y, v in years.items()]
        )
    newcomer = Person(later, made.new_nip(), JAMBI)
    newcomer.answer("rw_golongan", [newcomer.golongan("III/a", "2020-01-01")])
    later.drop("ujian", JAMBI)
    later.write(folder / "raw")
    _publish(folder)
    return World(folder, people | {"newcomer": newcomer})


@pytest.fixture(scope="module")
def marts(world: World) -> Iterator[duckdb.DuckDBPyConnection]:
    """The first version."""
    database = world.version("previous").folder / "restricted" / "marts.duckdb"
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


def _rows(
    marts: duckdb.DuckDBPyConnection, table: str, person: Person, columns: str, where: str = "true"
) -> list[tuple]:
    return marts.execute(
        f"select {columns} from {table} where nip = ? and {where} order by all", [person.nip]
    ).fetchall()


def _card(marts: duckdb.DuckDBPyConnection, person: Person, columns: str) -> tuple:
    return _rows(marts, "mart_employee_scorecard", person, columns, f"period_date = date '{PERIOD}'")[0]


# -- timeline ---------------------------------------------------------------------------------------------------------


def test_a_life_in_order_with_words_states_and_flags(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    rows = _rows(
        marts, "mart_career_timeline", world.people["eventful"],
        "event_number, cast(event_date as varchar), description, from_value, to_value, flags", "event_type <> 'appraisal'",
    )  # fmt: skip
    assert [row[1:] for row in rows] == [
        ("1999-12-31", "Pendidikan: SLTA EKONOMI (hanya tahunnya yang tercatat)", None, None, "date_assumed"),
        ("2005-08-20", "Pendidikan: S-1/Sarjana EKONOMI", None, None, ""),
        ("2010-01-01", "Pengangkatan: CPNS", None, "CPNS", ""),
        ("2010-01-01", "Golongan: II/d", None, "II/d", ""),
        ("2010-01-01", "Jabatan: PENGELOLA UMUM", None, "PENGELOLA UMUM", ""),
        ("2011-02-01", "Pengangkatan: CPNS → PNS", "CPNS", "PNS", ""),
        ("2015-02-01", "Hukuman disiplin: PENUNDAAN KP SELAMA 1 THN (dibatalkan)", None, None, "annulled"),
        ("2019-03-01", "Jabatan: PENGELOLA UMUM → ANALIS", "PENGELOLA UMUM", "ANALIS", ""),
        ("2020-05-01", "Kelulusan: Ujian dinas tingkat I", None, None, ""),
        ("2020-08-10", "Penghargaan: KARYA SATYA 10 TAHUN", None, None, ""),
        ("2021-10-01", "Golongan: II/d → III/a", "II/d", "III/a", ""),
        ("2023-05-01", "Jabatan: Pelaksana Tugas (PLT): Kepala Seksi", None, "Kepala Seksi", "acting"),
        ("2024-06-10", "Pelatihan: Arsip (jumlah JP tidak tercatat)", None, None, "hours_missing"),
        ("2024-12-31", "Angka kredit (PAK): 01-2024 s.d. 12-2024, 12,5", None, "12.500", ""),
    ]
    numbers = [row[0] for row in _rows(marts, "mart_career_timeline", world.people["eventful"], "event_number")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_pppk_was_never_a_cpns(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    """The export names the first appointment of everybody TMT CPNS."""
    assert _rows(
        marts, "mart_career_timeline", world.people["pppk"], "description, to_value", "event_type = 'appointment'"
    ) == [("Pengangkatan: PPPK", "PPPK")]


def test_appraisals_transfers_and_exits_are_events(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    appraisals = _rows(
        marts, "mart_career_timeline", world.people["coached"], "description, from_value", "event_type = 'appraisal'"
    )
    assert ("Predikat kinerja: 2023, Baik → Kurang", "BAIK") in appraisals
    assert ("Predikat kinerja: 2022, Baik", "BAIK") in appraisals
    moves = "cast(event_date as varchar), event_type, description, flags"
    gone = "event_type in ('transfer', 'exit')"
    assert _rows(marts, "mart_career_timeline", world.people["left"], moves, gone) == [
        (FIRST, "exit", "Tidak ada lagi di profil ASN terbaru (tanggal berkas yang menunjukkannya)", "date_of_extract")
    ]
    assert _rows(marts, "mart_career_timeline", world.people["moved"], moves, gone) == [
        (FIRST, "transfer", "Pindah instansi: Kota Jambi → Kota Sawahlunto (tanggal berkas yang menunjukkannya)", "date_of_extract")
    ]


def test_the_timeline_holds_each_event_of_the_star_once(marts: duckdb.DuckDBPyConnection) -> None:
    star = "select event_key from fct_career_event"
    told = "select event_key from mart_career_timeline where event_type not in ('appraisal', 'credit')"
    assert marts.execute(f"({star} except all {told}) union all ({told} except all {star})").fetchall() == []
    years = marts.execute("select count(*) from fct_performance_year").fetchone()
    assert marts.execute("select count(*) from mart_career_timeline where event_type = 'appraisal'").fetchone() == years
    assert marts.execute("select count(*) from mart_career_timeline where src_row_ids = ''").fetchone() == (0,)


# -- scorecard --------------------------------------------------------------------------------------------------------


def test_the_scorecard_of_a_plain_person(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    card = _card(
        marts, world.people["plain"],
        "golongan, rank_months, service_months, predikat_year, predikat, predikat_year_before, predikat_trend, "
        "training_year, training_jp, training_status, credit, cast(first_kp_reguler as varchar), next_track, next_step",
    )  # fmt: skip
    assert card == (
        "III/a", 54, 195, 2025, "BAIK", "BAIK", "same", 2025, 0, "short", None, "2026-04-01", "kp_reguler",
        "Kenaikan pangkat reguler: Semua syarat yang dinilai terpenuhi: siapkan berkas dan usulkan pada periode ini.",
    )  # fmt: skip


def test_what_is_not_known_is_never_zero(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    assert _card(
        marts, world.people["not asked"], "predikat, predikat_year_before, predikat_trend, training_jp, training_status"
    ) == (None, "BAIK", "unknown", None, "unknown")
    assert _card(marts, world.people["coached"], "training_jp, training_is_whole, training_status") == (
        12,
        True,
        "short",
    )
    # leadership training was never asked for: what is known is a minimum
    assert _card(marts, world.people["waiting"], "training_jp, training_is_whole, training_status") == (
        0,
        False,
        "unknown",
    )
    assert _card(marts, world.people["functional"], "credit, credit_for_next_rank, credit_missing") == (22.5, 50, None)


def test_a_pppk_is_shown_the_cap_and_not_scored(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    card = _card(marts, world.people["pppk"], "golongan, rank_months, training_norm_jp, training_status, next_track")
    assert card == ("IX", None, 24, "not_scored", None)


def test_the_next_step_is_what_the_criteria_say(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    assert _card(marts, world.people["waiting"], "next_verdict, next_step") == (
        "not_eligible",
        "Kenaikan pangkat reguler: Tunggu sampai masa kerja dalam pangkat terakhir cukup. Terpenuhi mulai 01-10-2026.",
    )
    verdict, step = _card(marts, world.people["not asked"], "next_verdict, next_step")
    assert (verdict, "Lengkapi penilaian kinerja di e-Kinerja" in step) == ("unknown", True)


def test_core_values_stand_beside_the_mean_of_the_unit(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    columns = "behaviour_period, akuntabel_score, akuntabel_unit_mean, loyal_score"
    assert _card(marts, world.people["plain"], columns) == ("2025-2", 6, 7, None)
    assert _card(marts, world.people["waiting"], columns) == ("2025-2", None, None, None), "only a self-rating"


# -- follow-up --------------------------------------------------------------------------------------------------------


def test_follow_up_of_years_below_baik(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    def told(name: str) -> list[tuple]:
        columns = "period, followup, training_count, coaching_count, next_observed, next_result"
        return _rows(marts, "mart_development_followup", world.people[name], columns, "indicator = 'predikat'")

    assert told("plain") == []
    assert told("coached") == [("2023", "given", 0, 1, "BAIK", "better")]
    assert told("not asked") == [("2023", "unknown", None, None, "BAIK", "better")]
    assert told("no training") == [
        ("2023", "not_given", 0, 0, "KURANG", "same"),
        ("2024", "not_given", 0, 0, "BUTUH_PERBAIKAN", "better"),
        ("2025", "not_yet", 0, 0, None, "not_yet"),
    ]


def test_follow_up_of_a_core_value_below_the_unit(world: World, marts: duckdb.DuckDBPyConnection) -> None:
    columns = "indicator, period, observed, compared_with, followup, next_result"
    assert _rows(marts, "mart_development_followup", world.people["plain"], columns) == [
        ("AKUNTABEL", "2025-2", "6.000", "7.000", "not_yet", "not_yet")
    ]
    assert _rows(marts, "mart_development_followup", world.people["corrected"], columns) == []


# -- nominative lists -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lists(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lists") / "out"
    export(world.version("previous"), PERIOD, out)
    return out


def _sheet(path: Path, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_an_office_gets_its_own_people_and_what_each_lacks(world: World, lists: Path) -> None:
    assert sorted(path.relative_to(lists).as_posix() for path in lists.rglob("*.xlsx")) == [
        *[f"{JAMBI}/{name}.xlsx" for name in ("00-ikhtisar", "dinas-kesehatan")],
        *[f"{SAWAHLUNTO}/{name}.xlsx" for name in ("00-ikhtisar", "00-perlu-diperiksa", "dinas-kesehatan")],
    ]
    jambi = lists / JAMBI / "dinas-kesehatan.xlsx"
    eligible = {(row[1], row[5]) for row in _sheet(jambi, "Memenuhi syarat")}
    others = {(row[1], row[5]): row for row in _sheet(jambi, "Belum")}
    soon = {(row[1], row[5]): row for row in _sheet(jambi, "12 bulan ke depan")}
    regular = "Kenaikan pangkat reguler"
    assert (world.people["plain"].nip, regular) in eligible
    waiting = others[world.people["waiting"].nip, regular]
    assert waiting[6:8] == [
        "Belum memenuhi syarat",
        "1) Masa kerja dalam pangkat (III/a sejak 1 Oktober 2022; syarat: paling sedikit 4 tahun dalam pangkat terakhir): "
        "Tunggu sampai masa kerja dalam pangkat terakhir cukup. Terpenuhi mulai 01-10-2026. [PP 99/2000 jo PP 12/2002 Ps 7(1)a]",
    ]
    assert soon[world.people["waiting"].nip, regular][7] == dt.date(2026, 10, 1)
    sawahlunto = str(_sheet(lists / SAWAHLUNTO / "dinas-kesehatan.xlsx", "Memenuhi syarat"))
    assert world.people["plain"].nip not in sawahlunto
    for overview in lists.rglob("00-ikhtisar.xlsx"):
        assert not any(person.nip in str(_sheet(overview, "Per OPD dan jalur")) for person in world.people.values())


def test_whose_unit_is_in_another_region_is_in_no_list_of_an_office(world: World, lists: Path, tmp_path: Path) -> None:
    """Both cities have a Dinas Kesehatan. Who moved bears the post of the city left behind; before the move all is well."""

    def told(folder: Path, person: str) -> dict[str, str]:
        nip = world.people[person].nip
        return {
            path.relative_to(folder).as_posix(): row[3]
            for path in folder.rglob("*.xlsx")
            for name in CalamineWorkbook.from_path(str(path)).sheet_names
            for row in _sheet(path, name)
            if len(row) > 3 and row[1] == nip
        }

    post = "PENGELOLA UMUM, SUBBAGIAN UMUM - DINAS KESEHATAN"
    to_check = {f"{SAWAHLUNTO}/00-perlu-diperiksa.xlsx": f"{post} (DINAS KESEHATAN, Kota Jambi)"}
    after = tmp_path / "after"
    export(world.version("previous"), dt.date(2026, 6, 1), after)
    assert told(lists, "moved") == {f"{JAMBI}/dinas-kesehatan.xlsx": post}
    assert told(after, "moved") == to_check
    assert told(lists, "post of Jambi") == told(after, "post of Jambi") == to_check, "by the id in the tree of Jambi"
    for folder in (lists, after):
        assert _sheet(folder / SAWAHLUNTO / "00-ikhtisar.xlsx", "Pegawai per OPD")[-1][0].startswith("Perlu diperiksa")
        assert not list((folder / JAMBI).glob("00-perlu*"))


def test_what_is_proposed_and_not_judged_is_told_in_words(lists: Path) -> None:
    """No code of a level stands in a list, and every track tells what it leaves open."""
    jambi = lists / JAMBI / "dinas-kesehatan.xlsx"
    proposed = {row[6] for name in ("Memenuhi syarat", "12 bulan ke depan") for row in _sheet(jambi, name)[4:]}
    assert proposed and all(re.fullmatch(r"(I|II|III|IV)/[a-e]|[A-Za-z]+( [a-z]+)*", text) for text in proposed)
    assert not proposed & {*words()["grade"], "jpt_pratama"}
    explained = " ".join(row[0] for row in _sheet(jambi, "Keterangan"))
    assert all(said["id"] in explained for said in words()["not_judged"].values())
    assert "mart_" not in explained


def test_lists_agree_with_the_mart(lists: Path, marts: duckdb.DuckDBPyConnection) -> None:
    files = [path for path in lists.rglob("*.xlsx") if path.name != "00-ikhtisar.xlsx"]
    header = 4  # three lines above it
    eligible = sum(len(_sheet(path, "Memenuhi syarat")) - header for path in files)
    others = sum(len(_sheet(path, "Belum")) - header for path in files)
    assert marts.execute(
        "select count(*) filter (verdict = 'eligible'), count(*) filter (verdict in ('not_eligible', 'unknown')) "
        "from mart_promotion_eligibility where period_date = ?",
        [PERIOD],
    ).fetchone() == (eligible, others)


def test_a_name_that_looks_like_a_formula_is_text(world: World, lists: Path) -> None:
    names = {row[1]: row[2] for row in _sheet(lists / JAMBI / "dinas-kesehatan.xlsx", "Memenuhi syarat")}
    assert names[world.people["formula"].nip] == '\'=HYPERLINK("http://x")'


def test_the_same_version_gives_the_same_bytes(world: World, lists: Path, tmp_path: Path) -> None:
    for path in export(world.version("previous"), PERIOD, tmp_path / "again"):
        assert path.read_bytes() == (lists / path.relative_to(tmp_path / "again")).read_bytes(), path.name


def test_an_export_that_cannot_be_meant_is_refused(world: World, lists: Path) -> None:
    with pytest.raises(ConfigError, match="not in the scope"):
        export(world.version("current"), dt.date(2026, 4, 2), lists / "other")
    with pytest.raises(ConfigError, match="new or empty folder"):
        export(world.version("current"), PERIOD, lists)


# -- difference -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def difference(world: World) -> dict[str, Any]:
    return compare(world.version("previous"), world.version("current"))


def test_one_corrected_record_changes_exactly_the_verdicts_that_rest_on_it(
    world: World, difference: dict[str, Any]
) -> None:
    nip = world.people["corrected"].nip
    # 2025 is usable from February 2026 and among the two latest years until the end of the scope
    dates = [day for day in world.version("current").scope if day >= "2026-02-01"]
    expected = {(nip, day, track) for day in dates for track in ("kp_reguler", "jabatan_pengawas")}
    assert {(row["nip"], row["period_date"], row["track"]) for row in difference["verdicts"]} == expected
    assert difference["reasons"] == []
    for row in difference["verdicts"]:
        assert row["verdict"] == ["eligible", "not_eligible"]
        (criterion,) = row["criteria"]
        assert (criterion["criterion"], criterion["status"]) == ("performance", ["PASS", "FAIL"])
        assert criterion["causes"] == ["record"]
        (gone,), (added,) = criterion["records"]["gone"], criterion["records"]["added"]
        assert (gone["file"], gone["item"]) == (f"e_kinerja/{JAMBI}/{FIRST}/rw_skp22.ndjson", 3)
        assert (added["file"], added["row"], added["item"]) == (f"e_kinerja/{JAMBI}/{SECOND}/rw_skp22.ndjson", 2, 3)


def test_people_files_and_scope_that_only_one_version_has(world: World, difference: dict[str, Any]) -> None:
    assert [person["nip"] for person in difference["people"]["added"]] == [world.people["newcomer"].nip]
    assert difference["people"]["gone"] == []
    assert difference["scope"] == {"gone": [], "added": []}
    assert [file.split()[0] for file in difference["inputs"]["added"]] == [
        f"e_kinerja/{JAMBI}/{SECOND}/rw_skp22.ndjson", f"kepegawaian/{JAMBI}/{SECOND}/rw_golongan.ndjson",
    ]  # fmt: skip


def test_a_version_differs_in_nothing_from_itself(world: World) -> None:
    same = compare(world.version("current"), world.version("current"))
    assert not any(same[name] for name in ("verdicts", "reasons", "pipeline"))
    assert not any(side for name in ("scope", "people", "inputs", "rules") for side in same[name].values())


def test_a_changed_rule_is_named(world: World, tmp_path: Path) -> None:
    """The version before, with one verdict and the rule behind it altered as a new regulation would."""
    before = world.version("previous")
    folder = tmp_path / before.publish_id
    (folder / "restricted").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(before.manifest))
    database = folder / "restricted" / "marts.duckdb"
    database.write_bytes((before.folder / "restricted" / "marts.duckdb").read_bytes())
    nip, of = world.people["plain"].nip, "track = 'kp_reguler' and period_date = date '2026-04-01'"
    with duckdb.connect(str(database)) as con:
        con.execute("update dim_rule set value = '5' where rule_id = 'KP.REG.YEARS' and valid_to is null")
        con.execute(
            f"update mart_promotion_criteria set status = 'FAIL', required = 'at least 5 years in the rank' "
            f"where nip = '{nip}' and criterion = 'time_in_rank' and {of}"
        )
        con.execute(
            f"update mart_promotion_eligibility set verdict = 'not_eligible', failed_criteria = 'time_in_rank' "
            f"where nip = '{nip}' and {of}"
        )
    found = compare(before, locate(world.root, str(folder)))
    (row,) = found["verdicts"]
    (criterion,) = row["criteria"]
    assert criterion["causes"] == ["rule"]
    assert criterion["rule_rows"] == {
        "own": ["KP.REG.YEARS min_years kp_reguler PNS pelaksana: 4 year from 2002-04-17 -> 5 year from 2002-04-17"],
        "possible": [],
    }
    assert [rule["value"] for rule in found["rules"]["gone"] + found["rules"]["added"]] == ["4", "5"]
    (line,) = [line for line in as_text(found, 5) if line.startswith("+ rule")]
    assert line.startswith("+ rule KP.REG.YEARS min_years ")
    assert line.endswith(" = 5 year from 2002-04-17")


def test_a_changed_row_that_is_not_the_cited_one_is_named_too(world: World, tmp_path: Path) -> None:
    """Policy switches, as the seeds alone would change them: of the criterion, of none, of another one, of another track."""
    before = world.version("previous")
    folder = tmp_path / before.publish_id
    (folder / "restricted").mkdir(parents=True)
    hashes = before.manifest["hashes"] | {"rules": "of other rows"}
    (folder / "manifest.json").write_text(json.dumps(before.manifest | {"hashes": hashes}))
    database = folder / "restricted" / "marts.duckdb"
    database.write_bytes((before.folder / "restricted" / "marts.duckdb").read_bytes())
    nip, of = world.people["plain"].nip, "track = 'kp_reguler' and period_date = date '2026-04-01'"

    def told(*changes: str) -> tuple[dict[str, Any], list[str], str]:
        with duckdb.connect(str(database)) as con:
            for change in changes:
                con.execute(change)
        found = compare(before, locate(world.root, str(folder)))
        (row,) = found["verdicts"]
        (criterion,) = row["criteria"]
        text = "\n".join(as_text(found, 5))
        assert (found["pipeline"], "pipeline itself" in text, "no rule row differs" in text) == ([], False, False)
        return criterion, criterion["causes"], text

    other = "update dim_rule set value = '07-01' where rule_id = 'POL.EDU.YEAR_ONLY'"
    criterion, causes, text = told(
        f"update mart_promotion_criteria set status = 'FAIL' where nip = '{nip}' and criterion = 'discipline' and {of}",
        "update mart_promotion_eligibility set verdict = 'not_eligible', failed_criteria = 'discipline' "
        f"where nip = '{nip}' and {of}",
        other,
    )
    assert (criterion["rule_id"], causes) == (["DISC.BLOCK", "DISC.BLOCK"], ["possible_rule"])
    assert "    possible cause, rule row POL.EDU.YEAR_ONLY year_only_date * PNS: 12-31 month-day" in text
    criterion, causes, text = told(
        "update dim_rule set value = '6' where rule_id = 'DISC.LIGHT'",
        "update dim_rule set value = 'true' where rule_id = 'POL.DISC.END'",
        "update dim_rule set value = 'C' where rule_id = 'DISC.BLOCK' and value = 'B' and valid_to is not null",
        "update dim_rule set subject = 'kp_jf PNS', value = '9' where rule_id = 'POL.DISC.ENDING_KIND'",
        "update dim_rule set value = 'other' where rule_id = 'POL.CONFLICT.STATUS_NUMBER'",
    )
    assert causes == ["rule", "possible_rule"]
    # in force on the day, of the track or of all, and not what serves another criterion
    assert [row.split()[0] for row in criterion["rule_rows"]["own"]] == ["DISC.LIGHT", "POL.DISC.END", "POL.DISC.ENDING_KIND"]
    assert [row.split()[0] for row in criterion["rule_rows"]["possible"]] == ["POL.CONFLICT.STATUS_NUMBER"]
    assert "    rule: DISC.BLOCK (Peraturan BKN 6/2022 Article 55(1))\n" in text
    assert "    changed rule row DISC.LIGHT ringan_block_months * PNS: 0 month from 2000-01-01 -> 6 month from 2000-01-01" in text
    assert "    possible cause, rule row POL.CONFLICT.STATUS_NUMBER" in text


def test_both_commands_as_people_give_them(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JEJAK_DATA", str(world.folder))

    def jejak(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    nip = world.people["corrected"].nip
    told = jejak("diff", "previous", "current", "--limit", "1")
    assert told.exit_code == 0, told.output
    assert f"{nip} PEGAWAI {nip[2:8]}, jabatan_pengawas at 2026-02-01 to 2027-01-01 (12 dates): " in told.stdout
    assert f"+ e_kinerja/{JAMBI}/{SECOND}/rw_skp22.ndjson: row 2 (record 4)" in told.stdout
    assert "and 1 changes more" in told.stdout
    assert len(json.loads(jejak("diff", "previous", "current", "--format", "json").stdout)["verdicts"]) == 24
    wrong = jejak("verify", str(tmp_path))
    assert (wrong.exit_code, "Give a publish id" in wrong.stderr) == (2, True)
    wrong = jejak("diff", "current", "nothing")
    assert (wrong.exit_code, "nothing: neither" in wrong.stderr) == (2, True)
    wrong = jejak("export", "--period", "2026-04-02", "--out", str(tmp_path / "out"))
    assert (wrong.exit_code, "jejak run --period 2026-04-02" in wrong.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_the_commands_start_without_the_pipeline() -> None:
    """Neither Dagster nor dbt nor pandas is on the way to a question about published versions."""
    modules = "orchestration.cli, orchestration.reports.difference, orchestration.reports.nominative"
    check = (
        f"import sys, {modules}; print(sorted({{'dagster', 'dbt', 'pandas', 'great_expectations'}} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout == "[]\n"
