"""Reads the delivered extracts themselves (xlsx, ndjson, csv) and judges rows, with this module's own row rules.

A record that breaks a rule is *bad*: it gives no fact, but it names a person if the number could be read.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import python_calamine

from . import figures as f

RW = (
    "rw_golongan", "rw_jabatan", "rw_pendidikan", "rw_hukdis", "rw_skp22", "rw_skp", "rw_kursus", "rw_angkakredit",
    "rw_diklat",
)  # fmt: skip
# Datasets that decide nothing here and still name people: the column of their number, or who was asked.
NAMED = {
    "rekap_pelatihan": "ID PEGAWAI", "penilaian_360": "NIP DINILAI", "kegiatan_harian": "NIP",
    "seleksi_terbuka": "NIP PELAMAR",
}  # fmt: skip
ASKED = ("rw_penghargaan", "rw_kinerjaperiodik")
FILE_NAME = re.compile(r"([a-z0-9_]+)\.(xlsx|ndjson|csv)(\.gz)?$")
BLANK = {"", "-"}
MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
CLOCK = r"[T ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?"
TIMESTAMP = re.compile(rf"(\d{{4}})[-/](\d\d)[-/](\d\d)(?:{CLOCK}(Z|[+-]\d\d:?\d\d)?)?")
DAY_FIRST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}})(?:{CLOCK})?")
MONTH_NAMED = re.compile(rf"(\d{{1,2}})[ -]([A-Za-z]{{3,9}})[ -](\d{{4}})(?:{CLOCK})?")


class Bad(Exception):
    """A value that cannot be read; args[0] is the reason code."""


@dataclass
class Record:
    """One delivered record. facts: typed values, {} when bad; reasons: why it is bad."""

    facts: dict
    reasons: tuple[str, ...] = ()

    @property
    def bad(self) -> bool:
        return bool(self.reasons)


@dataclass
class Answer:
    """One recorded line of a per-person dataset."""

    dataset: str
    region: str
    order: tuple  # (extract date, fetched_at, line): newest is highest
    outcome: str  # rows, none, error
    records: list[Record] = field(default_factory=list)


@dataclass
class ProfileRow:
    region: str
    extract: date
    line: int
    nip: str | None
    pns_id: str | None
    nik: str | None
    reasons: tuple[str, ...]
    facts: dict


@dataclass
class Exam:
    region: str
    order: tuple
    nip: str | None
    key: str | None
    reasons: tuple[str, ...]
    facts: dict


@dataclass
class Row:
    """One row of umpan_balik, rekap_skp (with a number) or kebutuhan_jabatan (without)."""

    region: str
    order: tuple
    nip: str | None
    key: tuple | str | None
    reasons: tuple[str, ...]
    facts: dict


@dataclass
class Delivered:
    """All admitted content. answers: dataset -> asked number -> lines. named: number -> regions whose lists name it."""

    profiles: list[ProfileRow] = field(default_factory=list)
    profile_dates: dict[str, list[date]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[str, dict[str, list[Answer]]] = field(
        default_factory=lambda: {d: defaultdict(list) for d in RW},
    )
    exams: list[Exam] = field(default_factory=list)
    exam_regions: set[str] = field(default_factory=set)
    objections: list[Row] = field(default_factory=list)
    recaps: list[Row] = field(default_factory=list)
    needs: dict[str, dict[date, list[Row]]] = field(default_factory=lambda: defaultdict(dict))
    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    refused: list[tuple[str, str]] = field(default_factory=list)


# -- values -----------------------------------------------------------------------------------------------------
def text(value) -> str | None:
    if value is None:
        return None
    shown = str(value).replace("\u00a0", " ").strip()
    return None if shown in BLANK else shown


def read_date(value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    shown = text(value)
    if shown is None:
        return None
    late = False
    if m := TIMESTAMP.fullmatch(shown):
        year, month, day = m[1], m[2], m[3]
        late = (m[5] or "").replace(":", "") in ("Z", "+0000", "-0000") and int(m[4]) >= 17  # 17:00 in UTC is midnight in Jakarta
    elif m := DAY_FIRST.fullmatch(shown):
        day, month, year = m[1], m[2], m[3]
    elif m := MONTH_NAMED.fullmatch(shown):
        day, month, year = m[1], MONTHS.get(m[2].lower()[:3], 0), m[3]
    else:
        raise Bad("date_unreadable")
    if int(year) == 1 and int(month) == 1 and int(day) == 1:
        return None
    try:
        read = date(int(year), int(month), int(day)) + timedelta(days=1 if late else 0)
    except ValueError:
        raise Bad("date_unreadable") from None
    if not 1900 <= read.year <= 2100:
        raise Bad("date_unreadable")
    return read


def read_number(value) -> float | None:
    shown = text(value)
    if shown is None:
        return None
    if re.fullmatch(r"-?\d+,\d+", shown):
        shown = shown.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", shown):
        raise Bad("number_unreadable")
    return float(shown)


def read_score(value) -> float | None:
    """A score on any of the scales, 0 to 120."""
    score = read_number(value)
    if score is not None and not 0 <= score <= 120:
        raise Bad("number_out_of_range")
    return score


def read_year(value) -> int | None:
    shown = text(value)
    if shown in (None, "0"):
        return None
    if not re.fullmatch(r"(19|20)\d\d", shown):
        raise Bad("year_unreadable")
    return int(shown)


def read_nip(value) -> str:
    """The 18 digits, or Bad. A value that is no text is refused whatever it shows."""
    if value is None or value == "":
        raise Bad("nip_missing")
    if not isinstance(value, str):
        raise Bad("numeric_identifier")
    digits = re.sub(r"[\s.'\u2018\u2019\u00a0]", "", value)
    if digits == "":
        raise Bad("nip_missing")
    if not re.fullmatch(r"[0-9]{18}", digits):
        raise Bad("nip_malformed")
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise Bad("nip_invalid") from None
    if shape(digits) is None or digits[14] not in "12" or digits[15:] == "000":
        raise Bad("nip_invalid")
    if digits[:4] < "1940" or not digits[:4] < digits[8:12] <= "2100":
        raise Bad("nip_invalid")
    return digits


def shape(nip: str) -> str | None:
    pair = int(nip[12:14])
    return "PNS" if 1 <= pair <= 12 else "PPPK" if pair >= 20 else None


def read_golongan(value, identifier=None) -> str | None:
    """PNS `III/a`, PPPK `IX`, or `?IV` for a bare I to IV that decides nothing."""
    shown, code = text(value), text(identifier)
    by_id = f.RANK_BY_ID.get(code or "")
    number = f.ROMAN[int(code) - 1] if code and code.isdigit() and 1 <= int(code) <= 17 else None
    if shown is None or shown.upper() in ("NON GOLONGAN", "NON GOL", "NON"):
        if code and not (by_id or number):
            raise Bad("code_unknown")
        return by_id or (number if number is None or f.ROMAN.index(number) >= 4 else f"?{number}")
    found = _golongan(shown)
    if found and found.startswith("?") and by_id and by_id.split("/")[0] == found[1:]:
        return by_id
    if found is None:
        raise Bad("golongan_unreadable")
    if code and not (by_id or number) and found in f.ORDER:
        raise Bad("code_unknown")
    if (by_id or number) and found.lstrip("?") not in (by_id, number):
        raise Bad("golongan_mismatch")
    name = f.PANGKAT.get(_pangkat(re.sub(r"[(/]?\s*(IV|III|II|I)[\s./-]*[A-E]\s*\)?$", "", shown, flags=re.I)))
    if name and found in f.ORDER and name != found:
        raise Bad("golongan_mismatch")
    return found


def _golongan(shown: str) -> str | None:
    upper = shown.upper()
    if m := re.search(r"(?<![A-Z])(IV|III|II|I)\s*[/.\- ]?\s*([A-E])(?![A-Z])", upper):
        rank = f"{m[1]}/{m[2].lower()}"
        return rank if rank in f.ORDER else None
    if m := re.fullmatch(r"([1-4])\s*[/.\-]?\s*([A-E])", upper):
        rank = f"{f.ROMAN[int(m[1]) - 1]}/{m[2].lower()}"
        return rank if rank in f.ORDER else None
    bare = re.sub(r"^GOL(ONGAN|\.)?\s*", "", upper).strip()
    if bare.isdigit() and 1 <= int(bare) <= 17 and not 11 <= int(bare) <= 14:  # 11 to 14 are also ids of PNS ranks
        bare = f.ROMAN[int(bare) - 1]
    if bare in f.ROMAN:
        return bare if f.ROMAN.index(bare) >= 4 else f"?{bare}"
    return f.PANGKAT.get(_pangkat(shown))


def _pangkat(shown: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"\btk\.?\s*", "tingkat ", shown.lower())).strip()


def two_digits(value) -> str | None:
    shown = text(value)
    return shown.zfill(2) if shown and shown.isdigit() else shown


# -- records of the per-person datasets: each returns facts, or collects reasons -----------------------------------
class Reader:
    """Reads named fields of one record and remembers every reason for which it is bad."""

    def __init__(self, record: dict):
        self.record, self.reasons = record, []

    def get(self, name: str, how=text, *more):
        try:
            return how(self.record.get(name), *[self.record.get(m) for m in more])
        except Bad as why:
            self.reasons.append(why.args[0])
            return None

    def need(self, value, code: str = "required_missing"):
        if value is None and not self.reasons:
            self.reasons.append(code)
        return value

    def identifier(self, name: str):
        if self.record.get(name) is not None and not isinstance(self.record[name], str):
            self.reasons.append("numeric_identifier")

    def one_of(self, name: str, allowed, how=text):
        value = self.get(name, how)
        if value is not None and value not in allowed:
            self.reasons.append("code_unknown")
        return value


def _golongan_record(r: Reader) -> dict:
    gol = r.need(r.get("golongan", read_golongan, "golonganId"))
    r.get("skTanggal", read_date)
    return {"gol": gol, "tmt": r.get("tmtGolongan", read_date), "kp": r.get("jenisKPId")}


def _jabatan_record(r: Reader) -> dict:
    kind = r.need(r.one_of("jenisJabatan", {"1", "2", "3", "4"}), "code_unknown")
    tmt = r.need(r.get("tmtJabatan", read_date))
    installed = r.get("tmtPelantikan", read_date)
    assignment = r.one_of(
        "jenisPenugasanId", {"D", "TT", "PLT", "PLH", "PJ"}, lambda v: (text(v) or "").upper() or None
    )
    eselon = r.one_of("eselonId", f.ESELON, two_digits)
    return {
        "kind": kind,
        "tmt": tmt,
        "assignment": assignment or "D",
        "eselon": eselon,
        "decree": r.get("tanggalSk", read_date),
        "start": installed or tmt,
        "jf": functional_post(
            r.get("jabatanFungsionalId"), r.get("jabatanFungsionalNama") or r.get("namaJabatan"), kind
        ),
    }


def functional_post(identifier: str | None, name: str | None, kind: str | None) -> tuple[str | None, str] | None:
    """(jenjang by the code list, else by the name; name without jenjang) of a functional post, None for others."""
    if kind != "2":
        return None
    by_name, base = split_jenjang(name)
    by_list = f.jenjang_by_id().get((identifier or "").lower())
    return (by_list if by_list else by_name), base


def split_jenjang(name: str | None) -> tuple[str | None, str]:
    """(jenjang, base name in capitals) of a post's name: `Arsiparis Ahli Muda`, `Perawat Muda / Ahli Muda`."""
    plain = re.sub(r"\s+", " ", (name or "").upper()).strip()
    found = None
    for m in re.finditer(r"\bAHLI (PERTAMA|MUDA|MADYA|UTAMA)\b", plain):
        found = m
    if found:
        jenjang = f.JENJANG_WORD[found[1]]
    else:
        if re.search(r"\bUTAMA (MUDA|MADYA|PRATAMA)$", plain):
            return None, plain
        found = re.search(r"\b(" + "|".join(f.JENJANG_WORD) + r")$", plain)
        if not found:
            return None, plain
        jenjang = f.JENJANG_WORD[found[1]]
    base = plain[: found.start()].rstrip()
    if base.endswith("/"):
        base = re.sub(r"\b(" + "|".join(f.JENJANG_WORD) + r")$", "", base[:-1].rstrip()).rstrip()
    return jenjang, base.rstrip(" -")


