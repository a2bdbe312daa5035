"""What each data source would say about a person: one record builder a dataset, field names exactly as they come.

A record is a `Rec`: a dict that remembers what was done to it on purpose (`marks`). Everything that a builder draws comes
from a generator of its own person and dataset, so an older extract tells the same facts with the same ids.
"""

from __future__ import annotations

import hashlib
import random
from datetime import date

from orchestration.sample import codes
from orchestration.sample.calendar import days_before, dmy, iso_stamp
from orchestration.sample.people import Person, Unit, guid


class Rec(dict):
    """A record and the deliberate pieces of dirt in it (see `mark`). A twin must stay what it is: `has_twin`."""

    __slots__ = ("has_twin", "marks", "shared")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.marks: list[dict] = []
        self.has_twin = False
        self.shared = False  # the same fact stands in another source too

    @property
    def plain(self) -> bool:
        """Nothing was done to it and nothing depends on its spelling."""
        return not self.marks and not self.has_twin

    def twin(self) -> Rec:
        """An equal copy."""
        self.has_twin = True
        return Rec(self)

    def mark(self, kind: str, *, reason: str = "", effect: str = "", nip: str | None = None) -> Rec:
        self.marks.append(
            {"kind": kind, "expected_reason": reason or None, "expected_effect": effect or None, "nip": nip}
        )
        return self


class Answer:
    """One line of a recorded pull: rows, `none` (not found), or `error` (the gateway failed)."""

    def __init__(self, nip: str, rows: list[Rec], outcome: str = "") -> None:
        self.nip, self.rows = nip, rows
        self.outcome = outcome or ("rows" if rows else "none")
        self.marks: list[dict] = []


def rid(*parts: object) -> str:
    """A record id: UUID, Hibernate or Oracle style, always the same for the same parts."""
    raw = hashlib.md5("|".join(map(str, parts)).encode("utf-8"), usedforsecurity=False).hexdigest()
    style = int(raw[0], 16) % 3
    if style == 0:
        return f"{raw[:8]}-{raw[8:12]}-{raw[12:16]}-{raw[16:20]}-{raw[20:]}"
    return "8ae48" + raw[5:] if style == 1 else (raw[:16] + "E050640A29030BAB").upper()


def own(person: Person, dataset: str) -> random.Random:
    return random.Random(f"{person.pns_id}:{dataset}")


def _head(person: Person, dataset: str, key: object) -> dict:
    return {"id": rid(dataset, person.nip, key), "idPns": person.pns_id, "nipBaru": person.nip, "nipLama": ""}


def _years_months(start: date, end: date) -> tuple[int, int]:
    return divmod(max(0, (end.year - start.year) * 12 + end.month - start.month), 12)


def _decree(rng: random.Random, prefix: str, day: date) -> str:
    return f"{prefix}/{rng.randint(11, 989)}/BKPSDM/{day.year}"


