"""What the defaults rest on: rows of evidence, and the works they come from.

`table.csv` has one row for each finding, `references.bib` one entry for each work.
Both are read when first asked for. This package imports nothing of infosim but
its errors, so that help and checks stay quick.
"""

from infosim.evidence.rows import Row, ids_in, keys_of, row, table
from infosim.evidence.works import bibtex

__all__ = ["Row", "bibtex", "ids_in", "keys_of", "row", "table"]