def _pendidikan_record(r: Reader) -> dict:
    level = r.need(r.one_of("tkPendidikanId", f.CLASS_BY_LEVEL, two_digits))
    year, day = r.get("tahunLulus", read_year), r.get("tglLulus", read_date)
    return {
        "level": level,
        "class": education_class(level, r.get("pendidikanNama")),
        "day": day or (date(year, 12, 31) if year else None),
    }


def education_class(level: str | None, name: str | None) -> str | None:
    name = (name or "").upper()
    if re.search(r"\bSGPLB\b", name):
        return "SGPLB"
    if level == "42" and any(re.search(rf"\b{p}\b", name) for p in f.PROFESSIONS_AS_S2):
        return "S2"
    return f.CLASS_BY_LEVEL.get(level or "")


def _hukdis_record(r: Reader) -> dict:
    kind = r.get("jenisHukuman")
    level = (r.get("jenisTingkatHukumanId") or "").upper()
    level = level or f.LEVEL_BY_KIND.get(kind or "")
    if level not in ("R", "S", "B"):
        r.reasons.append("code_unknown")
    if kind == f.ENDS_THE_ONE_BEFORE:
        level = "B"  # whatever level is written: it is no punishment
    if level == "R":
        return {"kind": kind, "level": "R"}
    start = r.get("hukumanTanggal", read_date)
    facts = {
        "kind": kind,
        "level": level,
        "start": start,
        "end": r.get("akhirHukumTanggal", read_date),
        "annulled": r.get("skPembatalanTanggal", read_date),
        "months": int(12 * (r.get("masaTahun", read_number) or 0) + (r.get("masaBulan", read_number) or 0)),
    }
    r.get("skTanggal", read_date)
    r.need(start)
    if start and facts["end"] and facts["end"] < start:
        r.reasons.append("interval_reversed")
    return facts


