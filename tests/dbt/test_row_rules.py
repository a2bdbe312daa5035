"""Every row rule of staging: a planted row makes exactly that reason fire, and each form that is allowed is read.

The set of (dataset, reason) planted here equals the set that the compiled models can raise, so a rule without a
test, and a test whose rule is gone, both fail.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pytest

from orchestration.landing.registry import DATASETS
from tests.dbt.compiled import build_compiled, compiled_code
from tests.dbt.landed_rows import LandedRows
from tests.dbt.project import PROJECT

NIP = "198503122010011008"
PPPK = "199009132025242014"
APPRAISER = "197001011995031002"
ASKED = {"_asked_nip": NIP, "_fetched_at": "2026-01-05T01:00:00Z"}

GOOD: dict[str, dict[str, object]] = {
    "profil_asn": {
        "PNS ID": "A5EB03E2",
        "NIP BARU": f"'{NIP}",
        "NAMA": "SITI  AMINAH",
        "TANGGAL LAHIR": "12-03-1985",
        "JENIS KELAMIN": "M",
        "NIK": "'1571011203850001",
        "KEDUDUKAN HUKUM ID": "01",
        "STATUS CPNS PNS": "P",
        "TMT CPNS": "01-01-2010",
        "TMT PNS": "01-01-2011",
        "GOL AWAL ID": "31",
        "GOL AWAL NAMA": "III/a",
        "GOL AKHIR ID": "33",
        "GOL AKHIR NAMA": "III/c",
        "TMT GOLONGAN": "01-04-2020",
        "JENIS JABATAN ID": "4",
        "TMT JABATAN": "01-01-2011",
        "TINGKAT PENDIDIKAN ID": "40",
        "TAHUN LULUS": "2008",
        "ESELON ID": "99",
    },
    "rw_golongan": {
        **ASKED,
        "id": "8AE48312",
        "nipBaru": NIP,
        "golonganId": "31",
        "golongan": "III/a",
        "skTanggal": "31-03-2022",
        "tmtGolongan": "2022-04-01T00:00:00Z",
        "jenisKPId": "101",
    },
    "rw_jabatan": {
        **ASKED,
        "id": "8ae4",
        "nipBaru": NIP,
        "jenisJabatan": "4",
        "eselonId": "99",
        "jabatanFungsionalUmumId": "A5EB",
        "jabatanFungsionalUmumNama": "Pengelola Data",
        "tmtJabatan": "01-01-2020",
        "tmtPelantikan": "01-01-0001",
        "tanggalSk": "20-12-2019",
        "jenisPenugasanId": "D",
    },
    "rw_pendidikan": {
        **ASKED,
        "id": "8ae4",
        "nipBaru": NIP,
        "tkPendidikanId": "40",
        "tkPendidikanNama": "S-1",
        "pendidikanNama": "S-1 HUKUM",
        "tglLulus": "01-08-2008",
        "tahunLulus": "2008",
        "isPendidikanPertama": "1",
    },
    "rw_hukdis": {
        **ASKED,
        "id": "8ae4",
        "jenisHukuman": "7",
        "jenisTingkatHukumanId": "S",
        "hukumanTanggal": "01-02-2024",
        "akhirHukumTanggal": "01-02-2025",
        "masaTahun": "1",
        "masaBulan": "0",
        "skTanggal": "15-01-2024",
        "skPembatalanTanggal": "",
    },
    "ujian": {"nip": NIP, "jenis": "UD1", "nomor": "UD/1", "tanggal_lulus": "2020-05-01", "jenjang": ""},
    "rw_skp22": {
        **ASKED,
        "id": "8ae4",
        "tahun": "2023",
        "hasilKinerja": "SESUAI ESPEKTASI",
        "hasilKinerjaNilai": "2",
        "perilakuKerja": "DIATAS ESPEKTASI",
        "PerilakuKerjaNilai": "1",
        "kuadranKinerja": "BAIK",
        "KuadranKinerjaNilai": "2",
        "nipNrpPenilai": APPRAISER,
        "statusPenilai": "ASN",
        "penilaiGolonganId": "41",
    },
    "rw_skp": {
        **ASKED,
        "id": "8ae4",
        "tahun": "2019",
        "jenisPeraturanKinerjaKd": "PP46",
        "nilaiSkp": "86.500",
        "orientasiPelayanan": "85",
        "integritas": "85",
        "komitmen": "85",
        "disiplin": "85",
        "kerjasama": "85",
        "kepemimpinan": "0",
        "inisiatifKerja": "",
        "nilaiPerilakuKerja": "85",
        "nilaiPrestasiKerja": "85,9",
        "nilaiIntegrasi": "",
        "penilaiNipNrp": APPRAISER,
        "statusPenilai": "ASN",
        "penilaiGolongan": "41",
        "jenisJabatan": "4",
    },
    "rw_kursus": {
        **ASKED,
        "id": "8ae4",
        "nipBaru": NIP,
        "namaKursus": "Bimtek Arsip",
        "jenisDiklatId": "8",
        "jenisKursusSertifikat": "T",
        "jumlahJam": "20",
        "tanggalKursus": "04-03-2024",
        "tanggalSelesaiKursus": "06-03-2024",
        "tahunKursus": "2024",
    },
    "rw_angkakredit": {
        **ASKED,
        "id": "8ae4",
        "nomorSk": "PAK/1",
        "tanggalSk": "15-01-2025",
        "bulanMulaiPenailan": "7",
        "tahunMulaiPenailan": "2024",
        "bulanSelesaiPenailan": "2",
        "tahunSelesaiPenailan": "2025",
        "kreditUtamaBaru": "12.5",
        "kreditPenunjangBaru": "0",
        "kreditBaruTotal": "12,500",
        "namaJabatan": "ARSIPARIS AHLI PERTAMA",
        "isAngkaKreditPertama": "",
        "isIntegrasi": "0",
        "isKonversi": "1",
    },
    "kebutuhan_jabatan": {
        "jabatan": "ARSIPARIS",
        "jenjang": "mu",
        "unor_id": "8AE4",
        "kebutuhan": "3",
        "terisi": "2",
        "tmt": "2025-01-01",
    },
    "rekap_skp": {
        "NIP": f"'{NIP}",
        "Nama Pegawai": "SITI AMINAH, S.E.",
        "Tahun": "2025",
        "Periode": "Tahunan",
        "Jenis Dokumen": "SKP",
        "Status": "Final",
        "Rating Hasil Kerja": "Sesuai Ekspektasi",
        "Rating Hasil Perilaku": "Diatas Ekspektasi",
        "Predikat Kinerja": "Baik",
    },
    "umpan_balik": {
        "nip": NIP,
        "tahun": "2025",
        "jenis": "KEBERATAN",
        "tanggal_terima": "2026-01-20",
        "tanggal_ajukan": "2026-01-25",
        "tanggal_putus": "2026-02-10",
        "putusan": "DITOLAK",
        "isi": "Bukti tidak dinilai",
    },
    "rw_diklat": {
        **ASKED,
        "id": "8ae4",
        "nipBaru": NIP,
        "latihanStrukturalId": "2",
        "latihanStrukturalNama": "DIKLAT PIM TK.IV",
        "nomor": "12/PIM/2019",
        "tanggal": "04-03-2019",
        "tanggalSelesai": "28-06-2019",
        "tahun": "2019",
        "jumlahJam": "900",
    },
    "rw_penghargaan": {
        **ASKED,
        "id": "8ae4",
        "tahun": "2020",
        "skNomor": "77/TK/2020",
        "skDate": "10-08-2020",
        "hargaNama": "KARYA SATYA  10 TAHUN",
        "hargaId": "201",
    },
    "hierarki_unor": {"ID": "8AE4", "NAMA_UNOR": "SUBBAGIAN  UMUM", "ID_ATASAN": "8AE3"},
    "rw_kinerjaperiodik": {
        **ASKED,
        "id": "8ae4",
        "tahun": "2025",
        "nip": NIP,
        "hasilKinerja": "SESUAI ESPEKTASI",
        "hasilKinerjaNilai": "2",
        "perilakuKerja": "DIATAS ESPEKTASI",
        "perilakuKerjaNilai": "1",
        "kuadranKinerjaNilai": "BAIK",
        "kuadranNilai": "2",
        "periodikId": "2",
        "periodikNama": "triwulan",
        "kriteria": "12.5",
        "persentase": "100",
        "penilaiNipNrp": APPRAISER,
        "statusPenilai": "ASN",
        "penilaiGolonganId": "41",
    },
    "penilaian_360": {
        "periode": "2025",
        "nip_dinilai": NIP,
        "peran_penilai": "PEER",
        "kode_penilai": "R000001",
        "nilai_dasar": "Berorientasi Pelayanan",
        "indikator": "Ramah",
        "skor": "8",
    },
    "kegiatan_harian": {
        "nip": NIP,
        "tanggal": "2026-02-10",
        "rencana_aksi": "Menyusun laporan",
        "jam_mulai": "07:30",
        "jam_selesai": "11:00",
        "realisasi": "2",
        "satuan": "laporan",
    },
    "rekap_pelatihan": {
        "ID Pegawai": f"'{NIP}",
        "Nama Pegawai": "SITI AMINAH, S.E.",
        "ID Jenis Diklat": "3",
        "ID Diklat Struktural": "",
        "Nama Pelatihan": "Pelatihan Arsip",
        "Nomor Sertifikat": "S/1/2024",
        "Tanggal Mulai": "05 August 2024",
        "Tanggal Selesai": "07 August 2024",
        "Tahun Pelatihan": "2024",
        "Durasi (Jam)": "20",
    },
    "seleksi": {
        "tahun": "2024",
        "no_peserta": "2415710000000001",
        "formasi_id": "0E5C3F71",
        "jenis_kelamin": "L",
        "nilai_twk": "85",
        "nilai_tiu": "110",
        "nilai_tkp": "190",
        "nilai_skb": "310",
        "nilai_akhir": "65,2",
        "status": "P/L",
        "tanggal_daftar": "2024-08-21",
        "tanggal_akhir": "2025-01-09",
    },
    "pengadaan": {
        "_fetched_at": "2026-01-05T01:00:00Z",
        "id": "8AE4",
        "no_peserta": "2415710000000001",
        "nip": PPPK,
        "nama": "SITI AMINAH",
        "periode": "2024",
        "tgl_pertek": "2025-02-10T00:00:00Z",
        "tgl_sk": "20-02-2025",
        "tgl_kontrak_mulai": "2025-03-01",
        "tgl_kontrak_akhir": "2030-02-28",
    },
    "seleksi_terbuka": {
        "id_lowongan": "STJ-1",
        "jabatan": "KEPALA DINAS",
        "jenis_jabatan": "JPT Pratama",
        "unor_id": "8AE4",
        "tanggal_umum": "2025-03-01",
        "tanggal_tutup": "2025-03-16",
        "nip_pelamar": NIP,
        "lulus_administrasi": "1",
        "nilai": "81,25",
        "tiga_besar": "ya",
        "terpilih": "T",
        "tanggal_pelantikan": "",
    },
    "formasi": {
        "formasi_id": "0E5C3F71",
        "ins_nm": "Pemerintah Kota Jambi",
        "jabatan_nm": "ARSIPARIS TERAMPIL",
        "jumlah_formasi": "1",
        "disable": "1",
        "gaji_min": "2500000",
        "gaji_max": "3500000",
        "program_studi": "D-III KEARSIPAN",
    },
}


@dataclass(frozen=True)
class Plant:
    """Records that differ from the good one, all of them with the one reason expected of each ('' = a good row)."""

    dataset: str
    reason: str
    changes: tuple[dict[str, object], ...]
    one_answer: bool = False


def _each(dataset: str, reason: str, *changes: dict[str, object]) -> list[Plant]:
    """One plant a change."""
    return [Plant(dataset, reason, (change,)) for change in changes]


def _plants_of_answers(dataset: str, own: str | None) -> list[Plant]:
    """What every dataset of recorded answers has in common; `own` is the column of the record's own number."""
    plants = [
        Plant(dataset, "key_conflict", ({"id": "same", "path": "{}"}, {"id": "SAME", "path": None}), one_answer=True),
        *_each(dataset, "key_missing", {"id": None}, {"id": " "}, {"id": "-"}),
        *_each(dataset, "nip_missing", {"_asked_nip": None, **({own: None} if own else {})}),
        *_each(
            dataset,
            "nip_malformed",
            {"_asked_nip": "1.98503E+17"},
            {"_asked_nip": NIP[:17]},
            {"_asked_nip": "tidak ada"},
        ),
        *_each(
            dataset,
            "nip_invalid",
            {"_asked_nip": "198513122010011008"},
            {"_asked_nip": "198502302010011008"},
            {"_asked_nip": "198503122010131008"},
            {"_asked_nip": "198503122010193008"},
            {"_asked_nip": "198503122010013008"},
            {"_asked_nip": "198503122010011000"},
            {"_asked_nip": "193903121960011008"},
            {"_asked_nip": "198503121985011008"},
            {"_asked_nip": "198503122910011008"},
        ),
        *_each(dataset, "numeric_identifier", {"_cell_types": '{"_asked_nip": "number"}'}),
        *_each(dataset, "date_unreadable", {"_fetched_at": "kemarin"}),
        Plant(
            dataset,
            "error_answer",
            ({name: None for name in GOOD[dataset] if not name.startswith("_")} | {"_line_error": "http_error"},),
        ),
    ]
    if own:
        plants += [
            *_each(dataset, "nip_mismatch", {own: PPPK}),
            *_each(dataset, "nip_malformed", {own: "1.98503E+17"}),
            *_each(dataset, "numeric_identifier", {own: "198503122010011000", "_cell_types": f'{{"{own}": "number"}}'}),
        ]
    return plants


