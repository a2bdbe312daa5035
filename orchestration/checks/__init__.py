"""The bridge from `expectations/` to verdicts on files: GX judges a file, the manifest records it, Dagster shows it."""
