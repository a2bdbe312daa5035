"""What is to be done with each file in raw, told from names, hashes and the manifest.

Imports nothing heavy: it is also asked when there may be nothing to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.checks.suites import Suites
from orchestration.landing.discovery import Extract
from orchestration.landing.findings import Finding
from orchestration.landing.manifest import Entry

UNCHANGED, LAND, RECHECK, REFUSE = "unchanged", "land", "recheck", "refuse"


@dataclass(frozen=True)
class Step:
    """What to do with one extract.

    action: unchanged (its entry stands), land (read it), recheck (rows stand, the suite is another), refuse (unread,
    for `finding`). old: its manifest entry, if any.
    """

    extract: Extract
    sha256: str
    action: str
    old: Entry | None = None
    finding: Finding | None = None


def file_sha256(path: Path) -> str:
    """sha256 of a file's bytes, in hex."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def next_steps(extracts: Iterable[Extract], entries: Iterable[Entry], check: bool = True) -> list[Step]:
    """A step for each extract, in the order given. `extracts` must hold all files of a slot, `entries` all its entries.

    Whether a file is taken depends on what else is delivered for its day, never on the order: an admitted content stays
    against newcomers; several new ones are refused together, until one is left. check=False leaves the suites aside.
    """
    extracts = list(extracts)
    hashes = {extract.file: file_sha256(extract.path) for extract in extracts}
    by_key = {(entry.slot, entry.sha256): entry for entry in entries}
    by_slot: dict[tuple, list[Extract]] = {}
    for extract in extracts:
        by_slot.setdefault(extract.slot, []).append(extract)
    suites = Suites() if check else None
    return [_step(extract, hashes, by_key, by_slot[extract.slot], suites) for extract in extracts]


def _step(
    extract: Extract,
    hashes: Mapping[str, str],
    by_key: Mapping[tuple, Entry],
    rivals: list[Extract],
    suites: Suites | None,
) -> Step:
    sha = hashes[extract.file]
    old = by_key.get((extract.slot, sha))
    finding = None
    if extract.origin_error:
        finding = Finding("bad_origin", f"{extract.file}: {extract.origin_error}")
    else:
        standing = [e for (slot, _), e in by_key.items() if slot == extract.slot and e.is_admitted]
        contents = {hashes[rival.file] for rival in rivals} | {e.sha256 for e in standing}
        if len(contents) > 1 and sha not in {e.sha256 for e in standing}:
            finding = _second_content(extract, standing, rivals)
    if finding:
        stands = old is not None and old.file == extract.file and old.reasons == [finding]
        return Step(extract, sha, UNCHANGED if stands else REFUSE, old, finding)
    if old is None or old.reader != extract.entry.reader or old.is_synthetic != extract.is_synthetic:
        return Step(extract, sha, LAND, old)
    if old.rows_path is None:  # refused before
        unread = {reason.code for reason in old.reasons} & {"bad_origin", "second_content"}
        return Step(extract, sha, LAND if unread or old.file != extract.file else UNCHANGED, old)
    if old.file != extract.file or suites is not None and old.suite_sha256 != suite_sha256(extract, suites):
        return Step(extract, sha, RECHECK, old)
    return Step(extract, sha, UNCHANGED, old)


def suite_sha256(extract: Extract, suites: Suites) -> str:
    """Fingerprint of what an extract is judged by: suite, code lists, and what was agreed for its region and day."""
    return suites.sha256(extract.dataset, extract.region, extract.extract_date.isoformat())


def is_surplus(entry: Entry) -> bool:
    """Refused as one content too many for its day: the run asks for its removal, so it need not stay in raw."""
    return not entry.is_admitted and any(reason.code == "second_content" for reason in entry.reasons)


def _second_content(extract: Extract, standing: list[Entry], rivals: list[Extract]) -> Finding:
    day = extract.extract_date.isoformat()
    if standing:
        message = (
            f"{extract.file}: another content of {extract.dataset} was already landed under {day} "
            f"(sha256 {standing[0].sha256[:12]}), which stays. Deliver a correction under its own date."
        )
    else:
        others = ", ".join(sorted(other.file for other in rivals if other.file != extract.file))
        message = f"{extract.file}: {extract.dataset} is there twice under {day} (also {others}). Remove the wrong one."
    return Finding("second_content", message)
