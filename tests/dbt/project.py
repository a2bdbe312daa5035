"""Running the dbt project on a build database of a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from orchestration.manifest import dbt_environment, ensure_manifest

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


def dbt(command: str, database: Path, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a dbt command with its own target folder; the output is kept for the message of a failing test.

    database: as in `dbt_environment`.
    """
    assert database.name == "warehouse.duckdb"
    ensure_manifest()
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "orchestration.parsed_dbt",
            command,
            "--target-path",
            str(target),
            "--log-path",
            str(target / "logs"),
            *arguments,
        ],
        cwd=PROJECT,
        env=os.environ | dbt_environment(database),
        capture_output=True,
        text=True,
        check=False,
    )