def _plants_of_lists(dataset: str, column: str) -> list[Plant]:
    """What every local file about people has in common; `column` holds their numbers."""
    return [
        *_each(dataset, "nip_missing", {column: None}, {column: "' "}),
        *_each(dataset, "nip_malformed", {column: "1.98503E+17"}, {column: NIP[:17]}),
        *_each(dataset, "nip_invalid", {column: "198503122010131008"}),
        *_each(
            dataset,
            "numeric_identifier",
            {"_cell_types": f'{{"{column}": "number"}}'},
            {column: "1.98503122010011e+17", "_cell_types": f'{{"{column}": "number"}}'},
        ),
    ]


def _dates(dataset: str, *columns: str) -> list[Plant]:
    """Texts that are no date, in turn in each column."""
    texts = ("31-02-2020", "12/25/2020", "43831", "2020-13-01", "01-04-0202", "1 Mrt 2020", "belum ada data")
    return _each(dataset, "date_unreadable", *({column: text} for column in columns for text in texts))


SCORES = (
    "nilaiSkp",
    "orientasiPelayanan",
    "integritas",
    "komitmen",
    "disiplin",
    "kerjasama",
    "kepemimpinan",
    "inisiatifKerja",
    "nilaiPerilakuKerja",
    "nilaiPrestasiKerja",
    "nilaiIntegrasi",
)

SELECTION_SCORES = {"nilai_twk": 150, "nilai_tiu": 175, "nilai_tkp": 225, "nilai_skb": 1000, "nilai_akhir": 1000}

