"""The Indonesian words of tracks, criteria and verdicts: seeds of the dbt project, for reports about published versions."""

from __future__ import annotations

import csv

from orchestration.publish.project import DBT_PROJECT


def words(seed: str) -> dict[str, dict[str, str]]:
    """The rows of a seed of words by their code (its first column), in the order of `sort_order`."""
    path = DBT_PROJECT / "seeds" / "reference" / f"{seed}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = sorted(csv.DictReader(handle), key=lambda row: int(row["sort_order"]))
    return {row[seed]: row for row in rows}


def advice(criterion: dict[str, str], status: str, first_pass: str | None) -> str:
    """What to do about a criterion that failed or is unknown; `first_pass` is the day on which it would hold."""
    if status == "UNKNOWN":
        return criterion["if_unknown"]
    dated = f" {criterion['if_dated'].replace('{date}', first_pass)}" if first_pass else ""
    return criterion["if_failed"] + dated
