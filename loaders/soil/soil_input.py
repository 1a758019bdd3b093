"""The three kinds of soil source as cells: mapping units, rasters of properties, points."""

from pathlib import Path

from loaders.raster.inputs import Frame, Input
from loaders.soil.soil_bands import band_input
from loaders.soil.soil_points import point_input
from loaders.soil.soil_units import unit_input
from sinkbase.region.method import Setting
from sinkbase.region.sources import Source


def soil_input(
    source: Source, files: tuple[Path, ...], data: Path, frame: Frame, method: dict[str, Setting]
) -> Input:
    """The soil source of the region file. Raises SinkbaseError for files that cannot be used."""
    if source.kind == "mapping_units":
        return unit_input(source, files, data, frame, method)
    carbonate = float(str(method["inorganic_carbon_of_carbonate"]))
    if source.kind == "points":
        return point_input(source, files, frame, carbonate)
    return band_input(source, files, frame, carbonate)
