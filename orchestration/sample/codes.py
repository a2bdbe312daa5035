"""Codes and names that the synthetic extracts use: BKN's lists, real unit and position names, invented person names."""

from __future__ import annotations

# --- ranks (golongan) of a PNS: index 0..16 is the order, so +1 is the next rank ---------------------------------------
GOLONGAN = [
    f"{roman}/{letter}"
    for roman, letters in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for letter in letters
]
GOLONGAN_ID = [f"{major}{minor}" for major, top in ((1, 4), (2, 4), (3, 4), (4, 5)) for minor in range(1, top + 1)]
PANGKAT = [
    "Juru Muda",
    "Juru Muda Tingkat I",
    "Juru",
    "Juru Tingkat I",
    "Pengatur Muda",
    "Pengatur Muda Tingkat I",
    "Pengatur",
    "Pengatur Tingkat I",
    "Penata Muda",
    "Penata Muda Tingkat I",
    "Penata",
    "Penata Tingkat I",
    "Pembina",
    "Pembina Tingkat I",
    "Pembina Utama Muda",
    "Pembina Utama Madya",
    "Pembina Utama",
]
G = {name: index for index, name in enumerate(GOLONGAN)}
ROMAN = [
    "",
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
]

JENIS_KP = {
    "101": "Reguler",
    "201": "Pilihan  (Jabatan Struktural)",
    "202": "Pilihan  (Jabatan Fungsional Tertentu)",
    "203": "Pilihan  (Penyesuaian Ijazah)",
    "211": "Gol. dari Pengadaan CPNS/PNS",
    "": "",  # not a promotion: lowered or restored by a punishment
}

# --- education levels: id -> (name, entry rank, highest rank by regular promotion, usual age at appointment) -----------
LEVEL_NAME = {
    "05": "Sekolah Dasar",
    "10": "SLTP",
    "15": "SLTA",
    "17": "SLTA Kejuruan",
    "25": "Diploma II",
    "30": "Diploma III/Sarjana Muda",
    "35": "Diploma IV",
    "40": "S-1/Sarjana",
    "42": "Profesi",
    "45": "S-2",
}
ENTRY = {
    "05": G["I/a"],
    "10": G["I/c"],
    "15": G["II/a"],
    "17": G["II/a"],
    "25": G["II/b"],
    "30": G["II/c"],
    "35": G["III/a"],
    "40": G["III/a"],
    "42": G["III/b"],
    "45": G["III/b"],
}
TOP = {
    "05": G["II/a"],
    "10": G["II/c"],
    "15": G["III/b"],
    "17": G["III/b"],
    "25": G["III/b"],
    "30": G["III/c"],
    "35": G["III/d"],
    "40": G["III/d"],
    "42": G["IV/a"],
    "45": G["IV/a"],
}
FINISH_AGE = {"05": 13, "10": 16, "15": 19, "17": 19, "25": 21, "30": 22, "35": 23, "40": 23, "42": 25, "45": 26}
PROGRAMME = {
    "05": ["SD"],
    "10": ["SLTP"],
    "15": ["SMA IPS", "SMA IPA", "SMU"],
    "17": ["SMK AKUNTANSI", "SMK ADMINISTRASI PERKANTORAN", "STM BANGUNAN", "SMEA"],
    "25": ["D-II PGSD"],
    "30": [
        "D-III AKUNTANSI",
        "D-III TEKNIK INFORMATIKA",
        "D-III SISTEM INFORMASI",
        "D-III KEARSIPAN",
        "D-III MANAJEMEN",
    ],
    "35": ["D-IV ADMINISTRASI PEMERINTAHAN DAERAH", "D-IV AKUNTANSI"],
    "40": [
        "S-1 HUKUM",
        "S-1 AKUNTANSI",
        "S-1 ILMU PEMERINTAHAN",
        "S-1 MANAJEMEN",
        "S-1 TEKNIK SIPIL",
        "S-1 SISTEM INFORMASI",
        "S-1 EKONOMI PEMBANGUNAN",
        "S-1 ADMINISTRASI NEGARA",
        "S-1 SOSIOLOGI",
    ],
    "42": ["PROFESI DOKTER"],
    "45": ["S-2 MANAJEMEN", "S-2 ADMINISTRASI PUBLIK", "S-2 HUKUM"],
}
TITLE = {"30": "A.Md.", "35": "S.Tr.", "40": "S.E.", "42": "", "45": "M.M."}
TITLE_OF = {
    "S-1 HUKUM": "S.H.",
    "S-1 ILMU PEMERINTAHAN": "S.IP.",
    "S-1 TEKNIK SIPIL": "S.T.",
    "S-1 SISTEM INFORMASI": "S.Kom.",
    "S-1 SOSIOLOGI": "S.Sos.",
    "S-1 ADMINISTRASI NEGARA": "S.A.P.",
    "S-1 PENDIDIKAN GURU SEKOLAH DASAR": "S.Pd.",
    "S-1 PENDIDIKAN MATEMATIKA": "S.Pd.",
    "S-1 KEPERAWATAN": "S.Kep.",
    "S-1 TEKNIK INFORMATIKA": "S.Kom.",
    "S-1 GIZI": "S.Gz.",
    "S-1 KESEHATAN MASYARAKAT": "S.K.M.",
    "S-1 PERTANIAN": "S.P.",
    "S-2 HUKUM": "M.H.",
}

