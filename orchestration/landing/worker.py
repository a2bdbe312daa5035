"""The child that reads delivered files (see `isolation`): a task a line on stdin, an answer a line on stdout.

`python -m orchestration.landing.worker MEMORY_BYTES`. An answer is {"rows", "delivered", "unknown", "warnings"}, or
{"refused": Finding}, or {"failed": [errno, text]} where the machine failed. It ends with its stdin.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import resource
import signal
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

from orchestration.landing.discovery import Extract
from orchestration.landing.findings import Finding, Refused
from orchestration.landing.land import read_to_parquet


def main(memory_bytes: int) -> None:
    """Work off the tasks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C is for the run, which then ends this process
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not be taken for an answer
    for line in sys.stdin.buffer:
        answer = _answer(json.loads(line), memory_bytes)
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()
        # Memory that ran out may stay in pieces, and a parser of a refused file may still be at work: the next file gets a
        # child of its own.
        if answer.get("refused", {}).get("code") == "too_large" or threading.active_count() > 1:
            os._exit(0)


def _answer(task: dict, memory_bytes: int) -> dict:
    limit = math.ceil(time.process_time()) + task["cpu_seconds"]
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    extract = Extract(
        task["source"],
        task["dataset"],
        task["region"],
        datetime.date.fromisoformat(task["extract_date"]),
        Path(task["path"]),
        task["file"],
        task["is_synthetic"],
    )
    try:
        rows, reading = read_to_parquet(extract, task["sha256"], Path(task["rows_path"]), Path(task["answers_path"]))
    except Refused as refused:
        return {"refused": asdict(refused.finding)}
    except MemoryError:
        text = (
            f"Reading it needs more than {memory_bytes // 1024**2} MB of memory: its cells or lines are too large. "
            "Deliver it in parts."
        )
        return {"refused": asdict(Finding("too_large", text))}
    except OSError as error:
        return {"failed": [error.errno, str(error)]}
    except Exception as error:  # a parser met what nobody thought of: the file is refused, the others go on
        text = f"The reader failed ({type(error).__name__}: {str(error)[:200]}). Export it again; if it fails again, report it."
        return {"refused": asdict(Finding("reader_failed", text))}
    return {
        "rows": rows,
        "delivered": reading.delivered,
        "unknown": reading.unknown,
        "warnings": [asdict(finding) for finding in reading.warnings],
        "sheet": reading.sheet,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
