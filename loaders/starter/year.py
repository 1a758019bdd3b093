"""The years of a proposal: each layer's, and the region's where its layers agree."""

from loaders.starter.entry import Entry, Line
from loaders.starter.look.inventory import DataSet
from loaders.starter.look.patterns import years_in
from loaders.starter.look.sample import Sample
from sinkbase.region.keys import YEARS
from sinkbase.region.questions import MARK

# of these a year is evaluated; soils, heights and the vegetation map stay as they are
CHANGING = ("land_use", "npp", "temperature", "precipitation", "population")


def layer_year(item: DataSet, seen: Sample) -> list[Line]:
    """The year that name and dates of a data set tell; a question where these are at odds."""
    dated = _dated(seen)
    named = _named(item.path, with_folders=not dated)
    if len(named) == 1 and (not dated or named <= dated):
        return [Line("year", named.pop(), "guessed from the name")]
    if len(dated) == 1 and dated <= (named or dated):
        return [Line("year", dated.pop(), "guessed: the file dates its values so")]
    if not named or not dated:  # a mean over years, a year from autumn on
        return []
    told = f"its name says {_listed(named)}, its dates {_listed(dated)}"
    return [Line("year", MARK, f"of which are the values? {told}")]


def _named(path: str, *, with_folders: bool) -> set[int]:
    """The years of the file's name, else of its folders: those may be of a download."""
    folders, _, name = path.rpartition("/")
    return set(years_in(name)) or set(years_in(folders) if with_folders else ())


def _dated(seen: Sample) -> set[int]:
    facts = [file.facts[band - 1] for file in seen.opened for band in seen.bands]
    years = {fact.when.year for fact in facts}
    return {year for year in years if year and YEARS[0] <= year <= YEARS[1]}


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years)))


def region_year(layers: list[Entry]) -> list[Line]:
    """The year of the region, where its changing layers are of one; a question where of several."""
    found: dict[int, list[str]] = {}
    for entry in layers:
        name = entry.table.removeprefix("layers.")
        for year in _years(entry) if name in CHANGING else ():
            found.setdefault(year, []).append(name)
    if not found:
        return []
    if len(found) == 1:
        ((year, names),) = found.items()
        return [Line("year", year, f"guessed: that of {', '.join(names)}")]
    told = "; ".join(f"{year}: {', '.join(names)}" for year, names in sorted(found.items()))
    return [Line("year", MARK, f"for which the region is evaluated? Layers by year: {told}")]


def _years(entry: Entry) -> set[int]:
    lines = [line for each in (entry, *entry.alternatives) for line in each.lines]
    return {line.value for line in lines if line.key == "year" and isinstance(line.value, int)}
