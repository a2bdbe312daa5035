"""What a Dagster run shares between its steps: the run lock and the plan of the version being built."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from pydantic import PrivateAttr

from orchestration import progress
from orchestration.landing.paths import DataRoot
from orchestration.publish.errors import ConfigError, RunRefused
from orchestration.publish.lock import run_lock
from orchestration.publish.plan import Plan


class PipelineRun(dg.ConfigurableResource):
    """Holds `$JEJAK_DATA` for this run alone; carries the plan from the step that makes it to the one that publishes.

    Works with the in-process executor, which every job here uses: all steps share one resource.
    """

    _plan: Plan | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[PipelineRun]:
        root = DataRoot()
        if not root.path.is_dir():
            raise ConfigError(f"{root.path}: no such folder; create it or set JEJAK_DATA")
        with run_lock(root.path, say=context.log.info if context.log else None):
            yield self

    @property
    def root(self) -> DataRoot:
        return DataRoot()

    @property
    def plan(self) -> Plan:
        """The plan of this run. Raises RunRefused if the step that makes it was not part of the run."""
        if self._plan is None:
            raise RunRefused("this run has no build; start the whole job `warehouse`, not a part of it")
        return self._plan

    def keep(self, plan: Plan) -> None:
        self._plan = plan


@contextmanager
def plain_failures() -> Iterator[None]:
    """Turn a refused run or a wrong configuration into a Dagster failure with the same plain words."""
    try:
        yield
    except (RunRefused, ConfigError) as error:
        progress.failed(error)
        raise dg.Failure(description=str(error), allow_retries=False) from None
