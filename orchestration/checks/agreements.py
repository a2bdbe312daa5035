"""Agreed exceptions to the suites, as dated rows with a reason: `expectations/waiver.csv` and `expectations/threshold.csv`.

A waiver lets a region's extracts pass one critical expectation for a while: the failure becomes a warning that says until
when, why and who granted it. It always ends, and a failure that nobody waived refuses the file as before. A threshold sets
another number for one region (or, with an empty region, for all). Both hold for extracts dated in [valid_from, valid_to),
whatever the day of the run.
"""

from __future__ import annotations

import copy
import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from orchestration.landing import paths

WAIVERS, THRESHOLDS = "waiver.csv", "threshold.csv"
# parameter -> the block of the suite's meta that holds it; "" for one of a single expectation's kwargs
PARAMETERS = {
    "mostly": "",
    "min_value": "",
    "min_pct": "volume",
    "max_pct": "volume",
    "max_days": "freshness",
    "max_ahead_days": "dating",
}


@dataclass(frozen=True)
class Agreement:
    """One row. parameter, value: of a threshold; empty and 0 for a waiver. valid_to: None if a threshold has no end."""

    dataset: str
    region: str
    expectation: str
    valid_from: str
    valid_to: str | None
    reason: str
    granted_by: str
    parameter: str = ""
    value: float = 0

    def holds(self, dataset: str, region: str, day: str) -> bool:
        """Is it about an extract of this dataset, region and day (ISO)?"""
        within = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return self.dataset == dataset and self.region in ("", region) and within

    @property
    def text(self) -> str:
        """A threshold in words."""
        until = f" until {self.valid_to}" if self.valid_to else ""
        return f"{self.parameter} {self.value:g} agreed{until} because {self.reason} (granted by {self.granted_by})"

    def overlaps(self, other: Agreement) -> bool:
        """Do both speak of one thing on one day?"""
        same = (self.dataset, self.region, self.expectation, self.parameter) == (
            other.dataset,
            other.region,
            other.expectation,
            other.parameter,
        )
        ends = [row.valid_to or "9999-12-31" for row in (self, other)]
        return same and max(self.valid_from, other.valid_from) < min(ends)


def load_agreements(folder: Path | None = None) -> list[Agreement]:
    """The rows of both files; a file that is not there has none.

    Raises:
        ValueError: with file and row, of a row that is not whole, has no end (a waiver), overlaps another or speaks of what
            there is not.
    """
    folder = folder or paths.SUITES
    found: list[Agreement] = []
    for name in (WAIVERS, THRESHOLDS):
        path = folder / name
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            for row in reader:
                try:
                    agreement = _read(row, name == WAIVERS)
                    if clash := next((other for other in found if agreement.overlaps(other)), None):
                        raise ValueError(f"overlaps the row from {clash.valid_from}")
                except (KeyError, TypeError, ValueError, AttributeError) as error:
                    raise ValueError(f"{path}, row {reader.line_num}: {error}.") from None
                found.append(agreement)
    return found


def _read(row: dict[str, str], is_waiver: bool) -> Agreement:
    row = {key: value.strip() for key, value in row.items()}
    start = dt.date.fromisoformat(row["valid_from"]).isoformat()
    end = dt.date.fromisoformat(row["valid_to"]).isoformat() if row["valid_to"] else None
    if end is not None and end <= start:
        raise ValueError(f"valid_to {end} is not after valid_from {start}")
    for name in ("dataset", "expectation", "reason", "granted_by"):
        if not row[name]:
            raise ValueError(f"{name} is empty")
    if is_waiver:
        if end is None:
            raise ValueError("a waiver needs an end (valid_to)")
        if not row["region"]:
            raise ValueError("a waiver is for one region; name it")
        return Agreement(
            row["dataset"], row["region"], row["expectation"], start, end, row["reason"], row["granted_by"]
        )
    parameter, value = row["parameter"], float(row["value"])
    if parameter not in PARAMETERS:
        raise ValueError(f"parameter {parameter!r} is none of {', '.join(PARAMETERS)}")
    if value < 0 or (parameter == "mostly" and value > 1):
        raise ValueError(f"{value:g} is no {parameter}")
    fields = (row["dataset"], row["region"], row["expectation"], start, end, row["reason"], row["granted_by"])
    return Agreement(*fields, parameter=parameter, value=value)


def agreed(suite: dict, agreements: list[Agreement]) -> dict:
    """The suite with these thresholds in place, and each waived expectation with its waiver in `meta.waiver`.

    A threshold says of itself what was agreed, in `agreed` of the expectation's meta or of the block, so that it is shown.

    Raises:
        ValueError: an agreement on an expectation that the suite has not, or a waiver of a mere warning.
    """
    if not agreements:
        return suite
    suite = copy.deepcopy(suite)
    by_id = {expectation["meta"]["id"]: expectation for expectation in suite["expectations"]}
    # A row for the region comes last and wins over one for all.
    ordered = sorted(agreements, key=lambda row: (row.region, row.expectation, row.parameter))
    for row in {(row.expectation, row.parameter): row for row in ordered}.values():
        where = f"{row.dataset}, {row.expectation} (agreed from {row.valid_from})"
        if block := PARAMETERS.get(row.parameter):
            if row.expectation != block:
                raise ValueError(f"{where}: {row.parameter} is a parameter of the check {block}.")
            suite["meta"][block][row.parameter] = row.value
            _note(suite["meta"][block], row)
            continue
        if row.expectation not in by_id:
            raise ValueError(f"{where}: the suite has no such expectation.")
        expectation = by_id[row.expectation]
        if row.parameter:
            expectation["kwargs"][row.parameter] = row.value
            _note(expectation["meta"], row)
        elif expectation["severity"] != "critical":
            raise ValueError(f"{where}: only a critical expectation refuses a file and can be waived.")
        else:
            expectation["meta"]["waiver"] = {
                "valid_to": row.valid_to,
                "reason": row.reason,
                "granted_by": row.granted_by,
            }
    return suite


def _note(meta: dict, row: Agreement) -> None:
    meta["agreed"] = "; ".join(filter(None, [meta.get("agreed"), row.text]))