# --- functional positions: base -> category, place, programme by level, {jenjang: (BKN id, name)}, weight ---------------
JENJANG_RANKS = {
    "TR": (G["II/b"], G["II/d"]),
    "MH": (G["III/a"], G["III/b"]),
    "PY": (G["III/c"], G["III/d"]),
    "PT": (G["III/a"], G["III/b"]),
    "MU": (G["III/c"], G["III/d"]),
    "MA": (G["IV/a"], G["IV/c"]),
}
_GURU = {
    "PT": ("ff80808132b9d98c0132cd178bc8056e", "Guru Ahli Pertama"),
    "MU": ("A5EB03E23F44F6A0E040640A040252AD", "Guru Ahli Muda"),
    "MA": ("A5EB03E23F42F6A0E040640A040252AD", "Guru Ahli Madya"),
}
FUNGSIONAL = [
    # (key, category, place, education, programme, jenjang table, weight among PNS, weight among PPPK)
    ("guru_sd", "keahlian", "school", "40", "S-1 PENDIDIKAN GURU SEKOLAH DASAR", _GURU, 34, 30),
    ("guru_smp", "keahlian", "school", "40", "S-1 PENDIDIKAN MATEMATIKA", _GURU, 18, 14),
    (
        "perawat",
        "keterampilan",
        "clinic",
        "30",
        "D-III KEPERAWATAN",
        {
            "TR": ("ff80808149a41441014a1884c7107ab2", "Perawat Terampil"),
            "MH": ("ff80808149a41441014a188542647abd", "Perawat Mahir"),
            "PY": ("A5EB03E23E63F6A0E040640A040252AD", "Perawat Penyelia"),
        },
        9,
        8,
    ),
    (
        "perawat_ahli",
        "keahlian",
        "clinic",
        "40",
        "S-1 KEPERAWATAN",
        {
            "PT": ("ff80808149a41441014a1885dd627ace", "Perawat Ahli Pertama"),
            "MU": ("ff80808149a41441014a18863a6a7ad5", "Perawat Ahli Muda"),
            "MA": ("ff80808149a41441014a1886ec3b7ae8", "Perawat Ahli Madya"),
        },
        4,
        3,
    ),
    (
        "bidan",
        "keterampilan",
        "clinic",
        "30",
        "D-III KEBIDANAN",
        {
            "TR": ("A5EB03E23EC4F6A0E040640A040252AD", "Bidan Terampil"),
            "MH": ("A5EB03E23EC3F6A0E040640A040252AD", "Bidan Mahir"),
            "PY": ("A5EB03E23EC2F6A0E040640A040252AD", "Bidan Penyelia"),
        },
        8,
        6,
    ),
    (
        "dokter",
        "keahlian",
        "clinic",
        "42",
        "PROFESI DOKTER",
        {
            "PT": ("A5EB03E23F4AF6A0E040640A040252AD", "Dokter Ahli Pertama"),
            "MU": ("A5EB03E23F49F6A0E040640A040252AD", "Dokter Ahli Muda"),
            "MA": ("A5EB03E23F48F6A0E040640A040252AD", "Dokter Ahli Madya"),
        },
        5,
        1,
    ),
    (
        "nutrisionis",
        "keterampilan",
        "clinic",
        "30",
        "D-III GIZI",
        {
            "TR": ("A5EB03E23E9EF6A0E040640A040252AD", "Nutrisionis Terampil"),
            "MH": ("A5EB03E23E9DF6A0E040640A040252AD", "Nutrisionis Mahir"),
            "PY": ("A5EB03E23E9CF6A0E040640A040252AD", "Nutrisionis Penyelia"),
        },
        2,
        1,
    ),
    (
        "prakom",
        "keahlian",
        "office",
        "40",
        "S-1 TEKNIK INFORMATIKA",
        {
            "PT": ("A5EB03E23EB1F6A0E040640A040252AD", "Pranata Komputer Ahli Pertama"),
            "MU": ("A5EB03E23EB0F6A0E040640A040252AD", "Pranata Komputer Ahli Muda"),
            "MA": ("A5EB03E23EB5F6A0E040640A040252AD", "Pranata Komputer Ahli Madya"),
        },
        4,
        2,
    ),
    (
        "arsiparis",
        "keterampilan",
        "office",
        "30",
        "D-III KEARSIPAN",
        {
            "TR": ("8ae4829d5331ae3901533529ee4708a8", "Arsiparis Terampil"),
            "MH": ("8ae4829d5331ae390153352a69c70aa3", "Arsiparis Mahir"),
            "PY": ("A5EB03E23FF8F6A0E040640A040252AD", "Arsiparis Penyelia"),
        },
        4,
        3,
    ),
    (
        "analis_sdm",
        "keahlian",
        "office",
        "40",
        "S-1 MANAJEMEN",
        {
            "PT": ("B0AADCFD91062D55E050640A290328BE", "Analis Sumber Daya Manusia Aparatur Ahli Pertama"),
            "MU": ("B0AADCFD91072D55E050640A290328BE", "Analis Sumber Daya Manusia Aparatur Ahli Muda"),
            "MA": ("B0AADCFD91052D55E050640A290328BE", "Analis Sumber Daya Manusia Aparatur Ahli Madya"),
        },
        4,
        1,
    ),
    (
        "auditor",
        "keahlian",
        "office",
        "40",
        "S-1 AKUNTANSI",
        {
            "PT": ("A5EB03E23F12F6A0E040640A040252AD", "Auditor Ahli Pertama"),
            "MU": ("A5EB03E23EB9F6A0E040640A040252AD", "Auditor Ahli Muda"),
            "MA": ("A5EB03E23EB8F6A0E040640A040252AD", "Auditor Ahli Madya"),
        },
        3,
        0,
    ),
    (
        "penyuluh_tani",
        "keahlian",
        "office",
        "40",
        "S-1 PERTANIAN",
        {
            "PT": ("A5EB03E23EBEF6A0E040640A040252AD", "Penyuluh Pertanian Ahli Pertama"),
            "MU": ("A5EB03E23EBDF6A0E040640A040252AD", "Penyuluh Pertanian Ahli Muda"),
            "MA": ("A5EB03E23EBCF6A0E040640A040252AD", "Penyuluh Pertanian Ahli Madya"),
        },
        3,
        2,
    ),
    (
        "perencana",
        "keahlian",
        "office",
        "40",
        "S-1 EKONOMI PEMBANGUNAN",
        {
            "PT": ("A5EB03E23F84F6A0E040640A040252AD", "Perencana Ahli Pertama"),
            "MU": ("A5EB03E23E7FF6A0E040640A040252AD", "Perencana Ahli Muda"),
            "MA": ("A5EB03E23E7EF6A0E040640A040252AD", "Perencana Ahli Madya"),
        },
        2,
        0,
    ),
]
PELAKSANA = {
    "low": ["PENGADMINISTRASI PERKANTORAN", "OPERATOR LAYANAN OPERASIONAL", "PENGELOLA UMUM OPERASIONAL"],
    "mid": [
        "PENGOLAH DATA DAN INFORMASI",
        "PENGELOLA LAYANAN OPERASIONAL",
        "TEKNISI SARANA DAN PRASARANA",
        "PENGADMINISTRASI PERKANTORAN",
    ],
    "high": [
        "PENELAAH TEKNIS KEBIJAKAN",
        "PENATA LAYANAN OPERASIONAL",
        "PENATA KELOLA SISTEM DAN TEKNOLOGI INFORMASI",
        "PENATA KELOLA HUKUM DAN PERUNDANG-UNDANGAN",
        "PENATA KELOLA PEMERINTAHAN",
    ],
}
ESELON = {
    "21": ("II.a", "JPT PRATAMA"),
    "22": ("II.b", "JPT PRATAMA"),
    "31": ("III.a", "ADMINISTRATOR"),
    "32": ("III.b", "ADMINISTRATOR"),
    "41": ("IV.a", "PENGAWAS"),
    "42": ("IV.b", "PENGAWAS"),
    "99": ("NON", ""),
    "": ("", ""),
}
ESELON_RANKS = {
    "21": (G["IV/c"], G["IV/d"]),
    "22": (G["IV/b"], G["IV/c"]),
    "31": (G["IV/a"], G["IV/b"]),
    "32": (G["III/d"], G["IV/a"]),
    "41": (G["III/c"], G["III/d"]),
    "42": (G["III/b"], G["III/c"]),
}
JENIS_JABATAN = {
    "1": "Jabatan Struktural",
    "2": "Jabatan Fungsional Tertentu",
    "3": "Jabatan Rangkap (Struktural dan Fungsional)",
    "4": "Jabatan Fungsional Umum",
}
KEDUDUKAN = {
    "01": "Aktif",
    "02": "CLTN",
    "03": "Tugas Belajar",
    "04": "Pemberhentian Sementara",
    "05": "Penerima Uang Tunggu",
    "06": "Prajurit Wajib",
    "07": "Pejabat Negara",
    "08": "Kepala Desa",
    "09": "Sedang dlm Proses Banding BAPEK",
    "13": "Perpanjangan CLTN",
    "15": "PNS kena hukuman disiplin",
    "71": "PPPK Aktif",
    "99": "Pensiun",
    "101": "PPPK Paruh Waktu Aktif",
}
HUKUMAN = {
    "1": ("TEGURAN LISAN", "R"),
    "2": ("TEGURAN TERTULIS", "R"),
    "3": ("PERNYATAAN TIDAK PUAS SECARA TERTULIS", "R"),
    "4": ("PENUNDAAN KGB SELAMA 1 THN", "S"),
    "7": ("PENUNDAAN KP SELAMA 1 THN", "S"),
    "8": ("PENURUNAN PANGKAT 1 TINGKAT 1 THN", "S"),
    "12": ("PENGAKTIFAN HUKUMAN DISIPLIN", "B"),
    "23": ("PEMOTONGAN TUNKIN 25% 6 BLN", "S"),
    "24": ("PEMOTONGAN TUNKIN 25% 9 BLN", "S"),
    "25": ("PEMOTONGAN TUNKIN 25% 12 BLN", "S"),
    "28": ("PEMBEBASAN DARI JABATAN MENJADI PELAKSANA SELAMA 12 BLN", "B"),
}
AGAMA = [("1", "Islam", 88), ("2", "Kristen", 6), ("3", "Katholik", 3), ("4", "Hindu", 1), ("5", "Budha", 2)]
KAWIN = [("1", "Menikah", 80), ("2", "Cerai", 3), ("3", "Janda / Duda", 3), ("4", "Belum Kawin", 14)]

