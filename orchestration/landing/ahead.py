"""Landing in a process of its own, ahead of the Dagster steps that report it.

Great Expectations takes seconds to load and to judge, and so does Dagster to load and to record; side by side they take
half of it. A step finds its files landed and checked, and reports them; what this process did not come to, the step does.

`python -m orchestration.landing.ahead ROOT REGION...` writes its progress to stdout, an event a line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from orchestration import progress
from orchestration.landing.isolation import start_child
from orchestration.landing.manifest import ADMITTED, REFUSED
from orchestration.landing.paths import DataRoot, child_environment

if TYPE_CHECKING:
    from orchestration.landing.land import Event


def tell(event: Event) -> None:
    """What happens to a file, as progress of the run."""
    text = f"{event.kind} {event.message or event.file}"  # a message names its file
    progress.tell("land", text, is_detail=event.kind not in (ADMITTED, REFUSED))


@contextmanager
def landing_ahead(root: DataRoot, regions: Sequence[str]) -> Iterator[None]:
    """Land these regions, one after the other, while the block runs; their progress is told in this process."""
    if not regions:
        yield
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration.landing.ahead", str(root.path), *regions],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what goes wrong goes wrong again in the step, which tells it
        env=child_environment(),
        text=True,
    )
    relay = threading.Thread(target=lambda: [progress.tell(**json.loads(line)) for line in process.stdout])
    relay.start()
    try:
        yield
    finally:
        process.kill()
        process.wait()
        relay.join()
        process.stdout.close()


def main(root: DataRoot, regions: Sequence[str]) -> None:
    """Land each region; a fault of one stops no other."""
    start_child()  # its imports take a second, as those of this process
    from orchestration.landing.land import land_region

    def write(event: progress.Event) -> None:
        print(json.dumps(asdict(event)), flush=True)

    failed = False
    with progress.listening(write):
        for number, region in enumerate(regions, start=1):
            progress.tell("region", region, number, len(regions))
            try:
                land_region(root, region, on_event=tell)
            except Exception:
                failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main(DataRoot(sys.argv[1]), sys.argv[2:])
