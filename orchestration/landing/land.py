"""Landing: a delivered file becomes Parquet with provenance, is checked as a file, and gets its manifest entry.

The entry is written last: a run that dies earlier leaves nothing that anyone reads, and the next run starts that file anew.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import gc
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from orchestration.landing.discovery import Extract, discover, known_regions
from orchestration.landing.findings import Finding, Refused
from orchestration.landing.isolation import convert
from orchestration.landing.manifest import (
    ADMITTED,
    REFUSED,
    Entry,
    load_entries,
    move_into_place,
    temporary_folder,
    temporary_path,
    write_entry,
)
from orchestration.landing.paths import DataRoot
from orchestration.landing.readers import csv_reader, ndjson_reader, xlsx_reader
from orchestration.landing.readers.base import MAX_CELL_CHARS, Batch, Reading, ahead
from orchestration.landing.registry import ANSWER_COLUMNS, META_COLUMNS
from orchestration.landing.state import RECHECK, REFUSE, UNCHANGED, Step, file_sha256, next_steps, suite_sha256

READERS = {"csv": csv_reader.read, "ndjson": ndjson_reader.read, "xlsx": xlsx_reader.read}
_FILES_AHEAD = 4
_SMALL_BYTES = 2047
_ARROW = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "DATE": pa.date32(), "BOOLEAN": pa.bool_()}


@dataclass(frozen=True)
class Event:
    """Something that happens to a file. kind: before a step read, landed (into the lake), check, recorded (in the manifest);
    as the outcome admitted, refused, unchanged. done, total: files of this call."""

    kind: str
    file: str
    source: str
    dataset: str
    region: str
    message: str = ""
    done: int = 0
    total: int = 0


class Landed(list[Entry]):
    """Entries of the files that lie in raw now, sorted by file; `.new`: those landed, refused or checked anew by this call."""

    def __init__(self, entries: list[Entry], new: list[Entry]):
        super().__init__(entries)
        self.new = new


OnEvent = Callable[[Event], None]


def land_region(
    root: DataRoot | str | os.PathLike | None,
    region: str,
    datasets: list[tuple[str, str]] | None = None,
    on_event: OnEvent | None = None,
    check: bool = True,
) -> Landed:
    """Land what is new of one region (of some datasets, given as (source, dataset)), check it, record it.

    Idempotent: a file whose bytes, suite and reader are those of its entry is left alone. check=False lands without the
    suites (for tests and tools); such an entry is checked by the next call with check=True.
    Raises ValueError for a region that is not in the seed.
    """
    root = DataRoot.of(root)
    if region not in known_regions():
        raise ValueError(f"Region {region!r} is not known. Known: {', '.join(known_regions())}.")
    with _lock(root, region):
        found = [e for e in discover(root, region) if datasets is None or (e.source, e.dataset) in datasets]
        return _Run(root, region, found, on_event, check).land()


def land_dataset(
    root: DataRoot | str | os.PathLike | None,
    source: str,
    dataset: str,
    region: str,
    on_event: OnEvent | None = None,
    check: bool = True,
) -> Landed:
    """`land_region` for one dataset."""
    return land_region(root, region, [(source, dataset)], on_event, check)


def land_all(
    root: DataRoot | str | os.PathLike | None = None, on_event: OnEvent | None = None, check: bool = True
) -> Landed:
    """`land_region` for every known region that has a folder."""
    present = {extract.region for extract in discover(root)}
    entries, new = [], []
    for region in known_regions():
        if region in present:
            landed = land_region(root, region, on_event=on_event, check=check)
            entries += landed
            new += landed.new
    return Landed(entries, new)


@contextlib.contextmanager
def _lock(root: DataRoot, region: str) -> Iterator[None]:
    """One landing of a region at a time; a second one waits. What a dead run left behind is removed."""
    (root.lake / ".locks").mkdir(parents=True, exist_ok=True)
    temporary = temporary_folder(root, region)
    with open(root.lake / ".locks" / region, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        shutil.rmtree(temporary, ignore_errors=True)
        try:
            yield
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


class _Run:
    """One call of land_region."""

    def __init__(self, root: DataRoot, region: str, found: list[Extract], on_event: OnEvent | None, check: bool):
        self.root, self.check = root, check
        self.steps = next_steps(found, load_entries(root, region), check)
        self.tell = on_event or (lambda event: None)
        self.new: list[Entry] = []
        self.done = 0

    def land(self) -> Landed:
        """Take every step."""
        entries = []
        # The child reads the next files while this process checks the present one.
        read = ahead(self._read, self.steps, workers=1, depth=_FILES_AHEAD)
        with contextlib.closing(read):
            for step, converted in zip(self.steps, read, strict=True):
                entries.append(self._take(step, converted))
                self.done += 1
        return Landed(sorted(entries, key=lambda entry: entry.file), self.new)

    def _read(self, step: Step) -> _Converted | Refused | None:
        """The extract as Parquet beside the lake, or why there is none; None if there is nothing to read."""
        if step.action in (UNCHANGED, REFUSE, RECHECK):
            return None
        try:
            return _convert(self.root, step.extract, step.sha256)
        except Refused as refused:
            return refused

    def _take(self, step: Step, converted: _Converted | Refused | None) -> Entry:
        extract, sha = step.extract, step.sha256
        if step.action == UNCHANGED:
            self._event("unchanged", extract)
            return step.old
        entry = _entry(extract, sha)
        if step.action == REFUSE:
            entry.status, entry.reasons = REFUSED, [step.finding]
        elif step.action == RECHECK:
            entry = dataclasses.replace(step.old, file=extract.file)
            self._judge(entry, extract)
        else:
            self._event("read", extract)
            if isinstance(converted, Refused):
                message = f"{extract.file}: {converted.finding.message}"
                entry.status, entry.reasons = REFUSED, [dataclasses.replace(converted.finding, message=message)]
            else:
                self._event("landed", extract)
                converted.put_into_lake(self.root, extract, entry)
                self._judge(entry, extract)
        self._event("recorded", extract)
        write_entry(self.root, entry)
        self.new.append(entry)
        self._event(entry.status, extract, entry.reason)
        return entry

    def _judge(self, entry: Entry, extract: Extract) -> None:
        """Run the suite on the landed rows and set the status."""
        entry.status, entry.reasons, entry.checks, entry.suite_sha256 = ADMITTED, [], [], None
        if not self.check:
            return
        self._event("check", extract)
        from orchestration.checks.suites import Suites, check_file

        suites = Suites()
        entry.suite_sha256 = suite_sha256(extract, suites)
        suite = suites.of(entry.dataset, entry.region, entry.extract_date)
        for result in check_file(entry, suite, self.root):
            entry.checks.append(result.to_manifest())
            if not result.success and result.severity == "critical":
                entry.reasons.append(
                    Finding("check_failed", f"{entry.file}: {result.message}", result.row, result.column)
                )
        if entry.reasons:
            entry.status = REFUSED

    def _event(self, kind: str, extract: Extract, message: str = "") -> None:
        total = len(self.steps)
        self.tell(Event(kind, extract.file, extract.source, extract.dataset, extract.region, message, self.done, total))


def _entry(extract: Extract, sha: str) -> Entry:
    return Entry(
        file=extract.file,
        source=extract.source,
        dataset=extract.dataset,
        region=extract.region,
        extract_date=extract.extract_date.isoformat(),
        sha256=sha,
        bytes=extract.path.stat().st_size,
        is_synthetic=extract.is_synthetic,
        status=ADMITTED,
        reader=extract.entry.reader,
    )


@dataclass(frozen=True)
class _Converted:
    """An extract that was read: its Parquet, still beside the lake. answers_path: None where the format has none."""

    rows: int
    reading: Reading
    rows_path: Path
    rows_sha256: str
    answers_path: Path | None = None
    answers_sha256: str | None = None

    def put_into_lake(self, root: DataRoot, extract: Extract, entry: Entry) -> None:
        """Move it to its place; fills what the entry says about it."""
        day = extract.extract_date.isoformat()
        tail = f"{extract.source}/{extract.dataset}/{extract.region}/{day}/{entry.sha256[:12]}.parquet"
        reading = self.reading
        entry.columns, entry.unknown_columns, entry.warnings = reading.delivered, reading.unknown, reading.warnings
        entry.sheet = reading.sheet
        entry.rows, entry.rows_path, entry.rows_sha256 = self.rows, f"rows/{tail}", self.rows_sha256
        if self.answers_path:
            entry.answers = pq.read_metadata(self.answers_path).num_rows
            entry.answers_path, entry.answers_sha256 = f"answers/{tail}", self.answers_sha256
        move_into_place(self.rows_path, root.lake / entry.rows_path)
        if self.answers_path:
            move_into_place(self.answers_path, root.lake / entry.answers_path)


def _convert(root: DataRoot, extract: Extract, sha: str) -> _Converted:
    """Read the extract. Raises Refused when it cannot be read whole; then nothing is in the lake."""
    name = hashlib.sha256(extract.file.encode()).hexdigest()[:12]
    rows_path, answers_path = (
        temporary_path(root, extract.region, f"{name}-rows.parquet"),
        temporary_path(root, extract.region, f"{name}-answers.parquet"),
    )
    rows, reading = convert(extract, sha, rows_path, answers_path)
    if extract.entry.format != "ndjson":
        return _Converted(rows, reading, rows_path, file_sha256(rows_path))
    return _Converted(rows, reading, rows_path, file_sha256(rows_path), answers_path, file_sha256(answers_path))


def read_to_parquet(extract: Extract, sha: str, rows_path: Path, answers_path: Path) -> tuple[int, Reading]:
    """Write the extract's rows (and, for ndjson, its answers) as Parquet; the number of rows and what was read.

    The same bytes always give the same Parquet bytes. Raises Refused; what is at the two paths is then worthless.
    """
    extra: tuple[str, ...] = ()
    while True:
        reading = READERS[extract.entry.format](extract.path, extract.entry, extra)
        with _without_gc():
            count = _write(reading, extract, sha, rows_path, answers_path)
        if extract.entry.format != "ndjson" or set(reading.unknown) <= set(extra):
            return count, reading
        extra = tuple(reading.unknown)  # keys met on the way: once more, with a column for each


@contextlib.contextmanager
def _without_gc() -> Iterator[None]:
    """Batches are large, short-lived and free of cycles: looking for any costs a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _write(reading: Reading, extract: Extract, sha: str, rows_path: Path, answers_path: Path) -> int:
    """Write one pass of the reader as Parquet; the number of rows."""
    writer = answers = None
    count = 0
    fixed = {"_src_file_sha256": sha, "_extract_date": extract.extract_date, "_region": extract.region}
    fixed["_is_synthetic"] = extract.is_synthetic
    try:
        tables = ahead(
            lambda batch: (_rows_table(batch, extract, fixed), _answers_table(batch, fixed)), reading.batches
        )
        for table, lines in tables:
            writer = writer or pq.ParquetWriter(rows_path, table.schema, compression="zstd", compression_level=1)
            if table.num_rows:
                writer.write_table(table)
            count += table.num_rows
            if lines is not None:
                answers = answers or pq.ParquetWriter(
                    answers_path, lines.schema, compression="zstd", compression_level=1
                )
                if lines.num_rows:
                    answers.write_table(lines)
    finally:
        for open_writer in (writer, answers):
            if open_writer is not None:
                open_writer.close()
    return count


