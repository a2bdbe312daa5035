"""`python -m orchestration.parsed_dbt ...`: the dbt command on the project as `ensure_manifest` parsed it.

dbt itself would parse the whole project again for each new build file, seconds a run: its own saved parse counts for one
path of the database only. Everything else is dbt's.
"""

from __future__ import annotations

import sys

from dbt.cli.main import dbtRunner
from dbt.contracts.graph.manifest import Manifest

from orchestration.manifest import PARSED


def main(arguments: list[str]) -> int:
    """dbt's exit code: 0 all went well, 1 a node failed, 2 dbt could not work."""
    manifest = Manifest.from_msgpack(PARSED.read_bytes())
    manifest.build_parent_and_child_maps()
    result = dbtRunner(manifest).invoke(arguments)
    if result.exception:
        print(result.exception, file=sys.stderr)
        return 2
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
