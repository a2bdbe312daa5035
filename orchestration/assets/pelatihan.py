"""Training: courses with their hours (JP), from the SIASN web service."""

from orchestration.assets.landing import source_assets

assets = source_assets(
    "pelatihan",
    owner="team:pengembangan",
    contents={
        "rw_kursus": "Courses, seminars and technical training of each person asked, with hours (JP).",
        "rw_diklat": "Leadership training of each person asked.",
        "rekap_pelatihan": "Training as the local application exports it, one row a certificate.",
    },
)
