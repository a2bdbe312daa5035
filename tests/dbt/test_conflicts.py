"""Where sources disagree: each kind of conflict once, by hand, and plain people without any; who is one person; raters;
units and positions under many names; control totals. One build for all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.dbt.compiled import compiled_code
from tests.dbt.warehouse import build_warehouse
from tests.fixtures.extracts import EMPTY, Extracts, Person

EARLY, LATE = "2026-01-15", "2026-04-15"
ADMIN, ANALYST = "PENGELOLA UMUM", "ANALIS KEBIJAKAN"


def _nip(birth: str, place: str = "2010011") -> str:
    """A number by its birth date and its places 9 to 15."""
    return f"{birth}{place}001"


@dataclass(frozen=True)
class Planted:
    """One person with one disagreement: (value_1, source_1), (value_2, source_2), winner."""

    conflict: str
    nip: str
    one: tuple[str, str]
    other: tuple[str, str]
    winner: str

    @property
    def row(self) -> tuple[str, ...]:
        return (self.conflict, self.nip, *self.one, *self.other, self.winner)


def _plant(extracts: Extracts) -> list[Planted]:
    """A person for every kind of disagreement."""
    planted = []

    def person(conflict: str, one: tuple[str, str], other: tuple[str, str], winner: str = "value_1", **facts) -> Person:
        made = extracts.person(**facts)
        planted.append(Planted(conflict, made.nip, one, other, winner))
        return made

    profile = "profil_asn"
    person(
        "status_number", ("STATUS P", f"{profile} STATUS CPNS PNS"),
        ("PPPK-shaped 199009132025242014", f"{profile} NIP BARU"), "none", nip="199009132025242014",
    )  # fmt: skip
    person(
        "status_legal", ("STATUS P", f"{profile} STATUS CPNS PNS"), ("PPPK", f"{profile} KEDUDUKAN HUKUM"),
        profile={"KEDUDUKAN HUKUM ID": "71", "KEDUDUKAN HUKUM NAMA": "PPPK Aktif"},
    )  # fmt: skip
    person(
        "birth_date", ("1985-03-12", f"{profile} TANGGAL LAHIR"), ("1985-03-11", f"{profile} NIP BARU"),
        nip=_nip("19850311"), profile={"TANGGAL LAHIR": "12-03-1985"},
    )  # fmt: skip
    person("sex", ("F", f"{profile} JENIS KELAMIN"), ("M", f"{profile} NIP BARU"), profile={"JENIS KELAMIN": "F"})
    moved = person(
        "region_on_day", ("Kota Jambi, post of 2019-05-01", profile), ("Kota Sawahlunto, post of 2021-05-01", profile),
        "value_2", positions=[("4", "2010-01-01", ""), ("4", "2019-05-01", "")], extracts=[LATE],
        never=("rw_jabatan",),
    )  # fmt: skip
    moved.profile(LATE, region="kota_sawahlunto", TMT_JABATAN="01-05-2021")

    person(
        "rank_tie", ("III/b", "rw_golongan"), ("III/a", "rw_golongan"),
        ranks=[("II/d", "2010-01-01"), ("III/a", "2021-10-01"), ("III/b", "2021-10-01")],
    )  # fmt: skip
    person(
        "rank_undated", ("III/a", "rw_golongan"), ("III/b", "rw_golongan"), "none",
        ranks=[("II/d", "2010-01-01"), ("III/b", None), ("III/a", "2021-10-01")],
    )  # fmt: skip
    person(
        "rank_profile_above", ("III/a", "rw_golongan"), ("III/b", profile), "none",
        profile={"GOL AKHIR NAMA": "III/b", "GOL AKHIR ID": "32", "TMT GOLONGAN": "01-10-2025"},
    )  # fmt: skip
    person(
        "rank_profile", ("III/a from 2021-10-01", "rw_golongan"), ("II/d from 2010-01-01", profile),
        profile={"GOL AKHIR NAMA": "II/d", "GOL AKHIR ID": "24", "TMT GOLONGAN": "01-01-2010"},
    )  # fmt: skip
    person(
        "rank_date", ("III/a from 2021-10-01", "rw_golongan"), ("III/a from 2021-04-01", profile),
        profile={"TMT GOLONGAN": "01-04-2021"},
    )  # fmt: skip
    unit = "SUBBAGIAN UMUM - DINAS KESEHATAN"
    person(
        "position_on_day", (f"{ANALYST} - {unit}", "rw_jabatan"), (f"{ADMIN} - {unit}", "rw_jabatan"),
        positions=[
            ("4", "2015-01-01", "", {"tanggalSk": "05-01-2015", "name": ANALYST}),
            ("4", "2015-01-01", "", {"tanggalSk": "02-01-2015", "name": ADMIN}),
        ], profile={"JABATAN NAMA": ANALYST},
    )  # fmt: skip
    person(
        "position_profile", (ADMIN, "rw_jabatan"), (ANALYST, profile), profile={"JABATAN NAMA": ANALYST},
    )  # fmt: skip
    person(
        "education_profile", ("S-1/Sarjana EKONOMI", "rw_pendidikan"), ("S-2 EKONOMI", profile),
        profile={"TINGKAT PENDIDIKAN ID": "45", "PENDIDIKAN NAMA": "S-2 EKONOMI"},
    )  # fmt: skip

    _answer_again(
        extracts,
        person(
            "punishment_gone", ("PENUNDAAN KP SELAMA 1 THN from 2025-11-01, decree 862/3/BKPSDM", "rw_hukdis"),
            (f"not in the answer of {LATE}", "rw_hukdis"), "value_2", never=("rw_hukdis",),
        ),
    )  # fmt: skip
    person(
        "predikat_reported", ("SANGAT_BAIK", "rw_skp22 predikat"), ("BAIK", "rw_skp22 ratings"),
        skp22=[(2024, (2, 2, "SANGAT BAIK"))],
    )  # fmt: skip
    person(
        "predikat_straddling", ("BAIK", "rw_skp22 predikat"), ("KURANG", "rw_skp22 ratings"), "none",
        skp22=[(2024, (1, 3, "BAIK"))],
    )  # fmt: skip
    person(
        "appraisal_source", ("BAIK", "rw_skp22"), ("SANGAT_BAIK", "rekap_skp"), skp22=[(2024, "BAIK")]
    ).recap(2024, "SANGAT BAIK")  # fmt: skip
    person(
        "appraisal_straddling", ("BAIK", "rw_skp22"), ("KURANG", "rekap_skp"), "none", skp22=[(2024, "BAIK")]
    ).recap(2024, "KURANG")  # fmt: skip
    person(
        "appraisal_records", ("BAIK", "rw_skp22"), ("SANGAT_BAIK", "rw_skp22"), "none",
        skp22=[(2024, "BAIK"), (2024, "SANGAT BAIK")],
    )  # fmt: skip
    person(
        "objection_unchanged", ("objection accepted", "umpan_balik"), ("KURANG, unchanged", "rw_skp22"), "none",
        skp22=[(2024, "KURANG")],
    ).objection(2024, "2025-01-10", "2025-01-15", "2025-02-01", "DITERIMA")  # fmt: skip

    jf = [("2", "2015-01-01", "", {"name": "ARSIPARIS AHLI PERTAMA"})]
    person(
        "credit_grade", ("PT", "rw_jabatan"), ("ARSIPARIS AHLI MUDA", "rw_angkakredit"), positions=jf,
        credits=[("2023-01", "2023-12", "12.500", "konversi", {"post": "ARSIPARIS AHLI MUDA"})],
    )  # fmt: skip
    parts = {"kreditUtamaBaru": "10.000", "kreditPenunjangBaru": "1.500"}
    person(
        "credit_total", ("12.500", "rw_angkakredit kreditBaruTotal"), ("11.500", "rw_angkakredit parts"),
        positions=jf, credits=[("2023-01", "2023-12", "12.500", "konversi", parts)],
    )  # fmt: skip
    person(
        "credit_balance", ("100.00", "rw_angkakredit"), ("110.00", "rw_angkakredit"), "none", positions=jf,
        credits=[("2022-01", "2022-12", "100.000", "integrasi"), ("2022-01", "2022-12", "110.000", "integrasi")],
    )  # fmt: skip
    person(
        "training_hours", ("20.00 JP", "rw_kursus"), ("40.00 JP", "rekap_pelatihan"), nip=_nip("19770101")
    ).certificate(f"2024/{_nip('19770101')[-8:]}", 2024, 40)
    return planted


def _answer_again(extracts: Extracts, gone: Person) -> None:
    """A punishment that the newest answer lacks; and people of whom nothing is gone that bars anything."""

    def asked(person: Person, older: list[dict], newer: list[dict]) -> None:
        person.answer("rw_hukdis", older, EARLY, fetched_at="2026-01-14T08:00:00Z")
        person.answer("rw_hukdis", older, EARLY)
        person.answer("rw_hukdis", newer or EMPTY, LATE)

    def other() -> Person:
        return extracts.person(never=("rw_hukdis",))

    medium = ("7", "2025-11-01", "2026-11-01", "S")
    asked(gone, [gone.hukdis(*medium)], [])
    new_id = other()
    asked(new_id, [new_id.hukdis(*medium)], [new_id.hukdis(*medium, skNomor="862 / 3 / bkpsdm")])
    moved_start = other()
    record = moved_start.hukdis(*medium)
    asked(moved_start, [record], [record | {"hukumanTanggal": "02-11-2025"}])
    unreadable = other()  # held, if not to be read: it is quarantined and makes discipline UNKNOWN
    record = unreadable.hukdis(*medium)
    asked(unreadable, [record], [record | {"hukumanTanggal": "31-02-2025"}])
    without_decree = other()
    asked(without_decree, [without_decree.hukdis(*medium, skNomor="")], [without_decree.hukdis(*medium)])
    light = other()
    asked(light, [light.hukdis("1", "2025-11-01", None, "R")], [])
    resumed = other()
    asked(resumed, [resumed.hukdis("12", "2025-11-01", None, "B")], [])


class Identities:
    """People who changed their number, or share something with somebody else. `groups`: the numbers of each person."""

    def __init__(self, extracts: Extracts) -> None:
        self.extracts, self.groups, self.planted = extracts, [], []
        self._niks = 0
        self._corrected_number()
        self._pppk_who_becomes_cpns()
        self._other_agency()
        self._trained_under_two_numbers()
        self._namesakes()
        self._one_nik_side_by_side()
        self._exchanged_numbers()

    def _nik(self) -> str:
        self._niks += 1
        return f"'15710109908000{self._niks:02d}"

    def _person(
        self, nip: str, days: list[str], region: str = "kota_jambi", never: tuple[str, ...] = ("rw_jabatan",),
        **profile: str,
    ) -> Person:  # fmt: skip
        columns = {name.replace("_", " "): value for name, value in profile.items()}
        pppk = not "01" <= nip[12:14] <= "12"
        facts = {"rank": "IX", "rank_tmt": f"{nip[8:12]}-03-01"} if pppk else {}
        return self.extracts.person(nip, region, extracts=days, pppk=pppk, profile=columns, never=never, **facts)

    def _corrected_number(self) -> None:
        """BKN corrects the birth date in a NIP: the PNS ID stays, NIK and birth date are corrected too."""
        old, new = _nip("19850201"), _nip("19850210")
        self._person(old, [EARLY], PNS_ID="AAAA1")
        self._person(new, [LATE], PNS_ID="aaaa1")
        self.groups.append({old, new})

    def _pppk_who_becomes_cpns(self) -> None:
        """A new number by another way in; in the newest snapshot of the first city the number cannot be read."""
        old, new, nik = _nip("19900302", "2021211"), _nip("19900302", "2026011"), self._nik()
        self._person(old, [EARLY], NIK=nik)
        self._person(new, [LATE], "kota_sawahlunto", NIK=nik)
        self._person(old, [], NIK=nik).profile(LATE, NIP_BARU="1990030220212", PNS_ID="")
        self.groups.append({old, new})
        here, there = (f"Kota {city}, post of 2010-01-01" for city in ("Jambi", "Sawahlunto"))
        self.planted.append(Planted("region_on_day", new, (here, "profil_asn"), (there, "profil_asn"), "value_1"))

    def _other_agency(self) -> None:
        """The NI of a PPPK changes with the agency, and the name with a marriage."""
        old, new, nik = _nip("19910303", "2021212"), _nip("19910303", "2025212"), self._nik()
        self._person(old, [EARLY], NIK=nik, NAMA="SITI AMINAH")
        self._person(new, [LATE], "kota_sawahlunto", NIK=nik, NAMA="SITI AMINAH WIJAYA")
        self.groups.append({old, new})

    def _trained_under_two_numbers(self) -> None:
        """Trainings without the number of a certificate: the answer under the old number is replaced by that under the new
        one, or tells the same records in the same extract."""
        self.trained = []
        for serial, day in (("1", EARLY), ("2", LATE)):
            old, new = (
                self._person(
                    _nip(f"1991040{serial}", place), [seen], NIK=f"'157101910401000{serial}",
                    never=("rw_jabatan", "rw_kursus"),
                )
                for place, seen in (("2021212", EARLY), ("2025212", LATE))
            )  # fmt: skip
            told = [new.kursus(2024, hours, noSertipikat="", nipBaru="") for hours in (10, 30)]
            new.answer("rw_kursus", told)
            old.answer("rw_kursus", told, day)
            self.trained.append(new.nip)
            self.groups.append({old.nip, new.nip})

    def _namesakes(self) -> None:
        """One name, one birth date, two people."""
        for place in ("2010011", "2011011"):
            nip = _nip("19860404", place)
            self._person(nip, [EARLY, LATE], NIK=self._nik(), NAMA="AGUS SALIM")
            self.groups.append({nip})

    def _one_nik_side_by_side(self) -> None:
        """One NIK and birth date on two names in one snapshot: the NIK is wrong for one of them."""
        nik = self._nik()
        for place, name in (("2010021", "BUDI"), ("2021211", "BADRI")):
            nip = _nip("19870505", place)
            self._person(nip, [LATE], NIK=nik, NAMA=name)
            self.groups.append({nip})

    def _exchanged_numbers(self) -> None:
        """Two people under each other's number in the later snapshot; and once more, where only one row is left."""
        for birth, only_first in (("19880606", False), ("19890707", True)):
            one, two = _nip(birth, "2010011"), _nip(birth, "2012011")
            ids = {
                nip: {"PNS_ID": f"EEEE{nip[6:12]}", "NIK": self._nik(), "NAMA": f"P {nip[8:]}"} for nip in (one, two)
            }
            for nip, other in ((one, two), (two, one)):
                person = self._person(nip, [EARLY], **ids[nip])
                if only_first and nip == one:
                    continue
                person.profile(LATE, **ids[other])
                now, before = (f"PNS ID {ids[who]['PNS_ID'].lower()}" for who in (other, nip))
                self.planted.append(
                    Planted("person_of_number", nip, (now, "profil_asn"), (before, "profil_asn"), "value_1")
                )
                self.groups.append({nip})
            if only_first:
                self.groups.append({one})


