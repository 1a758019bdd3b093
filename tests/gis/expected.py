"""What a picture of a layer must show: colours at places, from the files and styles alone."""

import io
from dataclasses import dataclass

import numpy as np
import rasterio
from matplotlib.image import imread

from analysis.looks.looks import Looks, looks
from tests.analysis.drawn_looks import CLASSES, LOOKS, NAMES
from tests.built import Built

PIXELS = 5  # of the picture a cell
PLACES = 60


@dataclass(frozen=True)
class Grid:
    west: float
    north: float
    cell: float
    columns: int
    rows: int
    srid: int

    @property
    def box(self) -> tuple[float, float, float, float]:
        south = self.north - self.rows * self.cell
        return (self.west, south, self.west + self.columns * self.cell, self.north)


def grid_of(demo: Built) -> Grid:
    with rasterio.open(demo.out / "rasters" / "nep.tif") as file:
        corner = file.transform
        size = (file.width, file.height)
        return Grid(corner.c, corner.f, corner.a, *size, srid=file.crs.to_epsg())


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)], float)


def picture(png: bytes) -> np.ndarray:
    """Red, green, blue, alpha as 0..255."""
    values = np.round(imread(io.BytesIO(png)) * 255)
    if values.shape[2] == 3:
        values = np.dstack([values, np.full(values.shape[:2], 255.0)])
    return values


def looks_of(demo: Built) -> Looks:
    """Titles and classes as the seeds have them, the sinks as the region calls them."""
    rows = demo.rows(
        "select sink_id, name, name_zh from demo.carbon_sinks"
        " where category_code < 3 order by sink_id"
    )
    sinks = {row.sink_id: (row.name, row.name_zh) for row in rows}
    return looks(NAMES, CLASSES | {"nearest_sink": sinks})


def raster_places(demo: Built, name: str) -> list[tuple[int, int, np.ndarray | None]]:
    """Row, column and colour of cells all over the layer; None where it has no value."""
    with rasterio.open(demo.out / "rasters" / f"{name}.tif") as file:
        values = file.read(1, masked=True).astype(float)
    style = looks_of(demo).styles[name]
    valid = np.argwhere(~np.ma.getmaskarray(values))
    missing = np.argwhere(np.ma.getmaskarray(values))
    chosen = valid[:: max(1, len(valid) // PLACES)]
    if style.ramp is None:
        colours = {one.value: rgb(one.colour) for one in style.classes}
        found = [(row, column, colours[int(values[row, column])]) for row, column in chosen]
    else:
        low, high = np.percentile(values.compressed(), style.ramp.percentiles)
        steps = style.ramp.stops(low, high)
        at = [value for value, _ in steps]
        bands = np.array([rgb(colour) for _, colour in steps])
        found = [
            (row, column, np.array([np.interp(values[row, column], at, band) for band in bands.T]))
            for row, column in chosen
        ]
    return [*found, *((row, column, None) for row, column in missing[:: len(missing) // 10])]


VECTOR_PLACES = {
    "carbon_sinks": "select category_code as code, st_pointonsurface(geom) as at"
    " from demo.carbon_sinks",
    "restoration_zones": "select pattern_code as code, st_pointonsurface(geom) as at"
    " from demo.restoration_zones",
    "grid_cells": "select importance_level as code, st_centroid(geom) as at from demo.grid_cells"
    " where cell_id % 97 = 0 and importance_level is not null",
    "region_boundary": "select null::integer as code,"
    " st_lineinterpolatepoint(st_exteriorring(st_geometryn(geom, 1)), 0.5) as at"
    " from demo.region_boundary",
    "corridors": "select null::integer as code, st_lineinterpolatepoint(geom, 0.5) as at"
    " from demo.corridors",
}


def vector_places(demo: Built, name: str) -> list[tuple[float, float, np.ndarray]]:
    """x, y and colour of places on the features of a layer."""
    colours = {one.value: rgb(one.colour) for one in LOOKS.styles[name].classes}
    rows = demo.rows(f"select code, st_x(at) as x, st_y(at) as y from ({VECTOR_PLACES[name]}) q")
    return [(row.x, row.y, colours[row.code]) for row in rows]
