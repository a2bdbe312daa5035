"""The end of the graph: does the row ledger balance, and if so, the published version."""

import dagster as dg
import duckdb

from orchestration import progress
from orchestration.assets.dbt import MANIFEST, model_keys
from orchestration.assets.resources import PipelineRun, plain_failures
from orchestration.publish import project
from orchestration.publish.audit import LEDGER, ledger_problems
from orchestration.publish.build import build_database, clear
from orchestration.publish.errors import RunRefused
from orchestration.publish.relations import published_relations
from orchestration.publish.version import publish, read_version

_RELATIONS = published_relations(MANIFEST)
_KEYS = model_keys()


@dg.asset_check(
    asset=_KEYS.get(LEDGER, dg.AssetKey(["audit", LEDGER])),
    blocking=True,
    description="Every delivered row is in a mart, quarantined, a duplicate, superseded or out of scope: residual 0.",
)
def ledger_balances(pipeline: PipelineRun) -> dg.AssetCheckResult:
    """A residual stops the publish; readers keep the last good version."""
    with plain_failures(), duckdb.connect(str(build_database(pipeline.root)), read_only=True) as con:
        problems = ledger_problems(con)
    if problems:
        progress.failed(RunRefused("the row ledger does not balance, nothing is published:\n" + "\n".join(problems)))
    return dg.AssetCheckResult(passed=not problems, metadata={"problems": problems})


@dg.asset(
    key=["published", "version"],
    deps=sorted({_KEYS[relation.name] for relation in _RELATIONS}),
    group_name="publish",
    owners=["team:data"],
    kinds={"parquet", "duckdb"},
    description="An immutable, audited version under published/<id>, and the pointer `current` moved to it.",
)
def published_version(context: dg.AssetExecutionContext, pipeline: PipelineRun) -> dg.MaterializeResult:
    """Write aside, audit, complete, rename, move the pointer; then discard the build."""
    root, plan = pipeline.root, pipeline.plan
    with plain_failures():
        if project.input_hashes() != plan.hashes:
            raise RunRefused("the repository was changed while the run was building; nothing is published. Run again.")
        total = len(_RELATIONS)
        done: list[str] = []

        def on_table(name: str) -> None:
            done.append(name)
            progress.tell("publish", name, len(done), total)

        folder = publish(root.published, plan, build_database(root), _RELATIONS, on_table)
    manifest = read_version(folder) or {}
    clear(root)
    return dg.MaterializeResult(
        metadata={
            "publish_id": plan.publish_id,
            "path": dg.MetadataValue.path(str(folder)),
            "known_at": plan.known_at.isoformat(),
            "is_current": plan.moves_current,
            "tables": {name: table["rows"] for name, table in manifest.get("tables", {}).items()},
        }
    )
