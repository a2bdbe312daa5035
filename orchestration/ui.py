"""`make ui`: the Dagster web server and its daemon (schedules) for this machine alone.

Dagster's open-source server knows no login, so it listens on 127.0.0.1 only. Others get the published marts.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from orchestration.instance import prepare_home
from orchestration.landing.paths import DataRoot
from orchestration.manifest import dbt_environment, ensure_manifest
from orchestration.publish.build import build_database
from orchestration.publish.errors import ConfigError


def main() -> None:
    """Prepare the instance and the dbt manifest, then become `dagster dev`."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.ui", description=__doc__)
    parser.add_argument("--port", type=int, default=3000)
    port = parser.parse_args().port
    root = DataRoot()
    try:
        if not root.path.is_dir():
            raise ConfigError(f"{root.path}: no such folder; create it or set JEJAK_DATA")
        ensure_manifest()
    except ConfigError as error:
        print(f"Error: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    prepare_home(root)
    os.environ.update(dbt_environment(build_database(root)), JEJAK_DATA=str(root.path), PYTHONWARNINGS="ignore::UserWarning")
    dagster = str(Path(sys.executable).with_name("dagster"))
    arguments = ["dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(port)]
    print(f"Dagster: http://127.0.0.1:{port} (data root {root.path}; stop with Ctrl-C)", file=sys.stderr)
    os.execv(dagster, [dagster, *arguments])


if __name__ == "__main__":
    main()
