"""The warehouse: the schema `landing` of a new build file, then every dbt model, seed and test in one dbt invocation."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets
from packaging.version import Version

from orchestration import progress
from orchestration.assets.landing import landed_key
from orchestration.assets.resources import PipelineRun, plain_failures
from orchestration.landing.registry import DATASETS
from orchestration.manifest import dbt_environment, ensure_manifest
from orchestration.publish.build import build_database, build_folder, clear, prepare
from orchestration.publish.errors import RunRefused
from orchestration.publish.plan import make_plan, planned
from orchestration.publish.pointer import switch
from orchestration.publish.project import DBT_PROJECT
from orchestration.publish.scope import parse_date
from orchestration.publish.version import read_version

MANIFEST_PATH = ensure_manifest()
MANIFEST: dict[str, Any] = json.loads(MANIFEST_PATH.read_text(encoding="utf-8"))
_OWNERS = {"staging": "team:data", "seeds": "team:aturan"}
_INPUTS = {
    "answers": "Coverage: which number was asked, when and in which file; admitted files only.",
    "refused_row": "Where the rows of refused files stand, for the ledger; no content.",
    "file": "Every delivered file, refused and misplaced ones too, with reason and warnings.",
    "file_check": "What the suites said of each delivered file, and how its newest delivery compares with those before.",
    "scope": "The period dates that this version evaluates.",
    "run": "The day up to which extracts are known.",
}
_SHOWN_ROWS = 5


class Translator(DagsterDbtTranslator):
    """dbt nodes as assets: sources are the landed datasets, models are grouped by layer and source."""

    def get_asset_spec(self, manifest: Mapping[str, Any], unique_id: str, project: Any) -> dg.AssetSpec:
        spec = super().get_asset_spec(manifest, unique_id, project)
        node = self.get_resource_props(manifest, unique_id)
        if node["resource_type"] == "source":
            return spec.replace_attributes(key=source_key(node["name"]))
        group = group_of(node)
        owner = _OWNERS.get(group.split("_")[0], "team:data")
        return spec.replace_attributes(
            key=dg.AssetKey([node["fqn"][1] if node["resource_type"] == "model" else "seeds", node["name"]]),
            group_name=group,
            owners=[owner],
            kinds={"dbt", "duckdb"} if node["resource_type"] == "model" else {"dbt", "seed"},
        )


def model_keys() -> dict[str, dg.AssetKey]:
    """Asset key of each model by its relation's name."""
    translator = Translator()
    return {
        node["alias"]: translator.get_asset_spec(MANIFEST, unique_id, None).key
        for unique_id, node in MANIFEST["nodes"].items()
        if node["resource_type"] == "model"
    }


def source_key(name: str) -> dg.AssetKey:
    """`kepegawaian__rw_golongan` is a landed dataset; `file`, `run` and so on are made with the build file."""
    return landed_key(*name.split("__")) if "__" in name else dg.AssetKey(["landing", name])


def group_of(node: Mapping[str, Any]) -> str:
    """Staging models by source, other models by layer, seeds by folder."""
    folders = node["fqn"][1:-1]
    if node["resource_type"] == "seed":
        return "_".join(["seeds", *folders[:1]])
    return "_".join(folders[:2]) if folders[:1] == ["staging"] else (folders[0] if folders else "models")


class WarehouseConfig(dg.Config):
    """known_at: publish what the extracts told up to this day (YYYY-MM-DD); empty: all there is."""

    known_at: str = ""


