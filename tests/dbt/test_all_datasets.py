"""All datasets through landing, checks, staging and the star: every row ends somewhere, and periods replace periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from orchestration.landing.registry import DATASETS
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import Extracts, Person

EARLY, LATE = "2026-01-15", "2026-04-15"
DAYS = (EARLY, LATE)


def _credit(person: Person, **raw) -> dict:
    return person.record(
        "rw_angkakredit",
        **{
            "bulanMulaiPenailan": "1", "tahunMulaiPenailan": "2024", "bulanSelesaiPenailan": "12",
            "tahunSelesaiPenailan": "2024", "kreditBaruTotal": "12.500", "namaJabatan": "ARSIPARIS AHLI PERTAMA",
            "isAngkaKreditPertama": "", "isIntegrasi": "0", "isKonversi": "1", "tanggalSk": "10-01-2025",
        } | raw,
    )  # fmt: skip


def _diklat(person: Person, **raw) -> dict:
    return person.record(
        "rw_diklat",
        **{
            "latihanStrukturalId": "2", "nomor": f"PIM/{person.nip}", "tanggal": "04-03-2019", "tahun": "2019",
            "tanggalSelesai": "28-06-2019", "jumlahJam": "900",
        } | raw,
    )  # fmt: skip


def _answers(person: Person, day: str) -> None:
    person.answer("rw_angkakredit", [_credit(person)], day)
    person.answer("rw_diklat", [_diklat(person)], day)
    award = person.record("rw_penghargaan", tahun="2020", hargaId="201", skDate="10-08-2020")
    person.answer("rw_penghargaan", [award], day)
    periodic = person.record(
        "rw_kinerjaperiodik", tahun="2025", periodikId="2", hasilKinerja="SESUAI ESPEKTASI",
        perilakuKerja="SESUAI ESPEKTASI", kuadranKinerjaNilai="BAIK",
    )  # fmt: skip
    person.answer("rw_kinerjaperiodik", [periodic], day)


def _rekap(person: Person, day: str, period: str, year: str = "2025", **row) -> None:
    person.listed(
        "rekap_skp",
        day,
        **{
            "Nama_Pegawai": "PEGAWAI", "Tahun": year, "Periode": period, "Jenis_Dokumen": "SKP", "Status": "Final",
            "Rating_Hasil_Kerja": "Sesuai Ekspektasi", "Rating_Hasil_Perilaku": "Sesuai Ekspektasi",
            "Predikat_Kinerja": "Baik",
        } | row,
    )  # fmt: skip


def _lists(people: list[Person], day: str) -> None:
    for person in people:
        _rekap(person, day, "Tahunan")
        person.listed(
            "umpan_balik", day, tahun="2025", jenis="KEBERATAN", tanggal_terima="2026-01-05",
            tanggal_ajukan="2026-01-08", isi="Bukti",
        )  # fmt: skip
        person.listed(
            "rekap_pelatihan", day, **{
                "ID_Jenis_Diklat": "1", "Nama_Pelatihan": "PKP", "Nomor_Sertifikat": f"pim / {person.nip}",
                "Tanggal_Mulai": "04 March 2019", "Tanggal_Selesai": "28 June 2019", "Durasi (Jam)": "900",
            },
        )  # fmt: skip
        person.listed(
            "seleksi_terbuka", day, id_lowongan="STJ-1", jabatan="KEPALA DINAS", tanggal_umum="2025-03-01",
            lulus_administrasi="1", nilai="81.25", tiga_besar="0", terpilih="0",
        )  # fmt: skip
        for role in ("SELF", "PEER"):
            person.listed(
                "penilaian_360", day, periode="2025", peran_penilai=role, kode_penilai=f"R{role}",
                nilai_dasar="Akuntabel", indikator="Menepati janji", skor="8",
            )  # fmt: skip
        # January stands in the early file, February in both.
        for month in ("01", "02") if day == EARLY else ("02",):
            for start, end in (("07:30", "09:30"), ("10:00", "09:00")):
                person.listed(
                    "kegiatan_harian", day, tanggal=f"2026-{month}-10", rencana_aksi="Menyusun laporan",
                    jam_mulai=start, jam_selesai=end, realisasi="1",
                )  # fmt: skip


def _region_lists(extracts: Extracts, region: str, day: str) -> None:
    for number in range(1, 31):
        extracts.listed(
            "kebutuhan_jabatan", region, day, jabatan="ARSIPARIS", jenjang="MU", unor_id=f"u{number}",
            kebutuhan="2", terisi="1", tmt="2025-01-01",
        )  # fmt: skip
        extracts.listed(
            "hierarki_unor", region, day, ID=f"U{number}", NAMA_UNOR=f"UNIT {number}",
            ID_ATASAN="" if number == 1 else "U1" if number < 30 else "NOWHERE",
        )  # fmt: skip
        extracts.listed(
            "seleksi", region, day, tahun="2024", no_peserta=f"P{number}", formasi_id=f"f{number % 7}", status="P/TL",
            jenis_kelamin="P",
        )  # fmt: skip
        extracts.page(
            "pengadaan", region, day,
            [{"id": f"A{number}", "no_peserta": f"P{number}", "nip": "199009132025242014", "periode": "2024"}],
        )  # fmt: skip
        extracts.add(
            "formasi",
            region,
            day,
            {
                "formasi_id": f"f{number}", "ins_nm": "Pemerintah Kota Jambi", "jp_nama": "CPNS",
                "jabatan_nm": "ARSIPARIS TERAMPIL", "lokasi_nm": "DINAS", "jumlah_formasi": "1",
                "program_studi": "D-III KEARSIPAN",
            },
        )  # fmt: skip


@pytest.fixture(scope="module")
def extracts() -> Extracts:
    made = Extracts({"kota_jambi": DAYS})
    people = [*made.fill(n=29), made.person(hukdis=[("7", "2015-02-01", "2016-02-01", "S")])]
    for day in DAYS:
        for person in people:
            _answers(person, day)
        _lists(people, day)
        _region_lists(made, "kota_jambi", day)
    for person in people:
        person.exam("UD1", "2020-05-01")
    first, second, third = people[:3]
    # One period only early, one only late, and in the late extract a row that replaces nothing because it is bad.
    for person in people:
        _rekap(person, EARLY, "Triwulan I")
        _rekap(person, LATE, "Triwulan II")
    _rekap(second, LATE, "Triwulan I", Predikat_Kinerja="Luar biasa")
    _rekap(third, EARLY, "Tahunan", year="20255")
    _rekap(first, LATE, "Tahunan")
    return made


@pytest.fixture(scope="module")
def database(extracts: Extracts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder: Path = tmp_path_factory.mktemp("all")
    extracts.write(folder / "raw")
    with duckdb.connect(str(build_warehouse(folder, [date(2026, 6, 1)])), read_only=True) as connection:
        yield connection


def test_every_dataset_is_delivered_and_admitted(database: duckdb.DuckDBPyConnection) -> None:
    files = database.execute("select source, dataset, status, reason from audit_file").fetchall()
    assert [row for row in files if row[2] != "admitted"] == []
    assert {(source, dataset) for source, dataset, *_ in files} == set(DATASETS)


def test_every_row_of_every_dataset_ends_somewhere(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute("select * from audit_row_residual").fetchall() == []
    assert database.execute("select * from audit_row_ledger where residual <> 0").fetchall() == []
    held = database.execute("select dataset from audit_row_ledger where hop = 'star' and rows_out > 0").fetchall()
    assert {dataset for (dataset,) in held} == {name for _, name in DATASETS}


def _ends(database: duckdb.DuckDBPyConnection, dataset: str, where: str = "true") -> dict[tuple[str, str], int]:
    """(extract date, disposition) -> rows."""
    source = next(source for source, name in DATASETS if name == dataset)
    rows = database.execute(
        f"""
        select cast(resolved.extract_date as varchar), disposition, count(*)
        from int_rows__resolve as resolved
        inner join stg_{source}__{dataset} as staged using (row_key)
        where dataset = '{dataset}' and {where}
        group by all
        """
    ).fetchall()
    return {(day, disposition): count for day, disposition, count in rows}


def test_a_later_delivery_of_a_period_replaces_the_earlier_one(database: duckdb.DuckDBPyConnection) -> None:
    assert _ends(database, "rekap_skp", "period_name = 'TAHUNAN' and appraisal_year = 2025") == {
        (EARLY, "superseded"): 30,
        (LATE, "used"): 30,
        (LATE, "duplicate"): 1,
    }
    assert _ends(database, "rekap_skp", "period_name = 'TRIWULAN II'") == {(LATE, "used"): 30}


def test_a_period_that_only_an_earlier_extract_holds_stays(database: duckdb.DuckDBPyConnection) -> None:
    """A bad row is no delivery of its period: the others would be lost."""
    assert _ends(database, "rekap_skp", "period_name = 'TRIWULAN I'") == {(EARLY, "used"): 30, (LATE, "quarantined"): 1}


def test_a_row_without_a_readable_period_stands_until_all_periods_of_its_file_are_replaced(
    database: duckdb.DuckDBPyConnection,
) -> None:
    standing = database.execute(
        "select is_standing from int_rows__resolve inner join stg_e_kinerja__rekap_skp using (row_key) "
        "where delivery_period is null"
    ).fetchall()
    assert standing == [(True,)], "Triwulan I of that file is still in use"


def test_lists_and_answers_replace_by_their_own_rules(database: duckdb.DuckDBPyConnection) -> None:
    snapshot = {(EARLY, "superseded"): 30, (LATE, "used"): 30}
    assert _ends(database, "kebutuhan_jabatan") == snapshot
    assert _ends(database, "umpan_balik") == snapshot
    for dataset in ("hierarki_unor", "pengadaan", "formasi"):
        assert _ends(database, dataset) == snapshot
    for dataset in ("rw_angkakredit", "rw_diklat", "rw_penghargaan", "rw_kinerjaperiodik"):
        assert _ends(database, dataset) == snapshot
    assert _ends(database, "rekap_pelatihan") == _ends(database, "seleksi_terbuka") == snapshot
    assert _ends(database, "seleksi") == snapshot
    assert _ends(database, "kegiatan_harian") == {
        (EARLY, "used"): 60,
        (EARLY, "superseded"): 60,
        (LATE, "used"): 60,
    }


def test_yearly_rows_of_the_export_stand_beside_the_answers(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(
        "select distinct dataset from fct_performance where is_gate_record order by 1"
    ).fetchall() == [("rekap_skp",), ("rw_skp",), ("rw_skp22",)]
    assert database.execute("select count(*) from fct_performance where dataset = 'rekap_skp'").fetchone() == (90,)
    assert database.execute("select count(*) from fct_performance where period_name = 'TRIWULAN'").fetchone() == (30,)


def test_the_same_certificate_counts_once(database: duckdb.DuckDBPyConnection) -> None:
    """The answer of SIASN and the local export write its number differently; the answer counts."""
    assert database.execute(
        "select dataset, is_counted, count(*) from fct_training where dataset <> 'rw_kursus' group by all order by all"
    ).fetchall() == [("rekap_pelatihan", False, 30), ("rw_diklat", True, 30)]


def test_months_of_activities(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(
        "select cast(month_start as varchar), count(*), min(activities), min(active_days), min(minutes_recorded), "
        "min(activities_without_length) from fct_activity_month group by all order by all"
    ).fetchall() == [("2026-01-01", 30, 2, 1, 120, 1), ("2026-02-01", 30, 2, 1, 120, 1)]


def test_the_tree_of_units(database: duckdb.DuckDBPyConnection) -> None:
    """A parent that the tree has not is no parent; units that only people name stay."""
    assert database.execute(
        "select is_in_tree, parent_unit_id, count(*) from dim_unit group by all order by all"
    ).fetchall() == [(False, None, 1), (True, "u1", 28), (True, None, 2)]


def test_applicants_find_their_vacancy_and_appointments_nobody_unknown(database: duckdb.DuckDBPyConnection) -> None:
    found = database.execute(
        "select dataset, vacancy_key is not null, outcome, employee_key, count(*) from fct_selection "
        "group by all order by all"
    ).fetchall()
    assert found == [
        ("pengadaan", False, None, None, 30),
        ("seleksi", False, "not_passed", None, 4),
        ("seleksi", True, "not_passed", None, 26),
    ]


def test_a_list_of_the_region_asks_about_nobody(database: duckdb.DuckDBPyConnection) -> None:
    asked = database.execute(
        "select distinct asked_nip from stg_landing__answers where dataset = 'pengadaan'"
    ).fetchall()
    assert asked == [(None,)]


def test_awards_are_events(database: duckdb.DuckDBPyConnection) -> None:
    assert database.execute(
        "select distinct cast(event_date as varchar), detail from fct_career_event where event_type = 'award'"
    ).fetchall() == [("2020-08-10", "KARYA SATYA 10 TAHUN")]
