"""`python -m orchestration.landing [ROOT] [--no-check]`: land everything new under `$JEJAK_DATA` and say what came of it."""

from __future__ import annotations

import argparse
import sys

from orchestration.landing.discovery import discover
from orchestration.landing.land import land_all


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, also with refused files: they are in the output."""
    parser = argparse.ArgumentParser(prog="python -m orchestration.landing", description=__doc__)
    parser.add_argument("root", nargs="?", help="data root (default: $JEJAK_DATA or data/)")
    parser.add_argument("--no-check", action="store_true", help="land without the expectation suites")
    options = parser.parse_args(arguments)
    for wrong in discover(options.root).misplaced:
        print(f"not landed   {wrong.message}")
    landed = land_all(options.root, check=not options.no_check)
    new = {entry.path for entry in landed.new}
    for entry in landed:
        mark = "new" if entry.path in new else "   "
        rows = "" if entry.rows is None else f"{entry.rows} rows"
        print(f"{entry.status:9}{mark} {entry.file}  {rows}")
        for remark in (*entry.reasons, *entry.warnings):
            print(f"             {remark.message}")
    print(f"{len(landed)} files, {len(new)} new, {sum(not entry.is_admitted for entry in landed)} refused")
    return 0


if __name__ == "__main__":
    sys.exit(main())