# What raters gave on one value: (role, code of the rater, score) each; kind of post, echelon; score, and what is missing.
RATED = {
    "19750101": ("1", "32", "SUPERIOR A 8, PEER B 6, PEER C 6, PEER D 6, SUBORDINATE E 10, SELF F 1", 7.8, None),
    "19750102": ("4", "", "SUPERIOR A 9, PEER B 6, PEER C 6, PEER D 6, SELF F 1", 7.5, None),
    # One peer answers on two indicators: that peer counts as much as the others.
    "19750103": ("2", "", "SUPERIOR A 8, PEER B 9, PEER B 3, PEER C 6, PEER D 6", 7.0, None),
    # Nobody's share goes to somebody else.
    "19750104": ("1", "31", "SUPERIOR A 8, PEER B 6, PEER C 6, PEER D 6", None, "too few raters: SUBORDINATE 0 of 1"),
    "19750105": ("4", "", "PEER B 6, PEER C 6, SELF F 9", None, "too few raters: PEER 2 of 3, SUPERIOR 0 of 1"),
    "19750106": ("1", "99", "SUPERIOR A 8", None, "the class of the post is not known"),
}


def _rate(extracts: Extracts) -> None:
    for birth, (kind, echelon, given, *_) in RATED.items():
        person = extracts.person(_nip(birth), positions=[(kind, "2015-01-01", echelon, {"name": ADMIN})])
        for number, (role, rater, score) in enumerate(text.split() for text in given.split(", ")):
            person.listed(
                "penilaian_360", LATE, periode="2025-2", peran_penilai=role, kode_penilai=rater,
                nilai_dasar="Adaptif", indikator=f"Indikator {number}", skor=score,
            )  # fmt: skip


