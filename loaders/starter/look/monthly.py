"""The twelve months of a data set: there in order, to be chosen among more, or not there."""

from loaders.raster.files.months import pieces
from loaders.raster.files.when import When
from loaders.starter.entry import Line
from loaders.starter.look.sample import Sample
from sinkbase.errors import SinkbaseError
from sinkbase.region.questions import MARK
from sinkbase.region.sources import Source

YEARS_SHOWN = 8


def month_lines(source: Source, seen: Sample) -> tuple[list[Line], str]:
    """Lines that say which bands are the months, a question where that is open; else what lacks."""
    try:
        pieces(source, list(seen.opened))
    except SinkbaseError as error:
        said = str(error).splitlines()[0]
    else:
        return [], ""
    if len(seen.opened) == 1 and len(seen.bands) > 12:
        return [Line("bands", MARK, f"which twelve, January first? {_years(seen)}")], ""
    if len(seen.opened) == 12 and len(seen.bands) == 1:
        names = ", ".join(file.name for file in seen.opened)
        return [Line("path", MARK, f"the twelve files, January first: path = [...] of {names}")], ""
    count = f"{len(seen.opened)} raster(s) of {len(seen.bands)} band(s)"
    plain = f"{count}; the twelve months of one year were expected"
    return [], plain if "wrong number" in said else f"{plain}: {said.split(': ', 1)[-1]}"


def _years(seen: Sample) -> str:
    """The years of which all months are among the bands: `2015: bands = [1, ..., 12]`."""
    places: dict[int, dict[int, int]] = {}
    for band in seen.bands:
        when: When = seen.file.facts[band - 1].when
        if when.year and when.month:
            places.setdefault(when.year, {}).setdefault(when.month, band)
    whole = {year: months for year, months in places.items() if len(months) == 12}
    if not whole:
        return f"The file has {len(seen.bands)} bands and does not date them"
    shown = [
        f"{year}: {_listed([months[month] for month in range(1, 13)])}"
        for year, months in sorted(whole.items(), reverse=True)[:YEARS_SHOWN]
    ]
    more = f"; {len(whole) - YEARS_SHOWN} years more" if len(whole) > YEARS_SHOWN else ""
    return "; ".join(shown) + more


def _listed(bands: list[int]) -> str:
    return f"bands = [{', '.join(map(str, bands))}]"
