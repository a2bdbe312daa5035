"""`jejak explain`: one person's verdicts told from the published marts, in plain Indonesian and English.

DuckDB and two data files (words.yml, phrases.yml) are all it needs: neither Dagster nor dbt is imported.
"""