TREE = {  # id: (name, id above)
    "root": ("PEMERINTAH KOTA JAMBI", ""),
    "d1": ("DINAS KESEHATAN", "root"),
    "d2": ("DINAS PEKERJAAN UMUM DAN PENATAAN RUANG", "root"),
    "p1": ("PUSKESMAS PUTRI AYU", "d1"),
    "r1": ("RUANG CT SCAN", "p1"),
    "s1": ("SUB BAGIAN UMUM", "d1"),
    "s2": ("SUB BAGIAN UMUM - DINAS PEKERJAAN UMUM DAN PENATAAN RUANG", "d2"),
}
CITY, HEALTH = "PEMERINTAH KOTA JAMBI", "PEMERINTAH KOTA JAMBI | DINAS KESEHATAN"
# Path or name of a unit -> method, the unit, the candidate.
UNITS = {
    f"{HEALTH} | PUSKESMAS PUTRI AYU": ("exact", "p1", None),
    f"{CITY} | {CITY} | Dinas  Kesehatan | UPTD. PUSKESMAS PUTRI AYU": ("normalised", "p1", None),
    f"{HEALTH} | PUSKESMAS\u00a0PUSKESMAS PUTRI AYU": ("normalised", "p1", None),
    f"{HEALTH} | UPT Puskesmas Putri Ayu | - RUANG CT SCAN": ("exact", "r1", None),
    "Dinas Pekerjaan Umum & Penataan Ruang": ("normalised", "d2", None),
    "SUBBAGIAN UMUM - DINAS KESEHATAN": ("normalised", "s1", None),
    "SUB BAGIAN UMUM - Dinas Pekerjaan Umum & Penataan Ruang": ("exact", "s2", None),
    # Two units bear the name; one letter more; the right name under another agency; nothing like it.
    "SUB BAGIAN UMUM": ("ambiguous", None, "s1"),
    f"{HEALTH} | PUSKESMAS PUTRI AYUH": ("similar", None, "p1"),
    f"{CITY} | DINAS PEKERJAAN UMUM DAN PENATAAN RUANG | PUSKESMAS PUTRI AYU": ("none", None, None),
    f"{CITY} | KANTOR POS": ("none", None, None),
}
POSITIONS = {
    "ARSIPARIS TERAMPIL": ("exact", "Arsiparis Terampil", None),
    "DOKTER AHLI PERTAMA - DOKTER SPESIALIS ANAK": ("normalised", "Dokter Ahli Pertama", None),
    "POLISI PAMONG PRAJA  TERAMPIL": ("normalised", "Polisi Pamong Praja Pelaksana / Terampil", None),
    "ARSIPARIS MAHIR": ("ambiguous", None, "Arsiparis Mahir"),  # twice in BKN's list
    "ARSIPARISS TERAMPIL": ("similar", None, "Arsiparis Terampil"),
    "PENGENDALI KONTEN INTERNET": ("none", None, None),
}