def rw_golongan(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_golongan")
    out = []
    for number, rank in enumerate(person.ranks):
        assert rank.tmt is not None
        # mostly signed before it takes effect, at times months after
        signed = days_before(rank.tmt, rng.randint(3, 40) if rng.random() < 0.96 else -rng.randint(20, 150))
        letter, decree = rng.randint(10000, 99999), _decree(rng, "823", signed)
        if signed > upto:
            continue
        pns = person.kind == "PNS"
        years, months = _years_months(person.cpns, rank.tmt)
        again = [0]
        if pns and number == 0 and person.pns and person.pns <= upto and rng.random() < 0.35:
            again = [0, 1]  # the decree of the PNS appointment files the same rank once more
        for extra in again:
            tmt = person.pns if extra else rank.tmt
            out.append(
                Rec(
                    _head(person, "rw_golongan", f"{number}.{extra}"),
                    golonganId=codes.GOLONGAN_ID[rank.gol] if pns else str(rank.gol),
                    golongan=codes.GOLONGAN[rank.gol] if pns else codes.ROMAN[rank.gol],
                    skNomor=decree,
                    skTanggal=dmy(days_before(tmt, 12) if extra else signed),
                    tmtGolongan=iso_stamp(tmt),
                    noPertekBkn=f"AG-{letter:08d}" if number else "",
                    tglPertekBkn=dmy(days_before(signed, 9)) if number else "",
                    jumlahKreditUtama="0",
                    jumlahKreditTambahan="0",
                    jenisKPId=rank.kp,
                    jenisKPNama=codes.JENIS_KP[rank.kp],
                    masaKerjaGolonganTahun=str(years + extra),
                    masaKerjaGolonganBulan=str(months),
                    path=None,
                    pangkat=codes.PANGKAT[rank.gol] if pns else "",
                )
            )
    return out


def _unit_names(unit: Unit) -> dict:
    return {"unorId": unit.unit_id, "unorNama": unit.name, "unorIndukId": unit.opd_id, "unorIndukNama": unit.opd_name}


def rw_jabatan(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_jabatan")
    out = []
    for number, post in enumerate(person.posts):
        signed = days_before(post.tmt, rng.randint(0, 5))
        decree = _decree(rng, "821", signed)
        document = str(rng.randint(10000000, 99999999))
        with_path = rng.random() < 0.12
        if signed > upto:
            continue
        region = codes.REGION[post.unit.region]
        path = (
            {
                "872": {
                    "dok_id": "872",
                    "dok_nama": "Dok SK Jabatan",
                    "dok_uri": f"peremajaan/usulan/872_{document}.pdf",
                    "object": f"peremajaan/usulan/872_{document}.pdf",
                    "slug": "872",
                }
            }
            if with_path
            else None
        )
        eselon = codes.ESELON.get(post.eselon, ("", ""))[0]
        out.append(
            Rec(
                _head(person, "rw_jabatan", number),
                jenisJabatan=post.jenis,
                instansiKerjaId=region["agency_id"],
                instansiKerjaNama=region["name"],
                satuanKerjaId=region["work_id"],
                satuanKerjaNama=region["name"],
                **_unit_names(post.unit),
                eselon=eselon or None,
                eselonId=post.eselon,
                jabatanFungsionalId=post.post_id if post.jenis == "2" else "",
                jabatanFungsionalNama=post.name if post.jenis == "2" else "",
                jabatanFungsionalUmumId=post.post_id if post.jenis == "4" else "",
                jabatanFungsionalUmumNama=post.name if post.jenis == "4" else "",
                tmtJabatan=dmy(post.tmt),
                nomorSk=decree,
                tanggalSk=dmy(signed),
                namaUnor=post.unit.name,
                namaJabatan=post.name,
                tmtPelantikan=dmy(post.inaugurated, "01-01-0001"),
                path=path,
                jenisPenugasanId=post.assignment if number or post.assignment != "D" else "",
                jenisMutasiId="MJ",
                subJabatanId="0" if post.jenis == "2" else "",
                tmtMutasi="01-01-0001",
            )
        )
    return out


def rw_pendidikan(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_pendidikan")
    out = []
    for number, item in enumerate(person.diplomas):
        serial = rng.randint(1000, 99999)
        if item.graduated is None or item.graduated > upto:
            continue
        undated = item.undated
        none = rng.choice(["", "01-01-0001"])
        last = number == len(person.diplomas) - 1
        out.append(
            Rec(
                _head(person, "rw_pendidikan", number),
                pendidikanId=guid("pendidikan " + item.programme),
                pendidikanNama=item.programme,
                tkPendidikanId=item.level,
                tkPendidikanNama=codes.LEVEL_NAME[item.level],
                tahunLulus="" if undated else str(item.graduated.year),
                tglLulus=none if undated or item.year_only else dmy(item.graduated),
                isPendidikanPertama="1" if item.first else "0",
                nomorIjasah=f"{item.level}-{serial}/{item.graduated.year}",
                namaSekolah=item.school,
                gelarDepan=person.titles[0] if last else "",
                gelarBelakang=person.titles[1] if last and item.level >= "30" else "",
                path=None,
            )
        )
    return out


def rw_hukdis(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_hukdis")
    out = []
    for number, item in enumerate(person.punishments):
        day = item.start or date(2024, 3, 4)
        decree = _decree(rng, "887", day)
        if day > upto:
            continue
        name, level = codes.HUKUMAN[item.kind]
        gol = codes.GOLONGAN_ID[person.rank_at(day)] if person.kind == "PNS" else ""
        annulled = item.annulled if item.annulled and item.annulled <= upto else None
        out.append(
            Rec(
                {"id": rid("rw_hukdis", person.nip, number)},
                rwHukumanDisiplin="",
                golongan=gol,
                kedudukanHukum="01",
                jenisHukuman=item.kind,
                pnsOrang=person.pns_id,
                skNomor=decree,
                skTanggal=dmy(days_before(day, 10)),
                hukumanTanggal=dmy(item.start),
                masaTahun=str(item.months // 12) if item.months else "",
                masaBulan=str(item.months % 12) if item.months else "",
                akhirHukumTanggal=dmy(item.end),
                nomorPp=item.regulation,
                golonganLama="",
                skPembatalanNomor=f"887/{number + 1}/BATAL" if annulled else "",
                skPembatalanTanggal=dmy(annulled),
                alasanHukumanDisiplin=guid("alasan 1"),
                alasanHukumanDisiplinNama="Tidak masuk kerja tanpa alasan yang sah",
                jenisHukumanNama=name,
                path=None,
                keterangan="",
                jenisTingkatHukumanId=level if item.level is None else item.level,
            )
        )
    return out


OUTSIDERS = [
    ("DARWIN HARTONO", "197003121995031901"),
    ("ROSDIANA PERMATA", "197108051996032902"),
    ("TEGUH ALAMSYAH", "196909171994031903"),
]


def _appraiser(person: Person, year: int, appraisal: dict) -> dict:
    """name, nip, rank id, post, unit and ASN or NON ASN of who appraised."""
    if person.notes.get("appraiser") == "outsider":
        name, nip = OUTSIDERS[int(person.nip[-2:]) % len(OUTSIDERS)]
        return {"name": name, "nip": nip, "rank": "", "post": "", "unit": "", "status": "ASN", "tmt": None, "id": ""}
    boss: Person | None = appraisal["boss"]
    if boss is None:
        mayor = codes.REGION[person.region]["mayor"]
        return {
            "name": mayor,
            "nip": "",
            "rank": "",
            "post": mayor,
            "unit": codes.REGION[person.region]["name"],
            "status": "NON ASN",
            "tmt": None,
            "id": "",
        }
    end = date(year, 12, 31)
    post = boss.post_at(end)
    rank = next((r for r in reversed(boss.ranks) if r.tmt and r.tmt <= end), boss.ranks[0])
    return {
        "name": boss.name,
        "nip": boss.nip,
        "rank": codes.GOLONGAN_ID[rank.gol],
        "post": post.name,
        "unit": post.unit.name,
        "status": "ASN",
        "tmt": rank.tmt,
        "id": boss.pns_id,
    }


_RATING = {
    "DIATAS": ("DIATAS ESPEKTASI", "1"),
    "SESUAI": ("SESUAI ESPEKTASI", "2"),
    "DIBAWAH": ("DIBAWAH ESPEKTASI", "3"),
}
_PREDIKAT = {"SANGAT BAIK": "1", "BAIK": "2", "BUTUH PERBAIKAN": "3", "KURANG": "4", "SANGAT KURANG": "5"}


def rw_skp22(person: Person, upto: date) -> list[Rec]:
    out = []
    for year, item in sorted(person.appraisals.items()):
        if year < 2022 or date(year + 1, 1, 31) > upto or year in person.notes.get("skp22_missing", ()):
            continue
        boss = _appraiser(person, year, item)
        result, behaviour = _RATING[item["result"]], _RATING[item["behaviour"]]
        out.append(
            Rec(
                {"id": rid("rw_skp22", person.nip, year)},
                hasilKinerja=result[0],
                hasilKinerjaNilai=result[1],
                kuadranKinerja=item["predikat"],
                KuadranKinerjaNilai=_PREDIKAT[item["predikat"]],
                namaPenilai=boss["name"],
                nipNrpPenilai=boss["nip"],
                penilaiGolonganId=boss["rank"],
                penilaiJabatanNm=boss["post"],
                penilaiUnorNm=boss["unit"],
                perilakuKerja=behaviour[0],
                PerilakuKerjaNilai=behaviour[1],
                pnsDinilaiId=person.pns_id,
                statusPenilai=boss["status"],
                tahun=str(year),
                path=None,
            )
        )
    return out


def rw_skp(person: Person, upto: date) -> list[Rec]:
    """PP 46/2011 to 2020; 2021 by PP 30/2019 with the integrated value, for some with the first half year as well."""
    rng = own(person, "rw_skp")
    out = []
    for year, item in sorted(person.appraisals.items()):
        if year > 2021:
            continue
        boss = _appraiser(person, year, item)
        leader = item["leader"]
        new = year == 2021
        halves = ["PP46", "PP30"] if new and rng.random() < 0.05 and not person.cohort else ["PP30" if new else "PP46"]
        for regulation in halves:
            pp30 = regulation == "PP30"
            score = float(item.get("score", "0"))
            base = (92, 105) if pp30 and score >= 90 else (79, 88) if pp30 else (77, 92)
            value = lambda low=base[0], high=base[1]: f"{rng.uniform(low, high):.2f}"  # noqa: E731
            parts = {k: value() for k in ("orientasiPelayanan", "integritas", "komitmen", "disiplin", "kerjasama")}
            if item.get("weak"):
                parts["disiplin"] = f"{rng.uniform(65, 75):.2f}"
            if pp30:
                parts["integritas"] = parts["disiplin"] = ""
            leading = value() if leader else "0"
            initiative = value() if pp30 else ""
            numbers = [float(v) for v in [*parts.values(), initiative] if v] + ([float(leading)] if leader else [])
            mean = sum(numbers) / len(numbers)
            skp = value()
            total = 0.6 * float(skp) + 0.4 * mean
            row = Rec(
                {"id": rid("rw_skp", person.nip, year, regulation)},
                tahun=str(year),
                nilaiSkp=skp,
                **parts,
                nilaiPerilakuKerja=f"{mean:.2f}",
                nilaiPrestasiKerja=f"{total:.2f}",
                kepemimpinan=leading,
                jumlah=f"{sum(numbers):.2f}",
                nilairatarata=f"{mean:.2f}",
                atasanPejabatPenilai="",
                pejabatPenilai=boss["id"],
                pns=person.pns_id,
                atasanNonPns="",
                penilaiNonPns="",
                penilaiNipNrp=boss["nip"],
                atasanPenilaiNipNrp="",
                penilaiNama=boss["name"],
                atasanPenilaiNama="",
                penilaiUnorNama=boss["unit"],
                atasanPenilaiUnorNama="",
                penilaiJabatan=boss["post"],
                atasanPenilaiJabatan="",
                penilaiGolongan=boss["rank"],
                atasanPenilaiGolongan="",
                penilaiTmtGolongan=dmy(boss["tmt"]),
                atasanPenilaiTmtGolongan="",
                statusPenilai=boss["status"],
                statusAtasanPenilai="",
                jenisJabatan=person.post_at(date(year, 12, 31)).jenis,
                jenisPeraturanKinerjaKd=regulation,
                inisiatifKerja=initiative,
                konversiNilai="",
                nilaiIntegrasi=f"{score:.2f}" if pp30 else "",
            )
            if item.get("totals_only"):
                for key in (*parts, "nilaiSkp", "inisiatifKerja", "kepemimpinan", "nilaiIntegrasi"):
                    row[key] = ""
            out.append(row)
    return out


def rw_kursus(person: Person, upto: date) -> list[Rec]:
    rng = own(person, "rw_kursus")
    region = person.region
    out = []
    for year in range(2023, 2027):
        if person.cpns > date(year, 6, 1):
            continue
        busy = [24, 30, 30, 16] if person.kind == "PNS" else [34, 36, 22, 8]
        for number in range(rng.choices([0, 1, 2, 3], busy)[0]):
            name, kind, cls, course_id, course, (low, high) = rng.choice(codes.KURSUS)
            jp = rng.randint(low, high)
            start = date(year, rng.randint(1, 10), rng.randint(1, 26))
            days = max(0, min(4, jp // 8))
            serial = rng.randint(100, 9999)
            organiser = rng.choice(codes.PENYELENGGARA[region])
            end = date.fromordinal(start.toordinal() + days)
            if end > upto or (person.retired and end >= person.retired):
                continue
            out.append(
                Rec(
                    _head(person, "rw_kursus", f"{year}.{number}"),
                    jenisKursusNama=course,
                    jenisKursusSertifikat=cls,
                    institusiPenyelenggara=organiser,
                    jenisKursusId=course_id,
                    jumlahJam=str(jp),
                    namaKursus=f"{name} {year}" if number else name,
                    noSertipikat=f"{serial}/{kind}/SERT/{year}",
                    tahunKursus=str(year),
                    tanggalKursus=dmy(start),
                    path=None,
                    jenisDiklatId=kind,
                    tanggalSelesaiKursus=dmy(end),
                )
            )
    return out


PROFIL_HEADERS = [
    h.strip()
    for h in """PNS ID, NIP BARU, NIP LAMA, NAMA, GELAR DEPAN, GELAR BELAKANG, TEMPAT LAHIR ID,
TEMPAT LAHIR NAMA, TANGGAL LAHIR, JENIS KELAMIN, AGAMA ID, AGAMA NAMA, JENIS KAWIN ID, JENIS KAWIN NAMA, NIK, NOMOR HP, EMAIL,
EMAIL GOV, ALAMAT, NPWP NOMOR, BPJS, JENIS PEGAWAI ID, JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM ID, KEDUDUKAN HUKUM NAMA,
STATUS CPNS PNS, KARTU ASN VIRTUAL, NOMOR SK CPNS, TANGGAL SK CPNS, TMT CPNS, NOMOR SK PNS, TANGGAL SK PNS, TMT PNS, GOL AWAL ID,
GOL AWAL NAMA, GOL AKHIR ID, GOL AKHIR NAMA, TMT GOLONGAN, MK TAHUN, MK BULAN, JENIS JABATAN ID, JENIS JABATAN NAMA, JABATAN ID,
JABATAN NAMA, TMT JABATAN, TINGKAT PENDIDIKAN ID, TINGKAT PENDIDIKAN NAMA, PENDIDIKAN ID, PENDIDIKAN NAMA, TAHUN LULUS, KPKN ID,
KPKN NAMA, LOKASI KERJA ID, LOKASI KERJA NAMA, UNOR ID, UNOR NAMA, INSTANSI INDUK ID, INSTANSI INDUK NAMA, INSTANSI KERJA ID,
INSTANSI KERJA NAMA, SATUAN KERJA INDUK ID, SATUAN KERJA INDUK NAMA, SATUAN KERJA KERJA ID, SATUAN KERJA KERJA NAMA, IS VALID NIK,
NAMA SEKOLAH, FLAG IKD""".replace("\n", " ").split(",")
]
ESELON_HEADERS = ["ESELON ID", "ESELON NAMA"]


def profil_asn(person: Person, upto: date, region: str) -> Rec:
    """One row of the Profil ASN export as it stood on that day."""
    rng = own(person, "profil_asn")
    spec = codes.REGION[region]
    pns = person.kind == "PNS"
    ranks = [r for r in person.ranks if r.tmt and r.tmt <= upto] or person.ranks[:1]
    first, last = (ranks[0], ranks[-1]) if ranks else (None, None)
    posts = [p for p in person.posts if p.tmt <= upto and p.assignment == "D"] or person.posts[:1]
    post = posts[-1]
    done = [d for d in person.diplomas if d.graduated and (d.recorded or d.graduated) <= upto]
    done.sort(key=lambda d: d.level)
    best = done[-1] if done and person.notes.get("profile") != "no_education" else None
    kedudukan = person.status_at(upto)
    is_pns = person.pns is not None and person.pns <= upto
    years, months = _years_months(person.cpns, upto)
    faith = rng.choices(codes.AGAMA, [w for *_, w in codes.AGAMA])[0]
    married = rng.choices(codes.KAWIN, [w for *_, w in codes.KAWIN])[0]

    def gol_id(rank: object) -> str:
        return "" if rank is None else codes.GOLONGAN_ID[rank.gol] if pns else str(rank.gol)

    def gol(rank: object) -> str:
        return "" if rank is None else codes.GOLONGAN[rank.gol] if pns else codes.ROMAN[rank.gol]

    values = [
        person.pns_id,
        "'" + person.nip,
        "",
        person.name,
        person.titles[0],
        person.titles[1] if best else "",
        guid("tempat " + person.birth_place),
        person.birth_place,
        dmy(person.notes.get("profile_birth", person.birth)),
        person.sex,
        faith[0],
        faith[1],
        married[0],
        married[1],
        "'" + person.nik,
        f"'0811{rng.randint(0, 99999999):08d}",
        "",
        "",
        f"JL. CONTOH NO. {rng.randint(1, 250)}",
        f"'{rng.randint(10**14, 10**15 - 1)}" if rng.random() < 0.8 else "-",
        f"'{rng.randint(10**12, 10**13 - 1)}" if rng.random() < 0.7 else "",
        "15" if pns else "",
        "PNS Daerah Kab./Kota yang bekerja pada Kab./Kota"
        if pns
        else "PPPK"
        if person.kind == "PPPK"
        else "PPPK Paruh Waktu",
        kedudukan,
        codes.KEDUDUKAN[kedudukan],
        ("P" if is_pns else "C") if pns else "",
        "1" if rng.random() < 0.6 else "",
        _decree(rng, "813", person.cpns),
        dmy(days_before(person.cpns, 20)),
        dmy(person.cpns),
        _decree(rng, "821.1", person.pns) if is_pns else "",
        dmy(days_before(person.pns, 15)) if is_pns else "",
        dmy(person.pns) if is_pns else "",
        gol_id(first),
        gol(first),
        gol_id(last),
        gol(last),
        dmy(last.tmt) if last else "",
        str(years),
        str(months),
        post.jenis,
        codes.JENIS_JABATAN[post.jenis],
        post.post_id,
        post.name,
        dmy(post.tmt),
        best.level if best else "",
        codes.LEVEL_NAME[best.level] if best else "",
        guid("pendidikan " + best.programme) if best else "",
        best.programme if best else "",
        str(best.graduated.year) if best and best.graduated else "",
        *spec["kpkn"],
        guid("lokasi " + region),
        spec.get("place_name", f"KOTA {spec['place']}"),
        post.unit.unit_id,
        post.unit.name,
        spec["agency_id"],
        spec["name"],
        spec["agency_id"],
        spec["name"],
        spec["work_id"],
        spec["name"],
        spec["work_id"],
        spec["name"],
        "1",
        best.school if best else "",
        "1" if rng.random() < 0.5 else "0",
    ]
    row = Rec(zip(PROFIL_HEADERS, values, strict=True))
    row["ESELON ID"] = post.eselon
    row["ESELON NAMA"] = codes.ESELON.get(post.eselon, ("", ""))[0]
    return row


def ujian(person: Person, number: int, exam: tuple[str, date, str]) -> Rec:
    kind, passed, level = exam
    return Rec(
        nip=person.nip,
        jenis=kind,
        nomor=f"{kind}-{passed.year}-{rid('ujian', person.nip, number).replace('-', '')[5:13].upper()}",
        tanggal_lulus=passed.isoformat(),
        jenjang=level,
    )
