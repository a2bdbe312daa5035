"""The datasets that can be landed: one entry each, and the one place where a reader is described.

To add a dataset: an entry here, a suite `expectations/<dataset>.json`, a staging model. Column names are
those of the source, typos included; what they mean stands with the staging model.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

# Raised when a reader gives other rows for the same bytes: files landed by an older one are then landed anew.
READER_VERSION = 6

SNAPSHOT, PER_PERSON, PERIOD, APPEND = "snapshot", "per_person", "period", "append"
REPLACED_BY_NEWER = (SNAPSHOT, PER_PERSON)  # a newer extract tells all that an older one told; of the others only its own part


@dataclass(frozen=True)
class Dataset:
    """How one dataset is delivered and read.

    columns: every column known, in the source's order and spelling.
    anchors: the columns without which the table is not this dataset; the reader finds the header by them.
        (Which further columns a file must have is judged by its suite.)
    identifiers: numbers that are text (NIP, NIK); a numeric cell in one of them has lost digits.
    key: the delivery key of a row. endpoint: the web service path, ndjson only.
    """

    source: str
    name: str
    format: str  # xlsx | ndjson | csv
    delivery: str  # snapshot | per_person | period | append
    key: tuple[str, ...]
    columns: tuple[str, ...]
    anchors: tuple[str, ...]
    identifiers: tuple[str, ...] = ()
    endpoint: str | None = None

    @property
    def id(self) -> tuple[str, str]:
        """(source, dataset), the key in DATASETS."""
        return (self.source, self.name)

    @property
    def relation(self) -> str:
        """Name of the landed relation, `<source>__<dataset>`."""
        return f"{self.source}__{self.name}"

    @property
    def reader(self) -> str:
        """Fingerprint of what decides how bytes become rows."""
        text = repr((READER_VERSION, self.format, self.columns, self.anchors, self.endpoint))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _names(text: str) -> tuple[str, ...]:
    """Column names separated by commas, over several lines."""
    return tuple(part.strip() for part in text.replace("\n", " ").split(",") if part.strip())


_PROFIL_ASN = Dataset(
    "kepegawaian",
    "profil_asn",
    "xlsx",
    SNAPSHOT,
    key=("NIP BARU",),
    columns=_names("""
        PNS ID, NIP BARU, NIP LAMA, NAMA, GELAR DEPAN, GELAR BELAKANG, TEMPAT LAHIR ID, TEMPAT LAHIR NAMA, TANGGAL LAHIR,
        JENIS KELAMIN, AGAMA ID, AGAMA NAMA, JENIS KAWIN ID, JENIS KAWIN NAMA, NIK, NOMOR HP, EMAIL, EMAIL GOV, ALAMAT,
        NPWP NOMOR, BPJS, JENIS PEGAWAI ID, JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM ID, KEDUDUKAN HUKUM NAMA,
        STATUS CPNS PNS, KARTU ASN VIRTUAL, NOMOR SK CPNS, TANGGAL SK CPNS, TMT CPNS, NOMOR SK PNS, TANGGAL SK PNS,
        TMT PNS, GOL AWAL ID, GOL AWAL NAMA, GOL AKHIR ID, GOL AKHIR NAMA, TMT GOLONGAN, MK TAHUN, MK BULAN,
        JENIS JABATAN ID, JENIS JABATAN NAMA, JABATAN ID, JABATAN NAMA, TMT JABATAN, TINGKAT PENDIDIKAN ID,
        TINGKAT PENDIDIKAN NAMA, PENDIDIKAN ID, PENDIDIKAN NAMA, TAHUN LULUS, KPKN ID, KPKN NAMA, LOKASI KERJA ID,
        LOKASI KERJA NAMA, UNOR ID, UNOR NAMA, INSTANSI INDUK ID, INSTANSI INDUK NAMA, INSTANSI KERJA ID,
        INSTANSI KERJA NAMA, SATUAN KERJA INDUK ID, SATUAN KERJA INDUK NAMA, SATUAN KERJA KERJA ID,
        SATUAN KERJA KERJA NAMA, IS VALID NIK, NAMA SEKOLAH, FLAG IKD, ESELON ID, ESELON NAMA
    """),
    anchors=("NIP BARU", "NAMA"),
    identifiers=("NIP BARU", "NIP LAMA", "NIK"),
)

_RW_GOLONGAN = Dataset(
    "kepegawaian",
    "rw_golongan",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-golongan",
    columns=_names("""
        id, idPns, nipBaru, nipLama, golonganId, golongan, skNomor, skTanggal, tmtGolongan, noPertekBkn, tglPertekBkn,
        jumlahKreditUtama, jumlahKreditTambahan, jenisKPId, jenisKPNama, masaKerjaGolonganTahun, masaKerjaGolonganBulan,
        path, pangkat
    """),
    anchors=("id",),
    identifiers=("nipBaru",),
)

_RW_JABATAN = Dataset(
    "kepegawaian",
    "rw_jabatan",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-jabatan",
    columns=_names("""
        id, idPns, nipBaru, nipLama, jenisJabatan, instansiKerjaId, instansiKerjaNama, satuanKerjaId, satuanKerjaNama,
        unorId, unorNama, unorIndukId, unorIndukNama, eselon, eselonId, jabatanFungsionalId, jabatanFungsionalNama,
        jabatanFungsionalUmumId, jabatanFungsionalUmumNama, tmtJabatan, nomorSk, tanggalSk, namaUnor, namaJabatan,
        tmtPelantikan, path, jenisPenugasanId, jenisMutasiId, subJabatanId, tmtMutasi, createdAt, updatedAt, deletedAt
    """),
    anchors=("id",),
    identifiers=("nipBaru",),
)

_RW_PENDIDIKAN = Dataset(
    "kepegawaian",
    "rw_pendidikan",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-pendidikan",
    columns=_names("""
        id, idPns, nipBaru, nipLama, pendidikanId, pendidikanNama, tkPendidikanId, tkPendidikanNama, tahunLulus, tglLulus,
        isPendidikanPertama, nomorIjasah, namaSekolah, gelarDepan, gelarBelakang, path
    """),
    anchors=("id",),
    identifiers=("nipBaru",),
)

_RW_HUKDIS = Dataset(
    "kepegawaian",
    "rw_hukdis",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-hukdis",
    columns=_names("""
        id, rwHukumanDisiplin, golongan, kedudukanHukum, jenisHukuman, pnsOrang, skNomor, skTanggal, hukumanTanggal,
        masaTahun, masaBulan, akhirHukumTanggal, nomorPp, golonganLama, skPembatalanNomor, skPembatalanTanggal,
        alasanHukumanDisiplin, alasanHukumanDisiplinNama, jenisHukumanNama, path, keterangan, jenisTingkatHukumanId
    """),
    anchors=("id",),
)

_UJIAN = Dataset(
    "kepegawaian",
    "ujian",
    "csv",
    APPEND,
    key=("nomor",),
    columns=_names("nip, jenis, nomor, tanggal_lulus, jenjang"),
    anchors=("nip", "jenis", "nomor"),
    identifiers=("nip",),
)

_RW_SKP22 = Dataset(
    "e_kinerja",
    "rw_skp22",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-skp22",
    columns=_names("""
        id, hasilKinerja, hasilKinerjaNilai, kuadranKinerja, KuadranKinerjaNilai, namaPenilai, nipNrpPenilai,
        penilaiGolonganId, penilaiJabatanNm, penilaiUnorNm, perilakuKerja, PerilakuKerjaNilai, pnsDinilaiId,
        statusPenilai, tahun, path
    """),
    anchors=("id",),
    identifiers=("nipNrpPenilai",),
)

_RW_SKP = Dataset(
    "e_kinerja",
    "rw_skp",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-skp",
    columns=_names("""
        id, tahun, nilaiSkp, orientasiPelayanan, integritas, komitmen, disiplin, kerjasama, nilaiPerilakuKerja,
        nilaiPrestasiKerja, kepemimpinan, jumlah, nilairatarata, atasanPejabatPenilai, pejabatPenilai, pns, atasanNonPns,
        penilaiNonPns, penilaiNipNrp, atasanPenilaiNipNrp, penilaiNama, atasanPenilaiNama, penilaiUnorNama,
        atasanPenilaiUnorNama, penilaiJabatan, atasanPenilaiJabatan, penilaiGolongan, atasanPenilaiGolongan,
        penilaiTmtGolongan, atasanPenilaiTmtGolongan, statusPenilai, statusAtasanPenilai, jenisJabatan,
        jenisPeraturanKinerjaKd, inisiatifKerja, konversiNilai, nilaiIntegrasi, path
    """),
    anchors=("id",),
    identifiers=("penilaiNipNrp", "atasanPenilaiNipNrp"),
)

_RW_KURSUS = Dataset(
    "pelatihan",
    "rw_kursus",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-kursus",
    columns=_names("""
        id, idPns, nipBaru, nipLama, jenisKursusNama, jenisKursusSertifikat, institusiPenyelenggara, jenisKursusId,
        jumlahJam, namaKursus, noSertipikat, tahunKursus, tanggalKursus, path, jenisDiklatId, tanggalSelesaiKursus
    """),
    anchors=("id",),
    identifiers=("nipBaru",),
)

_FORMASI = Dataset(
    "rekrutmen",
    "formasi",
    "csv",
    SNAPSHOT,
    key=("formasi_id", "program_studi"),
    columns=_names("""
        formasi_id, ins_nm, jp_nama, formasi_nm, jabatan_nm, lokasi_nm, jumlah_formasi, disable, gaji_min, gaji_max,
        program_studi, jumlah_ms, jumlah_submit_t2, jumlah_ms_t2, is_periode_daftar
    """),
    anchors=("formasi_id", "ins_nm"),
)

_RW_ANGKAKREDIT = Dataset(
    "kepegawaian",
    "rw_angkakredit",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-angkakredit",
    columns=_names("""
        id, pns, nomorSk, tanggalSk, bulanMulaiPenailan, tahunMulaiPenailan, bulanSelesaiPenailan,
        tahunSelesaiPenailan, kreditUtamaBaru, kreditPenunjangBaru, kreditBaruTotal, rwJabatan, namaJabatan,
        isAngkaKreditPertama, isIntegrasi, isKonversi, path, Sumber, created_at, updated_at
    """),
    anchors=("id",),
)

_KEBUTUHAN_JABATAN = Dataset(
    "kepegawaian",
    "kebutuhan_jabatan",
    "csv",
    SNAPSHOT,
    key=("jabatan", "jenjang", "unor_id"),
    columns=_names("jabatan, jenjang, unor_id, kebutuhan, terisi, tmt"),
    anchors=("jabatan", "jenjang", "unor_id"),
)

_REKAP_SKP = Dataset(
    "e_kinerja",
    "rekap_skp",
    "xlsx",
    PERIOD,
    key=("NIP", "Tahun", "Periode"),
    columns=_names("""
        NIP, Nama Pegawai, Jabatan, Unit Kerja, Tahun, Periode, Jenis Dokumen, Status, Rating Hasil Kerja,
        Rating Hasil Perilaku, Predikat Kinerja
    """),
    anchors=("NIP", "Tahun", "Periode"),
    identifiers=("NIP",),
)

_UMPAN_BALIK = Dataset(
    "e_kinerja",
    "umpan_balik",
    "csv",
    APPEND,
    key=("nip", "tahun", "jenis", "tanggal_ajukan"),
    columns=_names("nip, tahun, jenis, tanggal_terima, tanggal_ajukan, tanggal_putus, putusan, isi"),
    anchors=("nip", "tahun", "jenis"),
    identifiers=("nip",),
)

_RW_DIKLAT = Dataset(
    "pelatihan",
    "rw_diklat",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-diklat",
    columns=_names("""
        id, idPns, nipBaru, nipLama, latihanStrukturalId, latihanStrukturalNama, nomor, tanggal, tahun, path,
        jumlahJam, tanggalSelesai, institusiPenyelenggara
    """),
    anchors=("id",),
    identifiers=("nipBaru",),
)

_RW_PENGHARGAAN = Dataset(
    "kepegawaian",
    "rw_penghargaan",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-penghargaan",
    columns=_names("id, tahun, skNomor, skDate, hargaNama, hargaId, pnsOrangId, path"),
    anchors=("id",),
)

_HIERARKI_UNOR = Dataset(
    "kepegawaian",
    "hierarki_unor",
    "csv",
    SNAPSHOT,
    key=("ID",),
    columns=_names("ID, NAMA_UNOR, ID_ATASAN"),
    anchors=("ID", "NAMA_UNOR"),
)

_RW_KINERJAPERIODIK = Dataset(
    "e_kinerja",
    "rw_kinerjaperiodik",
    "ndjson",
    PER_PERSON,
    key=("id",),
    endpoint="rw-kinerjaperiodik",
    columns=_names("""
        id, tahun, nip, nama, hasilKinerja, hasilKinerjaNilai, instansiId, instansiNama, jabatan, koefisenId,
        kriteria, kuadranKinerjaNilai, kuadranNilai, namaPenilai, penilaiGolonganId, penilaiJabatanNama,
        penilaiNipNrp, penilaiPnsId, penilaiUnorNm, perilakuKerja, perilakuKerjaNilai, periodikId, periodikNama,
        persentase, pnsDinilaiId, statusPenilai, unorId, unorNama, path
    """),
    anchors=("id",),
    identifiers=("nip", "penilaiNipNrp"),
)

_PENILAIAN_360 = Dataset(
    "e_kinerja",
    "penilaian_360",
    "csv",
    PERIOD,
    key=("periode", "nip_dinilai", "peran_penilai", "kode_penilai", "nilai_dasar", "indikator"),
    columns=_names("periode, nip_dinilai, peran_penilai, kode_penilai, nilai_dasar, indikator, skor"),
    anchors=("periode", "nip_dinilai", "skor"),
    identifiers=("nip_dinilai",),
)

_KEGIATAN_HARIAN = Dataset(
    "e_kinerja",
    "kegiatan_harian",
    "csv",
    PERIOD,
    key=("nip", "tanggal", "jam_mulai", "rencana_aksi"),
    columns=_names("nip, tanggal, rencana_aksi, jam_mulai, jam_selesai, realisasi, satuan"),
    anchors=("nip", "tanggal", "rencana_aksi"),
    identifiers=("nip",),
)

_REKAP_PELATIHAN = Dataset(
    "pelatihan",
    "rekap_pelatihan",
    "xlsx",
    APPEND,
    key=("Nomor Sertifikat",),
    columns=_names("""
        ID Pegawai, Nama Pegawai, ID Jenis Diklat, Nama Diklat, ID Diklat Struktural, Jenis Diklat Struktural,
        Nama Pelatihan, Penyelenggara, Nomor Sertifikat, Tanggal Mulai, Tanggal Selesai, Tahun Pelatihan,
        Durasi (Jam), Tanggal Dibuat, Tanggal Diperbarui
    """),
    anchors=("ID Pegawai", "Nama Pelatihan", "Nomor Sertifikat"),
    identifiers=("ID Pegawai",),
)

_SELEKSI = Dataset(
    "rekrutmen",
    "seleksi",
    "csv",
    PERIOD,
    key=("tahun", "no_peserta"),
    columns=_names("""
        tahun, no_peserta, formasi_id, jenis_kelamin, nilai_twk, nilai_tiu, nilai_tkp, nilai_skb, nilai_akhir,
        status, tanggal_daftar, tanggal_akhir
    """),
    anchors=("tahun", "no_peserta", "status"),
)

_PENGADAAN = Dataset(
    "rekrutmen",
    "pengadaan",
    "ndjson",
    SNAPSHOT,
    key=("id",),
    endpoint="list-pengadaan-instansi",
    columns=_names("""
        id, orang_id, no_peserta, nip, nama, periode, instansi_id, no_pertek, no_sk, path_ttd_sk, path_ttd_pertek,
        tgl_pertek, tgl_sk, tgl_kontrak_mulai, tgl_kontrak_akhir, jenis_formasi_id, jenis_formasi_nama
    """),
    anchors=("id",),
    identifiers=("nip",),
)

_SELEKSI_TERBUKA = Dataset(
    "rekrutmen",
    "seleksi_terbuka",
    "csv",
    APPEND,
    key=("id_lowongan", "nip_pelamar"),
    columns=_names("""
        id_lowongan, jabatan, jenis_jabatan, unor_id, tanggal_umum, tanggal_tutup, nip_pelamar, lulus_administrasi,
        nilai, tiga_besar, terpilih, tanggal_pelantikan
    """),
    anchors=("id_lowongan", "nip_pelamar"),
    identifiers=("nip_pelamar",),
)

DATASETS: dict[tuple[str, str], Dataset] = {
    entry.id: entry
    for entry in (
        _PROFIL_ASN,
        _RW_GOLONGAN,
        _RW_JABATAN,
        _RW_PENDIDIKAN,
        _RW_HUKDIS,
        _UJIAN,
        _RW_PENGHARGAAN,
        _HIERARKI_UNOR,
        _RW_ANGKAKREDIT,
        _KEBUTUHAN_JABATAN,
        _RW_SKP22,
        _RW_SKP,
        _RW_KINERJAPERIODIK,
        _PENILAIAN_360,
        _KEGIATAN_HARIAN,
        _REKAP_SKP,
        _UMPAN_BALIK,
        _RW_KURSUS,
        _REKAP_PELATIHAN,
        _RW_DIKLAT,
        _FORMASI,
        _SELEKSI,
        _PENGADAAN,
        _SELEKSI_TERBUKA,
    )
}

SOURCES: tuple[str, ...] = tuple(sorted({source for source, _ in DATASETS}))

# Columns that landing adds to every row, with their DuckDB types; `answers` has its own (see ANSWER_COLUMNS).
META_COLUMNS: dict[str, str] = {
    "_src_file_sha256": "VARCHAR",
    "_src_row": "BIGINT",
    "_src_item": "BIGINT",
    "_src_row_hash": "VARCHAR",
    "_extract_date": "DATE",
    "_region": "VARCHAR",
    "_asked_nip": "VARCHAR",
    "_fetched_at": "VARCHAR",
    "_line_error": "VARCHAR",
    "_cell_types": "VARCHAR",
    "_src_rest": "VARCHAR",
    "_is_synthetic": "BOOLEAN",
}

ANSWER_COLUMNS: dict[str, str] = {
    "asked_nip": "VARCHAR",
    "endpoint": "VARCHAR",
    "fetched_at": "VARCHAR",
    "status": "BIGINT",
    "outcome": "VARCHAR",
    "n_records": "BIGINT",
    "_src_file_sha256": "VARCHAR",
    "_src_row": "BIGINT",
    "_extract_date": "DATE",
    "_region": "VARCHAR",
    "_is_synthetic": "BOOLEAN",
}
