"""`jejak export`: the nominative lists that a BKPSDM sends round, one workbook an OPD and an overview without names.

An OPD gets its own people and nobody else's: it is sent one file. docs/decisions/0013-lists-and-people.md says why.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from orchestration.publish.errors import ConfigError
from orchestration.publish.workbook import Column, Page, Table, write_workbook
from orchestration.reports.published import Version, reading
from orchestration.reports.words import lacks, target, words

OVERVIEW = "00-ikhtisar.xlsx"
NO_OPD = "Tanpa OPD"
# Whose post lies in another region than they do: in no list that leaves the agency. No name of an OPD is folded to it.
ELSEWHERE = "Perlu diperiksa: unit di daerah lain"
ELSEWHERE_FILE = "00-perlu-diperiksa.xlsx"
_MONTHS_AHEAD = 12
_TABLES = (
    "mart_promotion_eligibility", "mart_promotion_criteria", "dim_region", "fct_career_interval", "dim_unit"
)  # fmt: skip
_DAY = "%d-%m-%Y"
_FOLDER_MODE, _FILE_MODE = 0o750, 0o640

_PERSON = (
    Column("No", 5),
    Column("NIP", 20),
    Column("Nama", 22, True),
    Column("Jabatan, unit kerja", 34, True),
    Column("Gol.", 6),
    Column("Jalur", 20, True),
)


@dataclass
class _Office:
    """One OPD of a region: its rows of the eligibility mart, and the number of people whom no track concerns."""

    name: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    people: set[str] = field(default_factory=set)

    @property
    def not_concerned(self) -> int:
        return len(self.people - {row["employee_key"] for row in self.rows})


def export(version: Version, period: dt.date, out: Path) -> list[Path]:
    """Write `out/<region>/<opd>.xlsx` and an overview per region; returns the paths, sorted. Same version, same bytes.

    Raises:
        ConfigError: the period was not evaluated, the folder holds other files, or the version cannot be read.
    """
    if period.isoformat() not in version.scope:
        raise ConfigError(
            f"{period.isoformat()} is not in the scope of version {version.publish_id}, which evaluates "
            f"{', '.join(version.scope)}. `jejak run --period {period.isoformat()}` adds it"
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ConfigError(
            f"{out}: must be a new or empty folder, so that no list of an earlier day is left among these"
        )
    with reading() as con:
        version.attach(con, "marts", _TABLES)
        regions = _regions(con, period)
        lacking, unconfirmed = _lacking(con, period), _unconfirmed(con, period)
    written: list[Path] = []
    for slug, (region, offices) in regions.items():
        folder = out / slug
        folder.mkdir(parents=True, mode=_FOLDER_MODE)
        about = _About(version, region, period)
        names = _file_names(offices)
        written.append(_write(folder / OVERVIEW, f"Ikhtisar {region}", _overview(about, offices)))
        for key, office in offices.items():
            written.append(_write(folder / names[key], office.name, _sheets(about, office, lacking, unconfirmed)))
    return sorted(written)


def _write(path: Path, title: str, sheets: Iterable[Page | Table]) -> Path:
    write_workbook(path, title, sheets)
    path.chmod(_FILE_MODE)
    return path


class _About:
    """What every workbook says of itself."""

    def __init__(self, version: Version, region: str, period: dt.date):
        self.version, self.region, self.period = version, region, period
        self.horizon = _add_months(period, _MONTHS_AHEAD)
        self.tracks, self.criteria, self.verdicts = words("track"), words("criterion"), words("verdict")

    def above(self, office: str, what: str) -> list[str]:
        lines = [f"{office}, {self.region}", f"{what}, periode {self.period.strftime(_DAY)}"]
        return [*lines, "DATA SINTETIS: bukan orang sungguhan"] if self.version.manifest["is_synthetic"] else lines

    def explanation(self) -> Page:
        manifest = self.version.manifest
        return Page(
            "Keterangan",
            [
                "# Cara membaca",
                "Memenuhi syarat: semua syarat jalur itu yang dinilai di sini terpenuhi pada tanggal periode.",
                "Belum memenuhi syarat: paling sedikit satu syarat tidak terpenuhi; daftar menyebut semuanya.",
                "Belum dapat dipastikan: tidak ada syarat yang gagal, tetapi data untuk paling sedikit satu syarat belum "
                "lengkap atau bertentangan. Ini bukan penolakan: lengkapi datanya.",
                f"12 bulan ke depan: yang syaratnya akan terpenuhi paling lambat {self.horizon.strftime(_DAY)}, bila data dan "
                "aturan tetap dan kinerja tahun yang belum dinilai paling rendah Baik.",
                "Dalam kurung: yang tercatat, dan syaratnya. Dalam kurung siku: dasar hukum syarat itu.",
                "Daftar ini mendukung keputusan, bukan keputusan.",
                "Aturan belum terkonfirmasi: teks peraturannya belum dipastikan atau sumbernya bertentangan; periksa dahulu.",
                "Kerahasiaan: daftar berisi data pribadi; hanya untuk pengelola kepegawaian OPD ini.",
                "",
                "# Yang tidak dinilai di sini: periksa sendiri sebelum mengusulkan",
                *[f"{track['name_id']}: {track['not_judged_id']}." for track in self.tracks.values()],
                "",
                "# Asal",
                f"Data sampai dengan {dt.date.fromisoformat(manifest['known_at']).strftime(_DAY)}.",
                f"Versi {self.version.publish_id}. Bukti setiap syarat seorang pegawai, sampai berkas dan baris: minta penjelasannya "
                f"kepada BKPSDM (jejak explain NIP --period {self.period.isoformat()}).",
            ],
        )


def _regions(con: duckdb.DuckDBPyConnection, period: dt.date) -> dict[str, tuple[str, dict[str, _Office]]]:
    """Region folder -> (name, offices by their key), all in order."""
    found = con.execute(
        """
        with tree as (
            select lower(unit_id) as unit_id, min(region_code) as region_code
            from marts.dim_unit
            where is_in_tree
            group by lower(unit_id)
            having count(distinct region_code) = 1
        )
        select e.*, r.region_slug, elsewhere.region_name as unit_region_name
        from marts.mart_promotion_eligibility as e
        inner join marts.dim_region as r using (region_code)
        left join marts.fct_career_interval as post
            on
                post.employee_key = e.employee_key
                and post.valid_from <= e.period_date
                and e.period_date < coalesce(post.valid_to, date '9999-12-31')
        left join marts.dim_unit as unit on unit.unit_key = post.unit_key
        left join tree on tree.unit_id = lower(unit.unit_id)
        left join marts.dim_region as elsewhere
            on
                elsewhere.region_code = coalesce(tree.region_code, unit.region_code)
                and elsewhere.region_code <> e.region_code
        where e.period_date = ?
        order by r.region_slug, e.opd_name nulls last, e.employee_name nulls last, e.nip, e.track
        """,
        [period],
    )
    names = [column[0] for column in found.description]
    regions: dict[str, tuple[str, dict[str, _Office]]] = {}
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        _, offices = regions.setdefault(row["region_slug"], (row["region_name"], {}))
        name = " ".join((row["opd_name"] or "").split())
        key, title = name.casefold(), name or NO_OPD
        if row["unit_region_name"]:
            row["unit_name"] = f"{row['unit_name']} ({', '.join(filter(None, (name, row['unit_region_name'])))})"
            key = title = ELSEWHERE
        office = offices.setdefault(key, _Office(title))
        office.people.add(row["employee_key"])
        if row["verdict"] != "not_applicable":
            office.rows.append(row)
    for _, offices in regions.values():
        for key in sorted(offices, key=lambda key: (key in ("", ELSEWHERE), key)):
            offices[key] = offices.pop(key)
    return regions


def _lacking(con: duckdb.DuckDBPyConnection, period: dt.date) -> dict[tuple[str, str], list[tuple]]:
    """(person, track) -> criteria that fail or are unknown: (criterion, status, required, observed, first date, legal basis)."""
    rows = con.execute(
        """
        select employee_key, track, criterion, status, required, observed, first_pass_date, legal_basis
        from marts.mart_promotion_criteria
        where period_date = ? and status in ('FAIL', 'UNKNOWN')
        order by all
        """,
        [period],
    ).fetchall()
    found: dict[tuple[str, str], list[tuple]] = {}
    for person, track, *criterion in rows:
        found.setdefault((person, track), []).append(tuple(criterion))
    return found


def _unconfirmed(con: duckdb.DuckDBPyConnection, period: dt.date) -> dict[tuple[str, str], set[str]]:
    """(person, track) -> criteria of those who are eligible by a rule that is not confirmed."""
    rows = con.execute(
        """
        select e.employee_key, e.track, c.criterion
        from marts.mart_promotion_eligibility as e
        inner join marts.mart_promotion_criteria as c using (period_date, employee_key, track)
        where
            e.period_date = ? and e.verdict = 'eligible' and e.unconfirmed_rules <> ''
            and list_contains(string_split(e.unconfirmed_rules, ','), c.rule_id)
        """,
        [period],
    ).fetchall()
    found: dict[tuple[str, str], set[str]] = {}
    for person, track, criterion in rows:
        found.setdefault((person, track), set()).add(criterion)
    return found


def _sheets(
    about: _About,
    office: _Office,
    lacking: dict[tuple[str, str], list[tuple]],
    unconfirmed: dict[tuple[str, str], set[str]],
) -> list[Page | Table]:
    order = list(about.tracks)
    rows = sorted(office.rows, key=lambda row: order.index(row["track"]))  # stable: names stay in order
    eligible = [row for row in rows if row["verdict"] == "eligible"]
    others = [row for row in rows if row["verdict"] != "eligible"]
    soon = [row for row in others if row["first_possible_date"] and row["first_possible_date"] <= about.horizon]
    soon.sort(key=lambda row: row["first_possible_date"])

    def person(number: int, row: dict[str, Any]) -> list[Any]:
        track = about.tracks[row["track"]]["name_id"]
        post = ", ".join(filter(None, (row["current_position"], row["unit_name"])))
        return [number, row["nip"], row["employee_name"], post, row["current_golongan"], track]

    def to(row: dict[str, Any]) -> str | None:
        return target(row["proposed_golongan"], row["proposed_level"])

    return [
        _summary(about, office),
        Table(
            "Memenuhi syarat",
            [*_PERSON, Column("Usul", 18, True), Column("Catatan", 28, True)],
            [
                [
                    *person(number, row),
                    to(row),
                    _caution(about, unconfirmed.get((row["employee_key"], row["track"]), set())),
                ]
                for number, row in enumerate(eligible, 1)
            ],
            about.above(office.name, "Memenuhi syarat"),
        ),
        Table(
            "Belum",
            [
                *_PERSON,
                Column("Keadaan", 15, True),
                Column("Yang kurang, dan dasar hukumnya", 64, True),
                Column("Paling cepat", 12),
            ],
            [
                [
                    *person(number, row),
                    about.verdicts[row["verdict"]]["name_id"],
                    _missing(about, lacking.get((row["employee_key"], row["track"]), [])),
                    row["first_possible_date"],
                ]
                for number, row in enumerate(others, 1)
            ],
            about.above(office.name, "Belum memenuhi syarat atau belum dapat dipastikan, dan yang kurang"),
        ),
        Table(
            "12 bulan ke depan",
            [*_PERSON, Column("Usul", 18, True), Column("Paling cepat", 12)],
            [[*person(number, row), to(row), row["first_possible_date"]] for number, row in enumerate(soon, 1)],
            about.above(office.name, f"Akan memenuhi syarat paling lambat {about.horizon.strftime(_DAY)}"),
        ),
        about.explanation(),
    ]


def _missing(about: _About, criteria: Sequence[tuple]) -> str:
    """What is lacking and by which article, numbered, in the order of the criteria."""
    order = list(about.criteria)
    told = []
    ordered = sorted(criteria, key=lambda criterion: order.index(criterion[0]))
    for number, (criterion, status, required, observed, first_pass, legal_basis) in enumerate(ordered, 1):
        day = first_pass.strftime(_DAY) if first_pass and first_pass > about.period else None
        article = f" [{legal_basis}]" if legal_basis else ""
        told.append(f"{number}) {lacks(criterion, status, required or '', observed or '', day)}{article}")
    return " ".join(told)


def _caution(about: _About, unconfirmed: set[str]) -> str | None:
    """Names of the criteria of an eligible person whose rule is not confirmed."""
    names = [word["name_id"] for criterion, word in about.criteria.items() if criterion in unconfirmed]
    return f"Aturan belum terkonfirmasi: {', '.join(names)}" if names else None


def _summary(about: _About, office: _Office) -> Table:
    columns = [Column("Jalur", 46, True), *[Column(w["name_id"], 14) for w in _judged(about)]]
    counts = Counter((row["track"], row["verdict"]) for row in office.rows)
    rows: list[list[Any]] = [
        [word["name_id"], *[counts[track, w["verdict"]] for w in _judged(about)]]
        for track, word in about.tracks.items()
    ]
    above = about.above(office.name, "Daftar nominatif")
    above.append(
        f"{len(office.people)} pegawai; {office.not_concerned} tidak terkena jalur mana pun (bukan PNS aktif)."
    )
    return Table("Ringkasan", columns, rows, above)


def _overview(about: _About, offices: dict[str, _Office]) -> list[Page | Table]:
    """For the agency itself: numbers per OPD and track, no names."""
    judged = _judged(about)
    rows = []
    for office in offices.values():
        counts = Counter((row["track"], row["verdict"]) for row in office.rows)
        for track, word in about.tracks.items():
            numbers = [counts[track, w["verdict"]] for w in judged]
            if any(numbers):
                rows.append([office.name, word["name_id"], *numbers])
    columns = [Column("OPD", 46, True), Column("Jalur", 46, True), *[Column(w["name_id"], 14) for w in judged]]
    people = [[office.name, len(office.people), office.not_concerned] for office in offices.values()]
    return [
        Table("Per OPD dan jalur", columns, rows, about.above("Semua OPD", "Daftar nominatif: jumlah")),
        Table(
            "Pegawai per OPD",
            [Column("OPD", 60, True), Column("Pegawai", 12), Column("Tidak terkena jalur mana pun", 18)],
            people,
            about.above("Semua OPD", "Pegawai"),
        ),
        about.explanation(),
    ]


def _judged(about: _About) -> list[dict[str, str]]:
    return [word for verdict, word in about.verdicts.items() if verdict != "not_applicable"]


def _file_names(offices: dict[str, _Office]) -> dict[str, str]:
    """A short plain file name for each office, none twice."""
    names: dict[str, str] = {ELSEWHERE: ELSEWHERE_FILE}
    for key, office in offices.items():
        if key in names:
            continue
        plain = unicodedata.normalize("NFKD", office.name).encode("ascii", "ignore").decode()
        base = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "opd"
        name, number = base, 1
        while f"{name}.xlsx" in names.values():
            number += 1
            name = f"{base}-{number}"
        names[key] = f"{name}.xlsx"
    return names


def _add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; the 29th of February becomes the 28th where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
