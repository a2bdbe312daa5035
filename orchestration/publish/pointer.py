"""The pointer `published/current` and the chain of versions it has pointed at.

`published/chain.ndjson` has one line a switch: {"publish_id", "manifest_sha256", "previous"}, where `previous` is the
SHA-256 of the line before (without its line end; 64 zeros for the first). The line is written first: a run killed between the two
leaves the old version current, and the next run with the same inputs only moves the pointer.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from orchestration.publish import failpoint
from orchestration.publish.files import canonical_json, fsync_dir, sha256_file, sha256_text, write_atomic

CURRENT, CHAIN, MANIFEST = "current", "chain.ndjson", "manifest.json"
FIRST = "0" * 64


def current_id(published: Path) -> str | None:
    """The publish id that readers get now; None before the first version."""
    link = published / CURRENT
    return Path(os.readlink(link)).name if link.is_symlink() else None


def chain_lines(published: Path) -> list[str]:
    """The chain's lines without their line ends."""
    path = published / CHAIN
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def switch(published: Path, publish_id: str) -> None:
    """Make a complete version the current one: readers see the old version or the new one at every instant."""
    manifest_sha256 = sha256_file(published / publish_id / MANIFEST)
    if _last(published) != (publish_id, manifest_sha256):
        _extend_chain(published, publish_id, manifest_sha256)
    failpoint.reached("chained")
    if current_id(published) == publish_id:
        return
    link = published / f".tmp-{CURRENT}-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(publish_id)  # relative: the data root may be moved as a whole
    failpoint.reached("linked")
    os.replace(link, published / CURRENT)
    fsync_dir(published)
    failpoint.reached("switched")


def _last(published: Path) -> tuple[str, str] | None:
    lines = chain_lines(published)
    if not lines:
        return None
    line = json.loads(lines[-1])
    return line["publish_id"], line["manifest_sha256"]


def _extend_chain(published: Path, publish_id: str, manifest_sha256: str) -> None:
    lines = chain_lines(published)
    line = {
        "publish_id": publish_id,
        "manifest_sha256": manifest_sha256,
        "previous": sha256_text(lines[-1]) if lines else FIRST,
    }
    write_atomic(published / CHAIN, "".join(f"{text}\n" for text in [*lines, canonical_json(line)]))
