"""What e-Kinerja and the local performance tools export: rekap SKP, periodic appraisals, multi-rater, objections, diaries."""

from __future__ import annotations

import random
from datetime import date, timedelta

from orchestration.sample import codes
from orchestration.sample.calendar import add_months, days_before
from orchestration.sample.jobs import KOEFISIEN, PERCENT, job_at
from orchestration.sample.people import Person
from orchestration.sample.records import _PREDIKAT, _RATING, Rec, _appraiser, own, rid

REKAP_HEADERS = [
    "NIP", "Nama Pegawai", "Jabatan", "Unit Kerja", "Tahun", "Periode", "Jenis Dokumen", "Status", "Rating Hasil Kerja",
    "Rating Hasil Perilaku", "Predikat Kinerja",
]  # fmt: skip
HEADERS_360 = ["periode", "nip_dinilai", "peran_penilai", "kode_penilai", "nilai_dasar", "indikator", "skor"]
FEEDBACK_HEADERS = [
    "nip", "tahun", "jenis", "tanggal_terima", "tanggal_ajukan", "tanggal_putus", "putusan", "isi",
]  # fmt: skip
DIARY_HEADERS = ["nip", "tanggal", "rencana_aksi", "jam_mulai", "jam_selesai", "realisasi", "satuan"]
VALUES = [
    "Berorientasi Pelayanan", "Akuntabel", "Kompeten", "Harmonis", "Loyal", "Adaptif", "Kolaboratif",
]  # fmt: skip
INDICATORS = {value: [f"{value.upper().replace(' ', '')[:3]}-{number}" for number in (1, 2, 3)] for value in VALUES}
ACTIONS = [
    ("Menyusun laporan kegiatan bulanan", "laporan"),
    ("Melayani permohonan masyarakat di loket", "orang"),
    ("Memverifikasi berkas usulan", "berkas"),
    ("Mengikuti rapat koordinasi", "kegiatan"),
    ("Menginput data pada aplikasi", "data"),
    ("Melaksanakan pembelajaran di kelas", "jam"),
    ("Menyiapkan surat keluar", "surat"),
    ("Melakukan monitoring lapangan", "lokasi"),
]
_SPOKEN = {"DIATAS": "Di Atas Ekspektasi", "SESUAI": "Sesuai Ekspektasi", "DIBAWAH": "Di Bawah Ekspektasi"}
QUARTERS = ["Triwulan I", "Triwulan II", "Triwulan III", "Triwulan IV"]


def _titled(person: Person) -> str:
    front, back = person.titles
    return f"{front + ' ' if front else ''}{person.name}{', ' + back if back else ''}"


def rekap_row(person: Person, year: int, period: str, day: date, rated: dict, status: str = "Final") -> Rec:
    post = person.post_at(day)
    return Rec(
        zip(
            REKAP_HEADERS,
            [
                person.nip,
                _titled(person),
                post.name,
                post.unit.name,
                str(year),
                period,
                "Evaluasi Kinerja",
                status,
                _SPOKEN[rated["result"]],
                _SPOKEN[rated["behaviour"]],
                rated["predikat"].title(),
            ],
            strict=True,
        )
    )


def rekap_annual(person: Person, year: int) -> Rec | None:
    """The annual row; None where the rekap has none (no appraisal, or one in twenty-five that never came through)."""
    item = person.appraisals.get(year)
    if not item or "predikat" not in item or year in person.notes.get("rekap_missing", ()):
        return None
    if not person.cohort and own(person, f"rekap {year}").random() < 0.04:
        return None
    return rekap_row(person, year, "Tahunan", date(year, 12, 31), person.notes.get("rekap", {}).get(year, item))


