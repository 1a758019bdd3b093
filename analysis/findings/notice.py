"""The sentence that every result of made-up data carries."""

from analysis.results.provenance import Grid
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases


def notice(grid: Grid, language: Language = "en") -> str | None:
    """Return the sentence that every result of a made-up region carries; None for real ones."""
    return str(phrases(language)["notice"]["synthetic"]) if grid.synthetic else None
