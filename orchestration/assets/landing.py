"""What the modules of the sources share: extract -> landed dataset with its file checks, partitioned by region."""

from collections.abc import Iterable, Iterator, Mapping

import dagster as dg

from orchestration.assets.resources import PipelineRun
from orchestration.checks.suites import CRITICAL, CheckResult, delivery_checks, suite_descriptions
from orchestration.landing.ahead import tell
from orchestration.landing.discovery import known_regions
from orchestration.landing.land import land_region
from orchestration.landing.manifest import Entry, load_entries
from orchestration.landing.registry import DATASETS, Dataset

REGIONS = dg.StaticPartitionsDefinition(known_regions())
_KIND = {"xlsx": "excel", "ndjson": "json", "csv": "csv"}
_DELIVERY = {
    "snapshot": "complete for the region on the day of the extract; the newest wins",
    "per_person": "answers of the web service, one line a person asked; a newer answer replaces that person's older ones",
    "period": "complete for the region and the period inside the file",
    "append": "adds rows; the same key in a later extract corrects the earlier row",
}


def extract_key(dataset: Dataset) -> dg.AssetKey:
    return dg.AssetKey(["extract", dataset.source, dataset.name])


def landed_key(source: str, dataset: str) -> dg.AssetKey:
    return dg.AssetKey(["landing", source, dataset])


def source_assets(source: str, owner: str, contents: Mapping[str, str]) -> list:
    """The assets of one source: for each dataset the extract as it is delivered, and its landed form.

    Args:
        source: folder name under raw/. owner: who answers for the content at the agency.
        contents: dataset -> what it holds, in a sentence. Must name every registered dataset of the source.
    """
    datasets = {
        dataset: f"{contents[dataset.name]}\n\nDelivery: {_DELIVERY[dataset.delivery]}."
        for dataset in DATASETS.values()
        if dataset.source == source
    }
    extracts = [_extract(dataset, owner, description) for dataset, description in datasets.items()]
    return [*extracts, _landed(source, owner, datasets)]


def _extract(dataset: Dataset, owner: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=extract_key(dataset),
        description=f"{description}\n\nFile: raw/{dataset.source}/<region>/<date>/{dataset.name}, never edited.",
        group_name=f"extract_{dataset.source}",
        owners=[owner],
        kinds={_KIND[dataset.format]},
        partitions_def=REGIONS,
    )


def _landed(source: str, owner: str, datasets: Mapping[Dataset, str]) -> dg.AssetsDefinition:
    """One asset a dataset, one step a source: a step costs a third of a second, whatever it does."""
    specs = [
        dg.AssetSpec(
            key=landed_key(source, dataset.name),
            deps=[extract_key(dataset)],
            description=f"{description}\n\nEvery cell as text, one Parquet a file, with file, row and hash of each record.",
            group_name=f"landing_{source}",
            owners=[owner],
            kinds={"parquet", "greatexpectations"},
        )
        for dataset, description in datasets.items()
    ]
    checks = [
        dg.AssetCheckSpec(name, asset=landed_key(source, dataset.name), description=text)
        for dataset in datasets
        for name, text in suite_descriptions(dataset.name).items()
    ]

    @dg.multi_asset(name=f"land_{source}", specs=specs, check_specs=checks, partitions_def=REGIONS, can_subset=True)
    def landed(context: dg.AssetExecutionContext, pipeline: PipelineRun) -> Iterator:
        wanted = [d for d in datasets if landed_key(source, d.name) in context.selected_asset_keys]
        entries: dict[Dataset, list[Entry]] = {dataset: [] for dataset in wanted}
        for region in context.partition_keys:
            for entry in land_region(pipeline.root, region, [dataset.id for dataset in wanted], on_event=tell):
                entries[DATASETS[entry.source, entry.dataset]].append(entry)
        known = delivery_checks(load_entries(pipeline.root))
        for dataset in wanted:
            for entry in entries[dataset]:
                for reason in (*entry.reasons, *entry.warnings):
                    context.log.log("INFO" if entry.is_admitted else "WARNING", reason.message)
            key = landed_key(source, dataset.name)
            yield dg.MaterializeResult(
                asset_key=key,
                metadata=_metadata(entries[dataset]),
                check_results=list(_checks(dataset, key, entries[dataset], known)),
            )

    return landed


def _metadata(entries: list[Entry]) -> dict:
    admitted = [entry for entry in entries if entry.is_admitted]
    refused = [entry for entry in entries if not entry.is_admitted]
    return {
        "dagster/row_count": sum(entry.rows or 0 for entry in admitted),
        "admitted": [entry.file for entry in admitted],
        "refused": {entry.file: entry.reason for entry in refused},
    }


def _checks(
    dataset: Dataset, key: dg.AssetKey, entries: list[Entry], known: Iterable[CheckResult]
) -> Iterator[dg.AssetCheckResult]:
    """One result a check over all files of the run. A failed critical check has refused its file; it stops nothing.

    entries: the files of this run. known: the checks of volume and freshness, over every file delivered so far.
    """
    found: dict[str, list[tuple[str, str, bool, str]]] = {name: [] for name in suite_descriptions(dataset.name)}
    for entry in entries:
        for check in entry.checks:
            if check["id"] in found:
                found[check["id"]].append((entry.file, check["severity"], check["success"], check["message"]))
    files = {entry.file for entry in entries}
    for result in known:
        if result.file in files:
            found[result.id].append((result.file, result.severity, result.success, result.message))
    for name, results in found.items():
        failed = [result for result in results if not result[2]]
        critical = any(severity == CRITICAL for _, severity, _, _ in failed)
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=name,
            passed=not failed,
            severity=dg.AssetCheckSeverity.ERROR if critical else dg.AssetCheckSeverity.WARN,
            metadata={"files": len(results), "failed": {file: message for file, _, _, message in failed}},
        )
