"""`jejak verify`: is everything still what it was when it was published. From files alone; changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from orchestration.landing.manifest import load_entries
from orchestration.landing.paths import DataRoot
from orchestration.landing.state import is_surplus
from orchestration.landing.verify import verify_lake
from orchestration.publish.audit import LEDGER, PROOF, ledger_problems, ledger_totals, parquet_view
from orchestration.publish.files import sha256_file, sha256_text
from orchestration.publish.plan import ADMITTED, publish_id
from orchestration.publish.pointer import CHAIN, CURRENT, FIRST, MANIFEST, chain_lines, current_id

Say = Callable[[str], None]


def verify_version(folder: Path) -> list[str]:
    """Problems of one published version: its id, every file's hash, strange files, its ledger."""
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        identity = {name: manifest[name] for name in ("inputs", "hashes", "scope", "known_at")}
        files: dict[str, Any] = manifest["files"]
        tables: dict[str, Any] = manifest["tables"]
    except (OSError, ValueError, KeyError) as error:
        return [f"{path}: cannot be read as a manifest ({type(error).__name__}: {error})"]
    problems = []
    derived = publish_id(identity)
    if not derived == manifest.get("publish_id") == folder.name:
        problems.append(
            f"{path}: inputs, rules and scope give publish id {derived}, "
            f"written is {manifest.get('publish_id')}, the folder is {folder.name}"
        )
    present = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {MANIFEST}
    for name in sorted({*files, *present}):
        if name not in present:
            problems.append(f"{folder / name}: missing")
        elif name not in files:
            problems.append(f"{folder / name}: not in {MANIFEST}")
        elif (found := sha256_file(folder / name)) != files[name]["sha256"]:
            problems.append(f"{folder / name}: altered (sha256 {found}, published as {files[name]['sha256']})")
    for name, table in sorted(tables.items()):
        entry = files.get(f"restricted/parquet/{name}.parquet", {})
        if entry.get("sha256") != table["sha256"]:
            problems.append(f"{path}: table {name} and its file have different hashes")
    return problems + _ledger(folder, manifest)


def _ledger(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """The row ledger, added up again from the published Parquet."""
    with duckdb.connect() as con:
        try:
            missing = [name for name in PROOF if not parquet_view(con, folder, name)]
            if missing:
                return [f"{folder}: {' and '.join(missing)} missing, the ledger cannot be added up"]
            problems = ledger_problems(con)
            if ledger_totals(con) != manifest.get("ledger"):
                problems.append(f"{folder / MANIFEST}: its ledger totals are not those of {LEDGER}")
            return problems
        except duckdb.Error as error:
            return [f"{folder}: the ledger cannot be read ({str(error).splitlines()[0]})"]


def verify_chain(published: Path) -> list[str]:
    """Problems of the chain of switched versions, and of the pointer against its last line."""
    path = published / CHAIN
    problems = []
    before, last = FIRST, None
    manifests: dict[str, str] = {}
    for number, text in enumerate(chain_lines(published), start=1):
        try:
            line = json.loads(text)
            last = line["publish_id"]
            manifests[last] = line["manifest_sha256"]
            if line["previous"] != before:
                problems.append(
                    f"{path}, line {number}: does not continue line {number - 1}; a line was altered or removed"
                )
        except (ValueError, KeyError, TypeError):
            problems.append(f"{path}, line {number}: not a line of the chain")
        before = sha256_text(text)
    for name, expected in sorted(manifests.items()):
        manifest = published / name / MANIFEST
        # A version may have been cleared away for space; one that is there must be the one that was published.
        if manifest.exists() and sha256_file(manifest) != expected:
            problems.append(f"{manifest}: not the manifest that was published (chain: {expected})")
    current = current_id(published)
    if current != last:
        problems.append(
            f"{published / CURRENT} points at {current}, the chain's last version is {last}; "
            "`jejak run` completes an interrupted switch"
        )
    elif current and not (published / current / MANIFEST).is_file():
        problems.append(f"{published / CURRENT} points at {current}, which is not there")
    return problems


def verify_raw(root: DataRoot, entries: list[Any]) -> list[str]:
    """Extracts that are gone from raw/, or no longer the bytes that were landed and that published versions cite.

    A path may have had several contents; each one that was admitted or that a version cites must still be there, since
    raw/ is only added to. Not expected back: what could not be landed because of its path, or was one file too many for
    its day. Of both the run itself says that they are to be moved or removed.
    """
    known: dict[str, set[str]] = {}
    expected: dict[str, dict[str, str]] = {}
    for entry in entries:
        if entry.is_admitted or not is_surplus(entry):
            known.setdefault(entry.file, set()).add(entry.sha256)
        if entry.is_admitted:
            expected.setdefault(entry.file, {})[entry.sha256] = "the lake holds"
    for file, sha, status, version in _cited(root.published):
        if status == ADMITTED or sha in known.get(file, ()):
            expected.setdefault(file, {})[sha] = f"version {version} cites"
    surplus = {(entry.file, entry.sha256) for entry in entries if is_surplus(entry)}
    problems = []
    for name in sorted({*known, *expected}):
        path = root.raw / name
        if not path.is_file():
            problems.append(
                f"{path}: delivered and landed, but no longer there; put it back from the source or the backup"
            )
            continue
        found = sha256_file(path)
        replaced = {sha: use for sha, use in expected.get(name, {}).items() if sha != found}
        for sha, use in sorted(replaced.items()):
            problems.append(
                f"{path}: replaced; {use} sha256 {sha}, now there is {found}. "
                "Put the delivered file back; a correction goes under its own date"
            )
        if not replaced and found not in known.get(name, ()) and (name, found) not in surplus:
            problems.append(f"{path}: altered since it was landed (sha256 {found})")
    return problems


def _cited(published: Path) -> Iterator[tuple[str, str, str, str]]:
    """(file, sha256, status, publish id) of every input of every version; one that cannot be read is told elsewhere."""
    for folder in versions(published):
        try:
            inputs = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["inputs"]
            yield from [(file, sha, status, folder.name) for file, sha, status in inputs]
        except (OSError, ValueError, KeyError, TypeError):
            continue


def versions(published: Path) -> Iterator[Path]:
    """Every version folder, by name."""
    if published.is_dir():
        yield from sorted(p for p in published.iterdir() if p.is_dir() and not p.is_symlink() and p.name[0] != ".")


def verify_all(root: DataRoot, say: Say = lambda _: None) -> list[str]:
    """Every version, the chain, the lake against its manifest and the raw extracts against both."""
    problems = []
    for folder in versions(root.published):
        say(f"version {folder.name}")
        problems += verify_version(folder)
    say("chain of versions")
    problems += verify_chain(root.published)
    say("lake")
    problems += [problem.message for problem in verify_lake(root)]
    say("raw extracts")
    return problems + verify_raw(root, list(load_entries(root)))