PLANTS: list[Plant] = [
    # profil_asn
    *_each("profil_asn", "nip_missing", {"NIP BARU": None}, {"NIP BARU": "' "}),
    *_each("profil_asn", "nip_malformed", {"NIP BARU": "1.98503E+17"}, {"NIP BARU": NIP[:17]}),
    *_each("profil_asn", "nip_invalid", {"NIP BARU": "198503122010131008"}, {"NIP BARU": "198502302010011008"}),
    *_each(
        "profil_asn",
        "numeric_identifier",
        {"NIP BARU": "198503122010011008", "_cell_types": '{"NIP BARU": "number"}'},
        {"NIP BARU": "1.98503122010011e+17", "_cell_types": '{"NIP BARU": "number"}'},
        {"NIK": "1571011203850001", "_cell_types": '{"NIK": "number"}'},
        {"NIP LAMA": "470012345", "_cell_types": '{"NIP LAMA": "number"}'},
    ),
    Plant(
        "profil_asn",
        "key_conflict",
        ({"NIP BARU": "198601012010011001"}, {"NIP BARU": "19860101 201001 1 001", "NAMA": "X"}),
    ),
    *_dates("profil_asn", "TANGGAL LAHIR", "TMT CPNS", "TMT PNS", "TMT GOLONGAN", "TMT JABATAN"),
    *_each("profil_asn", "year_unreadable", {"TAHUN LULUS": "20O8"}, {"TAHUN LULUS": "208"}, {"TAHUN LULUS": "1808"}),
    *_each(
        "profil_asn",
        "golongan_unreadable",
        {"GOL AKHIR NAMA": "III/f", "GOL AKHIR ID": None},
        {"GOL AKHIR NAMA": "Golongan tiga"},
        {"GOL AKHIR NAMA": "III/e"},
        {"GOL AKHIR NAMA": "11"},
        {"GOL AKHIR NAMA": "XVIII"},
        {"GOL AWAL NAMA": "?"},
    ),
    *_each(
        "profil_asn",
        "golongan_mismatch",
        {"GOL AKHIR ID": "32"},
        {"GOL AKHIR NAMA": "IX"},
        {"GOL AWAL ID": "32"},
        {"GOL AKHIR NAMA": "Penata Muda (III/c)"},
        {"GOL AKHIR NAMA": "II"},
    ),
    *_each(
        "profil_asn",
        "code_unknown",
        {"GOL AKHIR ID": "77"},
        {"GOL AWAL ID": "77"},
        {"JENIS KELAMIN": "X"},
        {"STATUS CPNS PNS": "HONORER"},
        {"KEDUDUKAN HUKUM ID": "Aktif"},
        {"JENIS JABATAN ID": "9"},
        {"ESELON ID": "33"},
        {"TINGKAT PENDIDIKAN ID": "41"},
    ),
    # rw_golongan
    *_plants_of_answers("rw_golongan", "nipBaru"),
    *_dates("rw_golongan", "tmtGolongan", "skTanggal"),
    *_each(
        "rw_golongan", "golongan_unreadable", {"golongan": "III/f"}, {"golongan": "NON GOLONGAN", "golonganId": None}
    ),
    *_each("rw_golongan", "golongan_mismatch", {"golonganId": "32"}, {"golongan": "Pengatur Muda Tingkat I (III/a)"}),
    *_each("rw_golongan", "code_unknown", {"golonganId": "77"}, {"golonganId": "77", "golongan": None}),
    *_each(
        "rw_golongan", "required_missing", {"golongan": None, "golonganId": ""}, {"golongan": "-", "golonganId": None}
    ),
    # rw_jabatan
    *_plants_of_answers("rw_jabatan", "nipBaru"),
    *_dates("rw_jabatan", "tmtJabatan", "tmtPelantikan", "tanggalSk"),
    *_each("rw_jabatan", "code_unknown", {"jenisJabatan": "5"}, {"eselonId": "33"}, {"jenisPenugasanId": "PLX"}),
    *_each("rw_jabatan", "required_missing", {"tmtJabatan": None}, {"tmtJabatan": "01-01-0001"}, {"jenisJabatan": ""}),
    # rw_pendidikan
    *_plants_of_answers("rw_pendidikan", "nipBaru"),
    *_dates("rw_pendidikan", "tglLulus"),
    *_each("rw_pendidikan", "year_unreadable", {"tahunLulus": "20O8"}),
    *_each("rw_pendidikan", "code_unknown", {"tkPendidikanId": "41"}, {"isPendidikanPertama": "mungkin"}),
    *_each("rw_pendidikan", "required_missing", {"tkPendidikanId": None}),
    # rw_hukdis
    *_plants_of_answers("rw_hukdis", None),
    *_dates("rw_hukdis", "hukumanTanggal", "akhirHukumTanggal", "skTanggal", "skPembatalanTanggal"),
    *_each("rw_hukdis", "interval_reversed", {"akhirHukumTanggal": "31-01-2024"}),
    *_each("rw_hukdis", "number_unreadable", {"masaTahun": "satu"}, {"masaBulan": "1.5"}),
    *_each("rw_hukdis", "number_out_of_range", {"masaTahun": "-1"}, {"masaBulan": "-1"}),
    *_each(
        "rw_hukdis",
        "code_unknown",
        {"jenisTingkatHukumanId": "X"},
        {"jenisTingkatHukumanId": None, "jenisHukuman": "99"},
        {"jenisTingkatHukumanId": None, "jenisHukuman": None},
    ),
    *_each(
        "rw_hukdis",
        "required_missing",
        {"hukumanTanggal": None},
        {"hukumanTanggal": "01-01-0001", "jenisTingkatHukumanId": "B"},
        {"hukumanTanggal": None, "jenisTingkatHukumanId": None, "jenisHukuman": "4"},
    ),
    # ujian
    *_plants_of_lists("ujian", "nip"),
    *_each("ujian", "key_missing", {"nomor": None}, {"nomor": "-"}),
    Plant("ujian", "key_conflict", ({"nomor": "UD/X"}, {"nomor": "ud/x", "tanggal_lulus": "2021-05-01"})),
    *_dates("ujian", "tanggal_lulus"),
    *_each(
        "ujian",
        "code_unknown",
        {"jenis": "UD3"},
        {"jenis": "GELAR", "jenjang": "41"},
        {"jenis": "UKOM", "jenjang": "XX"},
    ),
    *_each(
        "ujian",
        "required_missing",
        {"jenis": None},
        {"tanggal_lulus": None},
        {"jenis": "GELAR", "jenjang": None},
        {"jenis": "UKOM", "jenjang": ""},
    ),
    # rw_skp22
    *_plants_of_answers("rw_skp22", None),
    *_each(
        "rw_skp22",
        "numeric_identifier",
        {"nipNrpPenilai": "197001011995031000", "_cell_types": '{"nipNrpPenilai": "number"}'},
    ),
    *_each("rw_skp22", "nip_malformed", {"nipNrpPenilai": "1.97E+17"}, {"nipNrpPenilai": APPRAISER[:17]}),
    *_each("rw_skp22", "year_unreadable", {"tahun": "23"}),
    *_each(
        "rw_skp22",
        "code_unknown",
        {"hasilKinerja": "LUAR BIASA"},
        {"hasilKinerjaNilai": "4"},
        {"perilakuKerja": "LUAR BIASA"},
        {"PerilakuKerjaNilai": "11"},
        {"kuadranKinerja": "ISTIMEWA"},
        {"KuadranKinerjaNilai": "6"},
        {"statusPenilai": "SWASTA"},
        {"penilaiGolonganId": "8ae483a5"},
    ),
    *_each(
        "rw_skp22",
        "rating_conflict",
        {"hasilKinerjaNilai": "1"},
        {"PerilakuKerjaNilai": "3"},
        {"KuadranKinerjaNilai": "1"},
    ),
    *_each(
        "rw_skp22",
        "required_missing",
        {"tahun": None},
        {"kuadranKinerja": None, "KuadranKinerjaNilai": "", "hasilKinerja": None, "hasilKinerjaNilai": None},
        {"kuadranKinerja": None, "KuadranKinerjaNilai": "", "perilakuKerja": None, "PerilakuKerjaNilai": None},
    ),
    # rw_skp
    *_plants_of_answers("rw_skp", None),
    *_each(
        "rw_skp",
        "numeric_identifier",
        {"penilaiNipNrp": "197001011995031000", "_cell_types": '{"penilaiNipNrp": "number"}'},
        {"atasanPenilaiNipNrp": "197001011995031000", "_cell_types": '{"atasanPenilaiNipNrp": "number"}'},
    ),
    *_each("rw_skp", "nip_malformed", {"penilaiNipNrp": APPRAISER[:17]}),
    *_each("rw_skp", "year_unreadable", {"tahun": "2019/2020"}),
    *_each("rw_skp", "number_unreadable", *({score: "delapan"} for score in SCORES)),
    *_each("rw_skp", "number_out_of_range", *({score: "865"} for score in SCORES), {"nilaiSkp": "-1"}),
    *_each(
        "rw_skp",
        "code_unknown",
        {"jenisPeraturanKinerjaKd": "PP99"},
        {"jenisJabatan": "9"},
        {"statusPenilai": "SWASTA"},
        {"penilaiGolongan": "III/d"},
    ),
    *_each(
        "rw_skp",
        "required_missing",
        {"tahun": ""},
        {"nilaiSkp": None, "nilaiPrestasiKerja": None, "nilaiIntegrasi": None},
    ),
    # rw_kursus
    *_plants_of_answers("rw_kursus", "nipBaru"),
    *_dates("rw_kursus", "tanggalKursus", "tanggalSelesaiKursus"),
    *_each("rw_kursus", "interval_reversed", {"tanggalSelesaiKursus": "03-03-2024"}),
    *_each("rw_kursus", "year_unreadable", {"tahunKursus": "24"}),
    *_each("rw_kursus", "number_unreadable", {"jumlahJam": "20 JP"}, {"jumlahJam": "1.500"}),
    *_each("rw_kursus", "number_out_of_range", {"jumlahJam": "-20"}),
    *_each("rw_kursus", "code_unknown", {"jenisDiklatId": "26"}, {"jenisKursusSertifikat": "Z"}),
    # rw_angkakredit
    *_plants_of_answers("rw_angkakredit", None),
    *_dates("rw_angkakredit", "tanggalSk"),
    *_each("rw_angkakredit", "year_unreadable", {"tahunMulaiPenailan": "24"}, {"tahunSelesaiPenailan": "2O25"}),
    *_each(
        "rw_angkakredit",
        "interval_reversed",
        {"tahunSelesaiPenailan": "2023"},
        {"bulanMulaiPenailan": "3", "tahunMulaiPenailan": "2025"},
    ),
    *_each(
        "rw_angkakredit",
        "number_unreadable",
        {"bulanMulaiPenailan": "Juli"},
        {"bulanSelesaiPenailan": "Feb"},
        {"kreditUtamaBaru": "banyak"},
        {"kreditPenunjangBaru": "1.2.3"},
        {"kreditBaruTotal": "12,5 AK"},
    ),
    *_each(
        "rw_angkakredit",
        "number_out_of_range",
        {"bulanMulaiPenailan": "0"},
        {"bulanSelesaiPenailan": "13"},
        {"kreditUtamaBaru": "-1"},
        {"kreditPenunjangBaru": "-1"},
        {"kreditBaruTotal": "-1"},
    ),
    *_each(
        "rw_angkakredit",
        "code_unknown",
        {"isAngkaKreditPertama": "2"},
        {"isIntegrasi": "mungkin"},
        {"isKonversi": "konversi"},
    ),
    *_each(
        "rw_angkakredit",
        "required_missing",
        {"kreditBaruTotal": ""},
        {"bulanSelesaiPenailan": None},
        {"tahunSelesaiPenailan": "0"},
    ),
    # kebutuhan_jabatan
    *_each("kebutuhan_jabatan", "key_missing", {"jabatan": None}, {"jenjang": "-"}, {"unor_id": " "}),
    Plant("kebutuhan_jabatan", "key_conflict", ({"terisi": "1"}, {"jabatan": "Arsiparis", "unor_id": "8ae4"})),
    *_dates("kebutuhan_jabatan", "tmt"),
    *_each("kebutuhan_jabatan", "number_unreadable", {"kebutuhan": "tiga"}, {"terisi": "1.5"}, {"kebutuhan": "1.000"}),
    *_each("kebutuhan_jabatan", "number_out_of_range", {"kebutuhan": "-1"}, {"terisi": "-1"}),
    *_each("kebutuhan_jabatan", "code_unknown", {"jenjang": "AHLI MUDA"}),
    *_each("kebutuhan_jabatan", "required_missing", {"kebutuhan": None}, {"terisi": ""}, {"tmt": None}),
    # rekap_skp
    *_plants_of_lists("rekap_skp", "NIP"),
    # A total, a note or a signature is no row with many faults.
    *(
        Plant(dataset, "footnote", tuple(dict.fromkeys(GOOD[dataset]) | line for line in lines))
        for dataset, lines in {
            "profil_asn": (
                {"NIP BARU": "Jumlah: 5"},
                {"NIP BARU": "Keterangan: data per 1 April"},
                {"UNOR NAMA": "Kepala BKPSDM"},
            ),
            "rekap_skp": (
                {"NIP": "Dicetak dari aplikasi"},
                {"Nama Pegawai": "Jumlah 120"},
                {"Unit Kerja": "NIP. 196905101994031004"},
            ),
            "rekap_pelatihan": (
                {"ID Pegawai": "TOTAL", "Durasi (Jam)": "1240"},
                {"Penyelenggara": "Jambi, 1 April 2026"},
            ),
            "ujian": ({"nip": "Jumlah"}, {"jenjang": "2 orang"}),
            "umpan_balik": ({"nip": "Jumlah"}, {"isi": "Mengetahui, Kepala Bidang"}),
            "penilaian_360": ({"nip_dinilai": "Rata-rata", "skor": "8"},),
            "kegiatan_harian": ({"nip": "TOTAL", "realisasi": "40"},),
            "seleksi_terbuka": ({"nip_pelamar": "Jumlah pelamar", "nilai": "12"},),
        }.items()
    ),
    *_each("rekap_skp", "key_missing", {"Tahun": None}, {"Periode": "-"}),
    Plant("rekap_skp", "key_conflict", ({}, {"Periode": "TAHUNAN", "Status": "Draft"})),
    *_each("rekap_skp", "year_unreadable", {"Tahun": "25"}),
    *_each(
        "rekap_skp",
        "code_unknown",
        {"Rating Hasil Kerja": "1"},
        {"Rating Hasil Perilaku": "Istimewa"},
        {"Predikat Kinerja": "Istimewa"},
    ),
    *_each(
        "rekap_skp",
        "required_missing",
        {"Status": None},
        {"Predikat Kinerja": None, "Rating Hasil Kerja": None},
        {"Predikat Kinerja": "-", "Rating Hasil Perilaku": ""},
    ),
    # umpan_balik
    *_plants_of_lists("umpan_balik", "nip"),
    *_each("umpan_balik", "key_missing", {"tahun": None}, {"jenis": ""}, {"tanggal_ajukan": None}),
    Plant("umpan_balik", "key_conflict", ({}, {"isi": "lain"})),
    *_each("umpan_balik", "year_unreadable", {"tahun": "25"}),
    *_dates("umpan_balik", "tanggal_terima", "tanggal_ajukan", "tanggal_putus"),
    *_each("umpan_balik", "interval_reversed", {"tanggal_terima": "2026-01-26"}, {"tanggal_putus": "2026-01-24"}),
    *_each("umpan_balik", "code_unknown", {"jenis": "BANDING"}, {"putusan": "DITUNDA"}),
    *_each("umpan_balik", "required_missing", {"tanggal_putus": None}, {"putusan": "-"}),
    # rw_diklat
    *_plants_of_answers("rw_diklat", "nipBaru"),
    *_dates("rw_diklat", "tanggal", "tanggalSelesai"),
    *_each("rw_diklat", "interval_reversed", {"tanggalSelesai": "03-03-2019"}),
    *_each("rw_diklat", "year_unreadable", {"tahun": "19"}),
    *_each("rw_diklat", "number_unreadable", {"jumlahJam": "900 JP"}),
    *_each("rw_diklat", "number_out_of_range", {"jumlahJam": "-900"}),
    *_each("rw_diklat", "code_unknown", {"latihanStrukturalId": "9"}),
    *_each("rw_diklat", "required_missing", {"latihanStrukturalId": None, "latihanStrukturalNama": "-"}),
    # rw_penghargaan
    *_plants_of_answers("rw_penghargaan", None),
    *_dates("rw_penghargaan", "skDate"),
    *_each("rw_penghargaan", "year_unreadable", {"tahun": "20"}),
    *_each("rw_penghargaan", "code_unknown", {"hargaId": "777"}),
    *_each("rw_penghargaan", "required_missing", {"hargaId": None, "hargaNama": "-"}),
    # hierarki_unor
    *_each("hierarki_unor", "key_missing", {"ID": None}, {"ID": "-"}),
    Plant("hierarki_unor", "key_conflict", ({}, {"ID": "8ae4", "NAMA_UNOR": "BIDANG MUTASI"})),
    *_each("hierarki_unor", "required_missing", {"NAMA_UNOR": " "}),
    # rw_kinerjaperiodik
    *_plants_of_answers("rw_kinerjaperiodik", "nip"),
    *_each(
        "rw_kinerjaperiodik",
        "numeric_identifier",
        {"penilaiNipNrp": "197001011995031000", "_cell_types": '{"penilaiNipNrp": "number"}'},
    ),
    *_each("rw_kinerjaperiodik", "nip_malformed", {"penilaiNipNrp": APPRAISER[:17]}),
    *_each("rw_kinerjaperiodik", "year_unreadable", {"tahun": "25"}),
    *_each("rw_kinerjaperiodik", "number_unreadable", {"kriteria": "x"}, {"persentase": "100 %"}),
    *_each(
        "rw_kinerjaperiodik", "number_out_of_range", {"kriteria": "-1"}, {"persentase": "-1"}, {"persentase": "151"}
    ),
    *_each(
        "rw_kinerjaperiodik",
        "code_unknown",
        {"hasilKinerja": "LUAR BIASA"},
        {"hasilKinerjaNilai": "4"},
        {"perilakuKerja": "LUAR BIASA"},
        {"perilakuKerjaNilai": "11"},
        {"kuadranKinerjaNilai": "ISTIMEWA"},
        {"kuadranNilai": "6"},
        {"periodikNama": "semester"},
        {"periodikId": "3"},
        {"statusPenilai": "SWASTA"},
        {"penilaiGolonganId": "8ae483a5"},
    ),
    *_each(
        "rw_kinerjaperiodik",
        "rating_conflict",
        {"hasilKinerjaNilai": "1"},
        {"perilakuKerjaNilai": "3"},
        {"kuadranNilai": "1"},
        {"periodikId": "1"},
    ),
    *_each(
        "rw_kinerjaperiodik",
        "required_missing",
        {"tahun": None},
        {"periodikId": None, "periodikNama": ""},
        {"kuadranKinerjaNilai": None, "kuadranNilai": "", "hasilKinerja": None, "hasilKinerjaNilai": None},
        {"kuadranKinerjaNilai": None, "kuadranNilai": "", "perilakuKerja": None, "perilakuKerjaNilai": None},
    ),
    # penilaian_360
    *_plants_of_lists("penilaian_360", "nip_dinilai"),
    *_each(
        "penilaian_360",
        "key_missing",
        {"periode": None},
        {"peran_penilai": ""},
        {"kode_penilai": "-"},
        {"nilai_dasar": None},
        {"indikator": None},
    ),
    Plant("penilaian_360", "key_conflict", ({}, {"peran_penilai": "peer", "skor": "9"})),
    *_each("penilaian_360", "number_unreadable", {"skor": "delapan"}),
    *_each("penilaian_360", "number_out_of_range", {"skor": "-1"}, {"skor": "101"}),
    *_each("penilaian_360", "code_unknown", {"peran_penilai": "TETANGGA"}, {"nilai_dasar": "Setia"}),
    *_each("penilaian_360", "required_missing", {"skor": "-"}),
    # kegiatan_harian
    *_plants_of_lists("kegiatan_harian", "nip"),
    *_each("kegiatan_harian", "key_missing", {"tanggal": None}, {"rencana_aksi": ""}, {"jam_mulai": "-"}),
    Plant("kegiatan_harian", "key_conflict", ({}, {"jam_mulai": "7.30", "realisasi": "3"})),
    *_dates("kegiatan_harian", "tanggal"),
    *_each(
        "kegiatan_harian",
        "time_unreadable",
        {"jam_mulai": "24:00"},
        {"jam_mulai": "pagi"},
        {"jam_selesai": "11:60"},
        {"jam_selesai": "0.458"},
    ),
    *_each("kegiatan_harian", "number_unreadable", {"realisasi": "banyak"}),
    *_each("kegiatan_harian", "number_out_of_range", {"realisasi": "-1"}),
    # rekap_pelatihan
    *_plants_of_lists("rekap_pelatihan", "ID Pegawai"),
    *_each("rekap_pelatihan", "key_missing", {"Nomor Sertifikat": None}, {"Nomor Sertifikat": "belum ada data"}),
    Plant("rekap_pelatihan", "key_conflict", ({}, {"Nomor Sertifikat": "s/1/2024", "Durasi (Jam)": "30"})),
    *_dates("rekap_pelatihan", "Tanggal Mulai", "Tanggal Selesai"),
    *_each("rekap_pelatihan", "interval_reversed", {"Tanggal Selesai": "04 August 2024"}),
    *_each("rekap_pelatihan", "year_unreadable", {"Tahun Pelatihan": "24"}),
    *_each("rekap_pelatihan", "number_unreadable", {"Durasi (Jam)": "dua puluh"}),
    *_each("rekap_pelatihan", "number_out_of_range", {"Durasi (Jam)": "-20"}),
    *_each("rekap_pelatihan", "code_unknown", {"ID Jenis Diklat": "26"}),
    *_each("rekap_pelatihan", "required_missing", {"Nama Pelatihan": None}),
    # seleksi
    *_each("seleksi", "key_missing", {"tahun": None}, {"no_peserta": "-"}),
    Plant("seleksi", "key_conflict", ({}, {"status": "P/TL"})),
    *_each("seleksi", "year_unreadable", {"tahun": "24"}),
    *_dates("seleksi", "tanggal_daftar", "tanggal_akhir"),
    *_each("seleksi", "interval_reversed", {"tanggal_akhir": "2024-08-20"}),
    *_each("seleksi", "number_unreadable", *({score: "TIDAK HADIR"} for score in SELECTION_SCORES)),
    *_each(
        "seleksi",
        "number_out_of_range",
        *({score: str(highest + 1)} for score, highest in SELECTION_SCORES.items()),
        {"nilai_twk": "-1"},
    ),
    *_each("seleksi", "code_unknown", {"jenis_kelamin": "X"}, {"status": "LULUS?"}),
    *_each("seleksi", "required_missing", {"formasi_id": None}, {"status": ""}),
    # pengadaan
    *_each("pengadaan", "numeric_identifier", {"_cell_types": '{"nip": "number"}'}),
    *_each("pengadaan", "nip_malformed", {"nip": PPPK[:17]}, {"nip": "1.99E+17"}),
    *_each("pengadaan", "nip_invalid", {"nip": "199013132025242014"}),
    *_each("pengadaan", "key_missing", {"id": None}),
    Plant("pengadaan", "key_conflict", ({}, {"id": "8ae4", "nama": "X"})),
    *_dates("pengadaan", "tgl_pertek", "tgl_sk", "tgl_kontrak_mulai", "tgl_kontrak_akhir"),
    *_each("pengadaan", "date_unreadable", {"_fetched_at": "kemarin"}),
    *_each("pengadaan", "interval_reversed", {"tgl_kontrak_akhir": "2025-02-28"}),
    *_each("pengadaan", "year_unreadable", {"periode": "24"}),
    *_each("pengadaan", "required_missing", {"periode": None}),
    Plant(
        "pengadaan",
        "error_answer",
        ({name: None for name in GOOD["pengadaan"] if not name.startswith("_")} | {"_line_error": "http_error"},),
    ),
    # seleksi_terbuka
    *_plants_of_lists("seleksi_terbuka", "nip_pelamar"),
    *_each("seleksi_terbuka", "key_missing", {"id_lowongan": None}),
    Plant("seleksi_terbuka", "key_conflict", ({}, {"id_lowongan": "stj-1", "nilai": "70"})),
    *_dates("seleksi_terbuka", "tanggal_umum", "tanggal_tutup", "tanggal_pelantikan"),
    *_each(
        "seleksi_terbuka",
        "interval_reversed",
        {"tanggal_tutup": "2025-02-28"},
        {"tanggal_pelantikan": "2025-02-28"},
    ),
    *_each("seleksi_terbuka", "number_unreadable", {"nilai": "tinggi"}),
    *_each("seleksi_terbuka", "number_out_of_range", {"nilai": "-1"}, {"nilai": "1001"}),
    *_each(
        "seleksi_terbuka",
        "code_unknown",
        {"lulus_administrasi": "mungkin"},
        {"tiga_besar": "2"},
        {"terpilih": "F"},
    ),
    *_each("seleksi_terbuka", "required_missing", {"jabatan": None}),
    # formasi
    *_each("formasi", "key_missing", {"formasi_id": None}),
    Plant("formasi", "key_conflict", ({"formasi_id": "two"}, {"formasi_id": "TWO", "jumlah_formasi": "2"})),
    *_each("formasi", "number_unreadable", {"jumlah_formasi": "satu"}, {"gaji_min": "?"}, {"gaji_max": "1,2,3"}),
    *_each("formasi", "number_out_of_range", {"jumlah_formasi": "-1"}, {"gaji_min": "-1"}, {"gaji_max": "-1"}),
    *_each("formasi", "code_unknown", {"disable": "2"}),
    *_each("formasi", "required_missing", {"jumlah_formasi": None}, {"ins_nm": ""}, {"jabatan_nm": None}),
]

