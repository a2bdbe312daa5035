"""`jejak run`: land what is new of each region, then build, audit and publish; or find that there is nothing to do.

The work is that of the Dagster definitions, executed in this process. Before they are imported the publish id is
computed from the manifest alone: with nothing new the run ends there, within seconds.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from orchestration import progress
from orchestration.instance import one_connection, prepare_home
from orchestration.landing.ahead import landing_ahead
from orchestration.landing.paths import DataRoot
from orchestration.landing.verify import verify_lake
from orchestration.manifest import ensure_manifest
from orchestration.publish.errors import ConfigError, RunRefused
from orchestration.publish.lock import run_lock
from orchestration.publish.plan import Plan, handed_over, is_known_on, make_plan, refuse_mixture
from orchestration.publish.pointer import current_id, switch
from orchestration.publish.project import DBT_PROJECT, PERIOD_SEED
from orchestration.publish.scope import add_periods, parse_date, read_period_rules, read_scope, refuse_without_rules
from orchestration.publish.survey import Survey, survey
from orchestration.publish.version import read_version


@dataclass(frozen=True)
class Outcome:
    """What a run came to. is_new: a version was built now. trouble: regions whose landing broke, with the error."""

    plan: Plan
    folder: Path
    survey: Survey
    is_new: bool
    trouble: dict[str, str] = field(default_factory=dict)


def run(root: DataRoot, known_at: dt.date | None = None, periods: Sequence[dt.date] = ()) -> Outcome:
    """Bring the published version up to date with `raw/`, the scope and the rules.

    periods: period dates to add to the scope first. The scope changes only while the run lock is held, so that no other
    run finds another scope than the one it started with.

    Raises:
        RunRefused: no new version; readers keep the last good one. ConfigError: settings to correct first.
    """
    if not root.path.is_dir():
        raise ConfigError(f"{root.path}: no such folder; create it, or set JEJAK_DATA to the folder that holds raw/")
    progress.tell("look", "comparing the extracts with the manifest")
    refuse_without_rules(periods, read_period_rules(DBT_PROJECT / PERIOD_SEED), "--period")
    is_scope_set = set(periods) <= set(read_scope(root.scope_file))
    if is_scope_set and (outcome := _nothing_new(root, known_at)):
        return outcome
    with run_lock(root.path, say=lambda text: progress.tell("wait", text)):
        add_periods(root.scope_file, periods)
        if outcome := _nothing_new(root, known_at):  # the run waited for may have done it all
            return outcome
        return _build(root, known_at)


def _nothing_new(root: DataRoot, known_at: dt.date | None) -> Outcome | None:
    """The outcome if every extract is landed and the version is there and current; None if there is work to do."""
    found = survey(root)
    if found.pending:
        return None
    plan = _plan(root, known_at, found)
    folder = root.published / plan.publish_id
    if read_version(folder) is None or (plan.moves_current and current_id(root.published) != plan.publish_id):
        return None
    _check_lake(root)
    return Outcome(plan, folder, found, is_new=False)


def _plan(root: DataRoot, known_at: dt.date | None, found: Survey) -> Plan:
    """The plan; if there is none to make, the refusals say why."""
    try:
        return make_plan(root, known_at, entries=found.entries, misplaced=found.misplaced_entries)
    except RunRefused as error:
        reasons = [entry.reason for entry in found.refused if is_known_on(entry, known_at)]
        known = [entry.file for entry in found.misplaced_entries if is_known_on(entry, known_at)]
        reasons += [wrong.message for wrong in found.misplaced if any(wrong.holds(file) for file in known)]
        raise RunRefused("\n".join([str(error), *reasons])) from None


def _check_lake(root: DataRoot) -> None:
    if problems := verify_lake(root):
        lines = "\n".join(problem.message for problem in problems)
        raise RunRefused(f"the lake is not what was landed; readers keep the last good version:\n{lines}")


def _build(root: DataRoot, known_at: dt.date | None) -> Outcome:
    """Everything that needs Dagster; the run lock is held."""
    from orchestration.publish.build import clear

    clear(root, say=lambda text: progress.tell("wait", text))
    found = survey(root)
    # Before anything is landed: the lake remembers a file that is then taken away.
    refuse_mixture(found.to_be_known, root.raw)
    trouble = {}
    with landing_ahead(root, found.regions):
        jobs = _Jobs(root) if found.regions else None
        for region in found.regions:
            assert jobs is not None
            if error := jobs.execute("land", partition_key=region):
                trouble[region] = str(error)  # one region's trouble never stops another's
    found = survey(root)
    plan = _plan(root, known_at, found)
    folder = root.published / plan.publish_id
    is_new = read_version(folder) is None
    if is_new:
        jobs = jobs or _Jobs(root)
        config = {"ops": {"landing_schema": {"config": {"known_at": known_at.isoformat() if known_at else ""}}}}
        with handed_over(root, plan):
            if error := jobs.execute("warehouse", run_config=config):
                raise error
    else:
        _check_lake(root)
        if plan.moves_current:
            switch(root.published, plan.publish_id)
    return Outcome(plan, folder, found, is_new, trouble)


class _Jobs:
    """The jobs of definitions.py, run in this process on the instance of the data root."""

    def __init__(self, root: DataRoot):
        progress.tell("start", "loading the pipeline")
        prepare_home(root)
        os.environ["JEJAK_DATA"] = str(root.path)
        with ThreadPoolExecutor(1) as pool:
            # After a change of the dbt project: dbt parses in its own process while this one imports.
            parsed = pool.submit(ensure_manifest)
            import dagster as dg

            import orchestration.landing.land  # noqa: F401

            parsed.result()
        from orchestration.definitions import defs

        self._defs = defs
        self._instance = dg.DagsterInstance.get()

    def execute(
        self, job: str, partition_key: str | None = None, run_config: dict[str, Any] | None = None
    ) -> Exception | None:
        """Run a job; the plain error if it failed."""
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        progress.take_failures()
        # dbt's own lines come through dagster-dbt on stdout, which belongs to the summary.
        with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere), one_connection():
            result = self._defs.resolve_job_def(job).execute_in_process(
                instance=self._instance,
                partition_key=partition_key,
                run_config={**quiet, **(run_config or {})},
                raise_on_error=False,
            )
        failures = progress.take_failures()
        if failures:
            return failures[0]  # type: ignore[return-value]
        return None if result.success else RunRefused(_unexpected(job, result))


def _unexpected(job: str, result: Any) -> str:
    """A failure that no step foresaw: the innermost error, and where its traceback is."""
    lines = [f"the job {job} broke (Dagster run {result.run_id}; its log with the traceback: `make ui`)"]
    for event in result.all_events:
        data = event.event_specific_data
        error = getattr(data, "error", None) if event.is_failure else None
        while error is not None and error.cause is not None:
            error = error.cause
        if error is not None:
            lines.append(f"{event.step_key or 'run'}: {error.message.strip()}")
    return "\n".join(lines)


def run_listening(
    root: DataRoot,
    known_at: dt.date | None,
    listener: Callable[[progress.Event], None],
    periods: Sequence[dt.date] = (),
) -> Outcome:
    """`run`, with its progress sent to a listener."""
    with progress.listening(listener):
        return run(root, known_at, periods)


def parse_periods(texts: Sequence[str]) -> list[dt.date]:
    """The dates given on the command line. Raises ConfigError naming the one that is none."""
    dates = []
    for text in texts:
        try:
            dates.append(parse_date(text))
        except ValueError:
            raise ConfigError(f"{text!r} is not a date; write it as YYYY-MM-DD") from None
    return dates
