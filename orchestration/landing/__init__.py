"""Landing: extract files become Parquet with provenance and a manifest. Plain functions, no Dagster.

`land.land_region` is the way in; `manifest.load_entries` tells what is there; `verify.verify_lake` whether it still is.
"""