def _write_names(extracts: Extracts) -> None:
    region = "kota_jambi"
    for unit, (name, above) in TREE.items():
        extracts.listed("hierarki_unor", region, LATE, ID=unit.upper(), NAMA_UNOR=name, ID_ATASAN=above.upper())
    paths, positions = list(UNITS), list(POSITIONS)
    for number in range(max(len(paths), len(positions))):
        row = {
            "formasi_id": f"v{number}", "ins_nm": "Pemerintah Kota Jambi", "jp_nama": "CPNS", "jumlah_formasi": "1",
            "lokasi_nm": paths[number % len(paths)], "jabatan_nm": positions[number % len(positions)],
            "program_studi": "S-1",
        }  # fmt: skip
        extracts.add("formasi", region, LATE, row)
    for unit in ("P1", "nowhere"):
        extracts.need("ARSIPARIS", "TR", 2, 1, unor_id=unit)


@pytest.fixture(scope="module")
def extracts() -> Extracts:
    return Extracts({"kota_jambi": [EARLY, LATE], "kota_sawahlunto": [LATE]})


@pytest.fixture(scope="module")
def identities(extracts: Extracts) -> Identities:
    return Identities(extracts)


@pytest.fixture(scope="module")
def planted(extracts: Extracts, identities: Identities) -> list[Planted]:
    _rate(extracts)
    _write_names(extracts)
    extracts.fill(n=3)
    extracts.fill("kota_sawahlunto", n=3)
    return _plant(extracts) + identities.planted


