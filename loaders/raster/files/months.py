"""Which bands of which files a source means: one a file, or the twelve months of one year."""

from dataclasses import replace

from loaders.raster.files.band_facts import BandFacts
from loaders.raster.files.raster_file import RasterFile
from loaders.raster.files.stamps import ENDS, ask_bands, may_end_months
from loaders.raster.files.when import When, of_names
from sinkbase.errors import SinkbaseError
from sinkbase.region.layers import LAYERS, MONTHS
from sinkbase.region.sources import Source

Piece = tuple[tuple[RasterFile, ...], tuple[int, ...]]
Pieces = list[Piece]
_YEAR = list(range(1, 13))


def pieces(source: Source, files: list[RasterFile]) -> Pieces:
    """Files with their bands.

    Raises SinkbaseError when a band has to be chosen, when there are not the twelve months of
    one year, or when their order cannot be told.
    """
    if source.layer == "soil" or LAYERS[source.layer].kind == "presence":
        return [((file,), source.bands or _only_band(source, file)) for file in files]
    if len(LAYERS[source.layer].bands) == 12:
        return _months(source, files)
    files = _of_one_year(source, files)
    return [((file,), source.bands or _only_band(source, file)) for file in files]


# one band of a file


def _only_band(source: Source, file: RasterFile) -> tuple[int, ...]:
    """The file's one band of data; of several years the one that the region file names."""
    bands = [band for band in file.data_bands if _is_asked(source, file, band)]
    if len(bands) == 1 and not (file.is_picture and LAYERS[source.layer].kind == "quantity"):
        return (bands[0],)
    if file.is_picture and len(file.data_bands) != 2:
        raise source.error(
            file.path,
            f"this is a picture ({len(file.data_bands)} bands of colours or a colour table), no "
            f"{LAYERS[source.layer].what}. Expected a raster of values: correct path; or, when a "
            "band does hold them, say which: bands = 1.",
        )
    years = [file.facts[band - 1].when.year for band in bands]
    if all(years) and len(set(years)) == len(years):
        return (_band_of_year(source, file, bands, [year for year in years if year]),)
    named = [f"{band} {file.facts[band - 1].description}".strip() for band in bands]
    raise source.error(
        file.path,
        f"the file has {len(bands)} bands ({', '.join(named[:20])}) and the region file does not "
        "say which one is meant. Say it, for example bands = 1.",
    )


def _is_asked(source: Source, file: RasterFile, band: int) -> bool:
    """Of a GRIB only the bands of the variable that is asked for."""
    element = file.facts[band - 1].element
    return not (source.variable and element) or element.lower() == source.variable.lower()


def _band_of_year(source: Source, file: RasterFile, bands: list[int], years: list[int]) -> int:
    if source.year in years:
        return bands[years.index(source.year)]
    raise _which_year(source, file, years)


def _which_year(source: Source, file: RasterFile, years: list[int]) -> SinkbaseError:
    named = ", ".join(map(str, sorted(set(years))))
    if len(set(years)) == 1:
        return source.error(
            file.path,
            f"the file says that it is of {named}, the region file has year = {source.year}. "
            "Correct year or path.",
        )
    asked = "does not say which one is meant" if source.year is None else f"asks for {source.year}"
    return source.error(
        file.path,
        f"there are several years ({named}) and the region file {asked}. Say which: "
        f"year = {max(years)}.",
    )


def _of_one_year(source: Source, files: list[RasterFile]) -> list[RasterFile]:
    """Of files that lie one over another, a year each by their names, those of the year meant."""
    stacks: dict[tuple[float, ...], list[RasterFile]] = {}
    for file in files:
        stacks.setdefault(tuple(round(edge, 6) for edge in file.bounds), []).append(file)
    chosen = []
    for stack in stacks.values():
        whens = of_names([file.name for file in stack])
        years = [when.year for when in whens if when.year]
        if len(years) < len(stack) or len(set(years)) < 2:
            chosen += stack
            continue
        if source.year not in years:
            raise _which_year(source, stack[0], years)
        chosen += [file for file, year in zip(stack, years, strict=True) if year == source.year]
    return chosen


# twelve months


