"""Lists of people as files: CSV, TSV, XLSX and Parquet in; CSV, TSV, JSON Lines, XLSX and Parquet out."""