@pytest.fixture(scope="module")
def folder(extracts: Extracts, planted: list[Planted], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conflicts")
    extracts.write(folder / "raw")
    build_warehouse(folder, [date(2026, 6, 1)], check=False)
    return folder


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(folder / ".build/warehouse.duckdb"), read_only=True) as connection:
        yield connection


def test_each_kind_of_conflict_is_told_with_both_values_and_what_decided(warehouse, planted) -> None:
    """And nobody else is in it: the people without a fault have no row."""
    told = warehouse.execute(
        "select conflict, nip, value_1, source_1, value_2, source_2, winner from audit_conflict order by all"
    ).fetchall()
    assert told == sorted(each.row for each in planted)
    kinds = {kind for (kind,) in warehouse.execute("select conflict from precedence").fetchall()}
    assert kinds == {each.conflict for each in planted}, "a precedence without a case of its own"


def test_the_winner_is_what_the_precedence_states(warehouse) -> None:
    """`none` where the rule prefers nothing, and the evidence of both sides is there."""
    assert (
        warehouse.execute(
            "select conflict, winner, precedence from audit_conflict "
            "where (winner = 'none') <> (precedence = 'none') or src_row_ids_1 = '' or src_row_ids_2 = '' or rule_id is null"
        ).fetchall()
        == []
    )


