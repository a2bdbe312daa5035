"""Jejak Karier: the pipeline around the warehouse (landing, file checks, Dagster assets, publish, command line)."""
