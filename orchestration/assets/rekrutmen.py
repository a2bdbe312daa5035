"""Recruitment: the vacancies that SSCASN announces."""

from orchestration.assets.landing import source_assets

assets = source_assets(
    "rekrutmen",
    owner="team:pengadaan",
    contents={"formasi": "Vacancies and the number of posts of each; one row a study programme. No person."},
)