def rekap_quarters(person: Person, year: int, last: int) -> list[Rec]:
    """Quarterly rows of the open year, for one person in four; the newest may still be a draft."""
    rng = own(person, f"rekap quarters {year}")
    if rng.random() > 0.25 or person.cpns > date(year, 1, 1):
        return []
    out = []
    for number in range(last):
        result, behaviour, predikat = rng.choices(
            [
                ("SESUAI", "SESUAI", "BAIK"),
                ("DIATAS", "DIATAS", "SANGAT BAIK"),
                ("DIBAWAH", "SESUAI", "BUTUH PERBAIKAN"),
            ],
            [84, 12, 4],
        )[0]
        rated = {"result": result, "behaviour": behaviour, "predikat": predikat}
        status = "Draft" if number == last - 1 and rng.random() < 0.2 else "Final"
        out.append(rekap_row(person, year, QUARTERS[number], date(year, 3 * number + 3, 28), rated, status))
    return out


def periodic_asked(person: Person) -> bool:
    """One person in four was asked for periodic appraisals."""
    return own(person, "periodic asked").random() < 0.25


def rw_kinerjaperiodik(person: Person, upto: date) -> list[Rec]:
    """By quarter, or by month in a few units; the read side tells no month: the order of the rows is all there is."""
    rng = own(person, "rw_kinerjaperiodik")
    monthly = rng.random() < 0.12
    out = []
    for year in (2025, 2026):
        for number in range(12 if monthly and year == 2026 else 4):
            end = date(year, number + 1 if monthly and year == 2026 else 3 * number + 3, 28)
            result, behaviour, predikat = rng.choices(
                [("SESUAI", "SESUAI", "BAIK"), ("DIATAS", "DIATAS", "SANGAT BAIK"), ("SESUAI", "DIATAS", "BAIK"),
                 ("DIBAWAH", "SESUAI", "BUTUH PERBAIKAN")],
                [78, 10, 9, 3],
            )[0]  # fmt: skip
            if add_months(end, 1) > upto or person.cpns > days_before(end, 60) or person.region_at(end) is None:
                continue
            boss = _appraiser(person, year, person.appraisals.get(year) or {"boss": None})
            post = person.post_at(end)
            job = job_at(person, end)
            out.append(
                Rec(
                    {"id": rid("rw_kinerjaperiodik", person.nip, year, number)},
                    tahun=str(year),
                    nip=person.nip,
                    nama=person.name,
                    hasilKinerja=_RATING[result][0],
                    hasilKinerjaNilai=_RATING[result][1],
                    instansiId=codes.REGION[post.unit.region]["agency_id"],
                    instansiNama=codes.REGION[post.unit.region]["name"],
                    jabatan=post.name,
                    koefisenId=_KOEF_ID.get(job[1], "") if job else "",
                    kriteria=str(KOEFISIEN[job[1]]) if job else "",
                    kuadranKinerjaNilai=predikat,
                    kuadranNilai=_PREDIKAT[predikat],
                    namaPenilai=boss["name"],
                    penilaiGolonganId=boss["rank"],
                    penilaiJabatanNama=boss["post"],
                    penilaiNipNrp=boss["nip"],
                    penilaiPnsId=boss["id"],
                    penilaiUnorNm=boss["unit"],
                    perilakuKerja=_RATING[behaviour][0],
                    perilakuKerjaNilai=_RATING[behaviour][1],
                    periodikId="1" if monthly and year == 2026 else "2",
                    periodikNama="bulanan" if monthly and year == 2026 else "triwulan",
                    persentase=str(PERCENT[predikat]) if job else "",
                    pnsDinilaiId=person.pns_id,
                    statusPenilai=boss["status"],
                    unorId=post.unit.unit_id,
                    unorNama=post.unit.name,
                    path=None,
                )
            )
    return out


_KOEF_ID = {"PT": "12", "MU": "22", "MA": "32", "UT": "42", "PM": "52", "TR": "62", "MH": "72", "PY": "82"}