# Forms that look odd and are read: (dataset, changes, {typed column: value}).
READ: list[tuple[str, dict[str, object], dict[str, object]]] = [
    ("profil_asn", {}, {"nip": NIP, "employee_name": "SITI AMINAH", "nik": "1571011203850001", "pns_id": "a5eb03e2"}),
    *(
        ("profil_asn", {"NAMA": text}, {"employee_name": name})
        for text, name in (
            ("RAHMI AYU, S.Pd., M.M.", "RAHMI AYU"),
            ("MEGA RAHMI S.P.", "MEGA RAHMI"),
            ("Ir. ANI GUNAWAN, S.E.", "ANI GUNAWAN"),
            ("Dr. Hj. NOVITA", "NOVITA"),
            ("MUHAMMAD A. RIDWAN", "MUHAMMAD A. RIDWAN"),
            ("A. RIDWAN", "A. RIDWAN"),
            ("HENDRA", "HENDRA"),
            ("IRWAN DRAJAT", "IRWAN DRAJAT"),
        )
    ),
    ("profil_asn", {"NIP BARU": "19850312 201001 1 008"}, {"nip": NIP}),
    ("profil_asn", {"NIP BARU": "19850312\u00a0201001.1.008 "}, {"nip": NIP}),
    ("profil_asn", {"NIP BARU": "\u2019" + NIP}, {"nip": NIP}),
    ("profil_asn", {"NIP BARU": PPPK}, {"nip": PPPK, "status_cpns_pns": "P"}),
    ("profil_asn", {"KEDUDUKAN HUKUM ID": "1"}, {"legal_status_id": "01"}),
    ("profil_asn", {"KEDUDUKAN HUKUM ID": "101"}, {"legal_status_id": "101"}),
    ("profil_asn", {"KEDUDUKAN HUKUM ID": "74"}, {"legal_status_id": "74"}),
    ("profil_asn", {"STATUS CPNS PNS": "PPPK"}, {"status_cpns_pns": None}),
    ("profil_asn", {"JENIS KELAMIN": "Perempuan"}, {"sex": "F"}),
    ("profil_asn", {"TINGKAT PENDIDIKAN ID": "5"}, {"education_level_id": "05"}),
    ("profil_asn", {"ESELON ID": "0"}, {"echelon_id": "00"}),
    ("profil_asn", {"TMT GOLONGAN": "2020-04-01"}, {"golongan_date": dt.date(2020, 4, 1)}),
    ("profil_asn", {"NIK": "157101"}, {"nik": None}),
    ("profil_asn", {"GOL AKHIR NAMA": "IX", "GOL AKHIR ID": "9"}, {"golongan": "IX", "golongan_scheme": "PPPK"}),
    ("profil_asn", {"GOL AKHIR NAMA": "XI", "GOL AKHIR ID": "59"}, {"golongan": "XI", "golongan_scheme": "PPPK"}),
    ("profil_asn", {"GOL AKHIR NAMA": "V", "GOL AKHIR ID": None}, {"golongan": "V", "golongan_scheme": "PPPK"}),
    ("profil_asn", {"GOL AKHIR NAMA": "IV", "GOL AKHIR ID": None}, {"golongan": "IV", "golongan_scheme": "AMBIGUOUS"}),
    ("profil_asn", {"GOL AKHIR NAMA": "-", "GOL AKHIR ID": None}, {"golongan": None, "golongan_scheme": None}),
    ("profil_asn", {"GOL AKHIR NAMA": "NON GOLONGAN", "GOL AKHIR ID": None}, {"golongan": None}),
    *(
        ("rw_golongan", {"golongan": text, "golonganId": "31"}, {"golongan": "III/a", "golongan_scheme": "PNS"})
        for text in (
            "III/a",
            "III/A",
            "III A",
            "III.A",
            "IIIa",
            "III-A",
            "3a",
            "Gol. III/a",
            "Penata Muda (III/a)",
            "Penata Muda / III.a",
            "Penata Muda",
            "III",
            None,
        )
    ),
    ("rw_golongan", {"golongan": "Penata Muda Tk. I", "golonganId": None}, {"golongan": "III/b"}),
    ("rw_golongan", {"golongan": "PENATA MUDA TINGKAT I (III/b)", "golonganId": "32"}, {"golongan": "III/b"}),
    ("rw_golongan", {"golongan": "Pengatur Tk.I", "golonganId": "24"}, {"golongan": "II/d"}),
    ("rw_golongan", {"golongan": "9", "golonganId": None}, {"golongan": "IX", "golongan_scheme": "PPPK"}),
    ("rw_golongan", {"golongan": "XVII", "golonganId": "17"}, {"golongan": "XVII", "golongan_scheme": "PPPK"}),
    *(
        ("rw_golongan", {"tmtGolongan": text}, {"golongan_date": dt.date(2022, 4, 1)})
        for text in (
            "01-04-2022",
            "1-4-2022",
            "01/04/2022",
            "2022-04-01",
            "2022-04-01T00:00:00Z",
            "2022-03-31T17:00:00Z",
            "2022-03-31T17:00:00.000Z",
            "2022-03-31T17:00:00.000+00:00",
            "2022-03-31T17:00:00+0000",
            "2022-04-01T00:00:00+07:00",
            "2022-04-01 00:00:00",
            "1 April 2022",
            "01 Apr 2022",
        )
    ),
    ("rw_golongan", {"tmtGolongan": "17 Agustus 2022"}, {"golongan_date": dt.date(2022, 8, 17)}),
    ("rw_golongan", {"tmtGolongan": "17 Agt 2022"}, {"golongan_date": dt.date(2022, 8, 17)}),
    ("rw_golongan", {"tmtGolongan": "17-Mei-2022"}, {"golongan_date": dt.date(2022, 5, 17)}),
    *(
        ("rw_golongan", {"tmtGolongan": text}, {"golongan_date": None})
        for text in (None, "", " ", "-", "01-01-0001", "0001-01-01T00:00:00Z")
    ),
    (
        "rw_golongan",
        {"_asked_nip": f" {NIP} ", "nipBaru": "19850312 201001 1 008"},
        {"nip": NIP, "record_id": "8ae48312"},
    ),
    ("rw_jabatan", {}, {"position_id": "a5eb", "position_name": "Pengelola Data", "inauguration_date": None}),
    ("rw_jabatan", {"jenisPenugasanId": ""}, {"assignment_id": None}),
    ("rw_jabatan", {"jenisPenugasanId": "plt"}, {"assignment_id": "PLT"}),
    (
        "rw_jabatan",
        {"jenisJabatan": "1", "eselonId": "41", "unorId": "BEEF", "namaJabatan": "Lurah"},
        {"position_id": "beef", "position_name": "Lurah", "echelon_id": "41"},
    ),
    (
        "rw_jabatan",
        {"jenisJabatan": "2", "jabatanFungsionalId": "CAFE", "jabatanFungsionalNama": "Arsiparis Terampil"},
        {"position_id": "cafe", "position_name": "Arsiparis Terampil"},
    ),
    ("rw_jabatan", {"jenisJabatan": "3"}, {"position_kind_id": "3"}),
    ("rw_pendidikan", {"tglLulus": None, "tahunLulus": None}, {"graduation_date": None, "graduation_year": None}),
    (
        "rw_pendidikan",
        {"tkPendidikanId": "5", "tahunLulus": "0"},
        {"education_level_id": "05", "graduation_year": None},
    ),
    ("rw_pendidikan", {"isPendidikanPertama": ""}, {"is_first": None}),
    (
        "rw_hukdis",
        {},
        {"level_id": "S", "start_date": dt.date(2024, 2, 1), "duration_years": 1, "annulment_date": None},
    ),
    ("rw_hukdis", {"jenisTingkatHukumanId": None}, {"level_id": "S"}),
    ("rw_hukdis", {"akhirHukumTanggal": None, "masaTahun": "", "masaBulan": None}, {"end_date": None}),
    *(
        ("rw_hukdis", {"jenisTingkatHukumanId": "R", "jenisHukuman": "1", **changes}, {"level_id": "R"})
        for changes in (
            {"hukumanTanggal": None},
            {"hukumanTanggal": "31-02-2024"},
            {"akhirHukumTanggal": "01-01-2020"},
            {"skTanggal": "?"},
            {"masaTahun": "satu", "masaBulan": "-1"},
        )
    ),
    ("ujian", {"jenis": "ud2", "nomor": "N 1"}, {"exam_kind": "UD2", "exam_level": None}),
    ("ujian", {"jenis": "GELAR", "nomor": "N2", "jenjang": "5"}, {"exam_level": "05"}),
    ("ujian", {"jenis": "UKOM", "nomor": "N3", "jenjang": "mu"}, {"exam_level": "MU"}),
    ("ujian", {"jenis": "KPPI", "nomor": "N4", "jenjang": "III/a"}, {"exam_level": "III/A"}),
    (
        "rw_skp22",
        {},
        {"result_rating": "SESUAI", "behaviour_rating": "DI_ATAS", "predikat": "BAIK", "appraiser_nip": APPRAISER},
    ),
    ("rw_skp22", {"hasilKinerja": "Sesuai Ekspektasi", "hasilKinerjaNilai": "2.00"}, {"result_rating": "SESUAI"}),
    ("rw_skp22", {"perilakuKerja": "Di Atas Ekspektasi", "PerilakuKerjaNilai": None}, {"behaviour_rating": "DI_ATAS"}),
    ("rw_skp22", {"hasilKinerja": None}, {"result_rating": "SESUAI"}),
    ("rw_skp22", {"kuadranKinerja": "Kurang/Misconduct", "KuadranKinerjaNilai": "4"}, {"predikat": "KURANG"}),
    ("rw_skp22", {"kuadranKinerja": "Cukup", "KuadranKinerjaNilai": "3"}, {"predikat": "BUTUH_PERBAIKAN"}),
    ("rw_skp22", {"kuadranKinerja": None, "KuadranKinerjaNilai": None}, {"predikat": None}),
    (
        "rw_skp22",
        {"nipNrpPenilai": "12345678", "statusPenilai": "NON ASN", "penilaiGolonganId": "Walikota"},
        {"appraiser_nip": None, "appraiser_status": "NON ASN", "appraiser_golongan_id": None},
    ),
    ("rw_skp22", {"nipNrpPenilai": ""}, {"appraiser_nip": None, "appraiser_golongan_id": "41"}),
    (
        "rw_skp",
        {},
        {
            "regulation": "PP46",
            "nilai_skp": Decimal("86.500"),
            "nilai_prestasi_kerja": Decimal("85.900"),
            "kepemimpinan": Decimal("0.000"),
            "inisiatif_kerja": None,
        },
    ),
    ("rw_skp", {"jenisPeraturanKinerjaKd": "PP 30/2019"}, {"regulation": "PP30"}),
    ("rw_skp", {"jenisPeraturanKinerjaKd": ""}, {"regulation": None}),
    ("rw_kursus", {}, {"duration_jp": Decimal("20.00"), "training_year": 2024, "certificate_class": "T"}),
    ("rw_kursus", {"tahunKursus": "", "jenisKursusSertifikat": ""}, {"training_year": 2024, "certificate_class": "T"}),
    ("rw_kursus", {"jumlahJam": "12,5"}, {"duration_jp": Decimal("12.50")}),
    (
        "rw_angkakredit",
        {},
        {
            "period_start": dt.date(2024, 7, 1),
            "period_end": dt.date(2025, 2, 28),
            "credit_total": Decimal("12.500"),
            "is_first": False,
            "is_integration": False,
            "is_conversion": True,
        },
    ),
    (
        "rw_angkakredit",
        {
            "bulanMulaiPenailan": "",
            "tahunMulaiPenailan": "0",
            "bulanSelesaiPenailan": "02",
            "tahunSelesaiPenailan": "2024",
        },
        {"period_start": None, "start_year": None, "period_end": dt.date(2024, 2, 29)},
    ),
    ("rw_angkakredit", {"isIntegrasi": "true", "isKonversi": None}, {"is_integration": True, "is_conversion": False}),
    ("kebutuhan_jabatan", {}, {"grade_id": "MU", "unit_id": "8ae4", "needed": 3, "valid_from": dt.date(2025, 1, 1)}),
    (
        "rekap_skp",
        {},
        {
            "nip": NIP,
            "delivery_period": "2025 TAHUNAN",
            "document_status": "FINAL",
            "result_rating": "SESUAI",
            "behaviour_rating": "DI_ATAS",
            "predikat": "BAIK",
            "employee_name": "SITI AMINAH",
        },
    ),
    (
        "rekap_skp",
        {"Status": "Draft", "Predikat Kinerja": "-", "Rating Hasil Kerja": "-", "Rating Hasil Perilaku": "-"},
        {"document_status": "DRAFT", "predikat": None},
    ),
    ("rekap_skp", {"Tahun": "2025.0", "Periode": " triwulan  II "}, {"delivery_period": "2025 TRIWULAN II"}),
    ("umpan_balik", {}, {"feedback_kind": "KEBERATAN", "decision": "DITOLAK", "filed_date": dt.date(2026, 1, 25)}),
    ("umpan_balik", {"tanggal_putus": None, "putusan": None}, {"decided_date": None, "decision": None}),
    ("umpan_balik", {"tanggal_terima": None}, {"received_date": None}),
    (
        "umpan_balik",
        {"jenis": "Umpan Balik", "tanggal_ajukan": None, "tanggal_putus": None, "putusan": None},
        {"feedback_kind": "UMPAN_BALIK", "filed_date": None},
    ),
    ("rw_diklat", {}, {"structural_training_id": "2", "duration_jp": Decimal("900.00"), "training_year": 2019}),
    ("rw_diklat", {"latihanStrukturalId": None, "latihanStrukturalNama": "PKA"}, {"structural_training_id": None}),
    ("rw_diklat", {"latihanStrukturalNama": None}, {"training_name": "SEPALA/ADUM/DIKLAT PIM TK.IV"}),
    ("rw_penghargaan", {}, {"award_id": "201", "award_name": "KARYA SATYA 10 TAHUN", "award_year": 2020}),
    ("rw_penghargaan", {"hargaNama": None, "tahun": "", "skDate": None}, {"award_name": "KARYA SATYA 10 TAHUN"}),
    ("hierarki_unor", {}, {"unit_id": "8ae4", "unit_name": "SUBBAGIAN UMUM", "parent_unit_id": "8ae3"}),
    ("hierarki_unor", {"ID_ATASAN": "8ae4"}, {"parent_unit_id": None}),
    (
        "rw_kinerjaperiodik",
        {},
        {
            "period_kind": "TRIWULAN",
            "predikat": "BAIK",
            "behaviour_rating": "DI_ATAS",
            "credit_coefficient": Decimal("12.500"),
            "credit_pct": Decimal("100.000"),
            "appraiser_nip": APPRAISER,
        },
    ),
    ("rw_kinerjaperiodik", {"kuadranKinerjaNilai": "2", "kuadranNilai": "Baik"}, {"predikat": "BAIK"}),
    ("rw_kinerjaperiodik", {"periodikNama": None, "periodikId": "1"}, {"period_kind": "BULANAN"}),
    (
        "penilaian_360",
        {"periode": "2025 semester  1", "peran_penilai": "self", "skor": "7,5"},
        {
            "delivery_period": "2025 SEMESTER 1",
            "rater_role": "SELF",
            "value_code": "BERORIENTASI_PELAYANAN",
            "score": Decimal("7.500"),
        },
    ),
    (
        "kegiatan_harian",
        {},
        {"delivery_period": "2026-02", "start_time": "07:30", "end_time": "11:00", "realisation": Decimal("2.00")},
    ),
    ("kegiatan_harian", {"jam_mulai": "7.30", "jam_selesai": "11:00:00"}, {"start_time": "07:30", "end_time": "11:00"}),
    ("kegiatan_harian", {"jam_mulai": "22:00", "jam_selesai": "06:00"}, {"end_time": "06:00"}),
    ("kegiatan_harian", {"jam_selesai": None, "realisasi": ""}, {"end_time": None, "realisation": None}),
    (
        "rekap_pelatihan",
        {},
        {
            "nip": NIP,
            "training_kind_id": "3",
            "start_date": dt.date(2024, 8, 5),
            "duration_jp": Decimal("20.00"),
            "training_year": 2024,
            "employee_name": "SITI AMINAH",
        },
    ),
    ("rekap_pelatihan", {"Durasi (Jam)": "20 JP"}, {"duration_jp": Decimal("20.00")}),
    (
        "rekap_pelatihan",
        {"Durasi (Jam)": "-", "ID Jenis Diklat": "1.0"},
        {"duration_jp": None, "training_kind_id": "1"},
    ),
    ("seleksi", {}, {"delivery_period": "2024", "sex": "M", "status_code": "P/L", "score_final": Decimal("65.200")}),
    (
        "seleksi",
        {"status": "p/l-e2", "nilai_skb": "", "nilai_akhir": "-"},
        {"status_code": "P/L-E2", "score_skb": None},
    ),
    (
        "pengadaan",
        {},
        {"nip": None, "nip_assigned": PPPK, "period_year": 2024, "contract_end_date": dt.date(2030, 2, 28)},
    ),
    ("pengadaan", {"nip": None, "_asked_nip": NIP}, {"nip": None, "nip_assigned": None}),
    (
        "seleksi_terbuka",
        {},
        {
            "position_kind": "JPT PRATAMA",
            "passed_administration": True,
            "is_top_three": True,
            "is_selected": False,
            "score": Decimal("81.250"),
        },
    ),
    ("seleksi_terbuka", {"lulus_administrasi": "", "nilai": "", "tiga_besar": None}, {"passed_administration": None}),
    ("formasi", {"formasi_id": "a1"}, {"posts": 1, "is_out_of_scope": False, "is_open_to_disabled": True}),
    ("formasi", {"formasi_id": "a2", "gaji_min": "Rp 2.785.700"}, {"salary_min": Decimal("2785700.00")}),
    ("formasi", {"formasi_id": "a3", "ins_nm": "PEMERINTAH  KOTA JAMBI"}, {"is_out_of_scope": False}),
    ("formasi", {"formasi_id": "a4", "ins_nm": "Pemerintah Provinsi Jambi"}, {"is_out_of_scope": True}),
    *(
        (
            "formasi",
            {"formasi_id": f"a6{number}", "lokasi_nm": path},
            {"location_path": "PEMERINTAH KOTA JAMBI | DINAS KESEHATAN | RUANG ANAK"},
        )
        for number, path in enumerate(
            (
                "PEMERINTAH KOTA JAMBI | DINAS KESEHATAN | RUANG ANAK",
                "PEMERINTAH KOTA JAMBI | PEMERINTAH KOTA JAMBI | DINAS KESEHATAN | RUANG ANAK",
                "PEMERINTAH KOTA JAMBI |  DINAS\u00a0KESEHATAN|  - RUANG ANAK ",
            )
        )
    ),
    ("formasi", {"formasi_id": "a7", "lokasi_nm": None}, {"location_path": None}),
    ("formasi", {"formasi_id": "a8", "lokasi_nm": "PUSKESMAS"}, {"location_path": "PUSKESMAS"}),
    ("formasi", {"formasi_id": "a5", "program_studi": None}, {"study_program": None}),
]

