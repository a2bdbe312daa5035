"""What lies in `raw/` against what the manifest says: is there anything to land, has anything gone. Light on imports."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.landing.discovery import Extract, Misplaced, discover
from orchestration.landing.manifest import Entry, load_entries
from orchestration.landing.misplaced import refused_entries
from orchestration.landing.paths import DataRoot
from orchestration.landing.state import UNCHANGED, is_surplus, next_steps
from orchestration.publish.errors import ConfigError, RunRefused


@dataclass(frozen=True)
class Survey:
    """pending: extracts to land or to check again. misplaced: what lies in raw but cannot be landed; misplaced_entries:
    its files, as refused deliveries. present: (file, sha256) in raw now. gone: landed, no longer in raw though it should be."""

    entries: tuple[Entry, ...]
    pending: tuple[Extract, ...]
    misplaced: tuple[Misplaced, ...]
    misplaced_entries: tuple[Entry, ...]
    present: frozenset[tuple[str, str]]
    gone: tuple[Entry, ...]

    @property
    def regions(self) -> list[str]:
        """Regions with something to land."""
        return sorted({extract.region for extract in self.pending})

    @property
    def to_be_known(self) -> list[Entry | Extract]:
        """What a landing would leave: the admitted entries that stand, and the extracts to land, but for those whose mark of
        origin is damaged: they will be refused."""
        pending = {extract.file for extract in self.pending}
        standing = [entry for entry in self.entries if entry.is_admitted and entry.file not in pending]
        return [*standing, *(extract for extract in self.pending if not extract.origin_error)]

    @property
    def refused(self) -> list[Entry]:
        """Refused files that still lie in raw; one that was replaced by a good one is no longer anybody's task."""
        return [entry for entry in self.entries if not entry.is_admitted and (entry.file, entry.sha256) in self.present]


def survey(root: DataRoot) -> Survey:
    """Hash every extract in raw and compare with the manifest.

    Raises:
        RunRefused: a manifest entry cannot be read. ConfigError: the region seed or a suite cannot be read.
    """
    try:
        entries = load_entries(root)
    except ValueError as error:
        raise RunRefused(str(error)) from None
    try:
        found = discover(root)
        steps = next_steps(found, entries)
    except ValueError as error:
        raise ConfigError(str(error)) from None
    files = {step.extract.file for step in steps}
    return Survey(
        entries=tuple(entries),
        pending=tuple(step.extract for step in steps if step.action != UNCHANGED),
        misplaced=tuple(found.misplaced),
        misplaced_entries=tuple(refused_entries(root, found.misplaced)),
        present=frozenset((step.extract.file, step.sha256) for step in steps),
        gone=tuple(entry for entry in entries if entry.file not in files and not is_surplus(entry)),
    )
