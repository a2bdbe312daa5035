"""dbt's manifest, from which the asset graph is made: parsed anew when the dbt project has changed."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from orchestration.landing.paths import child_environment
from orchestration.publish.errors import ConfigError
from orchestration.publish.files import sha256_tree, write_atomic
from orchestration.publish.project import DBT_PROJECT, REPOSITORY, dbt_files

TARGET = DBT_PROJECT / "target"
PARSED = TARGET / "partial_parse.msgpack"  # the same for dbt itself


def dbt_executable() -> str:
    """The dbt of this very environment, whatever stands first on PATH."""
    return str(Path(sys.executable).with_name("dbt"))


def dbt_environment(database: Path) -> dict[str, str]:
    """The variables that profiles.yml reads, and dbt's own. database: the build file; it must be called warehouse.duckdb,
    that name stands in every relation of the parsed project."""
    return {
        "PYTHONPATH": child_environment()["PYTHONPATH"],
        "JEJAK_BUILD_DB": str(database),
        "JEJAK_THREADS": os.environ.get("JEJAK_THREADS") or "2",
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_LOG_LEVEL_FILE": "none",  # a debug log of megabytes a run; what fails is told from dbt's events
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def ensure_manifest() -> Path:
    """Path of `dbt_project/target/manifest.json`, after `dbt parse` if it is missing or of other files.

    Raises:
        ConfigError: the dbt project cannot be parsed; with dbt's own words.
    """
    path, stamp = TARGET / "manifest.json", TARGET / "manifest.sha256"
    TARGET.mkdir(parents=True, exist_ok=True)
    with (TARGET / ".lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)  # two processes, tests for example, parse once
        wanted = sha256_tree(REPOSITORY, dbt_files())
        if (
            path.is_file()
            and PARSED.is_file()
            and stamp.is_file()
            and stamp.read_text(encoding="utf-8").strip() == wanted
        ):
            return path
        done = subprocess.run(
            [dbt_executable(), "--quiet", "--no-use-colors", "parse", "--target-path", str(TARGET)],
            cwd=DBT_PROJECT,
            env=os.environ | dbt_environment(TARGET / "warehouse.duckdb") | {"DBT_LOG_PATH": str(TARGET)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise ConfigError(f"the dbt project cannot be parsed:\n{(done.stdout + done.stderr).strip()}")
        write_atomic(stamp, wanted + "\n")
    return path