# --- training ----------------------------------------------------------------------------------------------------------
KURSUS = [  # (name, jenisDiklatId, certificate class, jenisKursusId, jenisKursusNama, usual JP)
    (
        "Pelatihan Pengelolaan Keuangan Daerah",
        "3",
        "T",
        "A5EB03E201F8F6A0E040640A040252AD",
        "ADMINISTRASI KEUANGAN DAERAH",
        (20, 40),
    ),
    (
        "Bimbingan Teknis Aplikasi SRIKANDI",
        "8",
        "T",
        "D834501E63BF3A8CE050640AF10824F4",
        "PELATIHAN TATA NASKAH DAN KEARSIPAN",
        (8, 24),
    ),
    ("Bimbingan Teknis e-Kinerja BKN", "8", "T", "A5EB03E20200F6A0E040640A040252AD", "APLIKASI KEPEGAWAIAN", (6, 16)),
    ("Diklat Teknis Arsiparis", "3", "T", "CEB02F55C44D5BA2E050640AF1085889", "DIKLAT TEKNIS ARSIPARIS", (24, 60)),
    (
        "Diklat Fungsional Pranata Komputer",
        "2",
        "F",
        "8B91B70E3C0412E5E050640A29034DA5",
        "DIKLAT FUNGSIONAL PRANATA KOMPUTER",
        (40, 80),
    ),
    ("Workshop Implementasi Kurikulum Merdeka", "4", "P", "", "", (8, 32)),
    ("Seminar Nasional Pelayanan Publik", "9", "P", "", "", (4, 8)),
    ("Sosialisasi Disiplin Pegawai PP 94/2021", "7", "P", "", "", (2, 6)),
    ("E-Learning Orientasi ASN BerAKHLAK", "16", "T", "", "", (6, 20)),
    ("Pelatihan Jarak Jauh Penguatan Moderasi", "17", "T", "", "", (20, 40)),
    ("Pelatihan Sosial Kultural ASN", "6", "T", "", "", (10, 24)),
    ("Pelatihan Manajerial Kepala Seksi", "5", "T", "", "", (20, 40)),
    ("Coaching Kinerja Tim", "14", "T", "", "", (2, 8)),
    ("Komunitas Belajar Guru Gugus", "23", "T", "", "", (8, 24)),
]
PENYELENGGARA = {
    "kota_jambi": [
        "BKPSDMD Kota Jambi",
        "BPSDM Provinsi Jambi",
        "Lembaga Administrasi Negara",
        "MOOC Pintar",
        "Kementerian Pendidikan Dasar dan Menengah",
    ],
    "kota_sawahlunto": [
        "BKPSDM Kota Sawahlunto",
        "BPSDM Provinsi Sumatera Barat",
        "PPSDM Regional Bukittinggi",
        "Lembaga Administrasi Negara",
        "MOOC Pintar",
    ],
}

