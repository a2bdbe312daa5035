"""The oracle: an independent account of who can be promoted, on each of the eight tracks.

Plain Python over the raw extracts, with its own transcription of the rules' figures (`figures.py`), its own reading of
rows (`raw.py`) and its own judgement (`judge.py`). It shares no code, seed or SQL with the pipeline: where both agree,
two readings of the rules agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from . import figures
from .judge import TRACKS, Verdict, World
from .raw import Delivered, read_folder

__all__ = ["TRACKS", "Verdict", "evaluate", "read_folder", "sole_causes", "verdicts_of"]
SEARCH_YEARS = 6


def evaluate(
    raw_dir: str | Path,
    period_dates: Iterable[date],
    known_at: date | None = None,
    refused_files: Iterable[str] = (),
    tracks: Iterable[str] | None = None,
) -> list[Verdict]:
    """Every person ever seen under raw_dir (`<source>/<region>/<date>/<dataset>.<ext>`) at every period date.

    tracks: default kp_reguler alone; `TRACKS` is all eight. A track that could never concern the person's employment
    kind has no verdict, nor has kp_ijazah for one whose diploma starts no higher than the present rank.

    known_at: extracts of a later date are not read. refused_files: paths relative to raw_dir that the file checks
    refuse; their content counts as not delivered. first_possible_date is looked for up to six years after each
    period date. The list is sorted by person, date and track.
    """
    return verdicts_of(read_folder(raw_dir, known_at, refused_files), period_dates, tracks)


def verdicts_of(delivered: Delivered, period_dates: Iterable[date], tracks: Iterable[str] | None = None) -> list[Verdict]:
    """The same of what `read_folder` has read."""
    world = World(delivered)
    days = sorted(set(period_dates))
    wanted = ("kp_reguler",) if tracks is None else tuple(tracks)
    return [
        person.verdict(day, figures.add_months(day, 12 * SEARCH_YEARS), track)
        for person in world.people
        for day in days
        for track in wanted
        if person.concerns(track, day)
    ]


def sole_causes(verdicts: Iterable[Verdict]) -> dict[str, Counter]:
    """How many people one criterion alone decides: {"FAIL": criterion -> people, "UNKNOWN": criterion -> people}.

    FAIL counts people of whom at some date exactly that criterion fails and none is unknown; UNKNOWN those of whom
    exactly that one is unknown and none fails. A person counts once per criterion, over all dates together.
    """
    found = {"FAIL": set(), "UNKNOWN": set()}
    for v in verdicts:
        if len(v.failed_criteria) == 1 and not v.unknown_criteria:
            found["FAIL"].add((v.failed_criteria[0], v.nips))
        elif len(v.unknown_criteria) == 1 and not v.failed_criteria:
            found["UNKNOWN"].add((v.unknown_criteria[0], v.nips))
    return {status: Counter(criterion for criterion, _ in pairs) for status, pairs in found.items()}
