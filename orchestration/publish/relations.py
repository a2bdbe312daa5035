"""Which relations of the build are published, to whom, in which order: read from dbt's own manifest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.publish.errors import ConfigError

RESTRICTED, PUBLIC = "restricted", "public"
# What a version holds for people beside its tables.
QUALITY_PAGE = f"{RESTRICTED}/quality.html"
MEND_FOLDER = f"{RESTRICTED}/mend"


@dataclass(frozen=True)
class Relation:
    """One published table. grain: the key columns, which also order the export."""

    name: str
    schema: str
    audience: str
    grain: tuple[str, ...]
    description: str
    columns: dict[str, str]  # column -> description

    @property
    def folders(self) -> tuple[str, ...]:
        """A public table is in both folders: the restricted one is complete by itself."""
        return (RESTRICTED, PUBLIC) if self.audience == PUBLIC else (RESTRICTED,)


def load_manifest(path: Path) -> dict[str, Any]:
    """dbt's manifest.json."""
    return json.loads(path.read_text(encoding="utf-8"))


def published_relations(manifest: dict[str, Any]) -> list[Relation]:
    """Every model with `meta.audience`, by name.

    Raises:
        ConfigError: an audience that is neither restricted nor public.
    """
    found = []
    for node in manifest["nodes"].values():
        meta = node.get("config", {}).get("meta") or {}
        if node["resource_type"] != "model" or not meta.get("audience"):
            continue
        if meta["audience"] not in (RESTRICTED, PUBLIC):
            raise ConfigError(
                f"{node['original_file_path']}: meta.audience is {meta['audience']!r}; write restricted or public"
            )
        found.append(
            Relation(
                name=node["alias"],
                schema=node["schema"],
                audience=meta["audience"],
                grain=tuple(meta.get("grain") or ()),
                description=node.get("description", ""),
                columns={name: column.get("description", "") for name, column in node.get("columns", {}).items()},
            )
        )
    return sorted(found, key=lambda relation: relation.name)
