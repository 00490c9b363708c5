"""Archives too large for one process: the same stages over folders of Parquet parts.

`batch` is the order of the stages. What looks at one report at a time is a pure function of a part
(`captured`, `analysed`); what looks across reports is a file of SQL in `sql/`, the same text for
every engine. `local` is worker processes and DuckDB on this machine, `spark` a cluster.
"""