def raters(person: Person, period: str, share: float) -> list[Rec]:
    """Scores 1 to 10 of everyone who rated the person in that round; [] for those who were not in it.

    SUPERIOR, PEER and SUBORDINATE say what the RATER is to the person. Who leads nobody has no subordinates; some have too
    few peers, or no self-rating."""
    rng = own(person, "360 " + period)
    if rng.random() >= share:
        return []
    leader = person.role == "struktural"
    roles = ["SELF"] * (rng.random() < 0.92) + ["SUPERIOR"] * (rng.random() < 0.97)
    roles += ["PEER"] * rng.choice([3, 3, 3, 3, 2, 1]) + ["SUBORDINATE"] * (rng.choice([2, 3, 3]) if leader else 0)
    level = min(9.4, max(4.5, rng.gauss(7.6, 0.8)))
    out = []
    for role in roles:
        bias = {"SELF": 0.7, "SUPERIOR": 0.0, "PEER": 0.2, "SUBORDINATE": 0.4}[role] + rng.gauss(0, 0.3)
        code = f"R{rng.randint(100000, 999999)}"
        for value in VALUES:
            tilt = rng.gauss(0, 0.4)
            for indicator in INDICATORS[value]:
                score = min(10, max(1, round(level + bias + tilt + rng.gauss(0, 0.5))))
                out.append(
                    Rec(zip(HEADERS_360, [period, person.nip, role, code, value, indicator, str(score)], strict=True))
                )
    return out


def feedback(person: Person) -> list[tuple[date, Rec]]:
    """(day from which the list shows it, row) of objections and comments on appraisals.

    What a cohort wants stands in `notes["feedback"]`; of others some object after the year was decided below Baik, and a few
    leave a comment, which binds nobody."""
    rng = own(person, "umpan_balik")
    rows: list[tuple] = [(*f, "Keberatan atas predikat kinerja") for f in person.notes.get("feedback", ())]
    if not person.cohort and person.kind != "PW":
        for year, item in sorted(person.appraisals.items()):
            if "predikat" not in item or year < 2023:
                continue
            received = date(year + 1, rng.choice([1, 2]), rng.randint(8, 27))
            weak = item["predikat"] not in ("BAIK", "SANGAT BAIK")
            if weak and rng.random() < 0.35:
                after = rng.choice([1, 3, 8, 13, 14, 15, 16, 30])
                filed = received + timedelta(days=after)
                decided = filed + timedelta(days=rng.randint(9, 60)) if rng.random() < 0.8 else None
                verdict = rng.choice(["DITOLAK", "DITOLAK", "DITERIMA"]) if decided else ""
                rows.append(("KEBERATAN", year, received, filed, decided, verdict, "Target berubah di tengah tahun"))
            elif rng.random() < 0.03:
                filed = received + timedelta(days=rng.randint(0, 40))
                text = rng.choice(["Terima kasih atas arahannya", "Mohon pelatihan aplikasi", "Target sudah jelas"])
                rows.append(("UMPAN_BALIK", year, received, filed, None, "", text))
    out = []
    for kind, year, received, filed, decided, verdict, text in rows:
        row = Rec(
            zip(
                FEEDBACK_HEADERS,
                [
                    person.nip,
                    str(year),
                    kind,
                    received.isoformat(),
                    filed.isoformat(),
                    decided.isoformat() if decided else "",
                    verdict,
                    text,
                ],
                strict=True,
            )
        )
        out.append((filed, row))
    return out


def diary(person: Person, month: date, share: float) -> list[Rec]:
    """Daily activities of a month for a share of the people: workdays only, some days without an entry."""
    rng = own(person, f"diary {month.isoformat()}")
    if own(person, "diary").random() >= share or person.region_at(month) is None or person.cpns > month:
        return []
    busy = random.Random(f"{person.pns_id}:busy").uniform(0.35, 1.0)
    actions = rng.sample(ACTIONS, 3)
    out = []
    day = month
    while day.month == month.month:
        if day.weekday() < 5 and rng.random() < busy:
            start = 7 * 60 + 30 + 15 * rng.randint(0, 4)
            for number in range(rng.choice([1, 1, 2])):
                action, unit = actions[(day.day + number) % 3]
                length = 15 * rng.randint(4, 14)
                times = [f"{t // 60:02d}:{t % 60:02d}" for t in (start, start + length)]
                out.append(
                    Rec(
                        zip(
                            DIARY_HEADERS,
                            [person.nip, day.isoformat(), action, *times, str(rng.randint(1, 12)), unit],
                            strict=True,
                        )
                    )
                )
                start += length + 30
        day += timedelta(days=1)
    return out
