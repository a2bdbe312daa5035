"""The asset graph: extracts, landed datasets, dbt models, the published version. One module per source."""
