"""Deliberate dirt: what goes wrong in real extracts (see the dirty-data notes of each dataset), every piece recorded.

Harmful dirt (a row that cannot be used) goes to ordinary people only, never to a cohort member or an appraiser, and at most
once a person. Harmless dirt (another spelling of the same fact) may go to anyone.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

from orchestration.sample import codes
from orchestration.sample.codes import G
from orchestration.sample.people import Person
from orchestration.sample.population import SNAPSHOTS
from orchestration.sample.records import Answer, Rec

BAD_DATE = "31-02-2020"
NBSP = "\u00a0"
NEWEST, OLDER = SNAPSHOTS[-1], SNAPSHOTS[-2]

GOLONGAN_SPELLINGS: list[Callable[[int], str]] = [
    lambda g: codes.GOLONGAN[g].upper(),
    lambda g: codes.GOLONGAN[g].replace("/", " ").upper(),
    lambda g: codes.GOLONGAN[g].replace("/", ".").upper(),
    lambda g: codes.GOLONGAN[g].replace("/", ""),
    lambda g: f"{codes.PANGKAT[g]} ({codes.GOLONGAN[g]})",
    lambda g: f"{codes.PANGKAT[g]} / {codes.GOLONGAN[g].replace('/', '.')}",
    lambda g: f"Gol. {codes.GOLONGAN[g]}",
    lambda g: codes.GOLONGAN[g].replace("/", "-").upper(),
    lambda g: f" {codes.GOLONGAN[g]} ",
]


class Dirt:
    """Applies every kind of dirt to the extracts in place.

    `profil[(region, day)]` and `ujian[(region, day)]` are lists of records, `answers[(dataset, region, day)]` of answers.
    """

    def __init__(
        self, rng: random.Random, people: list[Person], profil: dict, answers: dict, ujian: dict, facts: list[dict]
    ) -> None:
        self.rng, self.profil, self.answers, self.ujian, self.facts = rng, profil, answers, ujian, facts
        self.people = {p.nip: p for p in people}
        self.scale = len(people) / 1460
        heads = {h.nip for p in people for _, h in p.unit.heads}
        current = {p.nip for p in people if p.region_at(NEWEST) and not p.retired}
        self.free = [
            p
            for p in people
            if not p.cohort
            and not p.ghost
            and p.nip in current
            and p.nip not in heads
            and p.role != "struktural"
            and len(p.stays) == 1
            and not p.notes.get("taken")
        ]
        rng.shuffle(self.free)
        self._profile_row = {(d, r.get("PNS ID")): r for (_, d), rows in profil.items() for r in rows}
        self._answer = {(ds, d, a.nip): a for (ds, _, d), rows in answers.items() for a in rows}

    # --- choosing ----------------------------------------------------------------------------------------------------
    def n(self, count: int) -> int:
        return max(1, round(count * self.scale))

    def take(self, count: int, fits: Callable[[Person], bool] = lambda p: True) -> list[Person]:
        """That many ordinary people who have no harmful dirt yet."""
        chosen: list[Person] = []
        rest: list[Person] = []
        wanted = self.n(count)
        for person in self.free:
            (chosen if len(chosen) < wanted and fits(person) else rest).append(person)
        self.free = rest
        return chosen

    def profile(self, person: Person, day: date = NEWEST) -> Rec:
        return self._profile_row[(day, person.pns_id)]

    def is_plain_throughout(self, person: Person) -> bool:
        """Listed in every export, and nothing was done to any of the rows."""
        rows = [self._profile_row.get((day, person.pns_id)) for day in SNAPSHOTS]
        return all(row is not None and row.plain for row in rows)

    def answer(self, dataset: str, person: Person, day: date = NEWEST) -> Answer:
        return self._answer[(dataset, day, person.nip)]

    def rows(self, dataset: str, day: date = NEWEST) -> list[Rec]:
        return [
            r
            for (ds, _, d), answers in self.answers.items()
            if ds == dataset and d == day
            for a in answers
            for r in a.rows
        ]

    def has(self, dataset: str, least: int = 1) -> Callable[[Person], bool]:
        def fits(person: Person) -> bool:
            found = self._answer.get((dataset, NEWEST, person.nip))
            return found is not None and len(found.rows) >= least

        return fits

    # --- all of it -----------------------------------------------------------------------------------------------------
    def apply(self) -> None:
        self.cohort_wishes()
        self.rw_hukdis()  # first: few are punished
        self.profil_asn()
        self.rw_golongan()
        self.rw_jabatan()
        self.rw_pendidikan()
        self.appraisals()
        self.rw_kursus()
        self.exam_list()
        self.gateway()

    def cohort_wishes(self) -> None:
        """The bad rows that a cohort is made of."""
        for person in self.people.values():
            wish = person.notes.get("rw_golongan")
            if wish:
                answer = self.answer("rw_golongan", person)
                first, last = answer.rows[0], answer.rows[-1]
                if wish == "undated_higher":
                    higher = Rec(last)
                    index = person.ranks[-1].gol + 1
                    higher.update(
                        id=last["id"][:-4] + "00ff",
                        golonganId=codes.GOLONGAN_ID[index],
                        golongan=codes.GOLONGAN[index],
                        pangkat=codes.PANGKAT[index],
                        tmtGolongan=["", "0001-01-01T00:00:00Z"][int(person.nip[-1]) % 2],
                        skNomor="",
                        skTanggal="",
                    )
                    answer.rows.append(
                        higher.mark("undated_higher_rank", nip=person.nip, effect="time_in_rank UNKNOWN (rank unknown)")
                    )
                elif wish == "tmt_unreadable":
                    first["tmtGolongan"] = BAD_DATE
                    first.mark(
                        "tmt_unreadable", reason="date_unreadable", nip=person.nip, effect="time_in_rank UNKNOWN"
                    )
                elif wish == "golongan_mismatch":
                    first["golonganId"] = codes.GOLONGAN_ID[person.ranks[0].gol + 1]
                    first.mark(
                        "golongan_mismatch", reason="golongan_mismatch", nip=person.nip, effect="time_in_rank UNKNOWN"
                    )
                else:
                    first["golongan"], first["golonganId"], first["pangkat"] = "NON GOLONGAN", "", ""
                    first.mark(
                        "golongan_unreadable",
                        reason="golongan_unreadable",
                        nip=person.nip,
                        effect="time_in_rank UNKNOWN",
                    )
            wish = person.notes.get("rw_pendidikan")
            if wish:
                row = self.answer("rw_pendidikan", person).rows[0]
                if wish == "tgl_lulus_unreadable":
                    row["tglLulus"] = "00-00-1999"
                    reason = "date_unreadable"
                else:
                    row["tkPendidikanId"] = "38"
                    reason = "code_unknown"
                row.mark(wish, reason=reason, nip=person.nip, effect="education UNKNOWN")
            wish = person.notes.get("ujian")
            if wish:
                bad = Rec(
                    nip=person.nip,
                    jenis="UD1" if wish == "date_unreadable" else "UD3",
                    nomor=f"UD-{person.nip[-9:]}-X",
                    tanggal_lulus="2022-02-31" if wish == "date_unreadable" else "2022-05-10",
                    jenjang="",
                )
                bad.mark(
                    f"ujian_{wish}",
                    reason="date_unreadable" if wish == "date_unreadable" else "code_unknown",
                    nip=person.nip,
                    effect="ujian_dinas UNKNOWN",
                )
                self.ujian[(person.region, OLDER)].append(bad)

    def profil_asn(self) -> None:
        rng = self.rng
        for p in self.take(3):
            self.profile(p)["NIP BARU"] = float(p.nip)
            self.profile(p).mark("nip_numeric_cell", reason="numeric_identifier", nip=p.nip)
        for p in self.take(2):
            self.profile(p)["NIK"] = float(p.nik)
            self.profile(p).mark("nik_numeric_cell", reason="numeric_identifier", nip=p.nip)
        for p in self.take(2):
            self.profile(p)["NIP BARU"] = f"{float(p.nip):.5E}"
            self.profile(p).mark("nip_scientific", reason="nip_malformed", nip=p.nip)
        for p in self.take(2):
            self.profile(p)["NIP BARU"] = "'" + p.nip[:-1]
            self.profile(p).mark("nip_17_digits", reason="nip_malformed", nip=p.nip)
        for p in self.take(2):
            self.profile(p)["NIP BARU"] = "'" + p.nip[:4] + "0230" + p.nip[8:]
            self.profile(p).mark("nip_birth_30_feb", reason="nip_invalid", nip=p.nip)
        for p in self.take(1):
            self.profile(p)["NIP BARU"] = ""
            self.profile(p).mark("nip_empty", reason="nip_missing", nip=p.nip)
        for p in self.take(3):
            self.profile(p)["TMT GOLONGAN"] = BAD_DATE
            self.profile(p).mark("tmt_golongan_unreadable", reason="date_unreadable", nip=p.nip)
        for p in self.take(2):
            self.profile(p)["JENIS JABATAN ID"] = "9"
            self.profile(p).mark("jenis_jabatan_unknown", reason="code_unknown", nip=p.nip)
        for p in self.take(2):
            self.profile(p)["TINGKAT PENDIDIKAN ID"] = "99"
            self.profile(p).mark("tingkat_pendidikan_unknown", reason="code_unknown", nip=p.nip)
        for p in self.take(1):
            self.profile(p)["KEDUDUKAN HUKUM ID"] = "X1"
            self.profile(p).mark("kedudukan_unknown", reason="code_unknown", nip=p.nip)
        # in the first extract: no older row can stand in
        early = [p for p in self.free if p.cpns < date(2024, 1, 1)]
        for number, p in enumerate(self.take(3, lambda p: p in early and p.kind == "PNS")):
            row = self.profile(p, SNAPSHOTS[0])
            if number == 0:
                row["NIP BARU"] = float(p.nip)
                row.mark("nip_numeric_cell", reason="numeric_identifier", nip=p.nip)
            else:
                row["TMT GOLONGAN"] = BAD_DATE
                row.mark("tmt_golongan_unreadable", reason="date_unreadable", nip=p.nip)
        for p in self.take(2):
            rows = self.profil[(p.region, NEWEST)]
            twin = self.profile(p).twin()
            rows.append(twin.mark("row_twice_identical", nip=p.nip, effect="duplicate"))
        for p in self.take(2):
            rows = self.profil[(p.region, NEWEST)]
            twin = Rec(self.profile(p))
            twin["UNOR NAMA"], twin["UNOR ID"] = "Sekretariat", ""
            self.profile(p).mark("row_twice_conflict", reason="key_conflict", nip=p.nip)
            rows.append(twin.mark("row_twice_conflict", reason="key_conflict", nip=p.nip))
        for p in self.take(
            3, lambda p: p.role == "pelaksana" and p.ranks[-1].gol < codes.TOP[p.level] and p.ranks[-1].tmt.year < 2024
        ):
            empty = int(p.nip[-1]) % 2 == 0
            for day in SNAPSHOTS:
                row = self.profile(p, day)
                above = p.ranks[-1].gol + 1
                row["GOL AKHIR ID"], row["GOL AKHIR NAMA"] = codes.GOLONGAN_ID[above], codes.GOLONGAN[above]
                row["TMT GOLONGAN"] = "" if empty else "01-04-2023"
                row.mark("gol_akhir_above_rw_golongan", nip=p.nip, effect="time_in_rank UNKNOWN (rank unknown)")
        for p in self.take(3):
            row = self.profile(p)
            for column in ("UNOR ID", "UNOR NAMA"):
                row[column] = ""
            row.mark("unit_empty", nip=p.nip, effect="unit null")
        # harmless: other spellings, anyone
        everyone = [r for (_, d), rows in self.profil.items() if d == NEWEST for r in rows if r.plain]
        for number, row in enumerate(rng.sample(everyone, self.n(12))):
            nip = str(row["NIP BARU"]).strip("'")
            parts = (nip[:8], nip[8:14], nip[14], nip[15:])
            row["NIP BARU"] = [" ".join(parts), ".".join(parts), f"'{nip} ", f"{NBSP}{nip}", nip][number % 5]
            row.mark("nip_spelling", nip=nip, effect="read")
        ranked = [r for r in everyone if r.plain and r["STATUS CPNS PNS"] == "P" and r["GOL AKHIR NAMA"] in G]
        for number, row in enumerate(rng.sample(ranked, self.n(24))):
            row["GOL AKHIR NAMA"] = GOLONGAN_SPELLINGS[number % len(GOLONGAN_SPELLINGS)](G[row["GOL AKHIR NAMA"]])
            row.mark("golongan_spelling", nip=row["NIP BARU"].strip("'"), effect="read")
        pppk = [r for r in everyone if r.plain and r["JENIS PEGAWAI NAMA"] == "PPPK" and r["GOL AKHIR ID"]]
        for row in rng.sample(pppk, self.n(6)):
            row["GOL AKHIR NAMA"] = row["GOL AKHIR ID"]
            row.mark("pppk_golongan_arabic", nip=row["NIP BARU"].strip("'"), effect="read")
        part = [r for r in everyone if r.plain and r["JENIS PEGAWAI NAMA"] == "PPPK Paruh Waktu"]
        for row in rng.sample(part, min(len(part), self.n(6))):
            row["GOL AKHIR NAMA"] = row["GOL AWAL NAMA"] = row["TMT GOLONGAN"] = "-"
            row.mark("placeholder", nip=row["NIP BARU"].strip("'"), effect="read as empty")
        for number, row in enumerate(rng.sample([r for r in everyone if r.plain and r["TMT JABATAN"]], self.n(6))):
            d, m, y = row["TMT JABATAN"].split("-")
            row["TMT JABATAN"] = f"{d}/{m}/{y}" if number % 2 else f"{y}-{m}-{d}"
            row.mark("date_other_form", nip=row["NIP BARU"].strip("'"), effect="read, day before month")
        for number, row in enumerate(rng.sample([r for r in everyone if r.plain and r["GELAR BELAKANG"]], self.n(20))):
            row["NAMA"] = [
                f"{row['NAMA']}, {row['GELAR BELAKANG']}",
                f"Ir. {row['NAMA']}, {row['GELAR BELAKANG']}, M.M.",
                f"{row['NAMA']} {row['GELAR BELAKANG']}",
            ][number % 3]
            row.mark("titles_in_name", nip=row["NIP BARU"].strip("'"), effect="name without titles")
        for number, row in enumerate(
            rng.sample([r for r in everyone if r.plain and " " in r["UNOR NAMA"]], self.n(25))
        ):
            row["UNOR NAMA"] = [
                row["UNOR NAMA"].replace(" ", "  ", 1),
                row["UNOR NAMA"].replace(" ", NBSP, 1),
                row["UNOR NAMA"] + " ",
            ][number % 3]
            row.mark("unit_whitespace", nip=row["NIP BARU"].strip("'"), effect="same unit")

    def rw_golongan(self) -> None:
        rng = self.rng
        for p in self.take(8, self.has("rw_golongan")):
            rows = self.answer("rw_golongan", p).rows
            rows.append(rows[-1].twin().mark("id_twice_identical", nip=p.nip, effect="duplicate"))
        for p in self.take(3, lambda p: p.role == "fungsional" and self.has("rw_golongan")(p)):
            rows = self.answer("rw_golongan", p).rows
            twin = Rec(rows[-1])
            twin["skNomor"], twin["skTanggal"] = "823/1/KOREKSI", "02-01-2020"
            rows[-1].mark("id_twice_conflict", reason="key_conflict", nip=p.nip)
            rows.append(twin.mark("id_twice_conflict", reason="key_conflict", nip=p.nip))
        for p in self.take(2, self.has("rw_golongan")):
            row = self.answer("rw_golongan", p).rows[0]
            row["nipBaru"] = p.nip[:15] + f"{(int(p.nip[15:]) + 1) % 1000:03d}"
            row.mark("other_number_inside", reason="nip_mismatch", nip=p.nip)
        for p in self.take(2, self.has("rw_golongan")):
            row = self.answer("rw_golongan", p).rows[0]
            row["id"] = ""
            row.mark("id_empty", reason="key_missing", nip=p.nip)
        for p in self.take(2, lambda p: p.role == "pelaksana" and len(p.ranks) > 1 and self.has("rw_golongan")(p)):
            rows = self.answer("rw_golongan", p).rows
            lower = Rec(rows[-1])
            index = p.ranks[-1].gol - 1
            lower.update(
                id=lower["id"][:-4] + "00cc",
                golonganId=codes.GOLONGAN_ID[index],
                golongan=codes.GOLONGAN[index],
                pangkat=codes.PANGKAT[index],
            )
            rows.append(lower.mark("two_ranks_one_day", nip=p.nip, effect="the higher rank counts"))
        rows = [r for r in self.rows("rw_golongan") if r.plain and r["golongan"] in G]
        for number, row in enumerate(rng.sample(rows, self.n(40))):
            if number % 2:
                row["golongan"] = GOLONGAN_SPELLINGS[number // 2 % len(GOLONGAN_SPELLINGS)](G[row["golongan"]])
                row.mark("golongan_spelling", nip=row["nipBaru"], effect="read")
            else:
                y, m, d = row["tmtGolongan"][:10].split("-")
                row["tmtGolongan"] = f"{d}-{m}-{y}"
                row.mark("date_other_form", nip=row["nipBaru"], effect="read")

    def rw_jabatan(self) -> None:
        rng = self.rng
        for p in self.take(3, self.has("rw_jabatan", 2)):
            row = self.answer("rw_jabatan", p).rows[-1]
            row["tmtJabatan"] = ""
            row.mark("tmt_jabatan_empty", reason="required_missing", nip=p.nip)
        for p in self.take(2, self.has("rw_jabatan")):
            row = self.answer("rw_jabatan", p).rows[-1]
            row["jenisJabatan"] = "7"
            row.mark("jenis_jabatan_unknown", reason="code_unknown", nip=p.nip)
        for p in self.take(2, self.has("rw_jabatan")):
            row = self.answer("rw_jabatan", p).rows[0]
            row["tanggalSk"] = "31-04-2019"
            row.mark("tanggal_sk_unreadable", reason="date_unreadable", nip=p.nip)
        for p in self.take(10, self.has("rw_jabatan")):
            rows = self.answer("rw_jabatan", p).rows
            again = Rec(rows[-1])
            again["id"], again["namaUnor"] = again["id"][:-4] + "00aa", again["namaUnor"].upper()
            again["nomorSk"] = again["nomorSk"][:-4] + "2011"
            rows.append(again.mark("one_decree_twice", nip=p.nip, effect="used; same post"))
        rows = [r for r in self.rows("rw_jabatan") if r.plain]
        for number, row in enumerate(rng.sample(rows, self.n(40))):
            row["unorNama"] = [row["unorNama"].replace(" ", "  ", 1), row["unorNama"].replace(" ", NBSP, 1)][number % 2]
            row.mark("unit_whitespace", nip=row["nipBaru"], effect="same unit")

    def rw_pendidikan(self) -> None:
        for p in self.take(3, self.has("rw_pendidikan", 3)):
            row = self.answer("rw_pendidikan", p).rows[1]
            row["tglLulus"] = "00-00-1999"
            row.mark("tgl_lulus_unreadable", reason="date_unreadable", nip=p.nip)
        for p in self.take(2, self.has("rw_pendidikan", 3)):
            row = self.answer("rw_pendidikan", p).rows[-1]
            row["tkPendidikanId"] = "38"
            row.mark("tingkat_pendidikan_unknown", reason="code_unknown", nip=p.nip)
        for p in self.take(3, self.has("rw_pendidikan")):
            rows = self.answer("rw_pendidikan", p).rows
            rows.append(rows[-1].twin().mark("id_twice_identical", nip=p.nip, effect="duplicate"))

    def rw_hukdis(self) -> None:
        def punished(p: Person) -> bool:
            return self.has("rw_hukdis")(p)

        for number, p in enumerate(self.take(12, lambda p: p.role in ("pelaksana", "fungsional") and not punished(p))):
            answer = self.answer("rw_hukdis", p)
            base = {
                "rwHukumanDisiplin": "",
                "golongan": codes.GOLONGAN_ID[p.ranks[-1].gol],
                "kedudukanHukum": "01",
                "pnsOrang": p.pns_id,
                "skNomor": f"887/{number}/BKPSDM/2024",
                "skTanggal": "10-07-2024",
                "hukumanTanggal": "01-08-2024",
                "masaTahun": "1",
                "masaBulan": "0",
                "akhirHukumTanggal": "01-08-2025",
                "nomorPp": "PP 94 TAHUN 2021",
                "golonganLama": "",
                "skPembatalanNomor": "",
                "skPembatalanTanggal": "",
                "alasanHukumanDisiplin": "",
                "alasanHukumanDisiplinNama": "",
                "path": None,
                "keterangan": "",
            }
            row = Rec(
                {"id": f"8ae48hukdis{p.nip}"} | base,
                jenisHukuman="25",
                jenisHukumanNama=codes.HUKUMAN["25"][0],
                jenisTingkatHukumanId="S",
            )
            kind = number % 6
            if kind == 0:
                row["hukumanTanggal"] = ""
                row.mark("heavy_without_start", reason="required_missing", nip=p.nip, effect="discipline UNKNOWN")
            elif kind == 1:
                row["skPembatalanNomor"], row["skPembatalanTanggal"] = "887/BATAL/2024", "15-12-2024"
                row.mark("annulled", nip=p.nip, effect="counts until 2024-12-15")
            elif kind == 2:
                row["jenisTingkatHukumanId"] = ""
                row.mark("level_from_kind", nip=p.nip, effect="level S by the code list")
            elif kind == 3:
                row["jenisTingkatHukumanId"], row["jenisHukuman"] = "", "77"
                row.mark("level_unknown", reason="code_unknown", nip=p.nip, effect="discipline UNKNOWN")
            elif kind == 4:
                row.update(
                    jenisTingkatHukumanId="R",
                    jenisHukuman="2",
                    jenisHukumanNama=codes.HUKUMAN["2"][0],
                    hukumanTanggal=BAD_DATE,
                    akhirHukumTanggal="99-99-2020",
                    masaTahun="",
                    masaBulan="",
                )
                row.mark("light_punishment_bad_dates", nip=p.nip, effect="used; level R never blocks")
            else:
                end = Rec(row)
                end.update(
                    id=row["id"] + "end",
                    jenisHukuman="12",
                    jenisHukumanNama=codes.HUKUMAN["12"][0],
                    jenisTingkatHukumanId="B",
                    hukumanTanggal="01-02-2025",
                    masaTahun="",
                    akhirHukumTanggal="",
                    skTanggal="25-01-2025",
                )
                answer.rows.append(
                    end.mark("ends_the_one_before", nip=p.nip, effect="no punishment; ends the other on 2025-02-01")
                )
            answer.rows.insert(0, row)
            answer.outcome = "rows"

    def appraisals(self) -> None:
        rng = self.rng
        for p in self.take(3, self.has("rw_skp22", 2)):
            row = self.answer("rw_skp22", p).rows[-1]
            row["KuadranKinerjaNilai"] = "4" if row["KuadranKinerjaNilai"] != "4" else "2"
            row.mark("predikat_text_against_code", reason="rating_conflict", nip=p.nip)
        for p in self.take(2, self.has("rw_skp22", 2)):
            row = self.answer("rw_skp22", p).rows[-1]
            for key in (
                "hasilKinerja",
                "hasilKinerjaNilai",
                "kuadranKinerja",
                "KuadranKinerjaNilai",
                "perilakuKerja",
                "PerilakuKerjaNilai",
            ):
                row[key] = ""
            row.mark("no_rating_at_all", reason="required_missing", nip=p.nip)
        for p in self.take(1, self.has("rw_skp22", 2)):
            row = self.answer("rw_skp22", p).rows[0]
            row["tahun"] = "20222"
            row.mark("year_unreadable", reason="year_unreadable", nip=p.nip)
        for p in self.take(2, self.has("rw_skp22", 2)):
            row = self.answer("rw_skp22", p).rows[-1]
            row["kuadranKinerja"], row["KuadranKinerjaNilai"] = "ISTIMEWA SEKALI", ""
            row.mark("predikat_unknown", reason="code_unknown", nip=p.nip)
        for p in self.take(4, self.has("rw_skp22")):
            rows = self.answer("rw_skp22", p).rows
            rows.append(rows[-1].twin().mark("id_twice_identical", nip=p.nip, effect="duplicate"))
        spelled = {
            "BAIK": ["Baik", "BAIK ", "baik"],
            "SANGAT BAIK": ["Sangat Baik", "SANGAT  BAIK"],
            "BUTUH PERBAIKAN": ["BUTUH PERBAIKAN/CUKUP", "CUKUP"],
            "KURANG": ["MISCONDUCT", "Misonduct", "KURANG/MISCONDUCT"],
        }
        ratings = {
            "SESUAI ESPEKTASI": ["SESUAI EKSPEKTASI", "Sesuai Ekspektasi"],
            "DIATAS ESPEKTASI": ["DI ATAS EKSPEKTASI", "Diatas Ekspektasi"],
            "DIBAWAH ESPEKTASI": ["DI BAWAH EKSPEKTASI", "DIBAWAH EKSPEKTASI"],
        }
        rows = [r for r in self.rows("rw_skp22") if r.plain]
        owner = {p.pns_id: p.nip for p in self.people.values()}
        for number, row in enumerate(rng.sample(rows, self.n(200))):
            row["kuadranKinerja"] = rng.choice(spelled.get(row["kuadranKinerja"], [row["kuadranKinerja"]]))
            row["hasilKinerja"] = rng.choice(ratings[row["hasilKinerja"]])
            if number % 3 == 0:
                row["perilakuKerja"] = rng.choice(ratings[row["perilakuKerja"]])
            if number % 7 == 0:
                row["hasilKinerjaNilai"] = row["PerilakuKerjaNilai"] = row["KuadranKinerjaNilai"] = ""
            row.mark("rating_spelling", nip=owner[row["pnsDinilaiId"]], effect="read")
        good = [
            r
            for r in rows
            if r.plain
            and r["kuadranKinerja"] == "BAIK"
            and r["hasilKinerja"].startswith("DIATAS")
            and r["perilakuKerja"].startswith("SESUAI")
        ]
        for row in rng.sample(good, min(len(good), self.n(10))):
            row["kuadranKinerja"], row["KuadranKinerjaNilai"] = "SANGAT BAIK", "1"
            row.mark(
                "predikat_not_the_matrix_same_side",
                nip=owner[row["pnsDinilaiId"]],
                effect="gate passes; conflict reported",
            )
        for p in self.take(2, self.has("rw_skp")):
            row = self.answer("rw_skp", p).rows[-1]
            row["nilaiSkp"] = "delapan puluh"
            row.mark("score_in_words", reason="number_unreadable", nip=p.nip)
        rows = [r for r in self.rows("rw_skp") if r.plain]
        for row in rng.sample(rows, self.n(30)):
            for key in ("nilaiSkp", "orientasiPelayanan", "komitmen", "nilaiPrestasiKerja", "nilaiIntegrasi"):
                row[key] = row[key].replace(".", ",")
            row.mark("decimal_comma", nip=owner[row["pns"]], effect="read")

    def rw_kursus(self) -> None:
        rng = self.rng
        for p in self.take(3, self.has("rw_kursus")):
            row = self.answer("rw_kursus", p).rows[0]
            row["jumlahJam"] = "dua puluh"
            row.mark("hours_in_words", reason="number_unreadable", nip=p.nip)
        for p in self.take(2, self.has("rw_kursus")):
            row = self.answer("rw_kursus", p).rows[0]
            row["tanggalSelesaiKursus"] = "30-02-2025"
            row.mark("end_date_unreadable", reason="date_unreadable", nip=p.nip)
        for p in self.take(2, self.has("rw_kursus")):
            row = self.answer("rw_kursus", p).rows[0]
            row["jenisDiklatId"] = "77"
            row.mark("jenis_diklat_unknown", reason="code_unknown", nip=p.nip)
        for p in self.take(4, self.has("rw_kursus")):
            rows = self.answer("rw_kursus", p).rows
            again = Rec(rows[0])
            again["id"] = again["id"][:-4] + "00bb"
            rows.append(again.mark("one_certificate_twice", nip=p.nip, effect="one training; JP counted once"))
        for p in self.take(3, self.has("rw_kursus")):
            rows = self.answer("rw_kursus", p).rows
            rows.append(rows[-1].twin().mark("id_twice_identical", nip=p.nip, effect="duplicate"))
        rows = [r for r in self.rows("rw_kursus") if r.plain]
        for row in rng.sample(rows, self.n(120)):
            row["jumlahJam"] = ""
            row.mark("hours_empty", nip=row["nipBaru"], effect="JP null, not 0")

    def exam_list(self) -> None:
        lists = self.ujian
        for p in self.take(2, lambda p: p.kind == "PNS"):
            row = Rec(
                nip=p.nip[:17], jenis="UKOM", nomor=f"UKOM-2024-{p.nip[-6:]}", tanggal_lulus="2024-09-12", jenjang="MU"
            )
            lists[(p.region, OLDER)].append(row.mark("nip_17_digits", reason="nip_malformed", nip=p.nip))
        for (_, day), rows in list(lists.items()):
            if day != OLDER:
                continue
            clean = [r for r in rows if r.plain and not self.people[r["nip"]].cohort]
            if clean:
                rows.append(clean[0].twin().mark("nomor_twice_identical", nip=clean[0]["nip"], effect="duplicate"))
        for region in sorted({r for r, _ in lists}):
            clean = [r for r in lists[(region, OLDER)] if r.plain and r["jenis"] == "UKOM"]
            if clean:
                fixed = Rec(clean[-1])
                fixed["tanggal_lulus"] = date.fromisoformat(fixed["tanggal_lulus"]).replace(day=28).isoformat()
                clean[-1].mark("corrected_later", nip=fixed["nip"], effect="superseded")
                lists[(region, NEWEST)].append(fixed.mark("corrects_earlier", nip=fixed["nip"], effect="used"))

    def gateway(self) -> None:
        """Error lines and numbers never asked, outside the cohorts; older answers that a newer one replaces."""
        for dataset, count in (
            ("rw_golongan", 2),
            ("rw_jabatan", 2),
            ("rw_pendidikan", 2),
            ("rw_skp22", 2),
            ("rw_skp", 1),
            ("rw_kursus", 2),
        ):
            for p in self.take(count, self.has(dataset)):
                answer = self.answer(dataset, p)
                answer.rows, answer.outcome = [], "error"
                answer.marks.append(
                    {"kind": "error_answer", "expected_reason": "error_answer", "expected_effect": None, "nip": p.nip}
                )
        self.older_answers()
        for dataset, count in (("rw_jabatan", 3), ("rw_pendidikan", 3), ("rw_skp22", 2), ("rw_kursus", 3)):
            for p in self.take(count, self.has(dataset)):
                for day in (NEWEST, OLDER):
                    lines = self.answers[(dataset, p.region, day)]
                    lines[:] = [a for a in lines if a.nip != p.nip]
                self.facts.append(
                    {
                        "kind": "never_asked",
                        "dataset": dataset,
                        "nip": p.nip,
                        "file": None,
                        "row": None,
                        "item": None,
                        "expected_reason": None,
                        "expected_effect": "no answer: the profile stands in, or UNKNOWN",
                    }
                )

    def older(self, dataset: str, person: Person) -> Answer:
        """The person's answer in the older pull; made from the newest one if there was none."""
        found = self._answer.get((dataset, OLDER, person.nip))
        if found is None:
            found = Answer(person.nip, [Rec(r) for r in self.answer(dataset, person).rows])
            self._answer[(dataset, OLDER, person.nip)] = found
            self.answers[(dataset, person.region, OLDER)].append(found)
        return found

    def older_answers(self) -> None:
        """What an older pull said otherwise, what only it says, and a retry inside one file."""
        for p in self.take(4, self.has("rw_skp22", 2)):
            row = self.older("rw_skp22", p).rows[-1]
            row["tahun"] = "dua ribu"
            row.mark("bad_row_superseded", reason="year_unreadable", nip=p.nip, effect="superseded by the newer answer")
        for p in self.take(3, self.has("rw_skp22", 2)):
            row = self.older("rw_skp22", p).rows[-1]
            row.update(
                hasilKinerja="SESUAI ESPEKTASI",
                hasilKinerjaNilai="2",
                perilakuKerja="DIBAWAH ESPEKTASI",
                PerilakuKerjaNilai="3",
                kuadranKinerja="KURANG",
                KuadranKinerjaNilai="4",
            )
            row.mark("older_answer_differs", nip=p.nip, effect="superseded; the newer predikat counts")
        for p in self.take(3, lambda p: p.role in ("pelaksana", "fungsional") and not self.has("rw_hukdis")(p)):
            old = self.older("rw_hukdis", p)
            row = Rec(
                {
                    "id": f"8ae48dicabut{p.nip}",
                    "rwHukumanDisiplin": "",
                    "golongan": "",
                    "kedudukanHukum": "01",
                    "jenisHukuman": "25",
                    "pnsOrang": p.pns_id,
                    "skNomor": "887/9/BKPSDM/2025",
                    "skTanggal": "12-12-2025",
                    "hukumanTanggal": "01-01-2026",
                    "masaTahun": "1",
                    "masaBulan": "0",
                    "akhirHukumTanggal": "01-01-2027",
                    "nomorPp": "PP 94 TAHUN 2021",
                    "golonganLama": "",
                    "skPembatalanNomor": "",
                    "skPembatalanTanggal": "",
                    "alasanHukumanDisiplin": "",
                    "alasanHukumanDisiplinNama": "",
                    "jenisHukumanNama": codes.HUKUMAN["25"][0],
                    "path": None,
                    "keterangan": "",
                    "jenisTingkatHukumanId": "S",
                }
            )
            old.rows.append(
                row.mark(
                    "older_answer_differs", nip=p.nip, effect="superseded by the newer empty answer: no punishment"
                )
            )
            old.outcome = "rows"
        for p in self.take(3, self.has("rw_golongan")):
            self.older("rw_golongan", p)
            lines = self.answers[("rw_golongan", p.region, NEWEST)]
            lines.remove(self.answer("rw_golongan", p))
            self.facts.append(
                {
                    "kind": "only_an_older_answer",
                    "dataset": "rw_golongan",
                    "nip": p.nip,
                    "file": None,
                    "row": None,
                    "item": None,
                    "expected_reason": None,
                    "expected_effect": "the older answer stands",
                }
            )
        for p in self.take(2, lambda p: p.role == "pelaksana"):
            self.older("rw_hukdis", p)
            answer = self.answer("rw_hukdis", p)
            answer.rows, answer.outcome = [], "error"
            answer.marks.append(
                {
                    "kind": "error_after_a_good_answer",
                    "expected_reason": "error_answer",
                    "nip": p.nip,
                    "expected_effect": "discipline UNKNOWN: the error is newer than the answer",
                }
            )
        for p in self.take(2, lambda p: p.role == "pelaksana" and self.has("rw_golongan")(p)):
            lines = self.answers[("rw_golongan", p.region, NEWEST)]
            failed = Answer(p.nip, [], "error")
            failed.marks.append(
                {
                    "kind": "error_then_retried",
                    "expected_reason": "error_answer",
                    "nip": p.nip,
                    "expected_effect": "superseded by the good answer later in the file",
                }
            )
            lines.insert(lines.index(self.answer("rw_golongan", p)), failed)
