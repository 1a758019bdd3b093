"""Series of years: of a data set that comes for many, the newest is proposed."""

from dataclasses import dataclass
from pathlib import Path

from loaders.starter.look.inventory import DataSet, series
from loaders.starter.look.patterns import years_in
from sinkbase.region.files import natural_key


@dataclass(frozen=True)
class Year:
    """The files of one year as one data set."""

    year: int
    item: DataSet


def years_of(item: DataSet, data: Path) -> list[Year]:
    """The years of a series, the newest first; empty where its files are not told by years."""
    if len(item.files) < 2:
        return []
    places = [file.relative_to(data).as_posix() for file in item.files]
    columns = [years_in(place) for place in places]
    count = min(map(len, columns))
    varying = [i for i in range(count) if len({years[i] for years in columns}) > 1]
    if not varying or len({len(years) for years in columns}) > 1:
        return []
    by_year: dict[int, list[Path]] = {}
    for years, file in zip(columns, item.files, strict=True):
        by_year.setdefault(years[varying[0]], []).append(file)
    return [Year(year, _one(item, by_year[year], data)) for year in sorted(by_year, reverse=True)]


def _one(item: DataSet, files: list[Path], data: Path) -> DataSet:
    """The files as one data set, listed one by one where no pattern means them alone."""
    ordered = sorted(files, key=natural_key)
    made = series(item.kind, ordered, data)
    if len(made) == 1:
        return DataSet(item.kind, made[0].path, made[0].files, inside=item.inside)
    listed = tuple(file.relative_to(data).as_posix() for file in ordered)
    return DataSet(item.kind, item.path, tuple(ordered), listed=listed, inside=item.inside)


def told_years(years: list[int]) -> str:
    """`2001 to 2014`, or the years one by one where some lack."""
    ordered = sorted(years)
    if ordered == list(range(ordered[0], ordered[-1] + 1)) and len(ordered) > 2:
        return f"{ordered[0]} to {ordered[-1]}"
    return ", ".join(map(str, ordered))