def test_numbers_of_one_person_are_one_and_others_stay_apart(warehouse, identities: Identities) -> None:
    """0 splits and 0 wrong merges, among these people and everybody else."""
    found: dict[str, set[str]] = {}
    for key, nip in warehouse.execute("select employee_key, nip from int_identity__resolve").fetchall():
        found.setdefault(key, set()).add(nip)
    ours = {nip for group in identities.groups for nip in group}
    assert sorted(sorted(group) for group in found.values() if group & ours) == sorted(map(sorted, identities.groups))
    assert [group for group in found.values() if len(group) > 1 and not group & ours] == []


def test_a_training_told_under_two_numbers_counts_once(warehouse, identities: Identities) -> None:
    told = warehouse.execute(
        "select nip, disposition, count(*) from int_rows__resolve inner join int_identity__resolve using (nip) "
        "where dataset = 'rw_kursus' and employee_key in (select employee_key from int_identity__resolve "
        "where nip = any(?)) group by all order by all",
        [identities.trained],
    ).fetchall()
    assert told == [
        ("199104012021212001", "superseded", 2), ("199104012025212001", "used", 2),
        ("199104022021212001", "duplicate", 2), ("199104022025212001", "used", 2),
    ]  # fmt: skip
    assert warehouse.execute(
        "select identity.nip, count(*), sum(duration_jp) from fct_training inner join int_identity__resolve as identity "
        "using (employee_key) where identity.nip = any(?) and is_counted group by all order by all",
        [identities.trained],
    ).fetchall() == [(nip, 2, 40) for nip in identities.trained]
    assert warehouse.execute("select count(*) from audit_row_ledger where residual <> 0").fetchone() == (0,)