def _rows_table(batch: Batch, extract: Extract, fixed: dict) -> pa.Table:
    size = len(batch.row)
    columns = {name: batch.cells.get(name) for name in extract.entry.columns}
    columns.update({name: cells for name, cells in batch.cells.items() if name not in columns})
    arrays = {name: _array(cells, pa.string(), size) for name, cells in columns.items()}
    meta = {
        "_src_row": batch.row,
        "_src_item": batch.item,
        "_src_row_hash": _row_hashes(arrays, batch, size),
        "_asked_nip": batch.asked,
        "_fetched_at": batch.fetched,
        "_line_error": batch.error,
        "_cell_types": _cell_types(batch),
        "_src_rest": _rest(batch, {name: arrays[name] for name in arrays if name not in extract.entry.columns}),
    }
    for name, kind in META_COLUMNS.items():
        if name in fixed:
            arrays[name] = pa.repeat(pa.scalar(fixed[name], _ARROW[kind]), size)
        else:
            arrays[name] = _array(meta[name], _ARROW[kind], size)
    return _without_giants(pa.table(arrays))


def _rest(batch: Batch, unknown: dict[str, pa.Array]) -> Sequence[str | None] | None:
    """What was delivered and no registered column holds: the other fields as JSON; a line that is no answer, whole."""
    filled = {name: cells.to_pylist() for name, cells in unknown.items() if cells.null_count < len(cells)}
    if not filled:
        return batch.line
    texts = []
    for place, cells in enumerate(zip(*filled.values(), strict=True)):
        rest = {name: cell for name, cell in zip(filled, cells, strict=True) if cell is not None}
        line = None if batch.line is None else batch.line[place].as_py()
        texts.append(json.dumps(rest, ensure_ascii=False) if rest else line)
    return texts


