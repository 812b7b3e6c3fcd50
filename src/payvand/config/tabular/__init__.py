"""Lists of people as files: CSV, TSV, XLSX and Parquet in; CSV, TSV, JSON Lines, XLSX and Parquet out."""

from payvand.config.tabular.errors import BadInputError, UsageError
from payvand.config.tabular.people import read_people
from payvand.config.tabular.writing import writer

__all__ = ["BadInputError", "UsageError", "read_people", "writer"]