# Rows that a rule about keys must leave alone: the same record twice is a duplicate, not a conflict.
SAME_TWICE = ("rw_golongan", "ujian", "rekap_skp", "umpan_balik", "penilaian_360", "kegiatan_harian", "formasi")

# The column of the persons' numbers in local files, and the datasets whose rows name nobody.
NUMBER_COLUMN = {
    "profil_asn": "NIP BARU",
    "ujian": "nip",
    "rekap_skp": "NIP",
    "umpan_balik": "nip",
    "penilaian_360": "nip_dinilai",
    "kegiatan_harian": "nip",
    "rekap_pelatihan": "ID Pegawai",
    "seleksi_terbuka": "nip_pelamar",
}
ABOUT_NOBODY = ("kebutuhan_jabatan", "hierarki_unor", "seleksi", "pengadaan", "formasi")


@dataclass(frozen=True)
class Staged:
    """The staged models: rows by src_row_id, and the compiled SQL by dataset."""

    rows: dict[str, dict[str, object]]
    planted: dict[int, list[str]]
    read: dict[int, str]
    twice: dict[str, list[str]]
    compiled: dict[str, str]
    raw_columns: dict[str, list[str]]


def _model(dataset: str) -> str:
    entry = next(entry for entry in DATASETS.values() if entry.name == dataset)
    return f"stg_{entry.relation}"