def test_a_row_without_a_readable_number_goes_to_the_person_of_two_numbers(warehouse) -> None:
    """Its NIK stands beside both; the person has not left the city."""
    assert warehouse.execute(
        "select region_slug, cast(extract_date as varchar), is_good from int_profile__presence "
        "inner join int_identity__resolve using (employee_key) where nip = '199003022026011001' order by all"
    ).fetchall() == [
        ("kota_jambi", EARLY, True), ("kota_jambi", LATE, False), ("kota_sawahlunto", LATE, True),
    ]  # fmt: skip


def test_ratings_are_weighed_by_the_class_of_the_post(warehouse) -> None:
    found = warehouse.execute(
        "select substr(nip, 1, 8), cast(score as double), incomplete_reason, is_complete, int_behaviour__scores.src_row_ids <> '' "
        "from int_behaviour__scores inner join dim_employee using (employee_key) order by nip"
    ).fetchall()
    assert found == [(birth, score, missing, score is not None, True) for birth, (*_, score, missing) in RATED.items()]


def test_the_shares_of_a_class_make_a_hundred(warehouse) -> None:
    assert {
        total
        for (total,) in warehouse.execute(
            "select sum(weight) from rater_weight group by position_class, valid_from"
        ).fetchall()
    } == {100}


def test_work_units_are_found_in_the_tree_or_shown_as_not_found(warehouse) -> None:
    found = warehouse.execute(
        "select substr(vacancy_id, 2), method, matched_id, candidate_id from dim_vacancy "
        "inner join audit_match on written_name = location_path and match_kind = 'unit' and datasets = 'formasi'"
    ).fetchall()
    paths = list(UNITS)
    assert {paths[int(number)]: tuple(rest) for number, *rest in found} == UNITS
    assert warehouse.execute(
        "select written_id, method, matched_id from audit_match where datasets = 'kebutuhan_jabatan' "
        "and match_kind = 'unit' order by 1"
    ).fetchall() == [("nowhere", "none", None), ("p1", "id", "p1")]


def test_positions_are_found_in_the_list_or_shown_as_not_found(warehouse) -> None:
    found = warehouse.execute(
        "select written_name, method, matched_name, candidate_name from audit_match "
        "where match_kind = 'position' and contains(datasets, 'formasi')"
    ).fetchall()
    assert {name: tuple(rest) for name, *rest in found} == {" ".join(n.split()): m for n, m in POSITIONS.items()}


def test_only_a_sure_match_gives_a_key(warehouse) -> None:
    """A vacancy in a unit that is only similar has no unit; every method says whether it is sure."""
    assert warehouse.execute(
        "select distinct unit_match_method, unit_key is not null from dim_vacancy order by all"
    ).fetchall() == [("ambiguous", False), ("exact", True), ("none", False), ("normalised", True), ("similar", False)]
    assert warehouse.execute("select * from audit_match where (matched_id is not null) <> is_sure").fetchall() == []


