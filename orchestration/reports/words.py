"""The Indonesian words of tracks, criteria and verdicts: seeds of the dbt project, and the phrases of `jejak explain`."""

from __future__ import annotations

import csv
from functools import cache

from orchestration.explain.speech import level, spoken, what_to_do
from orchestration.publish.project import DBT_PROJECT

LANGUAGE = "id"


@cache
def words(seed: str) -> dict[str, dict[str, str]]:
    """The rows of a seed of words by their code (its first column), in the order of `sort_order`."""
    path = DBT_PROJECT / "seeds" / "reference" / f"{seed}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = sorted(csv.DictReader(handle), key=lambda row: int(row["sort_order"]))
    return {row[seed]: row for row in rows}


@cache
def target(golongan: str | None, proposed_level: str | None) -> str | None:
    """The rank, or the name of the level, that a track leads to."""
    return golongan or (level(proposed_level, LANGUAGE) if proposed_level else None)


@cache
def lacks(criterion: str, status: str, required: str, observed: str, first_pass: str | None) -> str:
    """A criterion that fails or is unknown, as a list tells it: its name, what is recorded and asked, what to do, when it
    would hold.
    """
    word = words("criterion")[criterion]
    todo = what_to_do(criterion, "if_failed" if status == "FAIL" else "if_unknown", observed, LANGUAGE)
    when = f" {word['if_dated'].replace('{date}', first_pass)}" if first_pass and status == "FAIL" else ""
    told = [spoken(observed, LANGUAGE)[0], f"syarat: {spoken(required, LANGUAGE)[0]}" if required else ""]
    recorded = f" ({'; '.join(filter(None, told))})" if any(told) else ""
    return f"{word['name_id']}{recorded}: {todo}{when}"
