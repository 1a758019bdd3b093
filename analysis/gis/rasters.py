"""A raster result as files: the GeoTIFF, and beside it what names and draws its values."""

from dataclasses import astuple

from sqlalchemy import Connection

from analysis.folder.former import Former
from analysis.gis.categories import write_categories
from analysis.gis.geotiff import write_geotiff
from analysis.gis.labels import labels
from analysis.gis.legends import raster_legend
from analysis.gis.stops import Steps
from analysis.looks.region import BuiltRegion
from analysis.results.catalogue import Result
from analysis.results.files import Entry
from analysis.results.fingerprint import Origins
from analysis.results.manifest import entry, result_entry
from analysis.results.raster import read_tiles, statistics_of
from analysis.results.statistics import Statistics
from analysis.results.surface import Surface


def write_raster(
    connection: Connection,
    region: BuiltRegion,
    result: Result,
    steps: Steps | None,
    *,
    former: Former,
    origins: Origins,
) -> tuple[Surface, list[Entry]]:
    """Write rasters/<name>.tif, for classes their names, for QGIS the legend <name>.qml.

    Returns the raster's statistics and the manifest's entries.
    Raises SinkbaseError when a tile does not lie on the grid or a file cannot be written.
    """
    grid, looks, folder = region.grid, region.looks, former.new
    classes = looks.classes(result.name)
    path = folder / "rasters" / f"{result.name}.tif"
    told = labels(result, grid, looks)
    made_of = origins.of([result.name], grid, told)
    tiles = read_tiles(connection, result, grid)
    fact = f"statistics of {result.name}"
    if former.keeps(made_of, path.relative_to(folder).as_posix()):
        found = former.told(fact, made_of, lambda: astuple(statistics_of(tiles)))
    else:
        written = write_geotiff(path, tiles, grid, told)
        found = former.told(fact, made_of, lambda: astuple(written))
    statistics = Statistics(*found)
    entries = [result_entry(result, path.relative_to(folder), looks.titles(result.name))]
    if classes:
        names = f"rasters/{path.name}.aux.xml"
        write_categories(folder / names, classes)
        described = f"Names and colours of the classes of {result.name}, read by GDAL and QGIS."
        entries.append(entry(result.name, "categories", names, described))
    legend = raster_legend(looks.styles.get(result.name), steps.stops if steps else None)
    if legend is not None:
        name = f"rasters/{result.name}.qml"
        (folder / name).write_text(legend, encoding="utf-8")
        described = f"Legend of {path.name}, which QGIS reads by itself."
        entries.append(entry(result.name, "legend", name, described))
    return Surface(result, statistics), entries