def test_a_confirmed_name_is_a_match(folder: Path, tmp_path: Path) -> None:
    with _copy(folder, tmp_path) as connection:
        connection.execute(
            f"insert into unit_match values ('kota_jambi', '{CITY}|Kantor  Pos', 'P1', '2026-05-01', 'BKPSDM', 'moved')"
        )
        found = connection.execute(
            f"select method, matched_id, score from ({compiled_code('int_unit__matches')}) where unit_name like '%KANTOR POS'"
        ).fetchall()
    assert found == [("confirmed", "p1", 1)]


def test_the_control_totals_balance_and_count_what_was_delivered(warehouse) -> None:
    assert warehouse.execute("select * from audit_control_total where residual <> 0").fetchall() == []
    told = warehouse.execute(
        "select measure, sum(total_out) from audit_control_total where hop = 'star' and measure <> 'numbers' "
        "group by measure order by measure"
    ).fetchall()
    held = warehouse.execute(
        "select (select sum(credit_total) from fct_credit), (select sum(duration_jp) from fct_training)"
    ).fetchone()
    assert [total for _, total in told] == list(held)
    assert min(held) > 0


# What is done to the build -> the measure, hop and residual that show it.
LOST = {
    "hours in the star": (
        "update fct_training set duration_jp = duration_jp - 1 where row_key = (select min(row_key) from fct_training)",
        ("jp", "star", 1),
    ),
    "credit in staging": (
        "update stg_kepegawaian__rw_angkakredit set credit_total = credit_total + 0.125 "
        "where row_key = (select min(row_key) from stg_kepegawaian__rw_angkakredit)",
        ("credit", "stage", -0.125),
    ),
    "a person": (
        "delete from int_rows__resolve where dataset = 'rw_kursus' "
        "and nip = (select min(nip) from int_rows__resolve where dataset = 'rw_kursus')",
        ("numbers", "resolve", 1),
    ),
}


@pytest.mark.parametrize("what", list(LOST))
def test_what_is_lost_on_the_way_leaves_a_residual(folder: Path, tmp_path: Path, what: str) -> None:
    fault, expected = LOST[what]
    with _copy(folder, tmp_path) as connection:
        connection.execute(fault)
        found = connection.execute(
            "select measure, hop, cast(residual as double) "
            f"from ({compiled_code('audit_control_total')}) where residual <> 0"
        ).fetchall()
    assert expected in found


def _copy(folder: Path, target: Path) -> duckdb.DuckDBPyConnection:
    """The build, to be changed."""
    shutil.copy(folder / ".build/warehouse.duckdb", target / "warehouse.duckdb")
    return duckdb.connect(str(target / "warehouse.duckdb"))


# conflict -> the other word of its precedence, the model that applies it, and how to read the value that it took
SWITCHES = {
    "rank_tie": ("lower", "int_rank__spells", "golongan"),
    "position_on_day": ("earliest_decree", "int_position__facts", "case when choice = 1 then position_name end"),
    "predikat_reported": ("derived", "fct_performance", "case when is_conflicting then predikat end"),
    "credit_total": ("parts", "int_credit__records", "cast(credit as varchar)"),
}


@pytest.mark.parametrize("conflict", list(SWITCHES))
def test_another_precedence_makes_the_other_value_win(folder: Path, tmp_path: Path, conflict: str) -> None:
    """The row of the seed is what the model applies: with its other word the other value is used."""
    other, model, value = SWITCHES[conflict]
    with _copy(folder, tmp_path) as connection:
        (person, one, two), = connection.execute(
            "select employee_key, value_1, value_2 from audit_conflict where conflict = ?", [conflict]
        ).fetchall()  # fmt: skip
        query = f"select {value} from ({compiled_code(model)}) where employee_key = ?"

        def used() -> set[str]:
            return {row[0] for row in connection.execute(query, [person]).fetchall()}

        def shows(told: str) -> bool:
            return any(text and told.startswith(text.rstrip("0")) for text in used())

        assert shows(one) and not shows(two)
        connection.execute("update precedence set precedence = ? where conflict = ?", [other, conflict])
        assert shows(two) and not shows(one)
