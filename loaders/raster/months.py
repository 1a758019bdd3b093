"""Which bands of which files a source means: one a file, or the twelve months."""

from loaders.raster.raster_file import RasterFile
from sinkbase.region.layers import LAYERS
from sinkbase.region.sources import Source

Pieces = list[tuple[tuple[RasterFile, ...], tuple[int, ...]]]


def pieces(source: Source, files: list[RasterFile]) -> Pieces:
    """Files with their bands.

    Raises SinkbaseError when there are not twelve months.
    """
    count = len(LAYERS[source.layer].bands)
    if count != 12:
        bands = source.bands or (1,)
        return [((file,), bands) for file in files]
    if source.bands and len(source.bands) == 12:
        return [((file,), source.bands) for file in files]
    one_each = len(source.bands) == 1 if source.bands else all(file.bands == 1 for file in files)
    if len(files) == 12 and one_each:
        _refuse_uneven(source, files)
        return [(tuple(files), (source.bands or (1,)) * 12)]
    if source.bands is None and all(file.bands == 12 for file in files):
        return [((file,), tuple(range(1, 13))) for file in files]
    found = f"{len(files)} file{'s' if len(files) > 1 else ''} with " + "/".join(
        sorted({str(file.bands) for file in files})
    )
    if source.bands:
        found += f" bands, of which bands = {list(source.bands)} are asked for"
    else:
        found += " bands"
    raise source.error(
        files[0].path,
        f"the wrong number of months: found {found}. Expected 12 files of one band (January "
        "first when sorted) or one file of 12 bands: correct path, or say which bands are the "
        "months, for example bands = [1, 2, ..., 12].",
    )


def _refuse_uneven(source: Source, files: list[RasterFile]) -> None:
    first = files[0]
    for file in files[1:]:
        same = (file.columns, file.rows, file.dtype) == (first.columns, first.rows, first.dtype)
        if not same or file.crs != first.crs or not first.transform.almost_equals(file.transform):
            raise source.error(
                file.path,
                f"the month's raster ({file.columns} x {file.rows}, {file.dtype}) does not lie "
                f"like that of {first.path.name} ({first.columns} x {first.rows}, {first.dtype}). "
                "The twelve months must share one grid: take them from one data set.",
            )
