"""Functional positions as a table of base name and jenjang, what each is worth in angka kredit, and where posts are free."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from orchestration.sample import codes
from orchestration.sample.people import Person

KOEFISIEN = {
    "PM": Decimal("3.75"),
    "TR": Decimal("5"),
    "MH": Decimal("12.5"),
    "PY": Decimal("25"),
    "PT": Decimal("12.5"),
    "MU": Decimal("25"),
    "MA": Decimal("37.5"),
    "UT": Decimal("50"),
}
PERCENT = {"SANGAT BAIK": 150, "BAIK": 100, "BUTUH PERBAIKAN": 75, "KURANG": 50, "SANGAT KURANG": 25}
# cumulative credit inside a jenjang that each rank of its range needs for the next one
CUMULATIVE = {
    "TR": [20, 40, 60],
    "MH": [50, 100],
    "PY": [100],
    "PT": [50, 100],
    "MU": [100, 200],
    "MA": [150, 300, 450],
}
NEXT = {"TR": "MH", "MH": "PY", "PT": "MU", "MU": "MA"}
SUFFIX = {
    "TR": "Terampil",
    "MH": "Mahir",
    "PY": "Penyelia",
    "PT": "Ahli Pertama",
    "MU": "Ahli Muda",
    "MA": "Ahli Madya",
}
KIND = {row[0]: row for row in codes.FUNGSIONAL}
# post id -> (kind, jenjang)
OF_POST = {post_id: (row[0], jenjang) for row in reversed(codes.FUNGSIONAL) for jenjang, (post_id, _) in row[5].items()}

# Kinds with no post free in the next jenjang, and kinds of which the region never made a plan; elsewhere posts are free.
FULL = {
    "kota_jambi": {"auditor", "arsiparis", "bidan"},
    "kota_sawahlunto": {"auditor", "arsiparis", "perencana"},
}
NO_PLAN = {"penyuluh_tani", "nutrisionis"}
FULL_DEFAULT = {"auditor", "arsiparis"}


def base_name(kind: str) -> str:
    """`Guru` for each of `Guru Ahli Pertama`, `Guru Ahli Muda` ...: the first two words of the post without its jenjang."""
    jenjang, (_, name) = next(iter(KIND[kind][5].items()))
    return name.removesuffix(SUFFIX[jenjang]).strip()


def vacancy(region: str, kind: str) -> str:
    """What `kebutuhan_jabatan` says of the higher jenjang of that kind: free, full, or none (no row)."""
    if kind in NO_PLAN:
        return "none"
    return "full" if kind in FULL.get(region, FULL_DEFAULT) else "free"


def worth(jenjang: str, predikat: str, months: int) -> Decimal:
    """Credit of an appraisal of that many months, rounded to two decimals half up as the document does."""
    exact = KOEFISIEN[jenjang] * PERCENT[predikat] * months / Decimal(1200)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def job_at(person: Person, day: object) -> tuple[str, str] | None:
    """(kind, jenjang) of the functional post held on the day, None for another kind of post."""
    post = person.post_at(day)
    return OF_POST.get(post.post_id) if post.jenis == "2" else None
