"""Write, audit, publish: from an admitted set of extracts to an immutable, verifiable version. No Dagster import here."""
