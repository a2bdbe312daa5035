"""The manifest: one JSON entry a delivered file, written last and atomically. What is not in it was not landed."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from orchestration.landing.findings import Finding
from orchestration.landing.paths import DataRoot

ADMITTED, REFUSED = "admitted", "refused"


@dataclass
class Entry:
    """A delivered file as the manifest records it; dates and hashes as text, paths with "/".

    rows_path, answers_path: relative to the lake, None if nothing was landed. rows: landed rows, answers: people
    asked (ndjson); None likewise. columns: in the file's order. sheet: of a workbook, the one that was read.
    checks: {"id", "severity", "success", "observed", "message"} of each expectation. reader: fingerprint of the reader.
    """

    file: str
    source: str
    dataset: str
    region: str
    extract_date: str
    sha256: str
    bytes: int
    is_synthetic: bool
    status: str
    reasons: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    rows: int | None = None
    answers: int | None = None
    columns: list[str] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    sheet: str | None = None
    rows_path: str | None = None
    rows_sha256: str | None = None
    answers_path: str | None = None
    answers_sha256: str | None = None
    suite_sha256: str | None = None
    checks: list[dict] = field(default_factory=list)
    reader: str = ""

    @property
    def slot(self) -> tuple[str, str, str, str]:
        """What may be delivered once: source, dataset, region, date."""
        return (self.source, self.dataset, self.region, self.extract_date)

    @property
    def is_admitted(self) -> bool:
        """True if models read it."""
        return self.status == ADMITTED

    @property
    def reason(self) -> str:
        """The reasons in one line, the file named once; '' when admitted."""
        start = f"{self.file}: "
        return start + "; ".join(r.message.removeprefix(start) for r in self.reasons) if self.reasons else ""

    @property
    def path(self) -> str:
        """Where this entry lies, relative to the manifest folder."""
        return f"{self.source}/{self.dataset}/{self.region}/{self.extract_date}/{self.sha256[:12]}.json"

    def to_json(self) -> str:
        """Sorted keys, one a line: readable, and the same bytes for the same facts."""
        return json.dumps(dataclasses.asdict(self), sort_keys=True, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Entry:
        """The entry back. Raises ValueError or TypeError when the text is no entry."""
        values = json.loads(text)
        for name in ("reasons", "warnings"):
            values[name] = [Finding(**finding) for finding in values[name]]
        return cls(**values)


def load_entries(root: DataRoot | str | os.PathLike | None, region: str | None = None) -> list[Entry]:
    """All entries (of one region), sorted by file and hash.

    Raises ValueError naming an entry that cannot be read: deleting it lets its file be landed anew.
    """
    manifest = DataRoot.of(root).manifest
    entries = []
    for path in sorted(manifest.glob(f"*/*/{region or '*'}/*/*.json")):
        try:
            entries.append(Entry.from_json(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ValueError(f"Manifest entry {path} cannot be read ({error}). Delete it and run again.") from error
    return sorted(entries, key=lambda entry: (entry.file, entry.sha256))


def write_entry(root: DataRoot, entry: Entry) -> None:
    """Write or replace one entry."""
    path = root.manifest / entry.path
    temporary = temporary_path(root, entry.region, path.name)
    temporary.write_text(entry.to_json(), encoding="utf-8")
    move_into_place(temporary, path)


def temporary_folder(root: DataRoot, region: str) -> Path:
    """On the lake's own file system; of nobody but the process that lands this region."""
    return root.lake / ".tmp" / region


def temporary_path(root: DataRoot, region: str, name: str) -> Path:
    """A path in that folder, which is made."""
    folder = temporary_folder(root, region)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


def move_into_place(temporary: Path, path: Path) -> None:
    """Sync `temporary`, then let it become `path` in one step that survives a power cut."""
    _sync(temporary)
    created = [path.parent]
    while not created[-1].exists():
        created.append(created[-1].parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, path)
    for folder in created:
        _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
