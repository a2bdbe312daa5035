"""Where the parts of this repository are that decide what a version holds, and the hash of each of them."""

from __future__ import annotations

from pathlib import Path

from orchestration.publish.errors import ConfigError
from orchestration.publish.files import sha256_file, sha256_tree

REPOSITORY = Path(__file__).resolve().parents[2]
DBT_PROJECT = REPOSITORY / "dbt_project"
PERIOD_SEED = Path("seeds") / "rules" / "promotion_period.csv"
# Hashes of rows that people maintain, apart from the code that reads them -> their folder in seeds.
SEED_HASHES = {"rules": "rules", "code_lists": "reference"}
_DBT_FOLDERS = ("models", "macros", "seeds", "tests")
_DBT_FILES = ("dbt_project.yml", "profiles.yml")
_CODE_FOLDERS = ("landing", "checks", "publish", "statistics")


def _files(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Files under a folder that count; editors' and systems' hidden leftovers do not."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in suffixes and not path.name.startswith(".")
    ]


def dbt_files(repository: Path = REPOSITORY) -> list[Path]:
    """Every file of the dbt project that dbt reads."""
    base = repository / "dbt_project"
    found = [base / name for name in _DBT_FILES if (base / name).is_file()]
    for name in _DBT_FOLDERS:
        found += _files(base / name, (".sql", ".yml", ".yaml", ".csv", ".md", ".py"))
    return found


def input_hashes(repository: Path = REPOSITORY) -> dict[str, str]:
    """The hashes of the repository that belong to the publish id: rule rows, code lists, the rest of the dbt project, suites,
    code that decides, lock.

    Raises:
        ConfigError: a part is missing, so this is not a whole copy of the repository.
    """
    lock = repository / "requirements.lock"
    if not lock.is_file():
        raise ConfigError(f"{lock} is missing; run from a complete copy of the repository")
    code = repository / "orchestration"
    seeds = repository / "dbt_project" / "seeds"
    rows = {name: _files(seeds / folder, (".csv",)) for name, folder in SEED_HASHES.items()}
    apart = {path for files in rows.values() for path in files}
    return {
        "dbt_project": sha256_tree(repository, [path for path in dbt_files(repository) if path not in apart]),
        **{name: sha256_tree(repository, files) for name, files in rows.items()},
        "expectations": sha256_tree(repository, _files(repository / "expectations", (".json", ".csv"))),
        "code": sha256_tree(repository, [p for name in _CODE_FOLDERS for p in _files(code / name, (".py", ".j2"))]),
        "requirements_lock": sha256_file(lock),
    }
