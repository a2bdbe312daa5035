"""The suites of `expectations/`: what is in them, and the results they give. Does not import Great Expectations.

A suite is a file in GX's own format; each expectation has a severity and `meta`:
    id        unique in the suite, the name of the Dagster asset check
    why       why a file that fails is no good (critical) or worth a look (warning)
    expects   what the values should be, as in "... of the values are <expects>"
    on        "rows" (default) or "answers": the coverage table of an ndjson file
    named     a parameter "names": the message of a failure says whom most of the failing values belong to
    min_values  a share of fewer values is not judged (default: the suite's own, see its meta)
The suite's meta also holds the thresholds of the two checks that compare deliveries, `volume` and `freshness`, and where
code lists come from (see `parameters`). What was agreed for a region and a time (see `agreements`) is laid over the suite.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.checks.agreements import Agreement, agreed, load_agreements
from orchestration.checks.parameters import is_regional, resolved, seed_values
from orchestration.landing import paths

if TYPE_CHECKING:
    from orchestration.landing.manifest import Entry
    from orchestration.landing.paths import DataRoot

CRITICAL, WARNING = "critical", "warning"
MANIFEST_FIELDS = ("id", "severity", "success", "observed", "message", "waiver")


@dataclass(frozen=True)
class CheckResult:
    """What one expectation says of one file.

    observed: the figure, readable. message: empty on success, else column, share, example row and what to do.
    rows: up to 20 `_src_row` numbers of failing rows. file: relative to raw. waiver: what was agreed (valid_to, reason,
    granted_by), if that alone keeps a failure from refusing the file.
    """

    id: str
    severity: str
    success: bool
    observed: str
    message: str = ""
    rows: list[int] = field(default_factory=list)
    column: str | None = None
    file: str = ""
    waiver: dict | None = None

    @property
    def row(self) -> int | None:
        """The first failing row, if the failure is one of rows."""
        return self.rows[0] if self.rows else None

    def to_manifest(self) -> dict:
        """The part that the manifest keeps; `waiver` only where there is one."""
        values = asdict(self)
        return {name: values[name] for name in MANIFEST_FIELDS if name != "waiver" or self.waiver}


def load_suite(dataset: str, folder: Path | None = None, region: str = "") -> dict:
    """The suite of a dataset, its parameters filled in for a region (default: none). Raises ValueError naming the file if it is missing or broken."""
    path = (folder or paths.SUITES) / f"{dataset}.json"
    try:
        suite = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(
            f"{path} is missing: every landed dataset needs a suite (see expectations/README.md)."
        ) from None
    except ValueError as error:
        raise ValueError(f"{path} is not JSON ({error}).") from error
    ids = [expectation.get("meta", {}).get("id") for expectation in suite["expectations"]]
    if None in ids or len(set(ids)) < len(ids):
        raise ValueError(f"{path}: every expectation needs a meta.id of its own, found {ids}.")
    for expectation in suite["expectations"]:
        if expectation.get("severity") not in (CRITICAL, WARNING):
            raise ValueError(f"{path}: {expectation['meta']['id']} needs the severity critical or warning.")
    try:
        return resolved(suite, region)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


class Suites:
    """The suites as they hold for one region and day each; files are read once. Raises ValueError as load_suite does."""

    def __init__(self) -> None:
        self._agreements = load_agreements()
        self._plain: dict[tuple[str, str], dict] = {}
        self._held: dict[tuple, tuple[dict, str]] = {}
        regions = {"", *seed_values("region", "region_slug")} if self._agreements else set()
        for row in self._agreements:  # one that means nothing would be overlooked for ever
            if row.region not in regions:
                raise ValueError(f"{paths.SUITES}: agreement on {row.dataset}: region {row.region!r} is not known.")
            agreed(self._suite(row.dataset, row.region), [row])

    def of(self, dataset: str, region: str, day: str) -> dict:
        """The suite for an extract of this region and ISO date, with what was agreed for it."""
        return self._hold(dataset, region, day)[0]

    def sha256(self, dataset: str, region: str, day: str) -> str:
        """Fingerprint of `of`: another one means that the file is to be judged again."""
        return self._hold(dataset, region, day)[1]

    def _hold(self, dataset: str, region: str, day: str) -> tuple[dict, str]:
        rows: list[Agreement] = [row for row in self._agreements if row.holds(dataset, region, day)]
        plain = self._suite(dataset, region)
        key = (dataset, region if is_regional(plain) else "", *rows)
        if key not in self._held:
            suite = agreed(plain, rows)
            text = json.dumps(suite, sort_keys=True, ensure_ascii=False)
            self._held[key] = suite, hashlib.sha256(text.encode()).hexdigest()
        return self._held[key]

    def _suite(self, dataset: str, region: str) -> dict:
        for place in ("", region):
            if (dataset, place) not in self._plain:
                self._plain[dataset, place] = load_suite(dataset, region=place)
            if not is_regional(self._plain[dataset, place]):
                break
        return self._plain[dataset, place]


DELIVERY_CHECKS = ("volume", "freshness", "dating")


def suite_ids(dataset: str) -> dict[str, str]:
    """id -> severity of a dataset's checks in the suite's order, then those of delivery_checks."""
    ids = {e["meta"]["id"]: e["severity"] for e in load_suite(dataset)["expectations"]}
    return {**ids, **dict.fromkeys(DELIVERY_CHECKS, WARNING)}


def suite_descriptions(dataset: str) -> dict[str, str]:
    """id -> what the check looks at and why, one sentence or two; the same ids as suite_ids."""
    suite = load_suite(dataset)
    texts = {e["meta"]["id"]: f"{_subject(e)} {e['meta']['why']}" for e in suite["expectations"]}
    texts["volume"] = _volume_text(suite["meta"]["volume"])
    texts["freshness"] = (
        f"At most {suite['meta']['freshness']['max_days']} days behind the newest extract of any region."
    )
    texts["dating"] = (
        f"Not dated more than {suite['meta']['dating']['max_ahead_days']} days after all others, with most datasets left behind."
    )
    return texts


def _subject(expectation: dict) -> str:
    kwargs, meta = expectation["kwargs"], expectation["meta"]
    if "column_set" in kwargs:
        return f"Columns {', '.join(kwargs['column_set'])} are there."
    if "column" not in kwargs:
        return f"At least {kwargs['min_value']} row."
    share = f"{100 * kwargs.get('mostly', 1):g} %"
    column = kwargs["column"].removeprefix("_type:")
    return f"Column {column}: at least {share} of the values are {meta['expects']}."


def _volume_text(volume: dict) -> str:
    return (
        f"Rows (of an ndjson file: rows for each person asked) within {volume['min_pct']} to {volume['max_pct']} % "
        "of the previous extract's."
    )


def check_file(entry: Entry, suite: dict | None = None, root: DataRoot | None = None) -> list[CheckResult]:
    """Run a suite on a landed file, in the suite's order. suite: default what holds for the entry's dataset, region and day.

    Reads the landed Parquet in chunks: memory does not grow with the file.
    """
    from orchestration.checks.gx_bridge import run_suite  # seconds to import, so only when a file is new
    from orchestration.landing.paths import DataRoot

    suite = suite or Suites().of(entry.dataset, entry.region, entry.extract_date)
    metas = {expectation["meta"]["id"]: expectation["meta"] for expectation in suite["expectations"]}
    return [_as_agreed(result, metas[result.id]) for result in run_suite(entry, suite, DataRoot.of(root))]


def _as_agreed(result: CheckResult, meta: dict) -> CheckResult:
    """A failure that was waived is a warning that says so (a success needs no waiver); an agreed threshold is named."""
    if "agreed" in meta:
        result = replace(result, observed=f"{result.observed}; {meta['agreed']}")
    if result.success or "waiver" not in meta:
        return result
    waiver = meta["waiver"]
    until = f"waived until {waiver['valid_to']} because {waiver['reason']} (granted by {waiver['granted_by']})"
    return replace(result, severity=WARNING, message=f"{result.message} [{until}]", waiver=waiver)


def delivery_checks(entries: Iterable[Entry]) -> list[CheckResult]:
    """Volume, freshness and dating of the newest admitted file of each dataset and region, from the manifest alone.

    Volume compares with the previous admitted extract by date; freshness with the newest admitted extract of any dataset
    and region. Dating: a day far after all others, on which only the lesser part of what is delivered came, is probably a
    folder with a wrong name; freshness is not measured by it. All are warnings.
    """
    groups: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries:
        if entry.is_admitted:
            groups.setdefault((entry.source, entry.dataset, entry.region), []).append(entry)
    days = sorted({entry.extract_date for group in groups.values() for entry in group})
    last_days = [max(entry.extract_date for entry in group) for group in groups.values()]
    is_alone = len(days) > 1 and 2 * last_days.count(days[-1]) < len(last_days)
    results, suites, misdated = [], Suites(), False
    for key in sorted(groups):
        group = groups[key]
        last = max(group, key=lambda entry: entry.extract_date)
        limits = suites.of(key[1], key[2], last.extract_date)["meta"]["dating"]
        results.append(_dating(last, days[-2] if is_alone and last.extract_date == days[-1] else None, limits))
        misdated |= not results[-1].success
    newest = days[-2 if misdated else -1] if days else ""
    for key in sorted(groups):
        group = sorted(groups[key], key=lambda entry: entry.extract_date)
        meta = suites.of(key[1], key[2], group[-1].extract_date)["meta"]
        results.append(_volume(group, meta))
        results.append(_freshness(group[-1], newest, meta["freshness"]))
    return results


def _volume(group: list[Entry], meta: dict) -> CheckResult:
    """A pull may ask only some people, so the records of an ndjson file are counted for each person asked."""
    last, limits = group[-1], meta["volume"]
    before = group[-2] if len(group) > 1 else None
    if before is None or (before.rows or 0) < meta["min_values"] or last.answers == 0:
        return CheckResult("volume", WARNING, True, f"{last.rows} rows, nothing to compare with", file=last.file)
    share = 100 * (last.rows or 0) / before.rows
    rows, of = f"{last.rows} rows", f"the {before.rows} of {before.extract_date}"
    if last.answers and before.answers:
        share *= before.answers / last.answers
        rows = f"{last.rows} rows for {last.answers} people asked"
        of = f"what {before.extract_date} had for each ({before.rows} for {before.answers})"
    good = limits["min_pct"] <= share <= limits["max_pct"]
    observed = f"{rows}, {share:.0f} % of {of}" + _agreed(limits)
    message = (
        ""
        if good
        else f"{last.file}: {observed}; expected {limits['min_pct']} to {limits['max_pct']} %. "
        "Check that the extract is complete; if the change is real, nothing is to be done."
    )
    return CheckResult("volume", WARNING, good, observed, message, file=last.file)


def _agreed(limits: dict) -> str:
    return f"; {limits['agreed']}" if "agreed" in limits else ""


def _dating(last: Entry, before: str | None, limits: dict) -> CheckResult:
    """before: the newest day of all others; None if this file is not ahead of them."""
    if before is None:
        return CheckResult("dating", WARNING, True, f"{last.extract_date}", file=last.file)
    days = _days(before, last.extract_date)
    observed = f"{last.extract_date}, {days} days after all other extracts (the newest of them: {before})" + _agreed(
        limits
    )
    message = (
        f"{last.file}: dated {observed}. The newest extract decides which dates are evaluated. If the folder is named wrongly, "
        "withdraw the file (docs/runbook.md, 'delivered by mistake') and deliver it under its own date; if it is right, "
        "the other datasets are old: deliver newer ones."
    )
    good = days <= limits["max_ahead_days"]
    return CheckResult("dating", WARNING, good, observed, "" if good else message, file=last.file)


def _days(earlier: str, later: str) -> int:
    return (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days


def _freshness(last: Entry, newest: str, limits: dict) -> CheckResult:
    days = max(_days(last.extract_date, newest), 0)
    good = days <= limits["max_days"]
    observed = f"{last.extract_date}, {days} days behind the newest extract ({newest})" + _agreed(limits)
    message = (
        ""
        if good
        else f"{last.file}: the newest {last.dataset} of {last.region} is of {observed}. Deliver a newer one."
    )
    return CheckResult("freshness", WARNING, good, observed, message, file=last.file)
