"""Faults of where a file lies and what it is called."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.faults.corpus.kind import ALL, TEXT, Delivery, Kind, after, misplaced, refused


def _called(name):
    """Give the file another name; `name` makes it out of the right one."""

    def plant(delivery: Delivery) -> None:
        delivery.name = name(delivery.name)

    return plant


def _folder(change):
    """Put the file into another folder; `change` makes it out of the right one."""

    def plant(delivery: Delivery) -> None:
        delivery.folder = change(delivery.folder)

    return plant


def _link(path: Path) -> None:
    """The file lies elsewhere, here is a link to it."""
    elsewhere = path.parents[4] / "elsewhere" / path.parent.name / path.name
    elsewhere.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, elsewhere)
    path.symlink_to(elsewhere)


def _linked_folder(path: Path) -> None:
    elsewhere = path.parents[4] / "elsewhere" / path.parents[1].name / path.parent.name
    elsewhere.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path.parent, elsewhere)
    path.parent.symlink_to(elsewhere, target_is_directory=True)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _as_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _beside(name: str, content: bytes | None):
    """Something more in the folder; None makes it a pipe."""

    def act(path: Path) -> None:
        if content is None:
            os.mkfifo(path.parent / name)
        else:
            (path.parent / name).write_bytes(content)

    return after(act)


def _second_content(path: Path) -> None:
    """The other file that is right for this dataset and day, with another content."""
    twin = path.with_name(path.name.removesuffix(".gz") if path.name.endswith(".gz") else path.name + ".gz")
    twin.write_bytes(b"another")


KINDS = (
    Kind("a line end in the name", ALL, _called(lambda name: "rahasia\n" + name), misplaced("unknown_dataset")),
    Kind("a direction mark in the name", ALL, _called(lambda name: "\u202e" + name), misplaced("unknown_dataset")),
    Kind("a name that is no text", ALL, _called(lambda name: name + "\udcff"), misplaced("unknown_dataset")),
    Kind("a very long name", ALL, _called(lambda name: "a" * (255 - len(name)) + name), misplaced("unknown_dataset")),
    Kind("a name that climbs", ALL, _called(lambda name: f"..%2f..%2f{name}"), misplaced("unknown_dataset")),
    Kind("a name in capitals", ALL, _called(str.upper), misplaced("unknown_dataset")),
    Kind("a copy's name", ALL, _called(lambda name: name.replace(".", " (1).", 1)), misplaced("unknown_dataset")),
    Kind("another ending", ALL, _called(lambda name: name.split(".")[0] + ".txt"), misplaced("unknown_dataset")),
    Kind("under another source", ALL, _folder(lambda folder: folder.parents[2] / "rekrutmen" / folder.parent.name / folder.name),
         misplaced("unknown_dataset")),
    Kind("under no known source", ALL, _folder(lambda folder: folder.parents[2] / f"arsip {folder.name}" / folder.parent.name / folder.name),
         misplaced("unknown_source")),
    Kind("under no known region", ALL, _folder(lambda folder: folder.parents[1] / f"jambi{folder.name}" / folder.name), misplaced("unknown_region")),
    Kind("under no date", ALL, _folder(lambda folder: folder.parent / f"{folder.name}x"), misplaced("not_a_date")),
    Kind("under a day that is none", ALL, _folder(lambda folder: folder.parent / f"{folder.name[:4]}-02-30 {folder.name}"), misplaced("not_a_date")),
    Kind("a folder too deep", ALL, _folder(lambda folder: folder / "baru"), misplaced("not_a_file")),
    Kind("a link to a file", ALL, after(_link), misplaced("not_a_file")),
    Kind("a link to a folder", ALL, after(_linked_folder), misplaced("not_a_date")),
    Kind("a pipe for a file", ALL, after(_pipe), misplaced("not_a_file")),
    Kind("a folder for a file", ALL, after(_as_folder), misplaced("not_a_file")),
    Kind("a mark of origin that is broken", ALL, _beside("_origin.json", b"{"), refused("bad_origin")),
    Kind("a mark of origin that is no truth", ALL, _beside("_origin.json", b'{"synthetic": "yes"}'), refused("bad_origin")),
    Kind("a pipe for a mark of origin", ALL, _beside("_origin.json", None), refused("bad_origin")),
    Kind("two contents of one day", TEXT, after(_second_content), refused("second_content")),
)  # fmt: skip