# --- regions -----------------------------------------------------------------------------------------------------------
REGION = {
    "kota_jambi": {
        "name": "Pemerintah Kota Jambi",
        "agency_id": "A5EB03E23CB8F6A0E040640A040252AD",
        "work_id": "A5EB03E2418AF6A0E040640A040252AD",
        "nik": "157101",
        "place": "JAMBI",
        "mayor": "WALI KOTA JAMBI",
        "kpkn": ("053", "KPPN JAMBI"),
        "upper": False,
        "agencies": [
            "Sekretariat Daerah",
            "Dinas Pendidikan",
            "Dinas Kesehatan",
            "Badan Kepegawaian & Pengembangan SDM Daerah",
            "Dinas Komunikasi & Informatika",
            "Badan Pengelola Keuangan & Aset Daerah",
            "Dinas Kependudukan & Pencatatan Sipil",
            "Dinas Pekerjaan Umum & Penataan Ruang",
            "Inspektorat",
            "Satuan Polisi Pamong Praja",
            "Kecamatan Telanaipura",
            "Kecamatan Kota Baru",
            "Dinas Sosial",
            "Dinas Perhubungan",
            "Dinas Lingkungan Hidup",
            "Badan Perencanaan Pembangunan Daerah",
            "Kecamatan Jelutung",
            "Dinas Perumahan Rakyat & Kawasan Permukiman",
            "Dinas Pertanian & Ketahanan Pangan",
            "Dinas Perpustakaan & Arsip",
            "Kecamatan Jambi Timur",
            "Dinas Penanaman Modal & Pelayanan Terpadu Satu Pintu",
            "Sekretariat DPRD",
            "Badan Kesatuan Bangsa & Politik",
            "Kecamatan Paal Merah",
            "Kecamatan Alam Barajo",
            "Kecamatan Danau Sipin",
            "Kecamatan Pasar Jambi",
            "Badan Penanggulangan Bencana Daerah",
            "Dinas Kepemudaan & Olahraga",
            "Kecamatan Jambi Selatan",
            "Dinas Pemadam Kebakaran & Penyelamatan",
            "Kecamatan Danau Teluk",
            "Kecamatan Pelayangan",
        ],
        "divisions": {
            "Sekretariat Daerah": [
                "Bagian Hukum",
                "Bagian Kerjasama",
                "Bagian Pengadaan Barang/Jasa & Administrasi Pembangunan",
            ],
            "Dinas Kesehatan": ["Bidang Kesehatan Masyarakat", "Bidang Pelayanan Kesehatan"],
            "Dinas Komunikasi & Informatika": [
                "Bidang Aplikasi Informatika",
                "Bidang Informasi & Komunikasi Publik",
                "Bidang Persandian & Keamanan Informasi",
            ],
            "Dinas Kependudukan & Pencatatan Sipil": ["Bidang Pemanfaatan Data & Inovasi Pelayanan"],
            "Dinas Pekerjaan Umum & Penataan Ruang": ["Bidang Bina Marga", "Bidang Cipta Karya"],
            "Badan Pengelola Keuangan & Aset Daerah": ["Bidang Perbendaharaan & Kas Daerah", "Bidang Aset"],
            "Inspektorat": [
                "Inspektorat Pembantu Wilayah I",
                "Inspektorat Pembantu Wilayah II",
                "Inspektorat Pembantu Wilayah III",
                "Inspektorat Pembantu Khusus",
            ],
            "Dinas Pendidikan": ["Bidang Pembinaan Sekolah Dasar", "Bidang Pembinaan Sekolah Menengah Pertama"],
        },
        "clinics": [
            "PUSKESMAS PUTRI AYU",
            "PUSKESMAS PAAL MERAH I",
            "PUSKESMAS PAAL MERAH II",
            "PUSKESMAS TAHTUL YAMAN",
            "PUSKESMAS KEBON HANDIL",
            "PUSKESMAS TALANG BANJAR",
            "PUSKESMAS TALANG BAKUNG",
            "PUSKESMAS TANJUNG PINANG",
            "RSUD H. Abdul Manap Kota Jambi",
            "RSUD H. Abdurrahman Sayoeti",
        ],
        "school": "{kind} Negeri {n} Kota Jambi",
        "school_opd": "Dinas Pendidikan",
        "clinic_opd": "Dinas Kesehatan",
    },
    "kota_sawahlunto": {
        "name": "Pemerintah Kota Sawahlunto",
        "agency_id": "A5EB03E23B26F6A0E040640A040252AD",
        "work_id": "A5EB03E2417BF6A0E040640A040252AD",
        "nik": "137301",
        "place": "SAWAHLUNTO",
        "mayor": "WALI KOTA SAWAHLUNTO",
        "kpkn": ("094", "KPPN SIJUNJUNG"),
        "upper": True,
        "agencies": [
            "SEKRETARIAT DAERAH",
            "DINAS PENDIDIKAN",
            "DINAS KESEHATAN",
            "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA",
            "DINAS KOMUNIKASI DAN INFORMATIKA",
            "DINAS PERHUBUNGAN",
            "KECAMATAN TALAWI",
            "KECAMATAN LEMBAH SEGAR",
            "INSPEKTORAT DAERAH",
            "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
            "BADAN PENGELOLAAN KEUANGAN DAN ASET DAERAH",
            "KECAMATAN BARANGIN",
            "KECAMATAN SILUNGKANG",
            "DINAS PERPUSTAKAAN DAN KEARSIPAN",
            "BADAN KESATUAN BANGSA DAN POLITIK",
            "SATUAN POLISI PAMONG PRAJA DAN PEMADAM KEBAKARAN",
            "SEKRETARIAT DPRD",
            "BADAN PENANGGULANGAN BENCANA DAERAH",
            "DINAS KEBUDAYAAN, PENINGGALAN BERSEJARAH DAN PERMUSEUMAN",
            "DINAS PARIWISATA, PEMUDA DAN OLAHRAGA",
        ],
        "divisions": {
            "SEKRETARIAT DAERAH": ["BAGIAN HUKUM", "BAGIAN UMUM", "BAGIAN KESEJAHTERAAN RAKYAT"],
            "DINAS PENDIDIKAN": ["BIDANG PEMBINAAN PENDIDIKAN DASAR"],
            "DINAS PERHUBUNGAN": ["BIDANG LALU LINTAS ANGKUTAN DARAT DAN PENGUJIAN SARANA"],
            "BADAN PENGELOLAAN KEUANGAN DAN ASET DAERAH": ["BIDANG PERBENDAHARAAN", "BIDANG ANGGARAN"],
            "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL": ["BIDANG PELAYANAN ADMINISTRASI KEPENDUDUKAN"],
            "BADAN KEPEGAWAIAN DAN PENGEMBANGAN SUMBER DAYA MANUSIA": ["BIDANG PERENCANAAN DAN PEMBINAAN APARATUR"],
        },
        "clinics": [
            "UPTD PUSKESMAS SILUNGKANG",
            "UPTD PUSKESMAS TALAWI",
            "UPTD PUSKESMAS SUNGAI DURIAN",
            "UPTD PUSKESMAS KAMPUNG TELENG",
            "UPTD PUSKESMAS LUNTO",
            "UPTD PUSKESMAS KOLOK",
            "UPTD RUMAH SAKIT UMUM DAERAH KOTA SAWAHLUNTO",
        ],
        "school": "{kind} NEGERI {n} SAWAHLUNTO",
        "school_opd": "DINAS PENDIDIKAN",
        "clinic_opd": "DINAS KESEHATAN",
    },
}
DIVISION_FALLBACK = ["Bidang Pelayanan", "Bidang Perencanaan & Pelaporan", "Bidang Pembinaan"]
SECTION_FALLBACK = ["Seksi Pelayanan", "Seksi Pendataan", "Seksi Pengendalian", "Seksi Kerja Sama"]

