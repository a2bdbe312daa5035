"""The Dagster instance of a data root, in `$JEJAK_DATA/.dagster`: quiet, without telemetry, one run at a time."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from orchestration.landing.paths import DataRoot

_SETTINGS = """\
# Written by the pipeline when it is missing; yours to change afterwards.
telemetry:
  enabled: false
# One writer builds at a time; runs that come while another one works wait in the queue.
concurrency:
  runs:
    max_concurrent_runs: 1
# What a step prints is in the event log already; capturing it would redirect the terminal of `jejak run`.
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
"""


def prepare_home(root: DataRoot) -> Path:
    """Create the instance folder if needed, point DAGSTER_HOME at it and return it."""
    home = root.path / ".dagster"
    (home / ".nux").mkdir(parents=True, exist_ok=True)
    settings = home / "dagster.yaml"
    if not settings.exists():
        settings.write_text(_SETTINGS, encoding="utf-8")
    nux = home / ".nux" / "nux.yaml"
    if not nux.exists():
        nux.write_text("seen: 1\n", encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ.setdefault("DO_NOT_TRACK", "1")
    return home


@contextmanager
def fewer_syncs() -> Iterator[None]:
    """Halve the time of a run's event log while the block runs.

    Dagster opens a SQLite connection for each event; each commit syncs and each close checkpoints. With the write-ahead
    log, `synchronous = NORMAL` cannot damage the file, only lose the last events in a power cut (published versions
    are synced by themselves), and one idle connection a file keeps the others from checkpointing.
    """
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    idle: dict[str, sqlite3.Connection] = {}

    def on_connect(connection: Any, _: Any) -> None:
        if not isinstance(connection, sqlite3.Connection):
            return
        connection.execute("pragma synchronous = normal")
        path = connection.execute("pragma database_list").fetchone()[2]
        if path and path not in idle:
            idle[path] = sqlite3.connect(path, check_same_thread=False)
            idle[path].execute("select count(*) from sqlite_master").fetchall()

    event.listen(Engine, "connect", on_connect)
    try:
        yield
    finally:
        event.remove(Engine, "connect", on_connect)
        for connection in idle.values():
            connection.close()
