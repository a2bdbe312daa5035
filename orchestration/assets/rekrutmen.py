"""Recruitment: the vacancies that SSCASN announces."""

from orchestration.assets.landing import source_assets

assets = source_assets(
    "rekrutmen",
    owner="team:pengadaan",
    contents={
        "formasi": "Vacancies and the number of posts of each; one row a study programme. No person.",
        "seleksi": "Applicants of the selection with scores and status, without names.",
        "pengadaan": "Appointments out of the recruitment: numbers asked for and given.",
        "seleksi_terbuka": "Applications in open selections for leading posts, with their outcome.",
    },
)
