"""The comparison of regions alone: its models and tests built once more in a build database, in a process of their own.

    python -m benchmarks.comparison --built FOLDER

The database in the folder is written into; `make bench` gives it the one of its run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from orchestration.manifest import dbt_environment, ensure_manifest
from orchestration.publish.project import DBT_PROJECT

SELECTION = "path:models/comparison+"  # counting, protecting, estimating and every mart that rests on them


def measure(built: Path) -> dict:
    """Seconds by the clock of the models and tests, CPU seconds and peak memory in MB of the whole dbt process."""
    ensure_manifest()
    with tempfile.TemporaryDirectory() as target:
        command = [sys.executable, "-m", "orchestration.parsed_dbt", "build", "--select", SELECTION]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*command, "--target-path", target, "--log-path", target],
            cwd=DBT_PROJECT,
            env=os.environ | dbt_environment(built / "warehouse.duckdb"),
            stdout=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"dbt build --select {SELECTION} failed in {built}")
        done = json.loads((Path(target) / "run_results.json").read_text(encoding="utf-8"))
    return {
        "nodes": len(done["results"]),
        "seconds": round(done["elapsed_time"], 2),
        "process_seconds": round(time.perf_counter() - start, 2),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mb": used.ru_maxrss // 1024,
    }


def show(found: dict) -> None:
    """One line of the table."""
    print(
        f"{'comparison of regions':24}{found['seconds']:8.2f} s   ({found['nodes']} nodes; {found['cpu_seconds']:.2f} CPU s, "
        f"{found['peak_mb']} MB in a process of its own)"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparison", description=__doc__)
    parser.add_argument(
        "--built", type=Path, required=True, help="folder with warehouse.duckdb of a build that is there"
    )
    show(measure(parser.parse_args().built.resolve()))


if __name__ == "__main__":
    main()