def _record(dataset: str, changes: dict[str, object], number: int) -> dict[str, object]:
    """The good record with the changes; ids of single rows are made different so that only a plant shares one."""
    record = {**GOOD[dataset], **changes}
    if dataset == "ujian" and "nomor" not in changes:
        record["nomor"] = f"UD/{number}"
    if dataset == "formasi" and "formasi_id" not in changes:
        record["formasi_id"] = f"f{number}"
    return record


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    """One build of staging over all planted rows; a file of its own for each plant of the keyed local files."""
    folder = tmp_path_factory.mktemp("rows")
    database = folder / "warehouse.duckdb"
    landed = LandedRows(database)
    planted: dict[int, list[str]] = {}
    read: dict[int, str] = {}
    twice: dict[str, list[str]] = {}
    for number, plant in enumerate(PLANTS):
        line = landed.line(plant.dataset) if plant.one_answer else None
        own_file = {"_src_file_sha256": f"{number:012x}".ljust(64, "0")}
        planted[number] = [
            landed.add(
                plant.dataset,
                own_file | _record(plant.dataset, change, number),
                line=line,
                item=item if plant.one_answer else None,
            )
            for item, change in enumerate(plant.changes)
        ]
    for number, (dataset, changes, _) in enumerate(READ):
        own_file = {"_src_file_sha256": f"{number:012x}".replace("0", "a", 1).ljust(64, "a")}
        read[number] = landed.add(dataset, own_file | _record(dataset, changes, 1000 + number))
    for dataset in SAME_TWICE:
        line = landed.line(dataset)
        twice[dataset] = [
            landed.add(dataset, GOOD[dataset], line=line + item, item=item if dataset == "rw_golongan" else None)
            for item in range(2)
        ]
    landed.close()
    build_compiled(database, [path.stem for path in (PROJECT / "models" / "staging").rglob("*.sql")])
    connection = duckdb.connect(str(database), read_only=True)
    rows: dict[str, dict[str, object]] = {}
    compiled: dict[str, str] = {}
    raw_columns: dict[str, list[str]] = {}
    for dataset in GOOD:
        result = connection.execute(f"select * from {_model(dataset)}")
        names = [column[0] for column in result.description]
        for values in result.fetchall():
            row = dict(zip(names, values, strict=True))
            rows[f"{dataset} {row['src_row_id']}"] = row
        compiled[dataset] = compiled_code(_model(dataset))
        raw_columns[dataset] = connection.execute(
            f"select json_keys(raw_text) from {_model(dataset)} where reasons not in ('', 'error_answer') limit 1"
        ).fetchone()[0]
    connection.close()
    yield Staged(rows, planted, read, twice, compiled, raw_columns)


