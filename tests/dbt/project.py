"""Running the dbt project on a build database of a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


def dbt(command: str, database: Path, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a dbt command with its own target folder; the output is kept for the message of a failing test."""
    environment = os.environ | {"JEJAK_BUILD_DB": str(database), "DO_NOT_TRACK": "1", "JEJAK_THREADS": "2"}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "dbt.cli.main",
            command,
            "--profiles-dir",
            ".",
            "--target-path",
            str(target),
            "--log-path",
            str(target / "logs"),
            *arguments,
        ],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
