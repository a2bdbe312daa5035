"""What a run would publish, known from the manifest and a few hashes alone: the publish id and all that goes into it.

Nothing heavy is imported here: with nothing new a run ends after this module has been asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.landing import paths
from orchestration.landing.discovery import discover, known_regions
from orchestration.landing.manifest import load_entries
from orchestration.landing.misplaced import refused_entries
from orchestration.landing.paths import DataRoot
from orchestration.publish import project
from orchestration.publish.errors import ConfigError, RunRefused
from orchestration.publish.files import canonical_json, sha256_text
from orchestration.publish.scope import default_periods, read_period_rules, read_scope, refuse_without_rules

ADMITTED = "admitted"


@dataclass(frozen=True)
class Plan:
    """One intended version.

    entries: delivered files the version knows by path and hash: manifest entries, refused ones too, and what lies in raw
        under a path that is none.
    known_at: the newest extract that may be known. periods: the whole scope, sorted.
    hashes: what of the repository decides the result. moves_current: false for a run with a given known_at.
    """

    entries: tuple[Any, ...]
    known_at: dt.date
    periods: tuple[dt.date, ...]
    hashes: dict[str, str]
    is_synthetic: bool
    moves_current: bool

    @property
    def admitted(self) -> tuple[Any, ...]:
        return tuple(entry for entry in self.entries if entry.status == ADMITTED)

    @property
    def identity(self) -> dict[str, Any]:
        """Everything the publish id is the fingerprint of, as plain JSON values."""
        return {
            "inputs": [[entry.file, entry.sha256, entry.status] for entry in self.entries],
            "hashes": self.hashes,
            "scope": [day.isoformat() for day in self.periods],
            "known_at": self.known_at.isoformat(),
        }

    @property
    def publish_id(self) -> str:
        return publish_id(self.identity)


def publish_id(identity: dict[str, Any]) -> str:
    """The 16 hex digits that name a version; `jejak verify` re-computes them from manifest.json."""
    return sha256_text(canonical_json(identity))[:16]


def extract_day(entry: Any) -> dt.date:
    """An entry's extract date as a date, whichever way the manifest holds it."""
    day = entry.extract_date
    return day if isinstance(day, dt.date) else dt.date.fromisoformat(day)


def is_known_on(entry: Any, known_at: dt.date | None) -> bool:
    """Was the file known on that day? Without a day all are; one of no known day was not known on any."""
    return known_at is None or (bool(entry.extract_date) and extract_day(entry) <= known_at)


def refuse_mixture(files: Iterable[Any], path: Path) -> bool:
    """True if all files (entries or extracts) are synthetic, False if none is. Raises ConfigError if some are and some are not."""
    files = list(files)
    marked = [file for file in files if file.is_synthetic]
    real = [file for file in files if not file.is_synthetic]
    if marked and real:
        raise ConfigError(
            f"{path}: synthetic and real extracts in one data root: {marked[0].file} is synthetic ({len(marked)} files), "
            f"{real[0].file} is not ({len(real)} files). Keep them in two data roots (set JEJAK_DATA); what was landed "
            "already is known until it is withdrawn (docs/runbook.md, 'delivered by mistake')."
        )
    return bool(marked)


def _refuse_lost_regions(admitted: Iterable[Any]) -> None:
    """Raises ConfigError if a region whose extracts are in use is no longer in the seed."""
    lost = sorted({entry.region for entry in admitted} - set(known_regions()))
    if lost:
        raise ConfigError(
            f"{paths.REGION_SEED}: extracts of {', '.join(lost)} were landed, but no row has that region_slug. Put the row back, or "
            "withdraw the extracts (docs/runbook.md, 'delivered by mistake')."
        )


def make_plan(
    root: DataRoot,
    known_at: dt.date | None = None,
    repository: Path = project.REPOSITORY,
    entries: Sequence[Any] | None = None,
    misplaced: Sequence[Any] | None = None,
) -> Plan:
    """Read the manifest, the scope and the repository's hashes.

    Args:
        root: the data root.
        known_at: publish what was known on that day; default: all there is.
        repository: the copy of the repository whose rules are used.
        entries: manifest entries, if the caller has them already.
        misplaced: entries of the files in raw that could not be landed, likewise.

    Raises:
        RunRefused: no admitted file at all (up to that day).
        ConfigError: synthetic and real files together, a region that left the seed, or a scope that cannot be read.
    """
    scope = read_scope(root.scope_file)
    rules = read_period_rules(repository / "dbt_project" / project.PERIOD_SEED)
    refuse_without_rules(scope, rules, str(root.scope_file))
    entries = list(load_entries(root)) if entries is None else list(entries)
    entries += _misplaced(root) if misplaced is None else misplaced
    # A refused file may be newer than every admitted one; without a bound it still belongs into the books.
    entries = [entry for entry in entries if is_known_on(entry, known_at)]
    entries.sort(key=lambda entry: (entry.file, entry.sha256))
    admitted = [entry for entry in entries if entry.status == ADMITTED]
    if not admitted:
        until = f" on or before {known_at.isoformat()}" if known_at else ""
        refused = f"; {len(entries)} delivered, all refused" if entries else ""
        raise RunRefused(
            f"{root.raw}: no admitted extract{until}{refused}. "
            "Put extracts at raw/<source>/<region>/<YYYY-MM-DD>/<dataset>.<ext> and run again."
        )
    _refuse_lost_regions(admitted)
    newest = max(extract_day(entry) for entry in admitted)
    return Plan(
        entries=tuple(entries),
        known_at=known_at or newest,
        periods=tuple(sorted({*default_periods(rules, newest), *scope})),
        hashes=project.input_hashes(repository),
        is_synthetic=refuse_mixture(admitted, root.raw),
        moves_current=known_at is None,
    )


def _misplaced(root: DataRoot) -> list[Any]:
    try:
        return list(refused_entries(root, discover(root).misplaced))
    except ValueError as error:
        raise ConfigError(str(error)) from None


_planned: dict[Path, Plan] = {}


@contextmanager
def handed_over(root: DataRoot, plan: Plan) -> Iterator[None]:
    """While the block runs, steps of this process that build and publish find this plan and make none of their own."""
    _planned[root.path] = plan
    try:
        yield
    finally:
        del _planned[root.path]


def planned(root: DataRoot) -> Plan | None:
    """The plan that was handed over for this data root, if any."""
    return _planned.get(root.path)
