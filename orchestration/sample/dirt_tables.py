"""Deliberate dirt in the datasets of work units, credit, multi-rater, training and recruitment; see `dirt.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from orchestration.sample.dirt import BAD_DATE, NBSP, NEWEST, OLDER, Dirt
from orchestration.sample.people import guid
from orchestration.sample.population import SNAPSHOTS
from orchestration.sample.posts import UNFILLED
from orchestration.sample.records import Rec

# dataset, region, day -> rows
Tables = dict[tuple[str, str, date], list[Rec]]


class TableDirt:
    """Carries on where `Dirt` ended: the same people may not be hit twice."""

    def __init__(self, dirt: Dirt, tables: Tables) -> None:
        self.dirt, self.tables, self.rng = dirt, tables, dirt.rng

    def apply(self) -> None:
        self.angkakredit()
        self.answers()
        self.accepted()
        self.rekap_skp()
        self.ratings()
        self.feedback()
        self.diary()
        self.rekap_pelatihan()
        self.units()
        self.posts()
        self.recruitment()
        self.gateway()
        self.order_of_days()
        self.identity()

    # --- choosing ----------------------------------------------------------------------------------------------------
    def of(self, dataset: str) -> Iterator[tuple[tuple[str, str, date], list[Rec]]]:
        for key, rows in self.tables.items():
            if key[0] == dataset:
                yield key, rows

    def lists(self, dataset: str) -> list[tuple[list[Rec], Rec]]:
        """(list, row) of every row that nothing was done to."""
        return [(rows, row) for _, rows in self.of(dataset) for row in rows if row.plain]

    def sample(
        self, dataset: str, count: int, fits: Callable[[Rec], bool] = lambda r: True
    ) -> list[tuple[list[Rec], Rec]]:
        found = [(rows, row) for rows, row in self.lists(dataset) if fits(row)]
        return self.rng.sample(found, min(len(found), self.dirt.n(count)))

    def ordinary(self, nip: str) -> bool:
        person = self.dirt.people.get(nip)
        return person is not None and not person.cohort and person.role != "struktural"

    def spoil(self, dataset: str, count: int, key: str, value: str, kind: str, reason: str, who: str = "",
              fits: Callable[[Rec], bool] = lambda r: True) -> None:  # fmt: skip
        """Put an unusable value into some rows; `who` is the column of the person's number, then only ordinary people."""
        ok = (lambda r: self.ordinary(r[who]) and fits(r)) if who else fits
        for _, row in self.sample(dataset, count, ok):
            nip = row[who] if who else None
            row[key] = value
            row.mark(kind, reason=reason, nip=nip)

    def respell(self, dataset: str, count: int, key: str, spell: Callable[[str, int], str], kind: str, who: str = "",
                fits: Callable[[Rec], bool] = lambda r: True, effect: str = "read") -> None:  # fmt: skip
        for number, (_, row) in enumerate(self.sample(dataset, count, lambda r: bool(r[key]) and fits(r))):
            nip = row[who] if who else None
            row[key] = spell(row[key], number)
            row.mark(kind, effect=effect, nip=nip)

    def double(self, dataset: str, count: int, who: str = "", change: tuple[str, str] | None = None,
               fits: Callable[[Rec], bool] = lambda r: True) -> None:  # fmt: skip
        """The same row once more, or with another value (then both are bad)."""
        ok = (lambda r: self.ordinary(r[who]) and fits(r)) if who and change else fits
        for rows, row in self.sample(dataset, count, ok):
            nip = row[who] if who else None
            twin = row.twin()
            if change:
                twin[change[0]] = change[1]
                row.mark("key_twice_conflict", reason="key_conflict", nip=nip)
                rows.append(twin.mark("key_twice_conflict", reason="key_conflict", nip=nip))
            else:
                rows.append(twin.mark("row_twice_identical", effect="duplicate", nip=nip))

    # --- what cannot be in its order, and who a person is -----------------------------------------------------------
    def order_of_days(self) -> None:
        """Ends before the beginning, and hours that no clock shows."""
        for _, row in self.sample("kegiatan_harian", 3, lambda r: self.ordinary(r["nip"])):
            row["jam_mulai"] = self.rng.choice(["25:10", "07.75", "pagi"])
            row.mark("hour_unreadable", reason="time_unreadable", nip=row["nip"])
        for _, row in self.sample("seleksi", 2, lambda r: bool(r["tanggal_akhir"])):
            row["tanggal_akhir"] = "2024-08-01"
            row.mark("ends_before_registration", reason="interval_reversed")
        for p in self.dirt.take(2, self.dirt.has("rw_kursus")):
            row = self.dirt.answer("rw_kursus", p).rows[0]
            row["tanggalKursus"], row["tanggalSelesaiKursus"] = "12-06-2023", "02-06-2023"
            row.mark("ends_before_it_begins", reason="interval_reversed", nip=p.nip)

    def identity(self) -> None:
        """Names and numbers that were others in the older exports; a birth date or a sex that is not the number's."""
        dirt = self.dirt
        for p in dirt.take(3, dirt.is_plain_throughout):
            for day in SNAPSHOTS[:-1]:
                row = dirt.profile(p, day)
                row["NAMA"] = f"{row['NAMA'].split()[0]} {'ALFIAN' if p.sex == 'M' else 'ALFIANI'}"
                row.mark("name_before_its_change", nip=p.nip, effect="used; one person, the newest name stands")
        for number, p in enumerate(dirt.take(4, dirt.is_plain_throughout)):
            row = dirt.profile(p)
            if number % 2:
                row["JENIS KELAMIN"] = "F" if row["JENIS KELAMIN"] == "M" else "M"
                row.mark("sex_not_that_of_the_number", nip=p.nip, effect="used as written")
            else:
                day = row["TANGGAL LAHIR"][:2]
                row["TANGGAL LAHIR"] = ("16" if day == "15" else "15") + row["TANGGAL LAHIR"][2:]
                row.mark(
                    "birth_date_not_that_of_the_number", nip=p.nip, effect="used as written; age_limit where it decides"
                )
        for p in dirt.take(2, dirt.is_plain_throughout):
            row = dirt.profile(p, SNAPSHOTS[0])
            wrong = p.nip[:15] + f"{(int(p.nip[15:]) + 57) % 900 + 1:03d}"
            row["NIP BARU"] = f"'{wrong}"
            row.mark(
                "number_before_its_correction",
                nip=p.nip,
                effect="used; one person with the number of today, by the PNS ID",
            )

    # --- kepegawaian, per person -------------------------------------------------------------------------------------
    def angkakredit(self) -> None:
        dirt, dataset = self.dirt, "rw_angkakredit"
        many = dirt.has(dataset, 3)
        for p in dirt.take(3, many):
            row = dirt.answer(dataset, p).rows[-1]
            row["kreditBaruTotal"] = "dua belas koma lima"
            row.mark("credit_in_words", reason="number_unreadable", nip=p.nip)
        for p in dirt.take(2, many):
            row = dirt.answer(dataset, p).rows[-1]
            row["tahunSelesaiPenailan"] = "20255"
            row.mark("year_unreadable", reason="year_unreadable", nip=p.nip)
        for p in dirt.take(2, many):
            row = dirt.answer(dataset, p).rows[-1]
            row["tanggalSk"] = BAD_DATE
            row.mark("tanggal_sk_unreadable", reason="date_unreadable", nip=p.nip)
        for p in dirt.take(3, many):
            rows = dirt.answer(dataset, p).rows
            rows.append(rows[-1].twin().mark("id_twice_identical", nip=p.nip, effect="duplicate"))
        for p in dirt.take(2, many):
            rows = dirt.answer(dataset, p).rows
            other = Rec(rows[-1])
            other["kreditBaruTotal"] = "99.000"
            rows[-1].mark("id_twice_conflict", reason="key_conflict", nip=p.nip)
            rows.append(other.mark("id_twice_conflict", reason="key_conflict", nip=p.nip))

        def annual(row: Rec) -> bool:
            return row["isKonversi"] == "1" and (row["bulanMulaiPenailan"], row["bulanSelesaiPenailan"]) == ("1", "12")

        for p in dirt.take(4, many):
            rows = dirt.answer(dataset, p).rows
            for row in [r for r in rows if annual(r)][-1:]:
                half = Rec(row)
                half.update(id=row["id"][:-4] + "00dd", bulanSelesaiPenailan="6",
                            kreditBaruTotal=f"{float(row['kreditBaruTotal']) / 2:.3f}")  # fmt: skip
                half["kreditUtamaBaru"] = half["kreditBaruTotal"]
                rows.append(half.mark("periodic_beside_annual", nip=p.nip, effect="the annual PAK replaces it"))
        for p in dirt.take(3, many):
            rows = dirt.answer(dataset, p).rows
            for row in [r for r in rows if annual(r)][-1:]:
                row["bulanMulaiPenailan"], row["tahunMulaiPenailan"] = "7", str(int(row["tahunMulaiPenailan"]) - 1)
                row.mark("period_across_years", nip=p.nip, effect="overlaps the PAK before: UNKNOWN where it decides")
        for p in dirt.take(3, many):
            rows = dirt.answer(dataset, p).rows
            rows[-1]["namaJabatan"] = rows[-1]["namaJabatan"].rsplit(" ", 1)[0] + " Utama"
            rows[-1].mark(
                "other_jenjang_in_name", nip=p.nip, effect="conflict; belongs to the jenjang of its last month"
            )
        owner = {p.pns_id: p.nip for p in dirt.people.values()}
        rows = [r for r in dirt.rows(dataset) if r.plain]
        for row in self.rng.sample(rows, min(len(rows), dirt.n(40))):
            for key in ("kreditUtamaBaru", "kreditPenunjangBaru", "kreditBaruTotal"):
                row[key] = row[key].replace(".", ",")
            row.mark("decimal_comma", nip=owner[row["pns"]], effect="read")

    def answers(self) -> None:
        """Awards, leadership training, periodic appraisals."""
        dirt, rng = self.dirt, self.rng
        owner = {p.pns_id: p.nip for p in dirt.people.values()}
        for p in dirt.take(2, dirt.has("rw_penghargaan")):
            row = dirt.answer("rw_penghargaan", p).rows[0]
            row["hargaId"], row["hargaNama"] = "777", "PIAGAM"
            row.mark("award_unknown", reason="code_unknown", nip=p.nip)
        for p in dirt.take(2, dirt.has("rw_penghargaan")):
            row = dirt.answer("rw_penghargaan", p).rows[0]
            row["skDate"] = "17-08-20I6"
            row.mark("sk_date_unreadable", reason="date_unreadable", nip=p.nip)
        for p in dirt.take(2, dirt.has("rw_penghargaan")):
            rows = dirt.answer("rw_penghargaan", p).rows
            rows.append(rows[-1].twin().mark("id_twice_identical", nip=p.nip, effect="duplicate"))
        rows = [r for r in dirt.rows("rw_diklat") if r.plain]
        for number, row in enumerate(rng.sample(rows, min(len(rows), dirt.n(8)))):
            if number % 2:
                row["jumlahJam"] = ""
                row.mark("hours_empty", nip=row["nipBaru"], effect="JP null, not 0")
            else:
                row["tanggal"] = "01-01-0001"
                row.mark("start_not_known", nip=row["nipBaru"], effect="no start date")
        for p in dirt.take(2, dirt.has("rw_kinerjaperiodik")):
            row = dirt.answer("rw_kinerjaperiodik", p).rows[-1]
            row["hasilKinerjaNilai"] = {"1": "3", "2": "1", "3": "1"}[row["hasilKinerjaNilai"]]
            row.mark("reversed_scale", reason="rating_conflict", nip=p.nip)
        for p in dirt.take(2, dirt.has("rw_kinerjaperiodik")):
            row = dirt.answer("rw_kinerjaperiodik", p).rows[-1]
            row["tahun"] = "2O25"
            row.mark("year_unreadable", reason="year_unreadable", nip=p.nip)
        rows = [r for r in dirt.rows("rw_kinerjaperiodik") if r.plain]
        for row in rng.sample(rows, min(len(rows), dirt.n(30))):
            row["hasilKinerja"] = {
                "SES": "SESUAI EKSPEKTASI",
                "DIA": "Di Atas Ekspektasi",
                "DIB": "DIBAWAH EKSPEKTASI",
            }[row["hasilKinerja"][:3]]
            row.mark("rating_spelling", nip=owner[row["pnsDinilaiId"]], effect="read")

    # --- e_kinerja -----------------------------------------------------------------------------------------------------
    def rekap_skp(self) -> None:
        name, who = "rekap_skp", "NIP"
        annual = lambda r: r["Periode"] == "Tahunan"  # noqa: E731
        for _, row in self.sample(name, 3, lambda r: self.ordinary(r[who])):
            nip, row[who] = row[who], float(row[who])
            row.mark("nip_numeric_cell", reason="numeric_identifier", nip=nip)
        for _, row in self.sample(name, 2, lambda r: isinstance(r[who], str) and self.ordinary(r[who])):
            nip, row[who] = row[who], row[who][:-1]
            row.mark("nip_17_digits", reason="nip_malformed", nip=nip)
        text = lambda r: isinstance(r[who], str) and r.plain  # noqa: E731
        self.spoil(name, 3, "Predikat Kinerja", "Istimewa Sekali", "predikat_unknown", "code_unknown", who, text)
        self.spoil(name, 2, "Tahun", "dua ribu", "year_unreadable", "year_unreadable", who, text)
        self.double(name, 5, who, fits=text)
        self.double(name, 3, who, ("Predikat Kinerja", "Sangat Kurang"), lambda r: text(r) and annual(r))
        self.respell(name, 40, "Rating Hasil Kerja", lambda v, n: [v.upper(), v.replace("Ekspektasi", "ESPEKTASI"),
                     v.replace("Di Atas", "Diatas").replace("Di Bawah", "DIBAWAH") + " "][n % 3], "rating_spelling", who)  # fmt: skip
        self.respell(name, 30, "Predikat Kinerja", lambda v, n: {
            "Baik": ["BAIK", "baik "][n % 2], "Butuh Perbaikan": "Butuh Perbaikan/Cukup", "Kurang": "Kurang/Misonduct",
        }.get(v, v.upper()), "rating_spelling", who)  # fmt: skip
        self.respell(name, 12, who, lambda v, n: [f"'{v}", f"{v[:8]} {v[8:14]} {v[14]} {v[15:]}", f"{v} "][n % 3],
                     "nip_spelling", who, text)  # fmt: skip
        self.respell(name, 20, "Unit Kerja", lambda v, n: [v.replace(" & ", " DAN ").upper(), v.replace(" ", "  ", 1),
                     v.replace(" - ", " pada ")][n % 3], "unit_spelling", who, text, "same unit")  # fmt: skip
        for (_, region, day), rows in self.of(name):
            if region == "kota_sawahlunto" and day == OLDER:
                foot = Rec(dict.fromkeys(rows[0], ""))
                foot[who] = "Dicetak dari aplikasi e-Kinerja, bukan dokumen resmi"
                rows.append(foot.mark("footnote_row", reason="footnote"))

    def ratings(self) -> None:
        name, who = "penilaian_360", "nip_dinilai"
        self.spoil(name, 4, "skor", "delapan", "score_in_words", "number_unreadable", who)
        for _, row in self.sample(name, 3, lambda r: self.ordinary(r[who])):
            row["skor"] = self.rng.choice(["180", "-3", "101"])
            row.mark("score_off_the_scale", reason="number_out_of_range", nip=row[who])
        self.spoil(name, 3, "peran_penilai", "TETANGGA", "rater_role_unknown", "code_unknown", who)
        self.respell(name, 8, "peran_penilai", lambda v, n: v.title() if n % 2 else v.lower(), "role_spelling", who)
        self.respell(name, 8, "nilai_dasar", lambda v, n: v.upper() + " " * (n % 2), "value_spelling", who)
        self.double(name, 4, who)
        self.double(name, 3, who, ("skor", "1"), lambda r: r["skor"] != "1")
        for _, row in self.sample(name, 2, lambda r: self.ordinary(r[who])):
            nip, row[who] = row[who], row[who][:17]
            row.mark("nip_17_digits", reason="nip_malformed", nip=nip)

    def feedback(self) -> None:
        name, who = "umpan_balik", "nip"
        # the person of a spoiled objection had better be one whose appraisals nobody counts on
        self.spoil(name, 1, "tanggal_ajukan", "2025-02-30", "filed_unreadable", "date_unreadable", who)
        self.spoil(name, 1, "jenis", "SANGGAHAN", "feedback_kind_unknown", "code_unknown", who)
        self.respell(name, 2, "jenis", lambda v, n: v.lower().replace("_", " ") if n % 2 else v.title(), "kind_spelling", who,
                     lambda r: self.ordinary(r[who]))  # fmt: skip

    def accepted(self) -> None:
        """Objections decided between the two pulls, and accepted: the older answer tells the predikat as it was."""
        dirt = self.dirt
        weak = {"BUTUH PERBAIKAN", "KURANG", "SANGAT KURANG"}

        def fits(p: object) -> bool:
            rows = dirt.answer("rw_skp22", p).rows if dirt.has("rw_skp22")(p) else []
            return (
                bool(rows)
                and p.kind == "PNS"
                and rows[-1]["tahun"] == "2025"
                and rows[-1]["kuadranKinerja"] in weak
                and rows[-1].plain
            )

        for p in dirt.take(2, fits):
            row = dirt.answer("rw_skp22", p).rows[-1]
            before = next(r for r in dirt.older("rw_skp22", p).rows if r["id"] == row["id"])
            before.mark("predikat_before_the_objection", nip=p.nip, effect="superseded by the newer answer")
            row.update(hasilKinerja="SESUAI ESPEKTASI", hasilKinerjaNilai="2", perilakuKerja="SESUAI ESPEKTASI",
                       PerilakuKerjaNilai="2", kuadranKinerja="BAIK", KuadranKinerjaNilai="2")  # fmt: skip
            row.mark("predikat_after_the_objection", nip=p.nip, effect="used: the objection was accepted")
            filed = {"nip": p.nip, "tahun": "2025", "jenis": "KEBERATAN", "tanggal_terima": "2026-04-13",
                     "tanggal_ajukan": "2026-04-20", "isi": "Bukti dukung belum dinilai"}  # fmt: skip
            for (_, region, day), rows in self.of("umpan_balik"):
                if region == p.region:
                    rows[:] = [r for r in rows if (r["nip"], r["tahun"]) != (p.nip, "2025")]
                    end = {"tanggal_putus": "", "putusan": ""}
                    if day == NEWEST:
                        end = {"tanggal_putus": "2026-05-18", "putusan": "DITERIMA"}
                    new = Rec({"nip": "", "tahun": ""} | filed | end)
                    rows.append(new.mark("objection_accepted", nip=p.nip, effect="final from 2026-05-18"))
            for _, rows in self.of("rekap_skp"):
                rows[:] = [r for r in rows if (r["NIP"], r["Tahun"], r["Periode"]) != (p.nip, "2025", "Tahunan")]

    def diary(self) -> None:
        name, who = "kegiatan_harian", "nip"
        self.spoil(name, 3, "tanggal", "2026-09-31", "day_unreadable", "date_unreadable", who)
        self.spoil(name, 3, "realisasi", "banyak", "number_in_words", "number_unreadable", who)
        self.respell(
            name, 10, "jam_mulai", lambda v, n: v.replace(":", ".") if n % 2 else v.lstrip("0"), "time_spelling", who
        )
        for _, row in self.sample(name, 4):
            row["jam_mulai"], row["jam_selesai"] = row["jam_selesai"], row["jam_mulai"]
            row.mark("ends_before_it_begins", effect="no duration", nip=row[who])
        self.double(name, 6, who)
        self.double(name, 3, who, ("realisasi", "99"), lambda r: r["realisasi"] != "99")

    # --- pelatihan -----------------------------------------------------------------------------------------------------
    def rekap_pelatihan(self) -> None:
        name, who = "rekap_pelatihan", "ID Pegawai"
        free = lambda r: not r.shared  # noqa: E731
        self.spoil(name, 3, "Tanggal Selesai", "32 August 2024", "end_unreadable", "date_unreadable", who, free)
        self.spoil(name, 3, "Durasi (Jam)", "dua puluh", "hours_in_words", "number_unreadable", who, free)
        self.spoil(name, 2, "Nomor Sertifikat", "belum ada data", "certificate_placeholder", "key_missing", who, free)
        self.double(name, 4, who)
        for _, row in self.sample(name, 2, lambda r: self.ordinary(r[who])):
            nip, row[who] = row[who], float(row[who])
            row.mark("nip_numeric_cell", reason="numeric_identifier", nip=nip)
        text = lambda r: isinstance(r[who], str)  # noqa: E731
        month = {"August": "Agustus", "May": "Mei", "October": "Okt", "March": "Maret", "February": "Februari"}
        self.respell(name, 12, "Tanggal Mulai", lambda v, n: " ".join(month.get(w, w) for w in v.split()),
                     "indonesian_month", who, lambda r: text(r) and r["Tanggal Mulai"].split()[1] in month)  # fmt: skip
        self.respell(
            name, 10, "Durasi (Jam)", lambda v, n: f"{v} JP" if n % 2 else f"{v},0", "hours_spelling", who, text
        )
        for _, row in self.sample(name, 6, lambda r: text(r) and r["Durasi (Jam)"]):
            row["Durasi (Jam)"] = "-"
            row.mark("hours_placeholder", effect="JP null, not 0", nip=row[who])

    # --- units and posts -----------------------------------------------------------------------------------------------
    def units(self) -> None:
        for (_, region, day), rows in self.of("hierarki_unor"):
            if day != NEWEST:
                continue
            leaves = {r["ID"] for r in rows} - {r["ID_ATASAN"] for r in rows}
            chosen = [r for r in self.rng.sample(rows, len(rows)) if r["ID"] in leaves]
            chosen[0]["ID_ATASAN"] = guid("gone " + region)
            chosen[0].mark("parent_not_in_tree", effect="unit without an agency")
            chosen[1]["NAMA_UNOR"] = chosen[1]["NAMA_UNOR"].replace(" ", "  ", 1) + NBSP
            chosen[1].mark("unit_whitespace", effect="same unit")
            chosen[2]["ID"] = chosen[2]["ID"].lower()
            chosen[2].mark("id_lower_case", effect="same unit: ids are compared without case")
            rows.append(chosen[3].twin().mark("row_twice_identical", effect="duplicate"))
            rows.append(Rec(ID="", NAMA_UNOR="SEKSI TANPA KODE", ID_ATASAN=rows[0]["ID"]).mark(
                "id_empty", reason="key_missing"))  # fmt: skip
            left_out = [r for r in chosen[4:] if r.plain][:1]
            for row in left_out:
                rows.remove(row)
                self.dirt.facts.append(
                    {"kind": "unit_not_in_tree", "dataset": "hierarki_unor", "nip": None, "file": None, "row": None,
                     "item": None, "expected_reason": None,
                     "expected_effect": f"{region}: unit {row['ID']} is named by people and not in the tree"}
                )  # fmt: skip

    def posts(self) -> None:
        for (_, region, day), rows in self.of("kebutuhan_jabatan"):
            if day != NEWEST:
                continue
            spare = [r for r in rows if r["jabatan"] in UNFILLED]
            spare[0]["kebutuhan"] = "lima"
            spare[0].mark("need_in_words", reason="number_unreadable")
            spare[1]["jenjang"] = "ZZ"
            spare[1].mark("jenjang_unknown", reason="code_unknown")
            spare[2]["unor_id"] = guid("nowhere " + region)
            spare[2].mark("unit_not_in_tree", effect="unit not matched; counts in the region")
            rows.append(spare[3].twin().mark("row_twice_identical", effect="duplicate"))
            for row in [r for r in rows if r.plain and r["kebutuhan"] == r["terisi"] and r["kebutuhan"] > "1"][:2]:
                row["kebutuhan"] = str(int(row["kebutuhan"]) - 1)
                row.mark("more_held_than_needed", effect="no post is free there")

    # --- rekrutmen -----------------------------------------------------------------------------------------------------
    def recruitment(self) -> None:
        name = "seleksi"
        self.respell(name, 25, "nilai_akhir", lambda v, n: v.replace(".", ","), "decimal_comma")
        self.respell(name, 15, "jenis_kelamin", lambda v, n: {"L": ["Laki-laki", "M"], "P": ["Wanita", "F"]}[v][n % 2],
                     "sex_spelling")  # fmt: skip
        self.spoil(
            name,
            3,
            "nilai_tiu",
            "TIDAK HADIR",
            "score_in_words",
            "number_unreadable",
            fits=lambda r: bool(r["nilai_tiu"]),
        )
        self.spoil(name, 3, "status", "LULUS?", "status_unknown", "code_unknown")
        self.spoil(name, 2, "tanggal_daftar", "2024-08-32", "registered_unreadable", "date_unreadable")
        self.double(name, 4)
        for _, row in self.sample(name, 4):
            row["formasi_id"] = guid("no such formasi").lower()
            row.mark("vacancy_unknown", effect="applicant of a vacancy that is in no list")
        name, who = "seleksi_terbuka", "nip_pelamar"
        for _, row in self.sample(name, 1, lambda r: r["terpilih"] == "0"):
            nip, row[who] = row[who], row[who][:17]
            row.mark("nip_17_digits", reason="nip_malformed", nip=nip)
        self.respell(
            name,
            6,
            "tiga_besar",
            lambda v, n: {"1": ["ya", "Y"], "0": ["tidak", "T"]}[v][n % 2],
            "boolean_spelling",
            who,
        )
        self.respell(name, 4, "nilai", lambda v, n: v.replace(".", ","), "decimal_comma", who)
        name, who = "pengadaan", "nip"
        self.spoil(name, 1, "tgl_sk", "2025-13-45T00:00:00Z", "decree_date_unreadable", "date_unreadable", who)
        self.double(name, 2, who)
        for _, row in self.sample(name, 2):
            row["tgl_pertek"] = "-".join(reversed(row["tgl_pertek"][:10].split("-")))
            row.mark("date_other_form", effect="read", nip=row[who])

    def gateway(self) -> None:
        """Numbers never asked and failed answers in the datasets of credit, training and awards."""
        dirt = self.dirt
        for dataset, count in (
            ("rw_angkakredit", 2),
            ("rw_diklat", 1),
            ("rw_penghargaan", 2),
            ("rw_kinerjaperiodik", 1),
        ):
            for p in dirt.take(count, dirt.has(dataset) if dataset != "rw_diklat" else lambda p: p.kind == "PNS"):
                answer = dirt.answer(dataset, p)
                answer.rows, answer.outcome = [], "error"
                answer.marks.append(
                    {"kind": "error_answer", "expected_reason": "error_answer", "expected_effect": None, "nip": p.nip}
                )
        for dataset, count in (("rw_angkakredit", 3), ("rw_penghargaan", 2)):
            for p in dirt.take(count, dirt.has(dataset)):
                for day in (NEWEST, OLDER):
                    lines = dirt.answers[(dataset, p.region, day)]
                    lines[:] = [a for a in lines if a.nip != p.nip]
                dirt.facts.append(
                    {"kind": "never_asked", "dataset": dataset, "nip": p.nip, "file": None, "row": None, "item": None,
                     "expected_reason": None, "expected_effect": "no answer: UNKNOWN where it is required"}
                )  # fmt: skip
