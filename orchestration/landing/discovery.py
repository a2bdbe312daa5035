"""Which extracts lie in `raw/`, and which files there do not fit. Reads names only, no content but `_origin.json`."""

from __future__ import annotations

import csv
import datetime
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from orchestration.landing import paths
from orchestration.landing.paths import DataRoot
from orchestration.landing.registry import DATASETS, SOURCES, Dataset

EXTENSIONS = {"xlsx": (".xlsx",), "ndjson": (".ndjson", ".ndjson.gz"), "csv": (".csv", ".csv.gz")}
IGNORED = {"README.md", "_origin.json", "Thumbs.db", "desktop.ini"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Extract:
    """One delivered file. file: path relative to raw with "/". origin_error: why `_origin.json` could not be read."""

    source: str
    dataset: str
    region: str
    extract_date: datetime.date
    path: Path
    file: str
    is_synthetic: bool
    origin_error: str | None = None

    @property
    def entry(self) -> Dataset:
        """Its registry entry."""
        return DATASETS[(self.source, self.dataset)]

    @property
    def slot(self) -> tuple[str, str, str, str]:
        """What may be delivered once: source, dataset, region, date."""
        return (self.source, self.dataset, self.region, self.extract_date.isoformat())


@dataclass(frozen=True)
class Misplaced:
    """A file or folder in raw that is no extract, and what to do about it. region: the folder, if it got that far.

    file: the path as it is on disk, which may be no plain text; it is told and stored as `shown`.
    """

    file: str
    code: str
    advice: str
    region: str | None = None

    @property
    def shown(self) -> str:
        """The path as plain text."""
        return shown(self.file)

    @property
    def message(self) -> str:
        """The path and what to do about it."""
        return f"{self.shown}: {self.advice}"

    def holds(self, file: str) -> bool:
        """Is the file, as it is shown, this one or one in this folder?"""
        return file == self.shown or file.startswith(f"{self.shown}/")


class Discovery(list[Extract]):
    """The extracts, sorted by file; `.misplaced` is everything else, sorted too."""

    def __init__(self, extracts: list[Extract], misplaced: list[Misplaced]):
        super().__init__(sorted(extracts, key=lambda extract: extract.file))
        self.misplaced = sorted(misplaced, key=lambda wrong: wrong.file)


def known_regions(seed: Path | None = None) -> list[str]:
    """Region slugs of the region seed, in its order. Raises ValueError if the seed cannot be read."""
    seed = seed or paths.REGION_SEED
    try:
        with open(seed, encoding="utf-8", newline="") as stream:
            return [row["region_slug"] for row in csv.DictReader(stream)]
    except (OSError, KeyError) as error:
        raise ValueError(
            f"The region seed {seed} cannot be read ({error}): it needs the column region_slug."
        ) from error


def shown(name: str) -> str:
    """A name from disk as text that can be stored and printed: line ends, control and direction marks, and bytes that
    are no UTF-8 become escapes, so that a name cannot pretend to be another or write into a log."""
    return "".join(c if c.isprintable() and c != "\\" else c.encode("unicode_escape").decode() for c in name)


def discover(root: DataRoot | str | os.PathLike | None, region: str | None = None) -> Discovery:
    """Everything in `raw/`, or only what lies under one region's folders."""
    root = DataRoot.of(root)
    regions = known_regions()
    extracts: list[Extract] = []
    wrong: list[Misplaced] = []
    for source in _entries(root.raw):
        if not source.is_dir(follow_symlinks=False) or source.name not in SOURCES:
            if region is None:
                wrong.append(_no_source(source))
            continue
        for place in _entries(source):
            if region is not None and place.name != region:
                continue
            file = f"{source.name}/{place.name}"
            if not place.is_dir(follow_symlinks=False):
                wrong.append(Misplaced(file, "not_a_region", "expected a folder named after a region."))
            elif place.name not in regions:
                wrong.append(_no_region(file, regions))
            else:
                for day in _entries(place):
                    _scan_day(day, source.name, place.name, extracts, wrong)
    return Discovery(extracts, wrong)


def is_bystander(name: str) -> bool:
    """Names that nobody delivers: the known ones, what Excel writes beside an open workbook, and dot files; two dots are no
    dot file but try to climb."""
    return name in IGNORED or name.startswith("~$") or name.startswith(".") and not name.startswith("..")


def _entries(folder) -> list[os.DirEntry]:
    """Folder entries by name, without the bystanders."""
    try:
        with os.scandir(folder) as found:
            kept = [entry for entry in found if not is_bystander(entry.name)]
    except FileNotFoundError:
        return []
    return sorted(kept, key=lambda entry: entry.name)


def _no_source(entry: os.DirEntry) -> Misplaced:
    return Misplaced(
        entry.name,
        "unknown_source",
        f"not a source folder. Expected {', '.join(SOURCES)} (raw/<source>/<region>/<date>/<dataset>.<ext>).",
    )


def _no_region(file: str, regions: list[str]) -> Misplaced:
    slug = shown(file.split("/")[1])
    meant = re.sub(r"[\W_]+", "_", slug.casefold())
    if meant in regions:
        advice = f"region '{slug}' is written {meant}. Correct the folder's name."
    else:
        advice = (
            f"region '{slug}' is not known (known: {', '.join(regions)}). Correct the folder's name, or add a row with "
            f"region_slug {slug} to dbt_project/seeds/reference/region.csv."
        )
    return Misplaced(file, "unknown_region", advice, slug)


def _scan_day(day: os.DirEntry, source: str, region: str, extracts: list[Extract], wrong: list[Misplaced]) -> None:
    folder = f"{source}/{region}/{day.name}"
    date = date_of(day.name)
    if date is None or not day.is_dir(follow_symlinks=False):
        advice = "expected a folder named after the day of the extract, as in 2026-03-01."
        wrong.append(Misplaced(folder, "not_a_date", advice, region))
        return
    synthetic, origin_error = origin_of(Path(day.path) / "_origin.json")
    for entry in _entries(day):
        file = f"{folder}/{entry.name}"
        if not entry.is_file(follow_symlinks=False):
            advice = f"folders, links and devices are not read here. Put the file itself in {folder}."
            wrong.append(Misplaced(file, "not_a_file", advice, region))
            continue
        dataset, problem = _dataset(source, entry.name)
        if dataset is None:
            wrong.append(Misplaced(file, "unknown_dataset", problem, region))
        else:
            extracts.append(
                Extract(source, dataset.name, region, date, Path(entry.path), file, synthetic, origin_error)
            )


def date_of(name: str) -> datetime.date | None:
    """The day that a folder is named after, if it is."""
    try:
        return datetime.date.fromisoformat(name) if _DATE.fullmatch(name) else None
    except ValueError:
        return None


def origin_of(path: Path) -> tuple[bool, str | None]:
    """(is synthetic, problem). A damaged mark is no mark: the folder is then refused, never taken for real."""
    if path.is_symlink() or path.exists() and not path.is_file():  # reading a pipe would wait for ever
        return False, "_origin.json beside it is not a plain file. Put the file itself there or remove it."
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False, None
    except (OSError, ValueError) as error:
        return False, f"_origin.json beside it cannot be read ({error}). Correct or remove it."
    if not isinstance(content, dict) or not isinstance(content.get("synthetic", False), bool):
        return False, '_origin.json beside it must be an object such as {"synthetic": true}. Correct or remove it.'
    return content.get("synthetic", False), None


def _dataset(source: str, name: str) -> tuple[Dataset | None, str]:
    """The registry entry for a file name, or what is wrong with the name."""
    for entry in DATASETS.values():
        if entry.source != source:
            continue
        wanted = [entry.name + extension for extension in EXTENSIONS[entry.format]]
        if name in wanted:
            return entry, ""
        if name.casefold() in wanted or name.casefold().split(".")[0] == entry.name:
            return None, f"{entry.name} is delivered as {' or '.join(wanted)}. Rename it, or export it in that format."
    own = sorted(entry.name for entry in DATASETS.values() if entry.source == source)
    elsewhere = [entry.source for entry in DATASETS.values() if name.split(".")[0] == entry.name]
    if elsewhere:
        return None, f"this dataset belongs under {elsewhere[0]}/, not {source}/. Move it."
    return None, f"not a dataset of {source} (those are {', '.join(own)}). Remove or rename it."
