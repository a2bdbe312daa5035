"""`make bench`: large files landed beside the fastest reader of their format (see `landing`), a build over many deliveries
beside one (see `snapshots`), then the time of each stage, rows a second and peak memory of a first run on a fresh data root,
then the comparison of regions alone (see `comparison`) and the cost of the verdicts (see `eligibility`).

    python -m benchmarks.bench [--scale small|city|province] [--seed N] [--rows N] [--json FILE]

A new process runs the pipeline, as `jejak run` does; a second one measures the run that has nothing to do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def _built(data: Path) -> Path:
    """Folder with warehouse.duckdb and target/manifest.json of the run's build, as `comparison` and `eligibility` take it."""
    return data / ".bench"


def measure() -> dict:
    """Run the pipeline on $JEJAK_DATA in this process; seconds of each stage, rows, peak memory in MB."""
    start = time.perf_counter()
    marks: list[tuple[float, str]] = []

    from orchestration.landing.paths import DataRoot
    from orchestration.progress import Event
    from orchestration.publish.build import build_database, build_folder
    from orchestration.run import run_listening

    root = DataRoot()
    built = _built(root.path)

    def listener(event: Event) -> None:
        stage = {"region": "land"}.get(event.stage, event.stage)
        if not marks or marks[-1][1] != stage:
            marks.append((time.perf_counter(), stage))
            if stage == "publish":  # dbt is done; the run discards its build file, another name keeps it
                (built / "target").mkdir(parents=True)
                for path in (build_database(root), build_folder(root) / "target" / "manifest.json"):
                    os.link(path, built / path.relative_to(build_folder(root)))

    outcome = run_listening(root, None, listener)
    end = time.perf_counter()
    stages: dict[str, float] = {"imports": marks[0][0] - start}
    for (begin, stage), (until, _) in zip(marks, [*marks[1:], (end, "")], strict=True):
        stages[stage] = stages.get(stage, 0.0) + until - begin
    return {
        "stages": {name: round(seconds, 2) for name, seconds in stages.items()},
        "seconds": round(end - start, 2),
        "rows": sum(entry.rows or 0 for entry in outcome.plan.admitted),
        "is_new": outcome.is_new,
        "peak_mb_pipeline": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak_mb_largest_child": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def _in_new_process(data: str) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench", "--measure"],
        env=os.environ | {"JEJAK_DATA": data},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SystemExit(f"the run failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the figures as a table, or as JSON into a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--scale", default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the large files that are landed alone")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure()))
        return
    from benchmarks import comparison, eligibility, landing, snapshots
    from orchestration.sample import generate

    landing.show(landing.measure(options.rows))
    snapshots.show(snapshots.measure())
    with tempfile.TemporaryDirectory() as data:
        start = time.perf_counter()
        generate(options.scale, options.seed, data)
        sample = time.perf_counter() - start
        first, again = _in_new_process(data), _in_new_process(data)
        _show(options.scale, sample, first, again)
        built = _built(Path(data))
        compared = comparison.measure(built)
        comparison.show(compared)
        eligibility.show(built / "warehouse.duckdb", built / "target", eligibility.PEOPLE, eligibility.PERIODS)
    if options.json:
        options.json.write_text(
            json.dumps({"first": first, "again": again, "comparison": compared}, indent=1) + "\n", encoding="utf-8"
        )


def _show(scale: str, sample: float, first: dict, again: dict) -> None:
    print(f"scale {scale}, {first['rows']:,} rows, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'sample':24}{sample:8.2f} s   (not part of the run)")
    for stage, seconds in first["stages"].items():
        rate = f"{first['rows'] / seconds:12,.0f} rows/s" if stage in ("land", "dbt", "publish") and seconds else ""
        print(f"{stage:24}{seconds:8.2f} s{rate}")
    print(f"{'first run':24}{first['seconds']:8.2f} s{first['rows'] / first['seconds']:12,.0f} rows/s")
    print(f"{'nothing new':24}{again['seconds']:8.2f} s")
    print(f"{'peak memory':24}{first['peak_mb_pipeline']:8} MB   (dbt {first['peak_mb_largest_child']} MB)")


if __name__ == "__main__":
    main()
