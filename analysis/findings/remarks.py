"""What a reader must know before trusting the numbers: the region's own warnings, all of them."""

from collections.abc import Sequence

from analysis.results.tables import Row
from sinkbase.words.language import Language


def remarks(warnings: Sequence[Row], language: Language) -> list[str]:
    """Return the sentences of region_warnings as they stand there, the gravest first."""
    column = "warning_zh" if language == "zh" else "warning"
    return [str(row[column]) for row in warnings if row[column]]
