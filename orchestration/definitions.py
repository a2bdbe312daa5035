"""The whole pipeline on one screen.

    extract -> landing (one asset a dataset, partitioned by region, with its file checks)
            -> landing_schema (a new build file) -> dbt: seeds, staging, intermediate, star, marts, audit
            -> ledger_balances -> published version

Two jobs over one graph: `land` takes in what is new of one region, `warehouse` builds and publishes from all that
was admitted. The schedule runs both every night as one run over all regions.
"""

import dagster as dg

from orchestration.assets import e_kinerja, kepegawaian, pelatihan, rekrutmen
from orchestration.assets.dbt import dbt_resource, landing_schema, warehouse_models
from orchestration.assets.landing import REGIONS
from orchestration.assets.publish import ledger_balances, published_version
from orchestration.assets.resources import PipelineRun

sources = [*kepegawaian.assets, *e_kinerja.assets, *pelatihan.assets, *rekrutmen.assets]
landed = dg.AssetSelection.assets(*[asset for asset in sources if isinstance(asset, dg.AssetsDefinition)])
everything = dg.AssetSelection.all()

land = dg.define_asset_job("land", landed, description="Land and check what is new of one region.")
warehouse = dg.define_asset_job("warehouse", everything - landed, description="Build, audit and publish a version.")
all_regions = {
    "dagster/asset_partition_range_start": REGIONS.get_first_partition_key(),
    "dagster/asset_partition_range_end": REGIONS.get_last_partition_key(),
}


@dg.schedule(target=everything, cron_schedule="0 1 * * *", execution_timezone="Asia/Jakarta")
def nightly() -> dg.RunRequest:
    """Every night at one, in the time zone of both cities."""
    return dg.RunRequest(tags=all_regions)


defs = dg.Definitions(
    assets=[*sources, landing_schema, warehouse_models, published_version],
    asset_checks=[ledger_balances],
    jobs=[land, warehouse],
    schedules=[nightly],
    resources={"dbt": dbt_resource(), "pipeline": PipelineRun()},
    executor=dg.in_process_executor,
)