def _code_columns() -> dict[str, set[str]]:
    """Dataset -> the columns that code_unknown can be about, where they are several."""
    with (PROJECT / "seeds/reference/reason_column.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if row["reason_code"] == "code_unknown"]
    found = {dataset: {row["column_name"] for row in rows if row["dataset"] == dataset} for dataset in GOOD}
    return {dataset: columns for dataset, columns in found.items() if len(columns) > 1}


SEVERAL = _code_columns()


def _raisable(compiled: str) -> set[str]:
    """The reason codes in the compiled column `reasons`."""
    column = re.search(
        r"(case\s+when _line_error.*?|case\s+when \(\s*\(nip_digits.*?)?concat_ws\(\s*','(.*?)\)( end)? as reasons",
        compiled,
        re.DOTALL,
    )
    assert column, "no column `reasons`"
    return set(re.findall(r"then '([a-z_]+)'(?: end|\s+else concat_ws)", column.group(0)))


@pytest.mark.parametrize("number", range(len(PLANTS)), ids=lambda n: f"{PLANTS[n].dataset}-{PLANTS[n].reason}-{n}")
def test_a_planted_row_has_exactly_its_reason(staged: Staged, number: int) -> None:
    plant = PLANTS[number]
    found = [staged.rows[f"{plant.dataset} {row_id}"]["reasons"] for row_id in staged.planted[number]]
    assert found == [plant.reason] * len(plant.changes), plant.changes


@pytest.mark.parametrize("number", range(len(READ)), ids=lambda n: f"{READ[n][0]}-{n}")
def test_an_odd_form_is_read(staged: Staged, number: int) -> None:
    dataset, changes, expected = READ[number]
    row = staged.rows[f"{dataset} {staged.read[number]}"]
    assert row["reasons"] == "", changes
    assert {name: row[name] for name in expected} == expected, changes


@pytest.mark.parametrize("dataset", list(GOOD))
def test_every_reason_that_a_model_can_raise_is_planted(staged: Staged, dataset: str) -> None:
    planted = {plant.reason for plant in PLANTS if plant.dataset == dataset}
    assert _raisable(staged.compiled[dataset]) == planted


@pytest.mark.parametrize("dataset", list(GOOD))
def test_the_raw_text_holds_every_registered_column(staged: Staged, dataset: str) -> None:
    entry = next(entry for entry in DATASETS.values() if entry.name == dataset)
    assert sorted(staged.raw_columns[dataset]) == sorted(entry.columns)


def test_a_row_has_its_raw_text_where_it_has_a_reason(staged: Staged) -> None:
    assert all((row["raw_text"] is None) == (row["reasons"] == "") for row in staged.rows.values())


@pytest.mark.parametrize("dataset", SAME_TWICE)
def test_the_same_record_twice_is_no_conflict(staged: Staged, dataset: str) -> None:
    assert [staged.rows[f"{dataset} {row_id}"]["reasons"] for row_id in staged.twice[dataset]] == ["", ""]


def test_a_bad_row_names_its_person_where_the_number_can_be_read(staged: Staged) -> None:
    for number, plant in enumerate(PLANTS):
        for row_id, change in zip(staged.planted[number], plant.changes, strict=True):
            row = staged.rows[f"{plant.dataset} {row_id}"]
            column = NUMBER_COLUMN.get(plant.dataset, "")
            own_number = bool(column) and plant.reason == "numeric_identifier"
            unreadable = plant.reason in ("nip_missing", "nip_invalid", "footnote") or "_asked_nip" in str(
                change.get("_cell_types")
            )
            unreadable |= plant.reason == "nip_malformed" and bool({"_asked_nip", column} & set(change))
            unreadable |= own_number and bool({column, "_cell_types"} & set(change)) and "NIK" not in change
            unreadable &= "NIP LAMA" not in change
            if plant.dataset not in ABOUT_NOBODY:
                assert (row["nip"] is None) == unreadable, (plant, change)


def test_every_reason_is_in_the_seed_and_every_seed_row_is_used(staged: Staged) -> None:
    seed = {line.split(",")[0] for line in (PROJECT / "seeds/reference/reason.csv").read_text().splitlines()[1:]}
    assert seed == {plant.reason for plant in PLANTS}


def test_the_column_of_an_unknown_code_is_told(staged: Staged) -> None:
    """Where that reason can lie in several columns, the one that was changed; nothing beside other reasons."""
    for number, plant in enumerate(PLANTS):
        for row_id, change in zip(staged.planted[number], plant.changes, strict=True):
            told = str(staged.rows[f"{plant.dataset} {row_id}"]["unknown_code_columns"])
            columns = set(filter(None, told.split(",")))
            if plant.reason == "code_unknown" and plant.dataset in SEVERAL:
                assert columns and columns <= SEVERAL[plant.dataset] & set(change), change
            else:
                assert not columns, change


def test_the_list_of_staged_datasets_is_the_registry() -> None:
    macro = (PROJECT / "macros/datasets.sql").read_text().partition("endmacro")[0]
    listed = re.findall(r"\['(\w+)', '(\w+)'\]", macro)
    seed = [
        tuple(line.split(",")[:2]) for line in (PROJECT / "seeds/reference/dataset.csv").read_text().splitlines()[1:]
    ]
    assert sorted(listed) == sorted(seed) == sorted(DATASETS)


def test_the_delivery_of_the_seed_is_that_of_the_registry() -> None:
    lines = (PROJECT / "seeds/reference/dataset.csv").read_text().splitlines()[1:]
    seed = {tuple(line.split(",")[:2]): tuple(line.split(",")[2:4]) for line in lines}
    assert seed == {key: (entry.format, entry.delivery) for key, entry in DATASETS.items()}


def test_the_datasets_of_periods_are_those_of_the_registry() -> None:
    listed = re.search(
        r"period_datasets\(\).*?return\(\[(.*?)\]\)", (PROJECT / "macros/datasets.sql").read_text(), re.DOTALL
    )
    assert listed
    periods = {entry.name for entry in DATASETS.values() if entry.delivery == "period"}
    assert set(re.findall(r"'(\w+)'", listed.group(1))) == periods


def test_every_date_that_staging_reads_is_counted_by_its_form() -> None:
    listed = re.findall(r"\['(\w+)', '(\w+)', \[(.*?)\]\]", (PROJECT / "macros/datasets.sql").read_text())
    counted = {
        (f"stg_{source}__{dataset}", column)
        for source, dataset, columns in listed
        for column in re.findall("'(.*?)'", columns)
    }
    read = {
        (path.stem, column.strip('"'))
        for path in (PROJECT / "models/staging").rglob("*.sql")
        if path.stem != "stg_landing__date_form"  # which counts them
        for column in re.findall(r"filled_date\('([^']*)'\)", path.read_text())
    }
    assert read == counted
