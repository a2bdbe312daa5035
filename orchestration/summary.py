"""What `jejak run` says at its end: per region what came in and what did not, the verdicts, where the marts are."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from orchestration.landing.paths import REGION_SEED
from orchestration.publish.build import file_warnings, stale_files
from orchestration.publish.plan import ADMITTED, is_known_on
from orchestration.publish.relations import MEND_FOLDER, QUALITY_PAGE
from orchestration.publish.scope import next_period
from orchestration.publish.version import read_version
from orchestration.run import Outcome

VERDICTS = ("eligible", "not_eligible", "unknown", "not_applicable")
_LISTED = 12


def show(outcome: Outcome, console: Console) -> None:
    """Print the summary of a run."""
    plan, folder = outcome.plan, outcome.folder
    manifest = read_version(folder) or {}
    figures = _Figures(folder / "restricted" / "marts.duckdb")
    state = "built now" if outcome.is_new else "nothing new: inputs, rules and scope are those of this version"
    console.print(f"\n[bold]Version {plan.publish_id}[/], {state}", soft_wrap=True)
    if not plan.moves_current:
        console.print(f"As the extracts told it up to {plan.known_at}. `current` was not moved.")
    if plan.is_synthetic:
        console.print("All data is synthetic.")
    _regions(outcome, figures, console)
    _future(outcome, console, dt.datetime.now(ZoneInfo("Asia/Jakarta")).date())
    _refused(outcome, console)
    _waived(outcome, console)
    _warnings(outcome, console)
    _quarantined(outcome, figures, console)
    residual = sum(abs(hop["residual"]) for hop in manifest.get("ledger", {}).values())
    rows = manifest.get("ledger", {}).get("land", {}).get("rows_in", 0)
    console.print(f"\nLedger: {rows:,} delivered rows, residual {residual}.")
    _verdicts(outcome, figures, console)
    _where(outcome, figures, console)


class _Figures:
    """The figures that the published tables give; a table that is not there gives none."""

    def __init__(self, database: Path):
        import duckdb

        with duckdb.connect(str(database), read_only=True) as con:
            present = {row[0] for row in con.execute("select table_name from information_schema.tables").fetchall()}

            def rows(table: str, query: str) -> list[tuple]:
                return con.execute(query).fetchall() if table in present else []

            self.quarantine = rows(
                "audit_quarantine",
                "select region_code, reason_code, count(*) from audit_quarantine group by all order by 1, 3 desc, 2",
            )
            self.verdicts = rows(
                "mart_promotion_eligibility",
                "select period_date, region_code, verdict, count(*) from mart_promotion_eligibility "
                "where track = 'kp_reguler' group by all order by all",
            )
            self.unconfirmed = rows(
                "mart_promotion_eligibility",
                "select period_date, count(*) from mart_promotion_eligibility where rests_on_unconfirmed group by all",
            )


def _region_names() -> dict[str, str]:
    """Names by slug and by code."""
    with REGION_SEED.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return {row[key]: row["region_name"] for row in rows for key in ("region_slug", "region_code")}


def _table(*headers: str, right: Iterable[int] = ()) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, header in enumerate(headers):
        table.add_column(header, justify="right" if number in right else "left", overflow="fold")
    return table


def _region_order(outcome: Outcome) -> list[str]:
    """Region folders as every table lists them: known ones by name of the folder, then unknown ones, then none at all."""
    names = _region_names()
    return sorted(
        {entry.region for entry in outcome.plan.entries}, key=lambda slug: (slug not in names, not slug, slug)
    )


def _by_region(codes: Iterable[Any], outcome: Outcome) -> list[Any]:
    """Region codes of a published table in the order of the first table."""
    names = _region_names()
    order = [names.get(slug, slug) for slug in _region_order(outcome)]
    last = len(order)

    def place(code: Any) -> tuple[int, str]:
        name = names.get(code, str(code))
        return (order.index(name) if name in order else last, name)

    return sorted(set(codes), key=place)


def _regions(outcome: Outcome, figures: _Figures, console: Console) -> None:
    names = _region_names()
    quarantined: Counter[str] = Counter()
    for code, _, count in figures.quarantine:
        quarantined[names.get(code, str(code))] += count
    stale = stale_files(outcome.plan)
    refused = Counter(entry.region for entry in outcome.plan.entries if entry.status != ADMITTED)
    table = _table("Region", "Files", "Rows", "Newest", "Stale", "Refused", "Quarantined", right=(1, 2, 4, 5, 6))
    for region in _region_order(outcome):
        mine = [entry for entry in outcome.plan.admitted if entry.region == region]
        table.add_row(
            escape(names.get(region) or (f"{region} (unknown)" if region else "(no region)")),
            f"{len(mine)}",
            f"{sum(entry.rows or 0 for entry in mine):,}",
            max((str(entry.extract_date) for entry in mine), default="-"),
            f"{sum(entry.file in stale for entry in mine)}",
            f"{refused[region]}",
            f"{quarantined[names.get(region, region)]:,}",
        )
    console.print()
    console.print(table)
    for region, error in outcome.trouble.items():
        console.print(
            f"[bold red]{names.get(region, region)}: landing broke, its last admitted extracts are used.[/] "
            + escape(error)
        )


def _refused_lines(outcome: Outcome) -> tuple[list[tuple[str, int]], int]:
    """(line, its files) of the refused deliveries of this version that lie in raw, and how many do so no longer."""
    refused = [entry for entry in outcome.plan.entries if entry.status != ADMITTED]
    lines, strays, seen = [], [], set()
    for wrong in outcome.survey.misplaced:
        files = [e.file for e in refused if wrong.holds(e.file)]
        seen.update(files)
        if files:
            told = lines if wrong.code == "unknown_region" else strays
            told.append((wrong.message + (f" ({len(files)} files)" if len(files) > 1 else ""), len(files)))
    present = outcome.survey.present
    lines += [(entry.reason, 1) for entry in refused if (entry.file, entry.sha256) in present]
    lines += strays  # a stray name costs less than a dataset that is missing
    past = [e for e in refused if e.file not in seen and (e.file, e.sha256) not in present]
    return lines, len(past)


def _refused(outcome: Outcome, console: Console) -> None:
    lines, past = _refused_lines(outcome)
    if lines or past:
        console.print("\n[bold]Refused files[/] (a region goes on with its last admitted extract)")
        _list(lines, "table audit_file", console)
    if past:
        console.print(f"  {past} refused earlier, no longer in raw/: table audit_file")
    gone = [entry for entry in outcome.survey.gone if is_known_on(entry, _bound(outcome))]
    if gone:
        console.print(
            "\n[bold]Gone from raw/[/] (landed earlier and still used; put them back, or withdraw them: "
            "docs/runbook.md, 'delivered by mistake')"
        )
        _list([(entry.file, 1) for entry in gone], "`jejak verify`", console)


def _future(outcome: Outcome, console: Console, today: dt.date) -> None:
    """Extracts of a day that has not come: a folder named wrongly. The run cannot refuse them (what is published must not
    depend on the day of the run), but the newest extract decides which period dates are evaluated."""
    early = [entry for entry in outcome.plan.admitted if str(entry.extract_date) > today.isoformat()]
    if early:
        console.print(
            f"\n[bold red]Dated in the future[/] (after {today}; the newest extract decides which period dates are evaluated: "
            "if the folder is named wrongly, withdraw it as docs/runbook.md, 'delivered by mistake', says)",
            soft_wrap=True,
        )
        _list([(entry.file, 1) for entry in early], "table audit_file", console)


def _bound(outcome: Outcome) -> dt.date | None:
    """The day up to which this version may know files; None if it knows them all."""
    return None if outcome.plan.moves_current else outcome.plan.known_at


def _waived(outcome: Outcome, console: Console) -> None:
    """Every failure that was agreed to, however many: a waiver is never silent."""
    waived = [(entry.file, check) for entry in outcome.plan.entries for check in entry.checks if check.get("waiver")]
    if waived:
        console.print("\n[bold yellow]Waived[/] (a critical check failed; the file is used because it was agreed)")
    for file, check in waived:
        console.print(f"  {file}: {check['message']}", markup=False, highlight=False, soft_wrap=True)


def _warnings(outcome: Outcome, console: Console) -> None:
    found = file_warnings(outcome.plan)
    lines = [(f"{file}: {'; '.join(messages)}", 1) for (file, _), messages in sorted(found.items())]
    if lines:
        console.print("\n[bold]Warnings[/] (worth a look; nothing is refused for them)")
        _list(lines, "table audit_file, column warnings", console)


def _quarantined(outcome: Outcome, figures: _Figures, console: Console) -> None:
    if not figures.quarantine:
        return
    names = _region_names()
    table = _table("Quarantined rows", "Reason", "Rows", right=(2,))
    for region in _by_region((code for code, _, _ in figures.quarantine), outcome):
        for code, reason, count in figures.quarantine:
            if code == region:
                table.add_row(names.get(code, str(code)), str(reason), f"{count:,}")
    console.print()
    console.print(table)


def _verdicts(outcome: Outcome, figures: _Figures, console: Console) -> None:
    day = next_period(outcome.plan.periods, outcome.plan.known_at)
    counts = {(code, verdict): count for when, code, verdict, count in figures.verdicts if when == day}
    if day is None or not counts:
        return
    names = _region_names()
    table = _table(f"kp_reguler at {day}", *[v.replace("_", " ") for v in VERDICTS], right=range(1, 5))
    for code in _by_region((code for code, _ in counts), outcome):
        table.add_row(names.get(code, str(code)), *[f"{counts.get((code, verdict), 0):,}" for verdict in VERDICTS])
    console.print()
    console.print(table)
    unconfirmed = dict(figures.unconfirmed).get(day, 0)
    if unconfirmed:
        console.print(
            f"{unconfirmed:,} verdicts of all tracks at {day} rest on a rule that is not confirmed "
            "(column unconfirmed_rules; docs/rules.md)"
        )


def _where(outcome: Outcome, figures: _Figures, console: Console) -> None:
    folder = outcome.folder if not outcome.plan.moves_current else outcome.folder.parent / "current"
    console.print("\n[bold]Marts[/] (read only, also while a run works)")
    console.print(f"  names people:  {folder / 'restricted' / 'marts.duckdb'}", soft_wrap=True, highlight=False)
    console.print(f"  public totals: {folder / 'public' / 'marts.duckdb'}", soft_wrap=True, highlight=False)
    if (folder / QUALITY_PAGE).is_file():
        console.print("\n[bold]Is the data good enough?[/] (open in a browser; works offline)")
        console.print(f"  quality page:  {folder / QUALITY_PAGE}", soft_wrap=True, highlight=False)
        console.print(f"  rows to mend:  {folder / MEND_FOLDER}/<region>.xlsx", soft_wrap=True, highlight=False)
    console.print("\n[bold]Next[/]")
    if _refused_lines(outcome)[0]:
        console.print("  Correct the refused files above, deliver them again, run again.")
    if figures.quarantine:
        console.print("  Quarantined rows with file and row: table audit_quarantine")
    console.print("  Why a verdict: table mart_promotion_criteria")
    console.print("  Pipeline and checks: `make ui`")
    console.print("  Proof: `jejak verify`")


def _list(lines: list[tuple[str, int]], elsewhere: str, console: Console) -> None:
    """The first lines; for the files of the others the place where all of them are."""
    for line, _ in lines[:_LISTED]:
        console.print(f"  {line}", markup=False, highlight=False, soft_wrap=True)
    if rest := sum(files for _, files in lines[_LISTED:]):
        console.print(f"  and {rest} more: {elsewhere}")


def as_data(outcome: Outcome) -> dict[str, Any]:
    """The bare facts of an outcome, for tests and benchmarks."""
    return {"publish_id": outcome.plan.publish_id, "folder": str(outcome.folder), "is_new": outcome.is_new}