# --- invented people: common given names put together at random ---------------------------------------------------------
MALE = """Ahmad Budi Dedi Eko Fajar Gilang Hendra Irfan Joko Kurnia Lukman Mulyadi Nanda Oki Putra Rahmat Slamet Taufik
Umar Wahyu Yusuf Zainal Agus Bambang Candra Dani Edi Ferry Hasan Indra Jamal Khairul Mardi Nasrul Rizki Syafrizal
Teguh Yanto Zulfikar Arif Bayu Dodi Erwin Faisal Guntur Heri Iwan Rendi Robi Rudi Sandi Suharto Tomi Yogi""".split()
FEMALE = """Ani Bunga Citra Dewi Elsa Fitri Gita Hesti Indah Juwita Kartika Lestari Maya Nurul Oktavia Puspita Ratna Sari
Tuti Umi Vina Wulan Yanti Zahra Ayu Desi Eka Farida Hayati Ika Julita Lina Mega Nia Novita Rahmi Rina Rosdiana Siti
Sri Susi Tika Wahyuni Yulia Yuni Melati Mutia Fauziah Helmi Irma Laila Nadia Rini Suci Widya""".split()
LAST = """Saputra Santoso Pratama Hidayat Nugroho Wijaya Kusuma Firmansyah Ramadhan Setiawan Siregar Nasution Harahap
Lubis Batubara Chaniago Piliang Tanjung Koto Sikumbang Mandala Purnama Anggraini Wulandari Maharani Permata Handayani
Rahayu Safitri Utami Oktaviani Puspitasari Marlina Hasanah Amalia Kurniawan Gunawan Susanto Hartono Syahputra Alamsyah
Effendi Rasyid Munir Hamzah Ridwan Basri Jalil Anwar Darwis""".split()
BIRTHPLACE = [
    "JAMBI",
    "SAWAHLUNTO",
    "PADANG",
    "MUARO BUNGO",
    "SOLOK",
    "BUKITTINGGI",
    "KERINCI",
    "PALEMBANG",
    "MUARA BULIAN",
    "PAYAKUMBUH",
    "MEDAN",
    "TALAWI",
]
