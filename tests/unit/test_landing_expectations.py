"""Every expectation is guarded: for each there is one planted fault that makes it fail, and only it.

`also` names the checks that fail with it by construction (a column that is garbage as a whole fails the strict share too).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from orchestration.checks.suites import load_suite, suite_descriptions, suite_ids
from orchestration.landing import paths
from orchestration.landing.land import land_dataset
from orchestration.landing.paths import DataRoot
from orchestration.publish.plan import make_plan
from tests.fixtures.goodfiles import BY_NAME, REGION, Table, good

SAWAHLUNTO = "A5EB03E23B26F6A0E040640A040252AD"  # the agency's id in the region seed
MOST, FEW = 16, 2  # of 30 rows: more than half, more than 5 %

Fault = tuple[Callable[[Table], object], tuple[str, ...]]


def bad(column: str, value: object = "kemarin", count: int = MOST, also: tuple[str, ...] = ()) -> Fault:
    return (lambda table: table.set(column, value, count), also)


def bad_line(field: str, value: object, count: int = MOST, also: tuple[str, ...] = ()) -> Fault:
    return (lambda table: table.set_line(field, value, count), also)


def _nobody_has_any(table: Table) -> None:
    table.set_line("body", {"code": 0, "data": "Data tidak ditemukan"})


def _without(column: str) -> Fault:
    return (lambda table: table.drop(column), ())


ANSWERS: dict[str, Fault] = {
    "answered": bad_line("status", 503, also=("answered_all",)),
    "answered_all": bad_line("status", 503, FEW),
    "asked_nip_readable": bad_line("nip", "1.98E+17", also=("asked_nip_clean",)),
    "asked_nip_clean": bad_line("nip", "1980010120050101", FEW),
    "nip_text": bad_line("nip", 198001012005010001, also=("nip_text_all", "answered", "answered_all")),
    "nip_text_all": bad_line("nip", 198001012005010001, 1),
    "id_present": bad("id", None),
}


def _numbers(column: str) -> dict[str, Fault]:
    """The faults of a column of numbers in a workbook."""
    return {
        "nip_present": bad(column, None),
        "nip_readable": bad(column, "1.98E+17", also=("nip_clean",)),
        "nip_clean": bad(column, "'1980010120050101", FEW),
        "nip_text": bad(column, 198001012005010000, also=("nip_text_all",)),
        "nip_text_all": bad(column, 198001012005010000, 1),
    }


NO_ROWS: dict[str, Fault] = {"rows": (_nobody_has_any, ())}

FAULTS: dict[str, dict[str, Fault]] = {
    "profil_asn": {
        "columns": _without("TMT GOLONGAN"),
        "rows": (lambda table: table.rows.clear(), ()),
        **_numbers("NIP BARU"),
        "own_region": bad("INSTANSI INDUK ID", SAWAHLUNTO.lower()),
        "birth_date_readable": bad("TANGGAL LAHIR"),
        "cpns_date_readable": bad("TMT CPNS"),
        "pns_date_readable": bad("TMT PNS"),
        "rank_date_readable": bad("TMT GOLONGAN"),
        "position_date_readable": bad("TMT JABATAN"),
        "rank_readable": bad("GOL AKHIR NAMA", "PENATA"),
        "legal_status_readable": bad("KEDUDUKAN HUKUM ID", "Aktif"),
        "legal_status_present": bad("KEDUDUKAN HUKUM ID", None),
        "status_codes": bad("STATUS CPNS PNS", "PNS", FEW),
        "position_kind_codes": bad("JENIS JABATAN ID", "9", FEW),
        "education_level_codes": bad("TINGKAT PENDIDIKAN ID", "5", FEW),
        "sex_codes": bad("JENIS KELAMIN", "L", FEW),
        "unit_present": bad("UNOR NAMA", None, 4),
        "name_undamaged": bad("NAMA", "SITI AMIN\ufffdH", 1),
    },
    "rw_golongan": {
        "columns": _without("tmtGolongan"),
        **ANSWERS,
        **NO_ROWS,
        "rank_readable": bad("golongan", "PENATA"),
        "rank_date_readable": bad("tmtGolongan"),
        "decree_date_readable": bad("skTanggal"),
        "rank_date_present": bad("tmtGolongan", None, FEW),
    },
    "rw_jabatan": {
        "columns": _without("tmtJabatan"),
        **ANSWERS,
        **NO_ROWS,
        "position_kind_readable": bad("jenisJabatan", "Pelaksana", also=("position_kind_codes",)),
        "position_kind_codes": bad("jenisJabatan", "7", FEW),
        "position_date_readable": bad("tmtJabatan"),
        "inauguration_date_readable": bad("tmtPelantikan"),
        "assignment_codes": bad("jenisPenugasanId", "XX", FEW),
    },
    "rw_pendidikan": {
        "columns": _without("tahunLulus"),
        **ANSWERS,
        **NO_ROWS,
        "level_readable": bad("tkPendidikanId", "S-1", also=("level_codes",)),
        "level_codes": bad("tkPendidikanId", "41", FEW),
        "graduation_date_readable": bad("tglLulus"),
        "graduation_year_readable": bad("tahunLulus"),
    },
    "rw_hukdis": {
        "columns": _without("hukumanTanggal"),
        **ANSWERS,
        "kind_readable": bad("jenisHukuman", "TEGURAN LISAN"),
        "level_codes": bad("jenisTingkatHukumanId", "X", FEW),
        "start_date_readable": bad("hukumanTanggal"),
        "end_date_readable": bad("akhirHukumTanggal"),
        "annulment_date_readable": bad("skPembatalanTanggal"),
    },
    "ujian": {
        "columns": _without("tanggal_lulus"),
        "nip_readable": bad("nip", "1.98E+17", also=("nip_clean",)),
        "nip_clean": bad("nip", "1980010120050101", FEW),
        "kind_readable": bad("jenis", "lulus", also=("kind_codes",)),
        "kind_codes": bad("jenis", "UD3", FEW),
        "number_present": bad("nomor", None),
        "pass_date_readable": bad("tanggal_lulus"),
    },
    "rw_skp22": {
        "columns": _without("kuadranKinerja"),
        **ANSWERS,
        **NO_ROWS,
        "year_readable": bad("tahun", "tahun lalu"),
        "predikat_readable": bad("kuadranKinerja", "lulus", also=("predikat_codes",)),
        "predikat_codes": bad("kuadranKinerja", "lulus", FEW),
        "result_readable": bad("hasilKinerja", "bagus"),
        "behaviour_readable": bad("perilakuKerja", "bagus"),
    },
    "rw_skp": {
        "columns": _without("nilaiSkp"),
        **ANSWERS,
        **NO_ROWS,
        "year_readable": bad("tahun", "tahun lalu"),
        "skp_score_readable": bad("nilaiSkp", "baik"),
        "total_score_readable": bad("nilaiPrestasiKerja", "baik"),
        "integrated_score_readable": bad("nilaiIntegrasi", "baik"),
    },
    "rw_kursus": {
        "columns": _without("jumlahJam"),
        **ANSWERS,
        "hours_readable": bad("jumlahJam", "dua puluh"),
        "year_readable": bad("tahunKursus", "tahun lalu"),
        "start_date_readable": bad("tanggalKursus"),
        "end_date_readable": bad("tanggalSelesaiKursus"),
        "hours_present": bad("jumlahJam", None, 4),
    },
    "rw_angkakredit": {
        "columns": _without("isIntegrasi"),
        **ANSWERS,
        **NO_ROWS,
        "credit_readable": bad("kreditBaruTotal", "banyak"),
        "end_month_readable": bad("bulanSelesaiPenailan", "Desember"),
        "end_year_readable": bad("tahunSelesaiPenailan", "24"),
        "decree_date_readable": bad("tanggalSk"),
        "conversion_flags": bad("isKonversi", "2", FEW),
        "end_year_present": bad("tahunSelesaiPenailan", None, FEW),
    },
    "kebutuhan_jabatan": {
        "columns": _without("terisi"),
        "rows": (lambda table: table.rows.clear(), ()),
        "grade_readable": bad("jenjang", "Ahli Muda", also=("grade_codes",)),
        "grade_codes": bad("jenjang", "XX", FEW),
        "unit_present": bad("unor_id", None),
        "needed_readable": bad("kebutuhan", "tiga"),
        "filled_readable": bad("terisi", "dua"),
        "valid_from_readable": bad("tmt"),
    },
    "umpan_balik": {
        "columns": _without("putusan"),
        "nip_readable": bad("nip", "1.98E+17", also=("nip_clean",)),
        "nip_clean": bad("nip", "1980010120050101", FEW),
        "year_readable": bad("tahun", "tahun lalu"),
        "kind_readable": bad("jenis", "banding", also=("kind_codes",)),
        "kind_codes": bad("jenis", "banding", FEW),
        "received_date_readable": bad("tanggal_terima"),
        "filed_date_readable": bad("tanggal_ajukan"),
        "decided_date_readable": bad("tanggal_putus"),
        "decision_codes": bad("putusan", "ditunda", FEW),
    },
    "rw_diklat": {
        "columns": _without("tahun"),
        **ANSWERS,
        "level_readable": bad("latihanStrukturalId", "PIM IV", also=("level_codes",)),
        "level_codes": bad("latihanStrukturalId", "9", FEW),
        "hours_readable": bad("jumlahJam", "banyak"),
        "year_readable": bad("tahun", "tahun lalu"),
        "start_date_readable": bad("tanggal"),
        "end_date_readable": bad("tanggalSelesai"),
    },
    "rekap_skp": {
        "columns": _without("Status"),
        "rows": (lambda table: table.rows.clear(), ()),
        **_numbers("NIP"),
        "year_readable": bad("Tahun", "tahun lalu"),
        "period_present": bad("Periode", None),
        "status_present": bad("Status", None),
        "predikat_readable": bad("Predikat Kinerja", "lulus", also=("predikat_codes",)),
        "predikat_codes": bad("Predikat Kinerja", "lulus", FEW),
        "result_readable": bad("Rating Hasil Kerja", "bagus"),
        "behaviour_readable": bad("Rating Hasil Perilaku", "bagus"),
    },
    "rw_penghargaan": {
        "columns": _without("tahun"),
        **ANSWERS,
        "award_readable": bad("hargaId", "KARYA SATYA"),
        "year_readable": bad("tahun", "tahun lalu"),
        "decree_date_readable": bad("skDate"),
    },
    "hierarki_unor": {
        "columns": _without("ID_ATASAN"),
        "rows": (lambda table: table.rows.clear(), ()),
        "id_present": bad("ID", None),
        "name_present": bad("NAMA_UNOR", None),
        "parent_present": bad("ID_ATASAN", None),
        "name_undamaged": bad("NAMA_UNOR", "SEKSI TATA US\ufffdHA", 1),
    },
    "rw_kinerjaperiodik": {
        "columns": _without("kuadranKinerjaNilai"),
        **ANSWERS,
        "year_readable": bad("tahun", "tahun lalu"),
        "predikat_readable": bad("kuadranKinerjaNilai", "lulus", also=("predikat_codes",)),
        "predikat_codes": bad("kuadranKinerjaNilai", "lulus", FEW),
        "result_readable": bad("hasilKinerja", "bagus"),
        "behaviour_readable": bad("perilakuKerja", "bagus"),
        "period_codes": bad("periodikNama", "semester", FEW),
    },
    "penilaian_360": {
        "columns": _without("indikator"),
        "nip_readable": bad("nip_dinilai", "1.98E+17", also=("nip_clean",)),
        "nip_clean": bad("nip_dinilai", "1980010120050101", FEW),
        "period_present": bad("periode", None),
        "role_readable": bad("peran_penilai", "TETANGGA", also=("role_codes",)),
        "role_codes": bad("peran_penilai", "TETANGGA", FEW),
        "score_readable": bad("skor", "delapan"),
        "rater_present": bad("kode_penilai", None),
        "rater_anonymous": bad("kode_penilai", "SITI AMINAH", FEW),
    },
    "kegiatan_harian": {
        "columns": _without("jam_selesai"),
        "nip_readable": bad("nip", "1.98E+17", also=("nip_clean",)),
        "nip_clean": bad("nip", "1980010120050101", FEW),
        "activity_date_readable": bad("tanggal"),
        "start_time_readable": bad("jam_mulai", "pagi"),
        "end_time_readable": bad("jam_selesai", "siang"),
        "realisation_readable": bad("realisasi", "banyak"),
        "action_plan_present": bad("rencana_aksi", None),
    },
    "rekap_pelatihan": {
        "columns": _without("Durasi (Jam)"),
        **_numbers("ID Pegawai"),
        "certificate_present": bad("Nomor Sertifikat", None),
        "hours_readable": bad("Durasi (Jam)", "dua puluh"),
        "year_readable": bad("Tahun Pelatihan", "tahun lalu"),
        "start_date_readable": bad("Tanggal Mulai"),
        "end_date_readable": bad("Tanggal Selesai"),
        "kind_codes": bad("ID Jenis Diklat", "26", FEW),
    },
    "seleksi": {
        "columns": _without("nilai_akhir"),
        "rows": (lambda table: table.rows.clear(), ()),
        "year_readable": bad("tahun", "tahun lalu"),
        "participant_present": bad("no_peserta", None),
        "vacancy_present": bad("formasi_id", None),
        "score_readable": bad("nilai_akhir", "tinggi"),
        "registered_date_readable": bad("tanggal_daftar"),
        "result_date_readable": bad("tanggal_akhir"),
        "status_readable": bad("status", "LULUS", also=("status_codes",)),
        "status_codes": bad("status", "LULUS", FEW),
        "sex_codes": bad("jenis_kelamin", "X", FEW),
    },
    "pengadaan": {
        "columns": _without("periode"),
        **NO_ROWS,
        "answered": bad_line("status", 503, 1),
        "id_present": bad("id", None),
        "participant_present": bad("no_peserta", None),
        "year_readable": bad("periode", "tahun lalu"),
        "decree_date_readable": bad("tgl_sk"),
        "nip_text_all": bad("nip", 199901012025030001, 1),
    },
    "seleksi_terbuka": {
        "columns": _without("lulus_administrasi"),
        "vacancy_present": bad("id_lowongan", None),
        "nip_readable": bad("nip_pelamar", "1.98E+17", also=("nip_clean",)),
        "nip_clean": bad("nip_pelamar", "1980010120050101", FEW),
        "announced_date_readable": bad("tanggal_umum"),
        "closed_date_readable": bad("tanggal_tutup"),
        "inaugurated_date_readable": bad("tanggal_pelantikan"),
        "score_readable": bad("nilai", "tinggi"),
        "selected_flags": bad("terpilih", "mungkin", FEW),
    },
    "formasi": {
        "columns": _without("jumlah_formasi"),
        "rows": (lambda table: table.rows.clear(), ()),
        "id_present": bad("formasi_id", None),
        "posts_readable": bad("jumlah_formasi", "satu"),
        "salary_readable": bad("gaji_min", "cukup"),
        "agency_present": bad("ins_nm", None),
        "name_undamaged": bad("jabatan_nm", "PENATA KOMPUT\ufffdR", 1),
    },
}
CASES = [(dataset, identity) for dataset, faults in FAULTS.items() for identity in faults]

REQUIRED = {
    "profil_asn": "PNS ID,NIP BARU,NAMA,TANGGAL LAHIR,KEDUDUKAN HUKUM ID,STATUS CPNS PNS,TMT CPNS,TMT PNS,GOL AKHIR NAMA,"
    "TMT GOLONGAN,JENIS JABATAN ID,JABATAN NAMA,TMT JABATAN,TINGKAT PENDIDIKAN ID,UNOR ID,UNOR NAMA",
    "rw_golongan": "id,golongan,tmtGolongan",
    "rw_jabatan": "id,jenisJabatan,tmtJabatan,namaJabatan",
    "rw_pendidikan": "id,tkPendidikanId,tahunLulus",
    "rw_hukdis": "id,jenisHukuman,hukumanTanggal,akhirHukumTanggal",
    "ujian": "nip,jenis,nomor,tanggal_lulus,jenjang",
    "rw_skp22": "id,tahun,kuadranKinerja,hasilKinerja,perilakuKerja",
    "rw_skp": "id,tahun,nilaiSkp,nilaiPrestasiKerja",
    "rw_kursus": "id,namaKursus,jumlahJam,tahunKursus",
    "rw_angkakredit": "id,bulanSelesaiPenailan,tahunSelesaiPenailan,kreditBaruTotal,isIntegrasi,isKonversi,namaJabatan",
    "kebutuhan_jabatan": "jabatan,jenjang,unor_id,kebutuhan,terisi,tmt",
    "umpan_balik": "nip,tahun,jenis,tanggal_terima,tanggal_ajukan,tanggal_putus,putusan",
    "rw_diklat": "id,latihanStrukturalId,tanggal,tahun",
    "rekap_skp": "NIP,Tahun,Periode,Status,Rating Hasil Kerja,Rating Hasil Perilaku,Predikat Kinerja",
    "rw_penghargaan": "id,hargaId,tahun",
    "hierarki_unor": "ID,NAMA_UNOR,ID_ATASAN",
    "rw_kinerjaperiodik": "id,tahun,hasilKinerja,perilakuKerja,kuadranKinerjaNilai",
    "penilaian_360": "periode,nip_dinilai,peran_penilai,kode_penilai,nilai_dasar,indikator,skor",
    "kegiatan_harian": "nip,tanggal,rencana_aksi,jam_mulai,jam_selesai,realisasi",
    "rekap_pelatihan": "ID Pegawai,Nama Pelatihan,Nomor Sertifikat,Tanggal Mulai,Tanggal Selesai,Tahun Pelatihan,Durasi (Jam)",
    "seleksi": "tahun,no_peserta,formasi_id,jenis_kelamin,nilai_akhir,status",
    "pengadaan": "id,no_peserta,nip,periode",
    "seleksi_terbuka": "id_lowongan,jabatan,nip_pelamar,tanggal_umum,lulus_administrasi,nilai,terpilih",
    "formasi": "formasi_id,ins_nm,jp_nama,jabatan_nm,lokasi_nm,jumlah_formasi,program_studi",
}


def landed(table: Table, root):
    table.write(root)
    return land_dataset(root, table.dataset.source, table.dataset.name, REGION)[0]


def test_every_expectation_has_its_fault():
    """A removed or added expectation shows here; `volume` and `freshness` are guarded in test_landing_deliveries."""
    for name in BY_NAME:
        assert set(FAULTS[name]) | {"volume", "freshness", "dating"} == set(suite_ids(name)) == set(suite_descriptions(name))


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_good_file_passes_everything(name, tmp_path):
    entry = landed(good(name), tmp_path)
    assert entry.status == "admitted", entry.reason
    assert [check["message"] for check in entry.checks if not check["success"]] == []
    judged = {check["id"] for check in entry.checks if not check["observed"].startswith("not judged")}
    assert judged == set(FAULTS[name]), "the good file must let every expectation speak"


@pytest.mark.parametrize(("name", "identity"), CASES, ids=[f"{name}-{identity}" for name, identity in CASES])
def test_each_expectation_finds_its_fault(name, identity, tmp_path):
    plant, also = FAULTS[name][identity]
    table = good(name)
    plant(table)
    entry = landed(table, tmp_path)
    failed = {check["id"]: check for check in entry.checks if not check["success"]}
    assert set(failed) == {identity, *also}
    severity = suite_ids(name)[identity]
    assert failed[identity]["severity"] == severity
    assert entry.status == ("refused" if severity == "critical" else "admitted")
    assert failed[identity]["message"]
    if severity == "critical":
        assert {reason.code for reason in entry.reasons} == {"check_failed"}
        assert entry.file in entry.reasons[0].message


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_required_columns(name, tmp_path):
    """Each required column alone is missed; an anchor is missed by the reader already."""
    (expectation,) = [e for e in load_suite(name)["expectations"] if e["meta"]["id"] == "columns"]
    required = REQUIRED[name].split(",")
    assert sorted(expectation["kwargs"]["column_set"]) == sorted(required)
    for number, column in enumerate(required):
        entry = landed(good(name).drop(column), tmp_path / str(number))
        assert entry.status == "refused"
        assert column in entry.reason
        assert entry.reasons[0].column == column


def test_messages_name_column_share_and_row(tmp_path):
    table = good("profil_asn").set("TMT GOLONGAN", "kemarin", 20)
    (reason,) = landed(table, tmp_path).reasons
    assert reason.row == 2
    assert reason.column == "TMT GOLONGAN"
    assert "Column TMT GOLONGAN: 10 of 30 values (33.3 %) are dates" in reason.message
    assert "at least 50 % must be, first other in row 2" in reason.message
    assert "kemarin" not in reason.message, "values of people do not go into messages"


def test_a_share_of_few_values_is_not_judged(tmp_path):
    """Three punishments with bad dates are three bad rows, not a bad file: staging quarantines them."""
    table = good("rw_hukdis", rows=19).set("hukumanTanggal", "kemarin")
    entry = landed(table, tmp_path)
    assert entry.status == "admitted"
    (check,) = [check for check in entry.checks if check["id"] == "start_date_readable"]
    assert check["observed"] == "0 of 19 values (0 %), too few to judge"


def test_counts_are_added_over_chunks(tmp_path, monkeypatch):
    """The verdict does not depend on how the file is cut, and the example row is the first of the whole file."""
    from orchestration.checks import gx_bridge

    table = good("profil_asn").set("TMT GOLONGAN", "kemarin")
    table.rows[0]["TMT GOLONGAN"] = "01-10-2021"
    whole = landed(table, tmp_path / "a")
    monkeypatch.setattr(gx_bridge, "CHUNK_ROWS", 7)
    cut = landed(table, tmp_path / "b")
    assert cut.checks == whole.checks
    assert cut.reasons == whole.reasons
    assert cut.reasons[0].row == 3


def test_a_file_in_the_folder_of_another_region_is_refused(tmp_path):
    """Kota Jambi's file is admitted at home, and refused at Sawahlunto, which goes on with its last extract."""
    own, foreign = good("profil_asn").set("INSTANSI INDUK ID", SAWAHLUNTO), good("profil_asn")
    own.write(tmp_path, "2026-03-01", "kota_sawahlunto")
    foreign.write(tmp_path, "2026-04-01", "kota_sawahlunto")
    foreign.write(tmp_path, "2026-04-01", REGION)
    root = DataRoot(tmp_path)
    before, wrong = land_dataset(root, "kepegawaian", "profil_asn", "kota_sawahlunto")
    (home,) = land_dataset(root, "kepegawaian", "profil_asn", REGION)
    assert (before.status, wrong.status, home.status) == ("admitted", "refused", "admitted")
    (reason,) = wrong.reasons
    assert (reason.row, reason.column) == (2, "INSTANSI INDUK ID")
    assert "0 of 30 values (0 %) are agencies of no other region" in reason.message
    assert "It seems to be of Kota Jambi." in reason.message
    assert "Move it to that region's folder and deliver this region's own export here." in reason.message
    assert before.suite_sha256 != home.suite_sha256, "each region has its own list of others"
    in_use = {entry.extract_date for entry in make_plan(root).admitted if entry.region == "kota_sawahlunto"}
    assert in_use == {"2026-03-01"}


@pytest.mark.parametrize("seed_id", ["", "0000", SAWAHLUNTO])
def test_a_wrong_agency_id_of_ones_own_refuses_nothing(seed_id, tmp_path, monkeypatch):
    """An id missing, mistyped or copied from a neighbour in the seed is the seed's fault, not the file's."""
    monkeypatch.setattr(paths, "REFERENCE", shutil.copytree(paths.REFERENCE, tmp_path / "reference"))
    seed = paths.REFERENCE / "region.csv"
    seed.write_text(seed.read_text().replace("A5EB03E23CB8F6A0E040640A040252AD", seed_id))
    assert landed(good("profil_asn").set("INSTANSI INDUK ID", seed_id or "A5EB"), tmp_path / "a").status == "admitted"
    assert landed(good("profil_asn"), tmp_path / "b").status == "admitted"


def test_the_only_region_of_the_seed_has_no_others(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "REFERENCE", shutil.copytree(paths.REFERENCE, tmp_path / "reference"))
    seed = paths.REFERENCE / "region.csv"
    seed.write_text("".join(line for line in seed.open() if "sawahlunto" not in line))
    assert landed(good("profil_asn").set("INSTANSI INDUK ID", "-", FEW), tmp_path).status == "admitted"
