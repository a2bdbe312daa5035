"""The other ten regencies and cities of Jambi province, for the scale `province`: codes as they are, people and units invented.

Importing this module adds them to `codes.REGION` and `codes.PENYELENGGARA`. The pipeline knows a region by its row in
`dbt_project/seeds/reference/region.csv`; `region_rows` gives the rows to add there.
"""

from __future__ import annotations

from orchestration.sample import codes

# slug: (kind, name, Kemendagri, BPS, BKN, agency id, capital district and others)
_REGIONS = {
    "kab_kerinci": ("Kab.", "Kerinci", "15.01", "1501", "5505", "A5EB03E23B2BF6A0E040640A040252AD",
                    "Siulak, Kayu Aro, Gunung Kerinci, Air Hangat, Depati Tujuh, Danau Kerinci, Keliling Danau, Batang Merangin"),
    "kab_merangin": ("Kab.", "Merangin", "15.02", "1502", "5504", "A5EB03E23CB5F6A0E040640A040252AD",
                     "Bangko, Tabir, Pamenang, Jangkat, Sungai Manau, Muara Siau, Lembah Masurai, Bangko Barat"),
    "kab_sarolangun": ("Kab.", "Sarolangun", "15.03", "1503", "5506", "A5EB03E23CB6F6A0E040640A040252AD",
                       "Sarolangun, Pauh, Mandiangin, Limun, Batang Asai, Singkut, Air Hitam, Pelawan"),
    "kab_batang_hari": ("Kab.", "Batang Hari", "15.04", "1504", "5501", "A5EB03E23B29F6A0E040640A040252AD",
                        "Muara Bulian, Muara Tembesi, Batin XXIV, Mersam, Maro Sebo Ulu, Pemayung, Bajubang, Maro Sebo Ilir"),
    "kab_muaro_jambi": ("Kab.", "Muaro Jambi", "15.05", "1505", "5508", "A5EB03E23CB7F6A0E040640A040252AD",
                        "Sekernan, Jambi Luar Kota, Mestong, Kumpeh, Kumpeh Ulu, Sungai Bahar, Maro Sebo, Sungai Gelam"),
    "kab_tanjung_jabung_barat": ("Kab.", "Tanjung Jabung Barat", "15.06", "1507", "5502", "A5EB03E23CB4F6A0E040640A040252AD",
                                 "Tungkal Ilir, Tungkal Ulu, Pengabuan, Betara, Merlung, Bram Itam, Senyerang, Renah Mendaluh"),
    "kab_tanjung_jabung_timur": ("Kab.", "Tanjung Jabung Timur", "15.07", "1506", "5509", "A5EB03E23B2DF6A0E040640A040252AD",
                                 "Muara Sabak Timur, Nipah Panjang, Mendahara, Rantau Rasau, Sadu, Dendang, Geragai, Berbak"),
    "kab_bungo": ("Kab.", "Bungo", "15.08", "1509", "5503", "A5EB03E23B2AF6A0E040640A040252AD",
                  "Pasar Muara Bungo, Rimbo Tengah, Bungo Dani, Bathin III, Tanah Tumbuh, Rantau Pandan, Jujuhan, Pelepat"),
    "kab_tebo": ("Kab.", "Tebo", "15.09", "1508", "5507", "A5EB03E23B2CF6A0E040640A040252AD",
                 "Tebo Tengah, Tebo Ilir, Tebo Ulu, Rimbo Bujang, Sumay, VII Koto, Rimbo Ulu, Serai Serumpun"),
    "kota_sungai_penuh": ("Kota", "Sungai Penuh", "15.72", "1572", "5572", "A5EB03E23B7EF6A0E040640A040252AD",
                          "Sungai Penuh, Pesisir Bukit, Hamparan Rawang, Tanah Kampung, Kumun Debai, Pondok Tinggi, Sungai Bungkal"),
}  # fmt: skip
_AGENCIES = [
    a for a in codes.REGION["kota_jambi"]["agencies"] if not a.startswith("Kecamatan")
]  # the same kinds of agency everywhere; the districts are the region's own


def _spec(slug: str) -> dict:
    kind, name, kemendagri, _, _, agency, districts = _REGIONS[slug]
    camats = [f"Kecamatan {d.strip()}" for d in districts.split(",")]
    agencies = [*_AGENCIES[:9], *camats[:2], *_AGENCIES[9:14], *camats[2:4], *_AGENCIES[14:], *camats[4:]]
    full = f"Kabupaten {name}" if kind == "Kab." else f"Kota {name}"
    return {
        "name": f"Pemerintah {kind} {name}",
        "agency_id": agency,
        "work_id": agency[:8] + f"{len(slug):02X}" + agency[10:],
        "nik": kemendagri.replace(".", "") + "01",
        "place": name.upper(),
        "place_name": f"{kind.upper()} {name.upper()}",
        "mayor": f"BUPATI {name.upper()}" if kind == "Kab." else f"WALI KOTA {name.upper()}",
        "kpkn": ("053", "KPPN JAMBI"),
        "upper": False,
        "agencies": agencies,
        "divisions": codes.REGION["kota_jambi"]["divisions"],
        "clinics": [f"PUSKESMAS {d.strip().upper()}" for d in districts.split(",")] + [f"RSUD {full}"],
        "school": "{kind} Negeri {n} " + full,
        "school_opd": "Dinas Pendidikan",
        "clinic_opd": "Dinas Kesehatan",
    }


for _slug, _row in _REGIONS.items():
    codes.REGION.setdefault(_slug, _spec(_slug))
    codes.PENYELENGGARA.setdefault(
        _slug,
        [
            f"BKPSDM {_row[0]} {_row[1]}",
            "BPSDM Provinsi Jambi",
            "Lembaga Administrasi Negara",
            "MOOC Pintar",
            "PPSDM Regional Bukittinggi",
        ],
    )

SEED_HEADERS = [
    "region_slug", "region_code", "region_name", "kemendagri_code", "bps_code", "bkn_agency_code", "bkn_agency_id", "agency_name",
]  # fmt: skip


def region_rows() -> list[dict]:
    """The rows of the region seed for these ten, in its columns."""
    return [
        dict(
            zip(
                SEED_HEADERS,
                [slug, code, f"{kind} {name}", code.replace(".", ""), bps, bkn, agency, f"Pemerintah {kind} {name}"],
                strict=True,
            )
        )
        for slug, (kind, name, code, bps, bkn, agency, _) in _REGIONS.items()
    ]


SLUGS = tuple(_REGIONS)
