"""The asset graph as Dagster sees it."""

import inspect
from pathlib import Path

import dagster as dg
import pytest

from orchestration.landing.discovery import known_regions
from orchestration.landing.paths import DataRoot
from orchestration.landing.registry import DATASETS
from orchestration.publish.project import REPOSITORY


@pytest.fixture(scope="module")
def definitions():
    from orchestration import definitions

    return definitions


@pytest.fixture(scope="module")
def graph(definitions):
    return definitions.defs.resolve_asset_graph()


def test_definitions_fit_one_screen(definitions):
    assert len(inspect.getsource(definitions).splitlines()) <= 60


def test_every_asset_says_what_it_is(graph):
    silent = [
        (key.to_user_string(), missing)
        for key in graph.get_all_asset_keys()
        for node in [graph.get(key)]
        for missing in [
            name
            for name, value in (
                ("group", node.group_name != "default"),
                ("owners", node.owners),
                ("kinds", node.kinds),
                ("description", (node.description or "").strip()),
            )
            if not value
        ]
    ]
    assert silent == []


def test_way_from_extract_to_published_version(graph):
    """Every extract reaches the published version, through its landing asset and staging."""
    end = dg.AssetKey(["published", "version"])
    upstream, queue = set(), [end]
    while queue:
        for parent in graph.get(queue.pop()).parent_keys - upstream:
            upstream.add(parent)
            queue.append(parent)
    for source, dataset in DATASETS:
        assert dg.AssetKey(["extract", source, dataset]) in upstream
        assert dg.AssetKey(["landing", source, dataset]) in upstream
        assert dg.AssetKey(["staging", f"stg_{source}__{dataset}"]) in upstream
    roots = {key.path[0] for key in upstream if not graph.get(key).parent_keys}
    assert roots == {"extract", "seeds"}


def test_landing_is_partitioned_by_region_and_the_warehouse_is_not(definitions, graph):
    land = definitions.defs.resolve_job_def("land")
    assert list(land.partitions_def.get_partition_keys()) == known_regions()
    assert definitions.defs.resolve_job_def("warehouse").partitions_def is None
    for key in land.asset_layer.selected_asset_keys:
        assert key.path[0] == "landing"
    assert {job.name for job in definitions.defs.jobs} == {"land", "warehouse"}


def test_every_expectation_and_every_dbt_test_is_a_check(graph):
    from orchestration.assets.dbt import MANIFEST
    from orchestration.checks.suites import suite_ids

    checks = graph.asset_check_keys
    names = {(check.asset_key.to_user_string(), check.name) for check in checks}
    for source, dataset in DATASETS:
        for name in suite_ids(dataset):
            assert (f"landing/{source}/{dataset}", name) in names
    tests = {node["name"] for node in MANIFEST["nodes"].values() if node["resource_type"] == "test"}
    invisible = tests - {name for _, name in names}
    assert invisible == set(), "give a singular test over several models meta.dagster.ref"
    assert ("audit/audit_row_ledger", "ledger_balances") in names


def test_one_nightly_schedule_in_the_time_zone_of_both_cities(definitions):
    (schedule,) = definitions.defs.schedules
    assert schedule.execution_timezone == "Asia/Jakarta"
    request = schedule(dg.build_schedule_context())
    assert request.tags["dagster/asset_partition_range_start"] == known_regions()[0]
    assert request.tags["dagster/asset_partition_range_end"] == known_regions()[-1]


def test_the_instance_of_a_data_root_is_quiet(tmp_path, monkeypatch):
    from orchestration.instance import prepare_home

    monkeypatch.setenv("DAGSTER_HOME", "")
    home = prepare_home(DataRoot(tmp_path))
    assert home == tmp_path.resolve() / ".dagster"
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert instance.telemetry_enabled is False
    assert (home / ".nux" / "nux.yaml").read_text() == "seen: 1\n"


def test_no_module_but_the_assets_and_definitions_needs_dagster():
    """Landing, checks and publish are plain functions: they can be used and tested without the orchestrator."""
    for folder in ("landing", "checks", "publish", "sample"):
        for path in Path(REPOSITORY / "orchestration" / folder).rglob("*.py"):
            assert "import dagster" not in path.read_text(encoding="utf-8"), path