def _months(source: Source, files: list[RasterFile]) -> Pieces:
    if source.bands and len(source.bands) == 12:
        files = _of_one_year(source, files)
        for file in files:
            _check_given(source, file, source.bands)
        return [((file,), source.bands) for file in files]
    one_each = (
        len(source.bands) == 1 if source.bands else all(_count(source, f) == 1 for f in files)
    )
    if one_each and len(files) >= 12:
        chosen = _series(source, files)
        _refuse_uneven(source, chosen)
        bands = [(source.bands or tuple(_asked(source, file)))[0] for file in chosen]
        return [(tuple(chosen), tuple(bands))]
    if source.bands is None and all(_count(source, file) >= 12 for file in files):
        files = _of_one_year(source, files)
        found: Pieces = [((file,), _bands_in_order(source, file)) for file in files]
        if all(bands for _, bands in found):
            return found
    raise _wrong_number(source, files)


def _asked(source: Source, file: RasterFile) -> list[int]:
    return [band for band in file.data_bands if _is_asked(source, file, band)]


def _facts(source: Source, file: RasterFile) -> list[BandFacts]:
    return [file.facts[band - 1] for band in _asked(source, file)]


def _count(source: Source, file: RasterFile) -> int:
    return len(_asked(source, file))


def _wrong_number(source: Source, files: list[RasterFile]) -> SinkbaseError:
    found = f"{len(files)} file{'s' if len(files) > 1 else ''} with " + "/".join(
        sorted({str(_count(source, file)) for file in files})
    )
    if source.bands:
        found += f" bands, of which bands = {list(source.bands)} are asked for"
    else:
        found += " bands"
    return source.error(
        files[0].path,
        f"the wrong number of months: found {found}. Expected 12 files of one band (January "
        "first when sorted) or one file of 12 bands: correct path, or say which bands are the "
        "months, for example bands = [1, 2, ..., 12].",
    )


def _told(whens: list[When]) -> str:
    """`2014-11, 2014-12, 2015-01 ...` for a message."""
    texts = [
        f"{when.year or ''}{'-' if when.year and when.month else ''}"
        + (f"{when.month:02}" if when.month else "")
        for when in whens
    ]
    return ", ".join(texts[:14]) + (" ..." if len(texts) > 14 else "")


def _check_given(source: Source, file: RasterFile, bands: tuple[int, ...]) -> None:
    """Refuse a list of bands that the file's own dates contradict."""
    whens = [file.facts[band - 1].when for band in bands]
    months = [when.month for when in whens]
    is_end = months == ENDS and may_end_months(_facts(source, file))
    if None in months or months == _YEAR or is_end:
        _refuse_other_year(source, file, whens)
        return
    raise source.error(
        file.path,
        f"the file says that bands = {list(bands)} are {_told(whens)}. The months January to "
        f"December were expected, in this order: {_advice(file)}.",
    )


def _refuse_other_year(source: Source, file: RasterFile, whens: list[When]) -> None:
    years = {when.year for when in whens if when.year}
    if source.year is not None and years and source.year not in years:
        raise source.error(
            file.path,
            f"the file says that these months are of {', '.join(map(str, sorted(years)))}, the "
            f"region file has year = {source.year}. Correct year, path or bands.",
        )


def _advice(file: RasterFile) -> str:
    whole = _whole_years([fact.when for fact in file.facts])
    if not whole:
        return "correct bands or path"
    year, places = max(whole.items())
    return f"for {year}, bands = {[place + 1 for place in places]}" if year else (
        f"bands = {[place + 1 for place in places]}"
    )  # fmt: skip


def _whole_years(whens: list[When]) -> dict[int, list[int]]:
    """Each year of which all months are there, with their places in the year's order."""
    places: dict[int, dict[int, int]] = {}
    for place, when in enumerate(whens):
        if when.month:
            places.setdefault(when.year or 0, {}).setdefault(when.month, place)
    return {
        year: [months[month] for month in _YEAR]
        for year, months in places.items()
        if len(months) == 12
    }


def _order(source: Source, file: RasterFile, whens: list[When], *, place: str) -> list[int] | None:
    """The places of January to December; None where nothing tells of months."""
    months = [when.month for when in whens]
    years = sorted({when.year for when in whens if when.year})
    if all(month is None for month in months):
        if len(years) == len(whens):
            raise source.error(
                file.path,
                f"these are {len(years)} years ({years[0]} to {years[-1]}), not twelve months. "
                "Expected the months of one year: correct path.",
            )
        return None
    if None in months:
        return None
    if len(whens) == 12 and sorted(m for m in months if m) == _YEAR and source.year is None:
        return [months.index(month) for month in _YEAR]  # a year that begins in November too
    whole = _whole_years(whens)
    if source.year is not None and source.year in whole:
        return whole[source.year]
    if len(whole) == 1 and (source.year is None or 0 in whole):
        return next(iter(whole.values()))
    if whole and 0 not in whole:
        raise _which_year(source, file, list(whole))
    if len(whens) == 12 and sorted(m for m in months if m) == _YEAR:
        _refuse_other_year(source, file, [w for w in whens if w.year != source.year] or whens)
        raise _mixed(source, file, whens)
    raise source.error(
        file.path,
        f"the {place} say {_told(whens)}, which is no whole year. The twelve months of one year "
        "were expected: correct path or bands.",
    )


