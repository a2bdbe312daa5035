"""From a finished build to a published version: write aside, audit, complete, rename, and only then move the pointer."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from orchestration.publish import failpoint
from orchestration.publish.audit import audit_version
from orchestration.publish.export import DATABASE, export, set_modes
from orchestration.publish.files import fsync_dir, fsync_tree, sha256_file
from orchestration.publish.plan import Plan
from orchestration.publish.pointer import MANIFEST, switch
from orchestration.publish.relations import PUBLIC, RESTRICTED, Relation

FORMAT = 1


def read_version(folder: Path) -> dict[str, Any] | None:
    """The manifest of a complete version; None if the folder is no version or a file of it is gone or cut short."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sizes = {name: entry["bytes"] for name, entry in manifest["files"].items()}
        whole = all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if whole and manifest.get("publish_id") == folder.name else None


def publish(
    published: Path,
    plan: Plan,
    build: Path,
    relations: Sequence[Relation],
    on_table: Callable[[str], None] | None = None,
) -> Path:
    """Write and audit the version of `plan` from the build database, publish it, and return its folder.

    The pointer moves unless the plan is one of a given known-at day. A version that is already there is not
    written again.

    Raises:
        RunRefused: the audit failed; nothing but a removed temporary folder has changed.
    """
    published.mkdir(parents=True, exist_ok=True)
    target = published / plan.publish_id
    if read_version(target) is None:
        _write(published, target, plan, build, relations, on_table)
    if plan.moves_current:
        switch(published, plan.publish_id)
    return target


def _write(
    published: Path,
    target: Path,
    plan: Plan,
    build: Path,
    relations: Sequence[Relation],
    on_table: Callable[[str], None] | None,
) -> None:
    # Templates and workbooks are loaded only where something is written: a run with nothing new ends within a second.
    from orchestration.publish.mend import write_workbooks
    from orchestration.publish.quality import write_page

    folder = published / f".tmp-{plan.publish_id}-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        failpoint.reached("started")
        tables = export(build, folder, relations, on_table)
        failpoint.reached("exported")
        ledger = audit_version(folder, tables)
        failpoint.reached("audited")
        write_page(folder, plan)
        write_workbooks(folder, plan)
        _write_manifest(folder, plan, tables, ledger)
        set_modes(folder)
        fsync_tree(folder)
        failpoint.reached("complete")
        if target.exists():  # damaged, or read_version would have found it: set aside, removed by the next run
            os.replace(target, published / f".tmp-damaged-{plan.publish_id}-{os.getpid()}")
        os.replace(folder, target)
        fsync_dir(published)
        failpoint.reached("renamed")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write_manifest(
    folder: Path,
    plan: Plan,
    tables: dict[str, dict[str, Any]],
    ledger: dict[str, dict[str, int]],
) -> None:
    """manifest.json: what the version was made of and the hash of everything in it. No clock, no path of a machine."""
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "format": FORMAT,
        "publish_id": plan.publish_id,
        **plan.identity,
        "is_synthetic": plan.is_synthetic,
        "tables": tables,
        # A DuckDB file is never the same bytes twice; its hash proves that this copy was not altered.
        "files": {
            path.relative_to(folder).as_posix(): {"sha256": sha256_file(path), "bytes": path.stat().st_size}
            for path in names
        },
        "ledger": ledger,
        "databases": [f"{audience}/{DATABASE}" for audience in (RESTRICTED, PUBLIC)],
    }
    text = json.dumps(manifest, sort_keys=True, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
