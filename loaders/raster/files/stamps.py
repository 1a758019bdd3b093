"""Dates that leave open whether they begin or end the month that they stand for."""

from collections.abc import Sequence

from loaders.raster.files.band_facts import BandFacts
from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source

ENDS = [*range(2, 13), 1]  # the months in which a year of months ends


def may_end_months(facts: Sequence[BandFacts]) -> bool:
    """Whether the dates are the first instants of February to January, year upon year.

    So are the ends of January to December. Series that begin in another month leave no doubt.
    """
    months = [fact.when.month for fact in facts]
    whole = len(months) // 12
    is_whole = whole > 0 and months == ENDS * whole
    return is_whole and all(fact.is_midnight for fact in facts)


def ask_bands(source: Source, path: object, facts: Sequence[BandFacts]) -> SinkbaseError:
    """The question whether the bands' dates begin or end their months, with both answers."""
    first, last = facts[0].when, facts[-1].when
    return source.error(
        path,
        f"the bands are dated from {first.year}-02-01 00:00 to {last.year}-01-01 00:00, and the "
        "file has no time bounds. Where each date ends its month, these are January to December: "
        f"bands = {_bands(0)}. Where it begins it, they are February to January: "
        f"bands = {_bands(1)}. Say which, with the numbers of the year that is meant.",
    )


def _bands(begin: int) -> list[int]:
    """January to December among twelve bands; 1: the last band is January."""
    return [(month - begin) % 12 + 1 for month in range(12)]
