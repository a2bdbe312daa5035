"""What the modules of the sources share: extract -> landed dataset with its file checks, partitioned by region."""

from collections.abc import Iterator, Mapping

import dagster as dg

from orchestration import progress
from orchestration.assets.resources import PipelineRun
from orchestration.checks.suites import CRITICAL, delivery_checks, suite_descriptions
from orchestration.landing.discovery import known_regions
from orchestration.landing.land import Event, land_dataset
from orchestration.landing.manifest import ADMITTED, REFUSED, Entry, load_entries
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
    datasets = [dataset for dataset in DATASETS.values() if dataset.source == source]
    assets: list = []
    for dataset in datasets:
        description = f"{contents[dataset.name]}\n\nDelivery: {_DELIVERY[dataset.delivery]}."
        assets.append(_extract(dataset, owner, description))
        assets.append(_landed(dataset, owner, description))
    return assets


def _extract(dataset: Dataset, owner: str, description: str) -> dg.AssetSpec:
    return dg.AssetSpec(
        key=extract_key(dataset),
        description=f"{description}\n\nFile: raw/{dataset.source}/<region>/<date>/{dataset.name}, never edited.",
        group_name=f"extract_{dataset.source}",
        owners=[owner],
        kinds={_KIND[dataset.format]},
        partitions_def=REGIONS,
    )


def _landed(dataset: Dataset, owner: str, description: str) -> dg.AssetsDefinition:
    key = landed_key(dataset.source, dataset.name)

    @dg.asset(
        key=key,
        deps=[extract_key(dataset)],
        description=f"{description}\n\nEvery cell as text, one Parquet a file, with file, row and hash of each record.",
        group_name=f"landing_{dataset.source}",
        owners=[owner],
        kinds={"parquet", "greatexpectations"},
        partitions_def=REGIONS,
        check_specs=[
            dg.AssetCheckSpec(name, asset=key, description=text)
            for name, text in suite_descriptions(dataset.name).items()
        ],
    )
    def landed(context: dg.AssetExecutionContext, pipeline: PipelineRun) -> Iterator:
        entries: list[Entry] = []
        for region in context.partition_keys:
            entries += land_dataset(pipeline.root, dataset.source, dataset.name, region, on_event=_tell)
        for entry in entries:
            for reason in (*entry.reasons, *entry.warnings):
                context.log.log("INFO" if entry.is_admitted else "WARNING", reason.message)
        checks = list(_checks(dataset, key, entries, load_entries(pipeline.root)))
        yield dg.MaterializeResult(metadata=_metadata(entries), check_results=checks)

    return landed


def _tell(event: Event) -> None:
    text = f"{event.kind} {event.message or event.file}"  # a message names its file
    progress.tell("land", text, is_detail=event.kind not in (ADMITTED, REFUSED))


def _metadata(entries: list[Entry]) -> dict:
    admitted = [entry for entry in entries if entry.is_admitted]
    refused = [entry for entry in entries if not entry.is_admitted]
    return {
        "dagster/row_count": sum(entry.rows or 0 for entry in admitted),
        "admitted": [entry.file for entry in admitted],
        "refused": {entry.file: entry.reason for entry in refused},
    }


def _checks(
    dataset: Dataset, key: dg.AssetKey, entries: list[Entry], known: list[Entry]
) -> Iterator[dg.AssetCheckResult]:
    """One result a check over all files of the run. A failed critical check has refused its file; it stops nothing.

    entries: the files of this run. known: every file delivered so far, with which volume and freshness compare.
    """
    found: dict[str, list[tuple[str, str, bool, str]]] = {name: [] for name in suite_descriptions(dataset.name)}
    for entry in entries:
        for check in entry.checks:
            if check["id"] in found:
                found[check["id"]].append((entry.file, check["severity"], check["success"], check["message"]))
    files = {entry.file for entry in entries}
    for result in delivery_checks(known):
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
