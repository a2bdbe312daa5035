"""The people on whom a change of any rule row shows: the edge and table cases, and a few more, in one raw folder."""

from __future__ import annotations

from datetime import date

from tests.fixtures import edge_cases_tracks, table_cases
from tests.fixtures.edge_cases_tracks import AT, NEW, OLD
from tests.fixtures.extracts import Extracts
from tests.fixtures.worked_cases_tracks import balance, jf, structural

# Each regime of the calendar, of appraisals, of superiors, appeals and punishments; each first day of an appraisal year.
DATES = tuple(
    map(
        date.fromisoformat,
        (
            "2009-10-01", "2019-10-01", "2021-04-01", "2021-10-01", "2023-02-01", "2023-10-01", "2024-03-01", "2025-04-01", "2025-10-01",
            AT, "2026-02-01",
        ),
    )
)  # fmt: skip


def build() -> Extracts:
    ex = Extracts({"kota_jambi": [OLD, NEW]})
    edge_cases_tracks.build(n_fill=2, ex=ex)
    table_cases.build(n_fill=0, ex=ex)
    # Long in service: what held in 2009 and before.
    old = {"cpns": "1994-03-01", "pns": "1995-03-01", "rank_tmt": "2000-04-01"}
    ex.person(**old)
    ex.person(**old, profile={"KEDUDUKAN HUKUM ID": "09"})
    # Punishments of each kind under each regulation that end by the length of the kind, within the month before a date.
    for kind, months in (("4", 12), ("5", 12), ("6", 12), ("7", 12), ("8", 12), ("14", 36), ("23", 6), ("24", 9), ("25", 12),
                         ("27", 12), ("28", 12)):  # fmt: skip
        for ended in ((2009, 9), (2021, 3), (2025, 9)):
            start = 12 * ended[0] + ended[1] - 1 - months
            ex.person(**old, hukdis=[(kind, f"{start // 12}-{start % 12 + 1:02d}-15", None, "")])
    # Punished around 2021, by level.
    for kind, level in (("7", "S"), ("9", "B")):
        ex.person(rank_tmt="2015-04-01", hukdis=[(kind, "2021-03-01", "2022-03-01", level)])
    # Each element of PP 30/2019 below Baik, in a year of PP 46/2011.
    for element in ("nilaiSkp", "orientasiPelayanan", "inisiatifKerja", "komitmen", "kerjasama", "kepemimpinan"):
        low = {"jenisPeraturanKinerjaKd": "PP30", "inisiatifKerja": "80", element: "75"}
        ex.person(rank_tmt="2017-04-01", skp=[(2019, 80), (2020, 80, low)])
    # The exact scores of the bands, and one inside a gap.
    for value in ("76", "75.5"):
        ex.person(rank_tmt="2017-04-01", skp={2019: 80, 2020: value})
    # Elements that are missing beside a total.
    totals = dict.fromkeys(("nilaiSkp", "orientasiPelayanan", "integritas", "komitmen", "disiplin", "kerjasama"), "")
    ex.person(rank_tmt="2017-04-01", skp=[(2019, 80), (2020, 80, totals)])
    # The integrated value of 2021 on the line.
    ex.person(rank_tmt="2018-10-01", skp={2021: "90.00"}, skp22={2022: "BAIK"})
    # Exempt from the examination by each class; one rank below the lowest eselon's range; D-I for a promotion by diploma.
    for rank, level in (("II/d", "S2"), ("II/d", "S3"), ("III/d", "S3")):
        ex.person(rank=rank, education=level)
    for rank in ("IV/c", "IV/d", "IV/e"):
        ex.person(rank=rank, rank_tmt="2020-04-01", positions=[structural("10", "2015-01-02")])
    ex.person(rank="II/a", education="D1", exams=[("KPPI", "2025-05-14")])
    ex.person(rank="I/d", education="SD", rank_tmt="2020-04-01")
    # Years that count in all for JPT pratama, by each kind of post.
    administrator = structural("31", "2023-10-02")
    for post in (jf("Arsiparis Ahli Muda", "2020-01-02"), jf("Arsiparis Ahli Madya", "2020-01-02"),
                 jf("Arsiparis Ahli Utama", "2020-01-02"), structural("41", "2020-01-02")):  # fmt: skip
        ex.person(positions=[post, administrator])
    # What JPT pratama asked for in 2019: years in the post, a diploma, an age, the appraisals of two years.
    for post, school, scores in (
        (structural("31", "2017-06-01"), "S1", (80, 80)),
        (structural("31", "2012-01-02"), "S1", (60, 80)),
        (structural("31", "2012-01-02"), "S2", (80, 80)),
    ):
        ex.person(**old | {"rank": "IV/a"}, positions=[structural("41", "2014-01-02"), post], education=school,
                  skp=dict(zip((2017, 2018), scores, strict=True)))  # fmt: skip
    ex.person("197003151994031001", **old | {"rank": "IV/a"}, positions=[structural("31", "2012-01-02")])
    # A rank below the range of each jenjang, long since.
    for name, rank in (("Pemula", "I/d"), ("Terampil", "II/a"), ("Mahir", "II/d"), ("Penyelia", "III/b"), ("Ahli Madya", "III/d"),
                       ("Ahli Utama", "IV/c")):  # fmt: skip
        ex.person(rank=rank, rank_tmt="2015-04-01", positions=[jf(f"Arsiparis {name}", "2015-01-02")], credits=[balance("10", "2022-12")])
    # Served just as long as is asked for, all as the one kind of post.
    for name in ("Madya", "Utama"):
        ex.person(positions=[("4", "2010-01-01", ""), jf(f"Arsiparis Ahli {name}", "2019-01-02")])
    # One rank above the range, and two.
    for ranks in ([("III/a", "2015-04-01"), ("III/b", "2018-04-01"), ("III/c", "2021-04-01")],):
        ex.person(ranks=ranks, positions=[jf("Auditor Ahli Pertama", "2015-04-01")], credits=[balance("100", "2024-12")])
    # Two posts are free in one unit.
    ex.need("Analis", "MU", 4, 2)
    risen = {"rank": "III/b", "exams": [("UKOM", "2025-05-14", "MU")], "credits": [balance("100", "2024-12")]}
    ex.person(positions=[jf("Analis Ahli Pertama", "2015-04-01")], **risen)
    return ex