def _rating(r: Reader, words: str, code: str, spellings) -> object:
    """A value given as text and as a code; the two must agree."""
    by_text, by_code = r.get(words), r.get(code)
    said = spellings(by_text) if by_text else None
    if by_text and said is None:
        r.reasons.append("code_unknown")
    coded = None
    if by_code:
        number = re.fullmatch(r"([1-5])(\.0+)?", by_code)
        coded = int(number[1]) if number else None
        if coded is None or (words != "kuadranKinerja" and coded > 3):
            r.reasons.append("code_unknown")
            coded = None
    if said and coded and said != coded:
        r.reasons.append("rating_conflict")
    return said or coded


def _expectation(shown: str) -> int | None:
    plain = re.sub(r"EKS?PEKTASI$|ESPEKTASI$", "", re.sub(r"[^A-Z0-9]", "", shown.upper()))
    return {"DIATAS": 1, "MELEBIHI": 1, "SESUAI": 2, "DIBAWAH": 3}.get(plain)


PREDIKAT_CODE = {1: "SANGAT_BAIK", 2: "BAIK", 3: "BUTUH_PERBAIKAN", 4: "KURANG", 5: "SANGAT_KURANG"}


def _quadrant(shown: str) -> int | None:
    plain = re.sub(r"[^A-Z0-9]", "", shown.upper())
    if plain.startswith("KURANGMIS"):
        return 4
    return {
        "SANGATBAIK": 1, "AMATBAIK": 1, "BAIK": 2, "BUTUHPERBAIKAN": 3, "PERLUPERBAIKAN": 3, "CUKUP": 3,
        "BUTUHPERBAIKANCUKUP": 3, "CUKUPBUTUHPERBAIKAN": 3, "KURANG": 4, "SEDANG": 4, "MISCONDUCT": 4, "MISONDUCT": 4,
        "SANGATKURANG": 5, "BURUK": 5,
    }.get(plain)  # fmt: skip