def _without_giants(table: pa.Table) -> pa.Table:
    """The table. Raises Refused for a cell that is longer than any real one: damage, or meant to do harm."""
    for name in table.column_names:
        texts = table[name]
        if texts.type != pa.string() or (pc.max(pc.binary_length(texts)).as_py() or 0) <= MAX_CELL_CHARS:
            continue
        lengths = pc.utf8_length(texts)
        longest = pc.max(lengths).as_py()
        if longest > MAX_CELL_CHARS:
            row = table["_src_row"][pc.index(lengths, longest).as_py()].as_py()
            raise Refused(
                "field_too_large",
                f"Row {row}: a cell of {name} holds {longest} characters, more than {MAX_CELL_CHARS}: damaged? "
                "Correct it at the source and deliver the file again.",
                row=row,
                column=name,
            )
    return table


def _row_hashes(arrays: dict[str, pa.Array], batch: Batch, size: int) -> list[str]:
    """sha256 of each record alone: `["name","value"]` of its filled cells sorted by name, then its cell types, if any.

    Empty cells are left out, so a record keeps its hash when a file carries a further, empty column. Only quotation marks
    and backslashes are escaped: enough to tell any two records apart.
    """
    parts: list = []
    for name in sorted(arrays):
        value = arrays[name]
        if value.null_count < size:
            start = f'"],[{json.dumps(name)},"'  # the end of the cell before it, too: a third fewer parts to join
            if value.null_count:
                start = pc.if_else(value.is_valid(), start, pa.scalar(None, pa.string()))
            parts += [start, _escaped(value)]
    parts.append(pa.repeat('"]', size))
    for extra in (batch.types, batch.error):
        if extra is not None:
            parts.append(pc.binary_join_element_wise(",", _array(extra, pa.string(), size), ""))
    texts = pc.binary_join_element_wise(*parts, "", null_handling="skip").cast(pa.binary())
    return [_sha256(text[3:]) for text in texts.to_pylist()]


