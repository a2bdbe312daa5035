"""Where the data lives: one root, `$JEJAK_DATA` or `data/` of the repository."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = REPOSITORY / "dbt_project" / "seeds" / "reference"
REGION_SEED = REFERENCE / "region.csv"
SUITES = REPOSITORY / "expectations"


def child_environment() -> dict[str, str]:
    """The environment of a Python process that imports what this one imports, wherever it is started."""
    path = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}


class DataRoot:
    """The folders under one data root. All paths are absolute; nothing is created here.

    `DataRoot()` takes `$JEJAK_DATA`, else `data/` at the top of the repository.
    """

    def __init__(self, path: str | os.PathLike | None = None):
        chosen = path if path is not None else os.environ.get("JEJAK_DATA") or REPOSITORY / "data"
        self.path = Path(chosen).expanduser().resolve()

    @classmethod
    def of(cls, root: DataRoot | str | os.PathLike | None) -> DataRoot:
        """A DataRoot from a DataRoot, a path or nothing."""
        return root if isinstance(root, cls) else cls(root)

    @property
    def raw(self) -> Path:
        """Extracts as delivered; read only for the pipeline."""
        return self.path / "raw"

    @property
    def lake(self) -> Path:
        """Landed Parquet and the manifest."""
        return self.path / "lake"

    @property
    def manifest(self) -> Path:
        """One JSON entry a delivered file."""
        return self.lake / "manifest"

    @property
    def published(self) -> Path:
        """Published versions and the pointer `current`."""
        return self.path / "published"

    @property
    def scope_file(self) -> Path:
        """Period dates added by hand or by `--period`; may be absent."""
        return self.path / "scope.csv"

    def __repr__(self) -> str:
        return f"DataRoot({str(self.path)!r})"
