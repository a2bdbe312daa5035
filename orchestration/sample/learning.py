"""Leadership training (rw_diklat), awards (rw_penghargaan), coaching, and the local training export (rekap_pelatihan)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from orchestration.sample import codes
from orchestration.sample.calendar import add_months, dmy
from orchestration.sample.people import Person
from orchestration.sample.records import Rec, _head, own, rid, rw_kursus

LEADERSHIP = {
    "2": "SEPALA/ADUM/DIKLAT PIM TK.IV",
    "3": "SEPADYA/SPAMA/DIKLAT PIM TK. III",
    "4": "SPAMEN/SESPA/SESPANAS/DIKLAT PIM TK. II",
    "8": "Diklat Struktural Lainnya",
}
NEW_NAME = {
    "2": "PELATIHAN KEPEMIMPINAN PENGAWAS (PKP)",
    "3": "PELATIHAN KEPEMIMPINAN ADMINISTRATOR (PKA)",
    "4": "PELATIHAN KEPEMIMPINAN NASIONAL TINGKAT II (PKN II)",
}
LOCAL_ID = {"2": ("1", "PKP"), "3": ("2", "PKA"), "4": ("3", "PKN II")}  # other ids than BKN's
SATYA = {
    10: ("201", "KARYA SATYA 10 TAHUN"),
    20: ("202", "KARYA SATYA  20 TAHUN"),
    30: ("203", "KARYA SATYA  30 TAHUN"),
}
JENIS_DIKLAT = {
    "1": "Diklat Struktural", "2": "Diklat Fungsional", "3": "Diklat Teknis", "4": "Workshop", "5": "Pelatihan Manajerial",
    "6": "Pelatihan Sosial Kultural", "7": "Sosialisasi", "8": "Bimbingan Teknis", "9": "Seminar", "14": "Coaching",
    "15": "Mentoring", "16": "E-Learning", "17": "Pelatihan Jarak Jauh", "23": "Komunitas Belajar (Community Of Practices)",
}  # fmt: skip
REKAP_PELATIHAN_HEADERS = [
    "ID Pegawai", "Nama Pegawai", "ID Jenis Diklat", "Nama Diklat", "ID Diklat Struktural", "Jenis Diklat Struktural",
    "Nama Pelatihan", "Penyelenggara", "Nomor Sertifikat", "Tanggal Mulai", "Tanggal Selesai", "Tahun Pelatihan",
    "Durasi (Jam)", "Tanggal Dibuat", "Tanggal Diperbarui",
]  # fmt: skip
MONTHS = """January February March April May June July August September October November December""".split()
LOCAL_COURSES = [
    ("In House Training Pelayanan Prima", "3", (4, 12)),
    ("Kelas Menulis Naskah Dinas", "8", (4, 8)),
    ("Coaching Clinic SKP", "14", (2, 6)),
    ("Mentoring Pegawai Baru", "15", (4, 10)),
    ("Knowledge Sharing OPD", "23", (2, 4)),
]


def leadership(person: Person) -> list[tuple[str, date]]:
    """(BKN kind, first day) of the leadership training taken; a cohort names its own in `notes["training"]`."""
    if "training" in person.notes:
        return list(person.notes["training"])
    rng = own(person, "leadership")
    out: list[tuple[str, date]] = []
    for kind, rungs, chance in (("2", ("41", "42"), 0.75), ("3", ("31", "32"), 0.65), ("4", ("21", "22"), 0.7)):
        held = [p.tmt for p in person.posts if p.jenis == "1" and p.assignment == "D" and p.eselon in rungs]
        taken, after = rng.random() < chance, rng.randint(5, 30)
        if held and taken:
            out.append((kind, add_months(min(held).replace(day=rng.randint(1, 25)), after)))
    return out


def rw_diklat(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_diklat")
    out = []
    for number, (kind, start) in enumerate(leadership(person)):
        hours, length = rng.randint(300, 920), rng.randint(80, 115)
        new_name = start.year >= 2021 and rng.random() < 0.4
        serial = f"{rng.randint(1, 900):05d}/PIM-{kind}/{rng.randint(10, 99)}/LAN-{start.year}"
        end = start + timedelta(days=length)
        organiser = codes.PENYELENGGARA[person.region][rng.choice([1, 2])]
        if end > upto:
            continue
        out.append(
            Rec(
                _head(person, "rw_diklat", number),
                latihanStrukturalId=kind,
                latihanStrukturalNama=NEW_NAME[kind] if new_name else LEADERSHIP[kind],
                nomor=serial,
                tanggal=dmy(start),
                tahun=str(start.year),
                path=None,
                jumlahJam=str(hours),
                tanggalSelesai=dmy(end),
                institusiPenyelenggara=organiser,
            )
        )
    return out


def rw_penghargaan(person: Person, upto: date) -> list[Rec]:
    """Satyalancana after 10, 20 and 30 years without a punishment of level sedang or berat; not everyone was proposed."""
    rng = own(person, "rw_penghargaan")
    out = []
    for years, (kind, name) in SATYA.items():
        day = date(person.cpns.year + years + 1, 8, rng.choice([1, 5, 12]))
        given, other = rng.random() < 0.72, rng.random() < 0.01
        decree = f"{rng.randint(10, 99)}/TK/TAHUN {day.year}"
        marred = any(p.start and p.start < day and codes.HUKUMAN[p.kind][1] != "R" for p in person.punishments)
        if person.kind != "PNS" or not given or marred or day > upto or (person.retired and person.retired <= day):
            continue
        if other:
            kind, name = "306", "TP TELADAN TK KABUPATEN/KOTA"
        out.append(
            Rec(
                {"id": rid("rw_penghargaan", person.nip, years)},
                tahun=str(day.year),
                skNomor=decree,
                skDate=dmy(day),
                hargaNama=name,
                hargaId=kind,
                pnsOrangId=person.pns_id,
                path=None,
            )
        )
    return out


def with_coaching(person: Person, upto: date) -> list[Rec]:
    """rw_kursus, and coaching or mentoring in the year after an appraisal below Baik, for half of those people."""
    rows = rw_kursus(person, upto)
    rng = own(person, "coaching")
    for year, item in sorted(person.appraisals.items()):
        start = date(year + 1, rng.randint(3, 8), rng.randint(1, 25))
        kind, name = rng.choice([("14", "Coaching Kinerja Individu"), ("15", "Mentoring Kinerja oleh Atasan")])
        given, jp, serial = rng.random() < 0.5, rng.randint(2, 12), rng.randint(100, 9999)
        if item.get("predikat", "BAIK") in ("BAIK", "SANGAT BAIK") or not given or start > upto:
            continue
        rows.append(
            Rec(
                _head(person, "rw_kursus", f"coaching {year}"),
                jenisKursusNama="",
                jenisKursusSertifikat="T",
                institusiPenyelenggara=codes.PENYELENGGARA[person.region][0],
                jenisKursusId="",
                jumlahJam=str(jp),
                namaKursus=name,
                noSertipikat=f"{serial}/{kind}/CM/{year + 1}",
                tahunKursus=str(year + 1),
                tanggalKursus=dmy(start),
                path=None,
                jenisDiklatId=kind,
                tanggalSelesaiKursus=dmy(start),
            )
        )
    return rows


def english(day: date) -> str:
    """`05 August 2024`."""
    return f"{day.day:02d} {MONTHS[day.month - 1]} {day.year:04d}"


def _read(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()  # noqa: DTZ007


def rekap_pelatihan(person: Person, upto: date, taken: set[str]) -> list[tuple[date, Rec]]:
    """(day of entry, row): certificates that SIASN has too, some of them, and local ones that it has not.

    taken: certificate numbers already in the export; a number stands for one certificate, so it is not used again."""
    rng = own(person, "rekap_pelatihan")
    found: list[tuple] = []
    for row in with_coaching(person, upto):
        if rng.random() < 0.42:
            found.append((row["jenisDiklatId"], "", "", row["namaKursus"], row["institusiPenyelenggara"],
                          row["noSertipikat"], _read(row["tanggalKursus"]), _read(row["tanggalSelesaiKursus"]),
                          row["jumlahJam"], True))  # fmt: skip
    for row in rw_diklat(person, upto):
        if rng.random() < 0.6:
            local = LOCAL_ID.get(row["latihanStrukturalId"], ("", ""))
            found.append(("1", *local, NEW_NAME.get(row["latihanStrukturalId"], "DIKLATPIM"), row["institusiPenyelenggara"],
                          row["nomor"], _read(row["tanggal"]), _read(row["tanggalSelesai"]), row["jumlahJam"], True))  # fmt: skip
    for year in (2024, 2025, 2026):
        name, kind, (low, high) = rng.choice(LOCAL_COURSES)
        start, serial, jp = (
            date(year, rng.randint(1, 10), rng.randint(1, 27)),
            rng.randint(1, 9999),
            rng.randint(low, high),
        )
        if rng.random() < 0.22 and person.cpns < start and person.region_at(start) and start < upto:
            number = f"{serial:04d}/IHT/{codes.PENYELENGGARA[person.region][0].split()[0]}/{year}"
            found.append(
                (kind, "", "", name, codes.PENYELENGGARA[person.region][0], number, start, start, str(jp), False)
            )
    out = []
    for kind, local_id, local_name, name, organiser, number, start, end, jp, shared in found:
        key = "".join(number.upper().split())
        entered = end + timedelta(days=rng.randint(3, 45))
        if key in taken or entered > upto:
            continue
        taken.add(key)
        row = Rec(
            zip(
                REKAP_PELATIHAN_HEADERS,
                [
                    person.nip,
                    person.name,
                    kind,
                    JENIS_DIKLAT.get(kind, ""),
                    local_id,
                    local_name,
                    name,
                    organiser,
                    number,
                    english(start),
                    english(end),
                    str(end.year),
                    jp,
                    english(entered),
                    english(entered),
                ],
                strict=True,
            )
        )
        row.shared = shared
        out.append((entered, row))
    return out
