"""Reading in a process of its own: what parses a delivered file may die, hang or want too much; the run may not.

One child (`orchestration.landing.worker`) reads all files of this process, one at a time. It is started with the first
file, and anew after it was ended. It is given paths and answers with facts; the rows themselves go from it to Parquet.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
from pathlib import Path

from orchestration.landing.discovery import Extract
from orchestration.landing.findings import Finding, Refused
from orchestration.landing.paths import child_environment
from orchestration.landing.readers.base import Reading

MEMORY_BYTES = 4 * 1024**3  # address space of the child; what it uses is a small part of it
# Many times what any file has needed, and no more: a reader whose memory ran out may stand still, and is waited for so long.
CPU_SECONDS = 120  # for a file, and
CPU_SECONDS_A_MB = 2  # for each of its megabytes
WALL_FACTOR = 4  # waited for at most this many times the CPU seconds


def convert(extract: Extract, sha: str, rows_path: Path, answers_path: Path) -> tuple[int, Reading]:
    """`land.read_to_parquet` in the child. The Reading comes back without batches.

    Raises Refused for what the reader refuses, and for a file on which the reader dies or passes its limits; OSError
    where the machine fails, not the file (disk full, no right).
    """
    seconds = CPU_SECONDS + CPU_SECONDS_A_MB * extract.path.stat().st_size // 1024**2
    task = {
        "source": extract.source,
        "dataset": extract.dataset,
        "region": extract.region,
        "extract_date": extract.extract_date.isoformat(),
        "path": os.fspath(extract.path),
        "file": extract.file,
        "is_synthetic": extract.is_synthetic,
        "sha256": sha,
        "rows_path": os.fspath(rows_path),
        "answers_path": os.fspath(answers_path),
        "cpu_seconds": seconds,
    }
    answer = _child.ask(task, seconds * WALL_FACTOR)
    if "refused" in answer:
        raise Refused(**answer["refused"])
    if "failed" in answer:
        raise OSError(*answer["failed"])
    warnings = [Finding(**finding) for finding in answer["warnings"]]
    return answer["rows"], Reading(answer["delivered"], answer["unknown"], warnings, iter(()), answer["sheet"])


def start_child() -> None:
    """Start the child ahead of its first file: its imports take a second."""
    _child.start()


def end_child() -> None:
    """End the child, if there is one; the next file starts another."""
    _child.end()


class _Child:
    """The child as its user sees it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._lock = threading.Lock()
        self._owner = 0

    def ask(self, task: dict, seconds: float) -> dict:
        """The child's answer. Raises Refused where there is none."""
        with self._lock:
            try:
                return self._answer(task, seconds)
            except _Died as died:
                if died.code == -signal.SIGXCPU:
                    raise _too_slow(task["cpu_seconds"]) from None
            try:
                return self._answer(task, seconds)  # it may have died of something else: once more, in a new one
            except _Died as died:
                raise _reader_died(died.code) from None

    def _answer(self, task: dict, seconds: float) -> dict:
        process = self._running()
        try:
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise _Died(self._end()) from None
        ready, _, _ = select.select([process.stdout], [], [], seconds)
        if not ready:
            self._end()
            raise _too_slow(task["cpu_seconds"])
        answer = process.stdout.readline()
        if not answer.endswith(b"\n"):
            code = process.wait()
            self._end()
            raise _Died(code)
        return json.loads(answer)

    def start(self) -> None:
        with self._lock:
            self._running()

    def end(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen:
        if self._owner != os.getpid():  # a fork has no child of its own yet
            self._process = None
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "orchestration.landing.worker", str(MEMORY_BYTES)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Each arena of a thread would take 64 MB of the address space that is limited.
                env=child_environment() | {"MALLOC_ARENA_MAX": "2"},
            )
            self._owner = os.getpid()
        return self._process

    def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return None
        process.kill()
        code = process.wait()
        process.stdin.close()
        process.stdout.close()
        return code


class _Died(Exception):
    """The child ended with a task in hand."""

    def __init__(self, code: int | None):
        super().__init__(code)
        self.code = code


def _too_slow(seconds: float) -> Refused:
    return Refused(
        "too_slow", f"Reading took more than {seconds:.0f} seconds of work and was ended. Deliver the file in parts."
    )


def _reader_died(code: int | None) -> Refused:
    how = signal.Signals(-code).name if code is not None and code < 0 else f"code {code}"
    return Refused(
        "reader_died",
        f"The reader ended with {how}, twice: the file is damaged, or reading it needs more than "
        f"{MEMORY_BYTES // 1024**2} MB of memory. Export it again, or deliver it in parts.",
    )


_child = _Child()
atexit.register(end_child)
