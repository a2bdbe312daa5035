"""Landing and file checks of one large file, beside the fastest reader of its format. Part of `make bench`.

    python -m benchmarks.landing [--rows N]

The files are made from the committed sample: its rows over and over, with numbers and ids of their own. csv and ndjson
are compared with DuckDB reading the same file as text and writing Parquet, xlsx with python-calamine reading it. Imports and the
start of the reading process stand apart.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import duckdb
import xlsxwriter
from python_calamine import CalamineWorkbook

from orchestration.landing import land
from orchestration.landing.paths import REPOSITORY, DataRoot

REGION, DAY = "kota_jambi", "2026-11-01"
CASES = {"csv": ("e_kinerja", "kegiatan_harian"), "ndjson": ("kepegawaian", "rw_golongan")}
WORKBOOK = ("kepegawaian", "profil_asn")


def _sample(source: str, dataset: str) -> Path:
    return next((REPOSITORY / "data" / "raw" / source / REGION / DAY).glob(f"{dataset}.*"))


def _place(root: Path, source: str, dataset: str, suffix: str) -> Path:
    folder = root / "raw" / source / REGION / DAY
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{dataset}.{suffix}"


def _csv_lines(lines: list[bytes], rows: int) -> Iterable[bytes]:
    """The sample's rows with another person and activity in each copy."""
    header, *body = lines
    yield header
    for number in range(rows):
        nip, day, text, rest = body[number % len(body)].split(b",", 3)
        yield b"%018d,%b,%b %d,%b" % (
            int(nip) + number // len(body) * 1000 if nip.isdigit() else 0,
            day,
            text,
            number,
            rest,
        )


def _ndjson_lines(lines: list[bytes], rows: int) -> Iterable[bytes]:
    """The sample's answers with other ids in each copy, until there are enough records."""
    done = copy = 0
    while done < rows:
        for line in lines:
            yield line.replace(b'"id":"', b'"id":"%05d' % copy)
            done += line.count(b'"id":"')
            if done >= rows:
                return
        copy += 1


def make_text(root: Path, suffix: str, rows: int) -> Path:
    """A csv or ndjson extract of about so many rows under root."""
    sample = _sample(*CASES[suffix])
    with gzip.open(sample) if sample.suffix == ".gz" else open(sample, "rb") as stream:
        lines = stream.readlines()
    path = _place(root, *CASES[suffix], suffix)
    with path.open("wb") as out:
        out.writelines((_csv_lines if suffix == "csv" else _ndjson_lines)(lines, rows))
    return path


def _another(header: list[str], cells: list, copy: int) -> list:
    """A person of the sample with numbers and a name of their own."""
    person = dict(zip(header, cells, strict=True))
    for column, kept in (("PNS ID", 28), ("NIP BARU", 15), ("NIK", 13)):
        if isinstance(person[column], str):
            person[column] = f"{person[column][:kept]}{copy:04d}"
    return list((person | {"NAMA": f"{person['NAMA']} {copy}"}).values())


def make_workbook(root: Path, rows: int) -> Path:
    """An xlsx extract of so many rows under root."""
    header, *body = CalamineWorkbook.from_path(_sample(*WORKBOOK)).get_sheet_by_index(0).to_python()
    path = _place(root, *WORKBOOK, "xlsx")
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for number in range(rows):
            sheet.write_row(number + 1, 0, _another(header, body[number % len(body)], number // len(body)))
    return path


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of some work in this process."""
    wall, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - used


def _reference(path: Path, suffix: str, folder: Path) -> None:
    """Read as text and, csv and ndjson, write Parquet."""
    if suffix == "xlsx":
        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return
    reader = f"read_csv('{path}', all_varchar = true)" if suffix == "csv" else f"read_ndjson_objects('{path}')"
    with duckdb.connect() as con:
        con.execute(f"copy (select * from {reader}) to '{folder / 'reference.parquet'}' (format parquet)")


def _land(root: Path, source: str, dataset: str) -> None:
    (entry,) = land.land_dataset(DataRoot(root), source, dataset, REGION)
    assert entry.is_admitted, entry.reason


def measure(rows: int, turns: int = 3) -> dict[str, dict]:
    """For each file the best (wall, CPU) seconds of some turns: "ours" and "reference"; "rows", "mb". A large province has
    50,000 people, a city 10,000."""
    land.convert = land.read_to_parquet  # no child, whose start and imports would count
    figures = {}
    with tempfile.TemporaryDirectory() as name:
        for suffix, count in (("csv", rows), ("ndjson", rows), ("xlsx", rows // 20), ("xlsx", rows // 100)):
            source, dataset = CASES.get(suffix, WORKBOOK)
            root = Path(name) / suffix
            path = make_workbook(root, count) if suffix == "xlsx" else make_text(root, suffix, count)
            _land(root, source, dataset)  # the first time imports what is imported late
            found = []
            for _ in range(turns):
                shutil.rmtree(root / "lake")
                found.append(
                    (timed(lambda: _reference(path, suffix, root)), timed(lambda: _land(root, source, dataset)))  # noqa: B023
                )
            best = [tuple(min(turn[who][kind] for turn in found) for kind in (0, 1)) for who in (0, 1)]
            figures[f"{suffix} {count:,}"] = {
                "reference": best[0],
                "ours": best[1],
                "rows": count,
                "mb": path.stat().st_size / 1e6,
            }
            shutil.rmtree(root)
    return figures


def show(figures: dict[str, dict]) -> None:
    """The figures as a table: seconds and how many times the reference, by the clock and in CPU."""
    for file, found in figures.items():
        (wall, cpu), (base_wall, base_cpu) = found["ours"], found["reference"]
        print(
            f"{'land ' + file:24}{wall:8.2f} s{found['rows'] / wall:12,.0f} rows/s   {found['mb']:.0f} MB; "
            f"reference {base_wall:.2f} s, times {wall / base_wall:.1f}; CPU {cpu:.2f} s, times {cpu / base_cpu:.1f}"
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.landing", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    show(measure(parser.parse_args().rows))


if __name__ == "__main__":
    main()
