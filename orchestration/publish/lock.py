"""One run at a time on one data root.

The lock is an advisory `flock` on `$JEJAK_DATA/.lock`: the system drops it when the process ends, however it ends, so
there is no stale lock to remove by hand. It may be taken again inside one process (`jejak run` holds it around the
Dagster runs, whose resource takes it too).
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from orchestration.publish.errors import ConfigError

DEFAULT_WAIT_SECONDS = 900
_held: dict[Path, int] = {}


def wait_limit() -> float:
    """Seconds to wait for another run, or for what a dead one left at work: env JEJAK_LOCK_WAIT, else 900."""
    return float(os.environ.get("JEJAK_LOCK_WAIT", DEFAULT_WAIT_SECONDS))


@contextmanager
def run_lock(
    data_dir: Path, wait_seconds: float | None = None, say: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the data root for one run; wait for another run first.

    Args:
        data_dir: `$JEJAK_DATA`.
        wait_seconds: how long to wait for another run (default: `wait_limit`).
        say: told once when there is somebody to wait for.

    Raises:
        ConfigError: another run still holds it after the wait.
    """
    key = data_dir.resolve()
    if _held.get(key):
        _held[key] += 1
        try:
            yield
        finally:
            _held[key] -= 1
        return
    if wait_seconds is None:
        wait_seconds = wait_limit()
    path = key / ".lock"
    with path.open("a") as handle:
        deadline = time.monotonic() + wait_seconds
        told = False
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise ConfigError(
                        f"another run is still working on {key} (lock file {path}); "
                        "wait until it has ended and start again"
                    ) from None
                if say and not told:
                    say("another run is working on this data root; waiting for it to end")
                    told = True
                time.sleep(0.2)
        _held[key] = 1
        try:
            yield
        finally:
            del _held[key]