def _sha256(text: bytes) -> str:
    """In pieces so small that hashlib keeps Python's lock: who gives it away for each row, waits for it at each row."""
    digest = hashlib.sha256(text[:_SMALL_BYTES])
    for start in range(_SMALL_BYTES, len(text), _SMALL_BYTES):
        digest.update(text[start : start + _SMALL_BYTES])
    return digest.hexdigest()


def _escaped(values: pa.Array) -> pa.Array:
    """The texts with a backslash before each backslash and quotation mark."""
    content = values.buffers()[2]
    content = content.to_pybytes() if content else b""
    if b"\\" not in content and b'"' not in content:
        return values
    return pc.replace_substring(pc.replace_substring(values, "\\", "\\\\"), '"', '\\"')


def _cell_types(batch: Batch) -> Sequence[str | None] | None:
    """The types of the record's cells, and under `_asked_nip` that of the number asked."""
    if batch.asked_type is None or batch.asked_type.null_count == len(batch.asked_type):
        return batch.types
    merged = []
    for types, asked in zip(batch.types.to_pylist(), batch.asked_type.to_pylist(), strict=True):
        if asked:
            kinds = {**(json.loads(types) if types else {}), "_asked_nip": asked}
            types = json.dumps(kinds, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        merged.append(types)
    return merged


def _answers_table(batch: Batch, fixed: dict) -> pa.Table | None:
    if not batch.answers:
        return None
    size = len(batch.answers["_src_row"])
    arrays = []
    for name, kind in ANSWER_COLUMNS.items():
        if name in fixed:
            arrays.append(pa.repeat(pa.scalar(fixed[name], _ARROW[kind]), size))
        else:
            arrays.append(_array(batch.answers[name], _ARROW[kind], size))
    return _without_giants(pa.table(arrays, names=list(ANSWER_COLUMNS)))


def _array(values, kind: pa.DataType, size: int) -> pa.Array:
    if values is None:
        return pa.nulls(size, kind)
    return values if isinstance(values, pa.Array) else pa.array(values, kind)