def _appraiser(r: Reader, nip: str, golongan: str) -> tuple:
    r.identifier(nip)
    status = r.one_of(
        "statusPenilai", {"ASN", "NON ASN"}, lambda v: re.sub(r"\s+", " ", (text(v) or "").upper()) or None
    )
    number = None
    try:
        number = read_nip(r.record.get(nip))
    except Bad as why:
        if status == "ASN" and why.args[0] in ("nip_malformed", "nip_invalid"):
            r.reasons.append("nip_malformed")
    written = r.get(golongan)
    if status == "ASN" and written and written not in f.RANK_BY_ID:
        r.reasons.append("code_unknown")
    return number, f.RANK_BY_ID.get(written or ""), status


def _skp22_record(r: Reader) -> dict:
    year = r.need(r.get("tahun", read_year), "year_unreadable")
    result = _rating(r, "hasilKinerja", "hasilKinerjaNilai", _expectation)
    behaviour = _rating(r, "perilakuKerja", "PerilakuKerjaNilai", _expectation)
    said = PREDIKAT_CODE.get(_rating(r, "kuadranKinerja", "KuadranKinerjaNilai", _quadrant))
    derived = f.MATRIX.get((result, behaviour))
    r.need(said or derived)
    return {
        "year": year,
        "said": said,
        "derived": derived,
        "appraiser": _appraiser(r, "nipNrpPenilai", "penilaiGolonganId"),
    }


SKP_NUMBERS = (
    "nilaiSkp", "orientasiPelayanan", "integritas", "komitmen", "disiplin", "kerjasama", "kepemimpinan",
    "inisiatifKerja", "nilaiPerilakuKerja", "nilaiPrestasiKerja", "nilaiIntegrasi",
)  # fmt: skip


def _skp_record(r: Reader) -> dict:
    facts = {name: r.get(name, read_score) for name in SKP_NUMBERS}
    facts["year"] = r.need(r.get("tahun", read_year), "year_unreadable")
    facts["regime"] = re.sub(r"[^A-Z0-9]", "", (r.get("jenisPeraturanKinerjaKd") or "").upper())
    if facts["nilaiSkp"] is None and facts["nilaiPrestasiKerja"] is None and facts["nilaiIntegrasi"] is None:
        r.need(None)
    r.identifier("atasanPenilaiNipNrp")
    facts["appraiser"] = _appraiser(r, "penilaiNipNrp", "penilaiGolongan")
    return facts


def _kursus_record(r: Reader) -> dict:
    return {}  # no criterion of this track reads it


