"""The vacancies of CPNS 2024: shape and totals as they were published, ids invented; a formasi repeats per programme."""

from __future__ import annotations

import random
import uuid

from orchestration.sample import codes
from orchestration.sample.records import Rec

HEADERS = [
    "formasi_id",
    "ins_nm",
    "jp_nama",
    "formasi_nm",
    "jabatan_nm",
    "lokasi_nm",
    "jumlah_formasi",
    "disable",
    "gaji_min",
    "gaji_max",
    "program_studi",
]
_PRAKOM3 = [
    "D-III SISTEM INFORMASI",
    "D-III PERANCANGAN PERMAINAN",
    "D-III REKAYASA PERANGKAT LUNAK APLIKASI",
    "D-III SISTEM INFORMASI GEOGRAFIS",
    "D-III TEKNIK INFORMATIKA",
    "D-III TEKNOLOGI INFORMASI",
    "D-III TEKNOLOGI KOMPUTER GRAFIS",
    "D-III TEKNOLOGI PERMAINAN",
]
_ARSIP3 = ("ARSIPARIS TERAMPIL", ["D-III AKUNTANSI", "D-III KEARSIPAN"])
_S1 = [
    "S-1 SISTEM INFORMASI",
    "S-1 ILMU INFORMATIKA",
    "S-1 TEKNIK INFORMATIKA",
    "S-1 HUKUM",
    "S-1 AKUNTANSI",
    "S-1 ILMU POLITIK",
    "S-1 EKONOMI",
    "S-1 ILMU PEMERINTAHAN",
    "S-1 MANAJEMEN",
    "D-IV AKUNTANSI",
    "S-1 ADMINISTRASI NEGARA",
    "S-1 STATISTIKA",
]
_DOKTER = [
    "DOKTER AHLI PERTAMA - DOKTER SPESIALIS ANAK",
    "DOKTER AHLI PERTAMA - DOKTER SPESIALIS BEDAH (UMUM)",
    "DOKTER AHLI PERTAMA - DOKTER SPESIALIS RADIOLOGI",
    "DOKTER AHLI PERTAMA - DOKTER SPESIALIS PATOLOGI KLINIK",
    "DOKTER AHLI PERTAMA - DOKTER SPESIALIS SARAF/NEUROLOGI",
]
_OFFICE = [
    "AUDITOR AHLI PERTAMA",
    "PRANATA KOMPUTER AHLI PERTAMA",
    "PENATA KELOLA SISTEM DAN TEKNOLOGI INFORMASI",
    "ANALIS KEUANGAN PUSAT DAN DAERAH AHLI PERTAMA",
    "PRANATA HUBUNGAN MASYARAKAT AHLI PERTAMA",
    "PERANCANG PERATURAN PERUNDANG-UNDANGAN AHLI PERTAMA",
    "ASESOR SUMBER DAYA MANUSIA APARATUR AHLI PERTAMA",
]
_CARE = [
    ("PERAWAT TERAMPIL", ["D-III KEPERAWATAN"]),
    ("NUTRISIONIS TERAMPIL", ["D-III GIZI"]),
    ("DOKTER AHLI PERTAMA - DOKTER (UMUM)", ["PROFESI DOKTER"]),
    ("DOKTER GIGI AHLI PERTAMA - DOKTER GIGI (UMUM)", ["PROFESI DOKTER GIGI"]),
    (
        "TENAGA PROMOSI KESEHATAN DAN ILMU PERILAKU AHLI PERTAMA",
        ["D-IV PROMOSI KESEHATAN", "S-1 KESEHATAN MASYARAKAT", "S-2 KESEHATAN MASYARAKAT"],
    ),
]
_PAY: dict[str, list[tuple[str, str]]] = {
    "kota_jambi": [("2500000", "3500000")] * 8 + [("1900000", "2900000"), ("3000000", "4000000")],
    "kota_sawahlunto": [("2485900", "2485900")] * 6 + [("2785700", "2785700")] * 2 + [("2903600", "2903600")],
}
# region -> (number of formasi, number of posts) of the published list
TOTALS = {"kota_jambi": (51, 60), "kota_sawahlunto": (94, 100)}
ELSEWHERE = (70, 85)  # invented


