"""Files in `raw/` that cannot be landed because of where they lie or what they are called: refused deliveries like others.

They have no manifest entry (nothing was read), so their entries are made from what lies in raw. What a path does not tell
is the empty text: region, dataset, date; a link or an empty folder has no hash.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.landing.discovery import Misplaced, date_of, is_bystander, origin_of, shown
from orchestration.landing.findings import Finding
from orchestration.landing.manifest import REFUSED, Entry
from orchestration.landing.paths import DataRoot
from orchestration.landing.registry import DATASETS
from orchestration.landing.state import file_sha256


def refused_entries(root: DataRoot, misplaced: Iterable[Misplaced]) -> list[Entry]:
    """One refused entry a file; a folder that holds none stands for itself."""
    return [_entry(root, wrong, file) for wrong in misplaced for file in _files(root.raw, wrong.file)]


def _files(raw: Path, name: str) -> Iterator[str]:
    """The files under a misplaced name, relative to raw, without links and bystanders."""
    files = []
    if not (raw / name).is_symlink():
        for folder, folders, names in os.walk(raw / name):
            folders[:] = [folder for folder in folders if not is_bystander(folder)]
            here = Path(folder).relative_to(raw)
            files += [(here / name).as_posix() for name in names if not is_bystander(name)]
    yield from sorted(files) or [name]


def _entry(root: DataRoot, wrong: Misplaced, file: str) -> Entry:
    path, parts = root.raw / file, file.split("/")
    source, region, day = [*parts[:-1], "", "", ""][:3]
    dataset = parts[-1].split(".")[0].casefold()
    is_read = path.is_file() and not path.is_symlink()
    return Entry(
        file=shown(file),
        source=shown(source),
        dataset=dataset if (source, dataset) in DATASETS else "",
        region=wrong.region or "",
        extract_date=day if date_of(day) else "",
        sha256=file_sha256(path) if is_read else "",
        bytes=path.stat().st_size if is_read else 0,
        is_synthetic=origin_of(path.parent / "_origin.json")[0],
        status=REFUSED,
        reasons=[Finding(wrong.code, f"{shown(file)}: {wrong.advice}")],
    )