def read_flag(value) -> bool:
    shown = (text(value) or "").lower()
    if shown in ("1", "true"):
        return True
    if shown in ("", "0", "false"):
        return False
    raise Bad("code_unknown")


def read_month(month, year) -> date | None:
    """First day of the month; both parts or neither."""
    m, y = text(month), read_year(year)
    if m in (None, "0") and y is None:
        return None
    if y is None or not re.fullmatch(r"0?[1-9]|1[0-2]", m or ""):
        raise Bad("date_unreadable")
    return date(y, int(m), 1)


def _credit_record(r: Reader) -> dict:
    last = r.need(r.get("bulanSelesaiPenailan", read_month, "tahunSelesaiPenailan"))
    first = r.get("bulanMulaiPenailan", read_month, "tahunMulaiPenailan") or last
    amount = r.need(r.get("kreditBaruTotal", read_number))
    if amount is not None and amount < 0:
        r.reasons.append("number_out_of_range")
    if first and last and last < first:
        r.reasons.append("interval_reversed")
    opening = r.get("isAngkaKreditPertama", read_flag) or r.get("isIntegrasi", read_flag)
    converted = r.get("isKonversi", read_flag)
    r.get("tanggalSk", read_date)
    if r.reasons:
        return {}
    return {
        "first": first,
        "last": last,
        "amount": Decimal(repr(amount)).quantize(Decimal("0.01"), ROUND_HALF_UP),
        "kind": "balance" if opening else "konversi" if converted else "conventional",
        "decree": r.get("tanggalSk", read_date),
        "named": split_jenjang(r.get("namaJabatan"))[0],
    }


def _diklat_record(r: Reader) -> dict:
    begun, ended, year = r.get("tanggal", read_date), r.get("tanggalSelesai", read_date), r.get("tahun", read_year)
    r.get("jumlahJam", read_number)
    day = ended or begun or (date(year, 12, 31) if year else None)
    r.need(day)
    name = (r.get("latihanStrukturalNama") or "").upper()
    level = r.get("latihanStrukturalId")
    return {"day": day, "training": level, "name": name}


RECORD = {
    "rw_angkakredit": _credit_record,
    "rw_diklat": _diklat_record,
    "rw_golongan": _golongan_record,
    "rw_jabatan": _jabatan_record,
    "rw_pendidikan": _pendidikan_record,
    "rw_hukdis": _hukdis_record,
    "rw_skp22": _skp22_record,
    "rw_skp": _skp_record,
    "rw_kursus": _kursus_record,
}


def read_records(dataset: str, asked: str, data: list) -> list[Record]:
    """The records of one answer; equal copies count once, one id with different content is bad."""
    out, seen = [], defaultdict(set)
    shown = [json.dumps(item, sort_keys=True) for item in data]
    for item, copy in zip(data, shown, strict=True):
        if isinstance(item, dict) and text(item.get("id")):
            seen[text(item["id"]).lower()].add(copy)
    done = set()
    for item, copy in zip(data, shown, strict=True):
        if copy in done:
            continue
        done.add(copy)
        if not isinstance(item, dict):
            out.append(Record({}, ("bad_record",)))
            continue
        r = Reader(item)
        key = text(item.get("id"))
        facts = RECORD[dataset](r)
        r.identifier("nipBaru")
        if "numeric_identifier" not in r.reasons and text(item.get("nipBaru")):
            try:
                own = read_nip(item["nipBaru"])
                if own != asked:
                    r.reasons.append("nip_mismatch")
            except Bad as why:
                r.reasons.append(why.args[0])
        if key is None:
            r.reasons.append("key_missing")
        elif len(seen[key.lower()]) > 1:
            r.reasons.append("key_conflict")
        facts["id"] = (key or "").lower()
        out.append(Record({} if r.reasons else facts, tuple(sorted(set(r.reasons)))))
    return out


NOT_FOUND = re.compile(r"tidak ditemukan|tidak ada|not found|kosong", re.I)


def read_line(dataset: str, region: str, extract: date, number: int, raw: str) -> tuple[str | None, Answer]:
    """One line: (asked number or None, answer). Raises ValueError if it is no JSON object."""
    line = json.loads(raw)
    if not isinstance(line, dict):
        raise ValueError("not a JSON object")
    try:
        asked = read_nip(line.get("nip"))
    except Bad:
        asked = None
    order = (extract, str(line.get("fetched_at") or ""), number, region)
    status, body = line.get("status"), line.get("body")
    answer = Answer(dataset, region, order, "error", [Record({}, ("error_answer",))])
    if line.get("endpoint") != dataset.replace("_", "-"):
        return asked, answer
    if isinstance(body, dict):
        data = body.get("data")
        if isinstance(data, dict) and isinstance(data.get("data"), list):
            data = data["data"]
        elif isinstance(data, dict):
            data = [data]
        served = isinstance(status, int) and status < 500 and status not in (401, 403)
        if isinstance(data, str) and served and NOT_FOUND.search(data):
            answer.outcome, answer.records = "none", []
        elif isinstance(data, list) and isinstance(status, int) and 200 <= status < 300:
            answer.outcome = "rows" if data else "none"
            answer.records = read_records(dataset, asked or "", data)
            if order[1] and not TIMESTAMP.fullmatch(order[1]):
                answer.records = [Record({}, (*r.reasons, "date_unreadable")) for r in answer.records]
    return asked, answer