def formasi(region: str, rng: random.Random, units: list[str], clinics: list[str]) -> tuple[list[Rec], dict]:
    """Rows of the region's vacancy list and its true totals {formasi, posts, rows, other_agency_rows}."""
    spec = codes.REGION[region]
    root = spec["name"].upper()
    count, posts = TOTALS.get(region, ELSEWHERE)
    extra = posts - count
    rows: list[Rec] = []
    for number in range(count):
        low, high = rng.choice(_PAY.get(region, _PAY["kota_jambi"]))
        if region == "kota_sawahlunto" and number < 56:
            title, programmes = ("PRANATA KOMPUTER TERAMPIL", _PRAKOM3) if number < 36 else _ARSIP3
            place = rng.choice(units)
        elif number % 2:
            title, programmes = rng.choice(_CARE)
            place = rng.choice(clinics)
        elif number % 5 == 0:
            title, programmes = (
                rng.choice(_DOKTER),
                ["SPESIALIS " + rng.choice(["ANAK", "BEDAH UMUM", "RADIOLOGI", "PATOLOGI KLINIK"])],
            )
            place = clinics[-1] + rng.choice(
                [" | INSTALASI RADIOLOGI", " | SMF BEDAH", " | INSTALASI RAWAT JALAN | - POLIKLINIK ANAK"]
            )
        else:
            title, programmes = rng.choice(_OFFICE), rng.sample(_S1, rng.randint(3, 9))
            place = rng.choice(units)
        disabled = number >= count - (1 if region == "kota_jambi" else 2)
        base = {
            "formasi_id": str(uuid.UUID(int=rng.getrandbits(128), version=4))
            if rng.random() < 0.92
            else f"8ae4{rng.getrandbits(112):028x}",
            "ins_nm": spec["name"],
            "jp_nama": "CPNS",
            "formasi_nm": "PENYANDANG DISABILITAS" if disabled else "UMUM",
            "jabatan_nm": title,
            "lokasi_nm": f"{root} | {place}",
            "jumlah_formasi": str(1 + (number < extra)),
            "disable": "1" if disabled or rng.random() < 0.3 else "0",
            "gaji_min": low,
            "gaji_max": high,
        }
        rows += [Rec(base, program_studi=p) for p in programmes]
    facts = {"formasi": count, "posts": posts}
    _dirt(rows, rng, root, facts)
    return rows, facts


def _dirt(rows: list[Rec], rng: random.Random, root: str, facts: dict) -> None:
    """White space, salary oddities, doubled rows, and rows of a neighbouring agency."""
    chosen = rng.sample(range(len(rows)), 9)
    for number, index in enumerate(chosen[:6]):
        row = rows[index]
        if number < 2:
            row["lokasi_nm"] = row["lokasi_nm"].replace(" | ", " |  ", 1)
        elif number < 4:
            row["lokasi_nm"] = row["lokasi_nm"].replace(" ", "\u00a0", 1)
        else:
            row["lokasi_nm"] = f"{root} | {row['lokasi_nm']}"
        row.mark("location_spelling", effect="same place")
    for index in chosen[6:8]:
        target = rows[index]["formasi_id"]
        for row in rows:
            if row["formasi_id"] == target:
                row["gaji_min"], row["gaji_max"] = "1", "2"
                row.mark("salary_nonsense", effect="read as it is")
    rows.append(Rec(rows[chosen[8]]).mark("row_twice_identical", effect="duplicate"))
    neighbour = "Muaro Jambi" if "MUARO JAMBI" not in root else "Batang Hari"
    other = {
        "formasi_id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "ins_nm": f"Pemerintah Kab. {neighbour}",
        "jp_nama": "CPNS",
        "formasi_nm": "UMUM",
        "jabatan_nm": "AUDITOR AHLI PERTAMA",
        "lokasi_nm": f"PEMERINTAH KAB. {neighbour.upper()} | Inspektorat Daerah",
        "jumlah_formasi": "2",
        "disable": "0",
        "gaji_min": "2500000",
        "gaji_max": "3500000",
    }
    for programme in ("S-1 AKUNTANSI", "S-1 HUKUM", "S-1 EKONOMI"):
        rows.append(Rec(other, program_studi=programme).mark("other_agency", effect="out of scope"))
    bad = dict(other) | {
        "formasi_id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "ins_nm": rows[0]["ins_nm"],
        "lokasi_nm": rows[0]["lokasi_nm"],
        "jumlah_formasi": "satu",
    }
    rows.append(Rec(bad, program_studi="S-1 STATISTIKA").mark("posts_in_words", reason="number_unreadable"))
    facts["rows"] = len(rows)
