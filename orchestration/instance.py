"""The Dagster instance of a data root, in `$JEJAK_DATA/.dagster`: quiet, without telemetry, one run at a time."""

from __future__ import annotations

import os
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
def one_connection() -> Iterator[None]:
    """Cut the time of a run's event log to a fraction while the block runs.

    Dagster opens and closes a SQLite connection for each of some thousand events. Here each file keeps its engine, and
    with it its connection, to the end of the block. With the write-ahead log `synchronous = NORMAL` cannot damage the
    file, only lose the last events in a power cut; published versions are synced by themselves.
    """
    from dagster._core.storage.event_log.sqlite import sqlite_event_log
    from sqlalchemy import Engine, event
    from sqlalchemy.pool import QueuePool

    create_engine = sqlite_event_log.create_engine
    kept: dict[str, Engine] = {}

    def kept_engine(address: str, **options: Any) -> Engine:
        if address not in kept:
            engine = create_engine(address, **options | {"poolclass": QueuePool})
            event.listen(engine, "connect", lambda connection, _: connection.execute("pragma synchronous = normal"))
            engine.dispose = lambda close=True: None  # type: ignore[method-assign]
            kept[address] = engine
        return kept[address]

    sqlite_event_log.create_engine = kept_engine
    try:
        yield
    finally:
        sqlite_event_log.create_engine = create_engine
        for engine in kept.values():
            Engine.dispose(engine)