# -- profil_asn, ujian ------------------------------------------------------------------------------------------
def _fold(header: str) -> str:
    return re.sub(r"[\s_]+", " ", str(header)).strip().upper()


def read_profile(region: str, extract: date, data: bytes) -> list[ProfileRow]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    headers = [_fold(h) for h in rows[0]] if rows else []
    if "NIP BARU" not in headers:
        raise ValueError("no header NIP BARU on row 1")
    records = [(n, dict(zip(headers, map(_cell, row), strict=False))) for n, row in enumerate(rows[1:], start=2)]
    records = [(n, r) for n, r in records if any(v not in ("", None) for v in r.values())]
    return _resolve_copies([_profile_row(region, extract, n, r) for n, r in records])


class Number(float):
    """A numeric cell: no text, whatever it shows."""

    def __str__(self) -> str:
        return str(int(self)) if self == int(self) else repr(float(self))


def _cell(value):
    return Number(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _status(value) -> str | None:
    """C or P; PPPK in that column is no C and no P, and the next column decides."""
    shown = (text(value) or "").upper()
    return {"CPNS": "C", "PNS": "P", "PPPK": ""}.get(shown, shown or None)


def _profile_row(region: str, extract: date, line: int, record: dict) -> tuple[ProfileRow, str]:
    r = Reader(record)
    nip = r.get("NIP BARU", read_nip)
    for column in ("NIK", "NIP LAMA"):
        if record.get(column) not in (None, "") and not isinstance(record[column], str):
            r.reasons.append("numeric_identifier")
    nik = re.sub(r"[\s.']", "", str(record.get("NIK") or ""))
    legal = two_digits(record.get("KEDUDUKAN HUKUM ID"))
    if legal is not None and not re.fullmatch(r"\d{2,3}", legal):
        r.reasons.append("code_unknown")
    facts = {
        "name": re.sub(r"\s+", " ", (text(record.get("NAMA")) or "").upper()) or None,
        "birth": r.get("TANGGAL LAHIR", read_date),
        "status": r.one_of("STATUS CPNS PNS", {"C", "P", ""}, _status),
        "legal": legal,
        "employee_type": (text(record.get("JENIS PEGAWAI NAMA")) or "").upper(),
        "cpns": r.get("TMT CPNS", read_date),
        "pns": r.get("TMT PNS", read_date),
        "first": r.get("GOL AWAL NAMA", read_golongan, "GOL AWAL ID"),
        "gol": r.get("GOL AKHIR NAMA", read_golongan, "GOL AKHIR ID"),
        "gol_tmt": r.get("TMT GOLONGAN", read_date),
        "kind": r.one_of("JENIS JABATAN ID", {"1", "2", "3", "4"}),
        "kind_tmt": r.get("TMT JABATAN", read_date),
        "jf": None,
        "eselon": r.one_of("ESELON ID", f.ESELON, two_digits),
        "level": r.one_of("TINGKAT PENDIDIKAN ID", f.CLASS_BY_LEVEL, two_digits),
    }
    facts["jf"] = functional_post(text(record.get("JABATAN ID")), text(record.get("JABATAN NAMA")), facts["kind"])
    year = r.get("TAHUN LULUS", read_year)
    facts["class"] = education_class(facts["level"], text(record.get("PENDIDIKAN NAMA")))
    facts["graduated"] = date(year, 12, 31) if year else None
    r.one_of("JENIS KELAMIN", {"M", "F", "L", "P"}, lambda v: (text(v) or "").upper() or None)
    row = ProfileRow(
        region, extract, line, nip, (text(record.get("PNS ID")) or "").lower() or None,
        nik if re.fullmatch(r"[0-9]{16}", nik) and set(nik) != {"0"} else None, tuple(sorted(set(r.reasons))), facts,
    )  # fmt: skip
    return row, repr(sorted((k, str(v)) for k, v in record.items()))


def _resolve_copies(rows: list) -> list:
    """Equal copies of a key in one file count once; different content under one key makes all of them bad."""
    contents = defaultdict(set)
    for row, content in rows:
        contents[row.nip if isinstance(row, ProfileRow) else row.key].add(content)
    out, done = [], set()
    for row, content in rows:
        key = row.nip if isinstance(row, ProfileRow) else row.key
        if key is not None and (key, content) in done:
            continue
        done.add((key, content))
        if key is not None and len(contents[key]) > 1:
            row.reasons = (*row.reasons, "key_conflict")
        out.append(row)
    return out


def csv_records(data: bytes, needed: set[str]):
    """(line, record) of each row; ValueError if a row is ragged or a header is missing."""
    reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
    headers = [_fold(h).lower().replace(" ", "_") for h in next(reader)]
    if not needed <= set(headers):
        raise ValueError("headers")
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(headers):
            raise ValueError("ragged row")
        yield reader.line_num, dict(zip(headers, cells, strict=True))


def read_exams(region: str, extract: date, data: bytes) -> list[Exam]:
    rows = []
    for line, record in csv_records(data, {"nip", "jenis", "nomor", "tanggal_lulus"}):
        r = Reader(record)
        nip = r.get("nip", read_nip)
        kind = r.one_of("jenis", {"UD1", "UD2", "KPPI", "UKOM", "GELAR"}, lambda v: (text(v) or "").upper() or None)
        r.need(kind)
        facts = {"kind": kind, "day": r.get("tanggal_lulus", read_date), "level": two_digits(record.get("jenjang"))}
        r.need(facts["day"])
        if kind == "GELAR" and facts["level"] not in f.CLASS_BY_LEVEL:
            r.reasons.append("code_unknown")
        if kind == "UKOM" and facts["level"] not in f.JENJANG_RANKS:
            r.reasons.append("code_unknown")
        key = text(record["nomor"])
        if key is None:
            r.reasons.append("key_missing")
        exam = Exam(region, (extract, line), nip, key, tuple(sorted(set(r.reasons))), facts)
        rows.append((exam, repr(sorted(record.items()))))
    return _resolve_copies(rows)


# -- umpan_balik, kebutuhan_jabatan, rekap_skp ----------------------------------------------------------------------
def _upper(value) -> str | None:
    return re.sub(r"\s+", " ", (text(value) or "").upper()) or None


def read_objections(region: str, extract: date, data: bytes) -> list[Row]:
    rows = []
    for line, record in csv_records(data, {"nip", "tahun", "jenis", "tanggal_ajukan"}):
        r = Reader(record)
        facts = {
            "year": r.need(r.get("tahun", read_year), "year_unreadable"),
            "kind": r.need(r.one_of("jenis", {"KEBERATAN", "UMPAN_BALIK"}, _upper)),
            "received": r.get("tanggal_terima", read_date),
            "filed": r.get("tanggal_ajukan", read_date),
            "decided": r.get("tanggal_putus", read_date),
            "decision": r.one_of("putusan", {"DITERIMA", "DITOLAK"}, _upper),
        }
        nip = r.get("nip", read_nip)
        if facts["kind"] == "KEBERATAN":
            r.need(facts["filed"])
            if (facts["decided"] is None) != (facts["decision"] is None):
                r.reasons.append("required_missing")
        for earlier, later in (("received", "filed"), ("filed", "decided")):
            if facts[earlier] and facts[later] and facts[later] < facts[earlier]:
                r.reasons.append("interval_reversed")
        key = (nip, facts["year"], facts["kind"], facts["filed"])
        row = Row(region, (extract, line), nip, key if nip else None, tuple(sorted(set(r.reasons))), facts)
        rows.append((row, repr(sorted(record.items()))))
    return _resolve_copies(rows)


def read_needs(region: str, extract: date, data: bytes) -> list[Row]:
    rows = []
    for line, record in csv_records(data, {"jabatan", "jenjang", "unor_id", "kebutuhan", "terisi", "tmt"}):
        r = Reader(record)
        post, jenjang = r.get("jabatan", _upper), r.one_of("jenjang", f.JENJANG_RANKS, _upper)
        unit = (text(record["unor_id"]) or "").lower() or None
        needed, filled = r.get("kebutuhan", read_number), r.get("terisi", read_number)
        tmt = r.get("tmt", read_date)
        for value in (post, unit, needed, filled, tmt):
            r.need(value)
        if any(n is not None and (n < 0 or n != int(n)) for n in (needed, filled)):
            r.reasons.append("number_out_of_range")
        facts = {"post": post, "jenjang": jenjang, "needed": needed, "filled": filled, "tmt": tmt}
        row = Row(region, (extract, line), None, (post, jenjang, unit), tuple(sorted(set(r.reasons))), facts)
        rows.append((row, repr(sorted(record.items()))))
    return _resolve_copies(rows)


def read_recaps(region: str, extract: date, data: bytes) -> list[Row]:
    """Rows of the rekap SKP; the header stands below title rows, notes may stand below the table."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    at = next((n for n, row in enumerate(cells) if {"NIP", "TAHUN", "PERIODE"} <= {_fold(c) for c in row}), None)
    if at is None:
        raise ValueError("no header row with NIP, Tahun, Periode")
    headers, rows = [_fold(h) for h in cells[at]], []
    for line, row in enumerate(cells[at + 1 :], start=at + 2):
        record = dict(zip(headers, map(_cell, row), strict=False))
        if not any(v not in ("", None) for v in record.values()):
            continue
        r = Reader(record)
        nip = r.get("NIP", read_nip)
        year = r.need(r.get("TAHUN", read_year), "year_unreadable")
        span, status = r.need(r.get("PERIODE", _upper)), r.get("STATUS", _upper)
        result = _words(r, "RATING HASIL KERJA", _expectation)
        behaviour = _words(r, "RATING HASIL PERILAKU", _expectation)
        said = PREDIKAT_CODE.get(_words(r, "PREDIKAT KINERJA", _quadrant))
        derived = f.MATRIX.get((result, behaviour))
        counts = span in ("TAHUNAN", "FINAL") and status == "FINAL"
        if counts:
            r.need(said or derived)
        facts = {"year": year, "span": span, "said": said, "derived": derived, "counts": counts}
        key = (nip, year, span) if nip and year and span else None
        made = Row(region, (extract, line), nip, key, tuple(sorted(set(r.reasons))), facts)
        rows.append((made, repr(sorted((k, str(v)) for k, v in record.items()))))
    return _resolve_copies(rows)


def _words(r: Reader, name: str, spellings) -> int | None:
    shown = r.get(name)
    if shown is None:
        return None
    value = spellings(shown)
    if value is None:
        r.reasons.append("code_unknown")
    return value


def read_named(column: str, kind: str, data: bytes) -> set[str]:
    """Every number that can be read in that column of a list; the header may stand under title rows."""
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    else:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        rows = [list(map(_cell, row)) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    headers = [[_fold(cell) for cell in row] for row in rows]
    start = next(n for n, header in enumerate(headers) if column in header)
    place = headers[start].index(column)
    return set(filter(None, (_number(row[place]) for row in rows[start + 1 :] if len(row) > place)))


def read_asked(data: bytes) -> set[str]:
    """Every number that was asked, whatever came back."""
    return set(
        filter(None, (_number(json.loads(line).get("nip")) for line in data.decode("utf-8").split("\n") if line))
    )


def _number(value) -> str | None:
    try:
        return read_nip(value)
    except Bad:
        return None


# -- the folder -------------------------------------------------------------------------------------------------
def read_folder(raw_dir, known_at: date | None, refused_files=()) -> Delivered:
    """Every admitted file under raw_dir with extract date <= known_at.

    refused_files: paths relative to raw_dir that the pipeline's file checks refuse; a file that cannot be read whole is
    refused here by itself."""
    raw_dir, refused = Path(raw_dir), {str(p) for p in refused_files}
    out = Delivered()
    for path in sorted(raw_dir.glob("*/*/*/*")):
        relative = path.relative_to(raw_dir).as_posix()
        name = FILE_NAME.fullmatch(path.name)
        if not name or relative in refused:
            continue
        _, region, day, _ = relative.split("/")
        dataset, extract = name[1], date.fromisoformat(day)
        if known_at is not None and extract > known_at:
            continue
        try:
            data = path.read_bytes()
            if name[3]:
                data = gzip.decompress(data)
            if dataset == "profil_asn":
                out.profiles += read_profile(region, extract, data)
                out.profile_dates[region].append(extract)
            elif dataset == "ujian":
                out.exams += read_exams(region, extract, data)
                out.exam_regions.add(region)
            elif dataset == "umpan_balik":
                out.objections += read_objections(region, extract, data)
            elif dataset == "kebutuhan_jabatan":
                out.needs[region][extract] = read_needs(region, extract, data)
            elif dataset == "rekap_skp":
                out.recaps += read_recaps(region, extract, data)
            elif dataset in RW:
                lines = data.decode("utf-8").split("\n")
                if lines[-1] == "":
                    lines.pop()
                read = [read_line(dataset, region, extract, n, line) for n, line in enumerate(lines, start=1)]
                for asked, answer in read:
                    if asked:
                        out.answers[dataset][asked].append(answer)
            elif dataset in NAMED:
                for nip in read_named(NAMED[dataset], name[2], data):
                    out.named[nip].add(region)
            elif dataset in ASKED:
                for nip in read_asked(data):
                    out.named[nip].add(region)
        except (OSError, ValueError, StopIteration, csv.Error, python_calamine.CalamineError) as why:
            out.refused.append((relative, str(why)))
    return out