@dg.multi_asset(
    name="landing_schema",
    specs=[
        dg.AssetSpec(
            ["landing", name],
            description=text,
            group_name="landing_run",
            owners=["team:data"],
            kinds={"duckdb"},
            deps=[landed_key(*dataset) for dataset in DATASETS],
            skippable=True,
        )
        for name, text in _INPUTS.items()
    ],
)
def landing_schema(context: dg.AssetExecutionContext, config: WarehouseConfig, pipeline: PipelineRun) -> Iterator:
    """Check the lake against its manifest, plan the version, prepare the build file. Nothing new: skip the rest."""
    from orchestration.landing.verify import verify_lake

    with plain_failures():
        root = pipeline.root
        # `jejak run` has planned already; scope.csv and raw/ may have changed since, this version keeps to its plan.
        plan = planned(root) or make_plan(root, parse_date(config.known_at) if config.known_at else None)
        pipeline.keep(plan)
        if read_version(root.published / plan.publish_id):
            if plan.moves_current:
                switch(root.published, plan.publish_id)
            context.log.info(f"version {plan.publish_id} is published already: nothing new, the build is skipped")
            return
        progress.tell("lake", "comparing the lake with its manifest")
        if problems := verify_lake(root):
            raise RunRefused(
                "the lake is not what was landed, nothing is built:\n"
                + "\n".join(problem.message for problem in problems)
            )
        clear(root, say=context.log.info)
        prepare(root, plan)
    context.log.info(f"version {plan.publish_id}: known at {plan.known_at}, {len(plan.admitted)} admitted files")
    for name in _INPUTS:
        yield dg.MaterializeResult(asset_key=["landing", name])


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=Translator(), name="warehouse_models")
def warehouse_models(context: dg.AssetExecutionContext, dbt: DbtCliResource, pipeline: PipelineRun) -> Iterator:
    """One `dbt build` of everything selected; the row counts of its tables as metadata."""
    # dbt is started by dagster-dbt, which gives it the environment of this process.
    os.environ.update(dbt_environment(build_database(pipeline.root)))
    target = build_folder(pipeline.root) / "target"
    invocation = dbt.cli(
        ["build", "--exclude-resource-type", "unit_test"], context=context, target_path=target, raise_on_error=False
    )
    events, errors, done = [], [], 0
    for event in invocation.stream_raw_events():
        info, data = event.raw_event["info"], event.raw_event["data"]
        if info["level"] == "error":
            errors.append(info["msg"])
        if info["name"] in ("LogModelResult", "LogSeedResult", "LogTestResult"):
            done += 1
            total = data.get("total", data.get("num_models"))
            progress.tell("dbt", data["node_info"]["node_name"], done, total)
        events += event.to_default_asset_events(MANIFEST, invocation.dagster_dbt_translator, context, target)
    failed = invocation.process.wait() != 0
    counts = {} if failed else row_counts(build_database(pipeline.root))
    for event in events:
        name = (
            event.metadata["unique_id"].text if isinstance(event, dg.Output) and "unique_id" in event.metadata else ""
        )
        if name in counts:
            event = event.with_metadata({**event.metadata, "dagster/row_count": counts[name]})
        yield event
    if failed:
        with plain_failures():
            raise RunRefused(describe_failure(target, build_database(pipeline.root), errors))


def row_counts(database: Path) -> dict[str, int]:
    """Rows of each model and seed by unique id, in one query."""
    nodes = [node for node in MANIFEST["nodes"].values() if node["resource_type"] in ("model", "seed")]
    with duckdb.connect(str(database), read_only=True) as con:
        present = set(con.execute("select table_schema, table_name from information_schema.tables").fetchall())
        parts = [
            f'select \'{node["unique_id"]}\', count(*) from "{node["schema"]}"."{node["alias"]}"'
            for node in nodes
            if (node["schema"], node["alias"]) in present
        ]
        return dict(con.execute(" union all ".join(parts)).fetchall()) if parts else {}


def describe_failure(target: Path, database: Path, errors: list[str]) -> str:
    """Which model or test failed, where it is written, and for a test the first rows that it found."""
    path = target / "run_results.json"
    results = json.loads(path.read_text(encoding="utf-8"))["results"] if path.is_file() else []
    bad = [result for result in results if result["status"] in ("error", "fail")]
    lines = ["dbt stopped the build, nothing is published:"]
    for result in bad:
        node = MANIFEST["nodes"].get(result["unique_id"], {})
        where = node.get("original_file_path", "")
        lines.append(
            f"{node.get('resource_type', 'node')} {node.get('name', result['unique_id'])} (dbt_project/{where})"
        )
        lines.append(f"  {(result.get('message') or '').strip()}")
        if result["status"] == "fail" and result.get("compiled_code"):
            lines += _failing_rows(database, result["compiled_code"])
    return "\n".join(lines if bad else lines + [text.strip() for text in errors])


def _failing_rows(database: Path, query: str) -> list[str]:
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            found = con.execute(f"select * from ({query}) limit {_SHOWN_ROWS}")
            names = [column[0] for column in found.description]
            return [
                "  row: " + ", ".join(f"{name} {value}" for name, value in zip(names, row, strict=True))
                for row in found.fetchall()
            ]
    except duckdb.Error as error:
        return [f"  (its rows cannot be shown: {str(error).splitlines()[0]})"]


class Dbt(DbtCliResource):
    """dagster-dbt's resource for the dbt of `parsed_dbt`, without two things that take seconds and are not used here: a
    second dbt adapter inside this process, and a dbt process that is asked for its version (and asks the network)."""

    def _initialize_dbt_core_adapter(self, args: Any) -> None:
        return None

    @property
    def _cli_version(self) -> Version:
        return Version(metadata.version("dbt-core"))


def dbt_resource() -> DbtCliResource:
    """dbt on this repository's project."""
    return Dbt(
        project_dir=DBT_PROJECT,
        profiles_dir=DBT_PROJECT,
        dbt_executable=sys.executable,
        global_config_flags=["-m", "orchestration.parsed_dbt"],
    )
