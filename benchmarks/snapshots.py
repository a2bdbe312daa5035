"""A build over 24 monthly snapshots beside one over the newest alone. Part of `make bench`.

    python -m benchmarks.snapshots [--scale small] [--months 24]

What is delivered whole each time (snapshots, and the answers about each person) is delivered every month, in the months
before the last without some of its rows, as people and decrees come to be; what is delivered once (appraisals of a period,
lists that are added to) is the same in both. Landed beforehand: dbt's build alone is timed.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from orchestration.landing.discovery import Extract, discover
from orchestration.landing.land import land_all
from orchestration.landing.paths import DataRoot
from orchestration.manifest import dbt_environment, dbt_executable
from orchestration.publish.build import build_database, build_folder, clear, prepare
from orchestration.publish.plan import make_plan
from orchestration.publish.project import DBT_PROJECT

WHOLE = ("snapshot", "per_person")
MISSING_OF = 50  # in a month before the last, one row of so many is not there yet


def _deliveries() -> dict[tuple[str, str], str]:
    with open(DBT_PROJECT / "seeds" / "reference" / "dataset.csv", encoding="utf-8", newline="") as handle:
        return {(row["source"], row["dataset"]): row["delivery"] for row in csv.DictReader(handle)}


def _kept(rows: list, month: int) -> list:
    """The rows (the first is a header, or as good as one) that were there so many months before."""
    return [row for number, row in enumerate(rows) if number == 0 or (number + 7 * month) % MISSING_OF]


def _write_older(extract: Extract, path: Path, month: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        rows = CalamineWorkbook.from_path(extract.path).get_sheet_by_index(0).to_python()
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(_kept(rows, month)):
                sheet.write_row(number, 0, row)
        return
    unpack = gzip.open if path.suffix == ".gz" else open
    with unpack(extract.path, "rb") as stream:
        lines = stream.readlines()
    with unpack(path, "wb") as out:
        out.writelines(_kept(lines, month))


def _months_before(day: date, months: int) -> date:
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, day.day)


def make(sample: DataRoot, root: DataRoot, months: int) -> int:
    """The sample's newest extracts as they are, and of what is delivered whole one for each month before. The number of files."""
    delivery, by_dataset = _deliveries(), defaultdict(list)
    for extract in discover(sample):
        by_dataset[extract.source, extract.dataset, extract.region].append(extract)
    count = 0
    for (source, dataset, _), extracts in by_dataset.items():
        newest = max(extracts, key=lambda extract: extract.extract_date)
        is_whole = delivery[source, dataset] in WHOLE
        for extract in [newest] if is_whole else extracts:
            target = root.raw / extract.file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(extract.path, target)
        for month in range(1, months) if is_whole else ():
            day = _months_before(newest.extract_date, month).isoformat()
            _write_older(newest, root.raw / newest.file.replace(newest.extract_date.isoformat(), day), month)
        count += months if is_whole else len(extracts)
    for day in root.raw.glob("*/*/*/"):
        (day / "_origin.json").write_text('{"synthetic": true}\n', encoding="utf-8")
    return count


def build(root: DataRoot) -> tuple[float, float]:
    """Wall and CPU seconds of dbt's build; the build file stays in the root's .build folder. Raises RuntimeError if it fails."""
    clear(root)
    prepare(root, make_plan(root))
    target = build_folder(root) / "target"
    command = [
        dbt_executable(),
        "--quiet",
        "build",
        "--exclude-resource-type",
        "unit_test",
        "--target-path",
        str(target),
    ]
    wall, used = time.perf_counter(), os.times()
    done = subprocess.run(
        command,
        cwd=DBT_PROJECT,
        env=os.environ | dbt_environment(build_database(root)) | {"DBT_LOG_PATH": str(target)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"dbt: {(done.stdout + done.stderr)[-2000:]}")
    now = os.times()
    cpu = now.children_user + now.children_system - used.children_user - used.children_system
    return time.perf_counter() - wall, cpu


def measure(scale: str = "small", months: int = 24, folder: Path | None = None) -> dict[int, dict]:
    """By number of months: files, landed rows, wall and CPU seconds of the build. folder: where the data roots are made and stay
    (default: nowhere)."""
    from orchestration.sample import generate

    figures = {}
    with tempfile.TemporaryDirectory() as temporary:
        base = folder or Path(temporary)
        sample = DataRoot(base / "sample")
        if not sample.raw.is_dir():
            generate(scale, 1, sample.path)
        for number in (1, months):
            root = DataRoot(base / f"months-{number}")
            files = sum(1 for _ in discover(root)) if root.raw.is_dir() else make(sample, root, number)
            rows = sum(entry.rows or 0 for entry in land_all(root, check=False))
            wall, cpu = build(root)
            figures[number] = {"files": files, "rows": rows, "wall": wall, "cpu": cpu}
    return figures


def show(figures: dict[int, dict]) -> None:
    """The figures as a table."""
    first = next(iter(figures.values()))
    for months, found in figures.items():
        print(
            f"build, {months:2} snapshots    {found['wall']:8.2f} s   {found['files']} files, {found['rows']:,} rows; "
            f"times {found['wall'] / first['wall']:.2f}; CPU {found['cpu']:.1f} s, times {found['cpu'] / first['cpu']:.2f}"
        )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.snapshots", description=__doc__)
    parser.add_argument("--scale", default="small")
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--keep", type=Path, help="folder in which the data roots stay")
    options = parser.parse_args()
    show(measure(options.scale, options.months, options.keep))


if __name__ == "__main__":
    main()
