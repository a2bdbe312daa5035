"""The `jejak` command as a person gives it: a process of its own, on a data root of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from orchestration.publish.project import REPOSITORY


def jejak(
    data: Path, *arguments: str, repository: Path = REPOSITORY, timeout: float = 600, **settings: str
) -> subprocess.CompletedProcess:
    """Run `jejak ...` of that copy of the repository with JEJAK_DATA=data, for at most `timeout` seconds."""
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments],
        cwd=repository,
        env=os.environ | {"JEJAK_DATA": str(data), "COLUMNS": "120"} | settings,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def current(data: Path) -> str:
    """The publish id that readers get; '' before the first version."""
    link = data / "published" / "current"
    return os.readlink(link) if link.is_symlink() else ""