def _mixed(source: Source, file: RasterFile, whens: list[When]) -> SinkbaseError:
    return source.error(
        file.path,
        f"the months are of several years ({_told(whens)}), the region file has year = "
        f"{source.year}. Take the months of that year, or leave year out.",
    )


def _bands_in_order(source: Source, file: RasterFile) -> tuple[int, ...]:
    """The bands of January to December; empty where their number alone does not tell."""
    bands = _asked(source, file)
    whens = [file.facts[band - 1].when for band in bands]
    if len(set(whens)) == 1 or any(when.month is None for when in whens):
        whens = _by_descriptions(file, bands, whens)
    elif may_end_months(_facts(source, file)):
        raise ask_bands(source, file.path, _facts(source, file))
    order = _order(source, file, whens, place="bands")
    if order is None:
        _refuse_words(source, file, bands)
        return tuple(bands) if len(bands) == 12 else ()
    _refuse_other_year(source, file, [whens[place] for place in order])
    return tuple(bands[place] for place in order)


def _refuse_words(source: Source, file: RasterFile, bands: list[int]) -> None:
    """Refuse bands that have a word each, which may be months of another language."""
    names = [file.facts[band - 1].description.strip() for band in bands]
    if len(set(names)) == len(names) == 12 and all(names) and not any(map(_has_digit, names)):
        raise source.error(
            file.path,
            f"the bands are called {', '.join(names)}, which tells no month here. Say which band "
            "is January, February, ... in this order: bands = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "
            "12], as far as that is right.",
        )


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _by_descriptions(file: RasterFile, bands: list[int], whens: list[When]) -> list[When]:
    """tavg_01 ... tavg_12: what differs between the bands' descriptions."""
    names = [file.facts[band - 1].description for band in bands]
    if not all(names) or len(set(names)) < len(names):
        return whens
    return of_names(names)


def _series(source: Source, files: list[RasterFile]) -> list[RasterFile]:
    """The files of January to December, by their dates, their names, or the list itself."""
    facts = [file.facts[(source.bands or tuple(_asked(source, file)))[0] - 1] for file in files]
    whens = [fact.when for fact in facts]
    is_open = may_end_months(sorted(facts, key=lambda fact: _instant(fact.when)))
    if any(when.month is None for when in whens) or len(set(whens)) == 1 or is_open:
        named = of_names([file.name for file in files])
        whens = [
            replace(name, year=name.year if is_open else when.year or name.year)
            for name, when in zip(named, whens, strict=True)
        ]
    order = _order(source, files[0], whens, place="files")
    is_listed = len(source.paths) == len(files)
    if order is None:
        if is_listed and len(files) == 12:
            return files  # one by one, in the order of the region file
        raise _unordered(source, files)
    if is_listed and order != list(range(12)):
        raise source.error(
            files[0].path,
            f"path lists the months as {_told(whens)}. Expected January first: put the files in "
            "the order of the months.",
        )
    return [files[place] for place in order]


def _instant(when: When) -> tuple[int, int]:
    return when.year or 0, when.month or 0


def _unordered(source: Source, files: list[RasterFile]) -> SinkbaseError:
    if len(files) != 12:
        return _wrong_number(source, files)
    names = ", ".join(file.name for file in files[:4])
    listed = ", ".join(f'"{name.lower()}"' for name in MONTHS[:2])
    return source.error(
        files[0].path,
        f"the order of months cannot be told from the names ({names}, ...). Expected numbers 1 to "
        "12 or months' names in them: rename the files, or list them in path, January first: "
        f"path = [{listed}, ...].",
    )


def _refuse_uneven(source: Source, files: list[RasterFile]) -> None:
    first = files[0]
    for file in files[1:]:
        same = (file.columns, file.rows) == (first.columns, first.rows)
        if not same or file.crs != first.crs or not first.transform.almost_equals(file.transform):
            raise source.error(
                file.path,
                f"the month's raster ({file.columns} x {file.rows}, {file.dtype}) does not lie "
                f"like that of {first.path.name} ({first.columns} x {first.rows}, {first.dtype}). "
                "The twelve months must share one grid: take them from one data set.",
            )
