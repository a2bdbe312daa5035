"""A kind of fault: a good delivery, what is done to it, and the declared outcome."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.fixtures.extracts import AGENCY
from tests.fixtures.goodfiles import Table, good

TEXT = ("csv", "csv.gz", "ndjson", "ndjson.gz")
CSV, NDJSON, XLSX = TEXT[:2], TEXT[2:], ("xlsx",)
PACKED = ("csv.gz", "ndjson.gz")
ALL = (*XLSX, *TEXT)
REGIONS = ("kota_jambi", "kota_sawahlunto")
DATASET = {"xlsx": "profil_asn", "csv": "ujian", "ndjson": "rw_golongan"}
NUMBER = {"profil_asn": "NIP BARU", "ujian": "nip", "rw_golongan": "nipBaru"}
KEY = {"profil_asn": "NIP BARU", "ujian": "nomor", "rw_golongan": "id"}
RECORDS = 5
HIT = 2  # the record that a fault of one record hits


@dataclass(frozen=True)
class Outcome:
    """What is declared to come of a fault.

    status: refused (the file, for `code`), quarantined (the records `at`, for `code`), warned (admitted with a remark
        `code`, the records `at` may differ), misplaced (not read, for `code`), same (nothing is raised, equal to clean but
        for the records `at`, whose values are used as they were planted).
    at: the records hit, by their place from 0. row, column: of a refusal; row None: that of the first record hit, if any.
    duplicates: records that are landed once more and used once. Several codes are parted by a blank.
    """

    status: str
    code: str = ""
    at: tuple[int, ...] = ()
    row: int | None = None
    column: str | None = None
    duplicates: int = 0


SAME = Outcome("same")


def refused(code: str, at: int | None = None, row: int | None = None, column: str | None = None) -> Outcome:
    return Outcome("refused", code, () if at is None else (at,), row, column)


def quarantined(code: str, *at: int) -> Outcome:
    return Outcome("quarantined", code, at or (HIT,))


def warned(code: str, *at: int) -> Outcome:
    return Outcome("warned", code, at)


def kept(*at: int) -> Outcome:
    return Outcome("same", at=at or (HIT,))


def misplaced(code: str) -> Outcome:
    return Outcome("misplaced", code)


@dataclass
class Delivery:
    """A good file of one format in its own dated folder, before it is written; a plant changes it.

    text: turned over to `edit` functions after the table is written out; pack: after it is packed (.gz formats only).
    """

    format: str
    region: str
    date: str
    nips: list[str]
    table: Table
    folder: Path
    name: str
    edits: list[Callable[[bytes], bytes]] = field(default_factory=list)
    packing: Callable[[bytes], bytes] = lambda content: gzip.compress(content, mtime=0)
    after: list[Callable[[Path], None]] = field(default_factory=list)

    @property
    def dataset(self) -> str:
        return self.table.dataset.name

    @property
    def record(self) -> dict:
        """The record that is hit."""
        return self.table.rows[HIT]

    def write(self) -> None:
        """Put the file where it belongs, then what the plant does to the folder."""
        content = self.table.content()
        for edit in self.edits:
            content = edit(content)
        if self.format.endswith(".gz"):
            content = self.packing(content)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / self.name).write_bytes(content)
        for act in self.after:
            act(self.folder / self.name)


@dataclass(frozen=True, eq=False)
class Kind:
    """One kind of fault. formats: where it applies. judged: the suite must run (else it is left out, for speed)."""

    name: str
    formats: tuple[str, ...]
    plant: Callable[[Delivery], object]
    outcome: Outcome | dict[str, Outcome]
    judged: bool = False
    records: int = RECORDS

    def declared(self, file_format: str) -> Outcome:
        """The outcome in this format; a dict gives it by the format without .gz, or with it."""
        if isinstance(self.outcome, Outcome):
            return self.outcome
        return self.outcome.get(file_format) or self.outcome[file_format.removesuffix(".gz")]


def edit(change: Callable[[bytes], bytes]) -> Callable[[Delivery], object]:
    """A plant that changes the file's bytes (before packing)."""
    return lambda delivery: delivery.edits.append(change)


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Delivery], object]:
    """A plant that changes the file's lines, each with its line end."""
    return edit(lambda content: b"".join(change(content.splitlines(keepends=True))))


def pack(change: Callable[[bytes], bytes]) -> Callable[[Delivery], object]:
    """A plant that changes the packed bytes."""

    def plant(delivery: Delivery) -> None:
        packing = delivery.packing
        delivery.packing = lambda content: change(packing(content))

    return plant


def after(act: Callable[[Path], object]) -> Callable[[Delivery], object]:
    """A plant that does something to the file once it lies there."""
    return lambda delivery: delivery.after.append(act)


def line_of(delivery: Delivery, record: int = HIT) -> int:
    """The index of a record's line in the file."""
    return record if delivery.format.startswith("ndjson") else record + 1


def row_of(file_format: str, record: int) -> int:
    """The `_src_row` of a record of an undisturbed file."""
    return record + (1 if file_format.startswith("ndjson") else 2)


def make(kind: Kind, file_format: str, region: str, case: int, root: Path, date: str) -> Delivery:
    """The planted delivery of one case; persons and keys are those of the case alone."""
    table = good(DATASET[file_format.removesuffix(".gz")], kind.records)
    dataset = table.dataset
    nips = [_nip(case, record) for record in range(kind.records)]
    for record, (row, nip) in enumerate(zip(table.rows, nips, strict=True)):
        row[NUMBER[dataset.name]] = nip
        if dataset.name == "profil_asn":
            row["PNS ID"] = f"A5EB{nip}{record:010d}"
            row["INSTANSI INDUK ID"] = AGENCY[region][0]
        elif dataset.name == "ujian":
            row["nomor"] = f"UD/{nip}"
        else:
            row["id"] = f"8ae4{nip}{record:010d}"
            table.lines[record]["nip"] = nip
    folder = root / "raw" / dataset.source / region / date
    delivery = Delivery(file_format, region, date, nips, table, folder, f"{dataset.name}.{file_format}")
    kind.plant(delivery)
    return delivery


def _nip(case: int, record: int) -> str:
    """Number of a man born on 1 January 1980; no two cases share one."""
    return f"19800101{2001 + case % 240 // 12}{case % 12 + 1:02d}1{(case // 240) * 100 + record + 1:03d}"
