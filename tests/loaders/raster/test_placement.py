"""Where pixels lie: round the globe, on uneven rows, south up, by their centres."""

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from pyproj import Transformer
from scipy.io import netcdf_file

from loaders.load import LoadReport
from tests.world import CELLS, LEFT, SIZE, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
Refusal = Callable[[], str]
NUMBERS = np.arange(12).reshape(3, 4) + 700.0


def settle(world: World, longitude: float, latitude: float = 40.5) -> None:
    """Move the world to 4 x 3 cells around a place, in its UTM zone, 30 or 31."""
    crs = "EPSG:32631" if longitude > 0 else "EPSG:32630"
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(longitude, latitude)
    left, top = round(x / SIZE - 2) * SIZE, round(y / SIZE + 1.5) * SIZE
    world.region |= {"crs": crs, "cell_size_m": SIZE}
    box = shapely.box(left, top - 3 * SIZE, left + 4 * SIZE, top)
    world.polygons("boundary.gpkg", [box], crs=crs)


def globe(world: World, first: float, **more: Any) -> None:
    """Heights by longitude, a pixel a degree: 1000 + the degrees east of 0, 0 to 359."""
    east = (np.floor(first + 0.5) + np.arange(360)) % 360
    values = np.broadcast_to(1000 + east, (20, 360))
    place = Affine(1, 0, first, 0, -1, 50)
    world.raster("dem.tif", values, "int16", transform=place, crs="EPSG:4326")
    world.layers["elevation"] = {"path": "dem.tif", "resampling": "nearest"} | more


# longitudes


@pytest.mark.parametrize("first", [0.0, -180.0])
@pytest.mark.parametrize("degree", [-6, 3])
def test_a_globe_is_read_wherever_it_begins(
    world: World, load: Load, cells: Cells, first: float, degree: int
) -> None:
    settle(world, degree + 0.5)
    globe(world, first)
    load()
    assert (cells("elevation") == 1000 + degree % 360).all()


@pytest.mark.parametrize("first", [0.0, -180.0])
def test_a_region_on_the_seam_of_a_globe_has_both_its_ends(
    world: World, load: Load, cells: Cells, first: float
) -> None:
    """Two cells of 1 km lie west of Greenwich and two east of it."""
    settle(world, 0)
    globe(world, first)
    load()
    west, east = cells("elevation")[:, 0], cells("elevation")[:, 3]
    assert (west == 1359).all()
    assert (east == 1000).all()


def test_bilinear_goes_on_over_the_seam(world: World, load: Load, cells: Cells) -> None:
    """East of 359.5 and west of 0.5 all is 500, elsewhere 100: at the seam nothing but 500."""
    settle(world, 0)
    values = np.full((20, 360), 100)
    values[:, [0, 359]] = 500
    place = Affine(1, 0, 0, 0, -1, 50)
    world.raster("dem.tif", values, "int16", transform=place, crs="EPSG:4326")
    world.layers["elevation"] = {"path": "dem.tif", "resampling": "bilinear"}
    load()
    assert cells("elevation") == pytest.approx(500)


def test_codes_are_shared_over_the_seam(world: World, load: Load, cells: Cells) -> None:
    settle(world, 0)
    values = np.full((20, 360), 21)
    values[:, 0] = 31
    place = Affine(1, 0, 0, 0, -1, 50)
    world.raster("lu.tif", values, "uint8", transform=place, crs="EPSG:4326")
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    assert (cells("land_use")[:, 0] == 21).all()
    assert (cells("land_use")[:, 3] == 31).all()


def test_what_lies_elsewhere_is_still_refused(world: World, refusal: Refusal) -> None:
    settle(world, -5.5)
    world.raster("dem.tif", NUMBERS, transform=Affine(1, 0, 20, 0, -1, 42), crs="EPSG:4326")
    world.layers["elevation"] = {"path": "dem.tif"}
    assert "the file lies elsewhere: it covers x 20..24" in refusal()


# uneven rows


def netcdf(path: Path, latitudes: Any, longitudes: Any, values: Any) -> None:
    """One variable on latitudes and longitudes of one axis each."""
    with netcdf_file(path, "w") as file:
        for name, axis in (("lat", latitudes), ("lon", longitudes)):
            file.createDimension(name, len(axis))
            variable = file.createVariable(name, "f8", (name,))
            variable[:] = axis
            variable.units = "degrees_north" if name == "lat" else "degrees_east"
        file.createVariable("z", "f4", ("lat", "lon"))[:] = values


def rows_of(world: World, latitudes: Any, **more: Any) -> None:
    """A NetCDF whose row of latitude phi holds 100 x phi."""
    longitudes = np.arange(-20, 20, 1.0)
    values = np.repeat(np.array(latitudes)[:, None] * 100, len(longitudes), axis=1)
    netcdf(world.data / "z.nc", latitudes, longitudes, values)
    world.layers["elevation"] = {"path": "z.nc", "crs": "EPSG:4326"} | more


@pytest.mark.parametrize("north_first", [True, False])
def test_a_gaussian_grid_lies_where_its_latitudes_are(
    world: World, load: Load, cells: Cells, north_first: bool
) -> None:
    """32 rows of 5.5 degrees; even ones would lie up to 0.05 degrees off, 5 m of these heights."""
    latitudes = np.degrees(np.arcsin(np.polynomial.legendre.leggauss(32)[0]))
    latitudes = np.sort(latitudes)[:: -1 if north_first else 1]
    settle(world, -3, 47.0)
    rows_of(world, latitudes)
    load()
    assert cells("elevation")[1].mean() == pytest.approx(4700, abs=1.5)


@pytest.mark.parametrize("north_first", [True, False])
def test_rows_that_widen_slowly_are_read_right(
    world: World, load: Load, cells: Cells, north_first: bool
) -> None:
    """As of a Mercator grid: from 0.25 degrees at the equator to 0.15 at 53 N."""
    steps = np.arange(-250, 251) * 0.25
    latitudes = np.degrees(np.arctan(np.sinh(np.radians(steps))))[:: -1 if north_first else 1]
    settle(world, -3, 40.0)
    rows_of(world, latitudes)
    load()
    assert cells("elevation")[1].mean() == pytest.approx(4000, abs=0.5)


def test_rows_that_jump_at_the_region_are_refused(world: World, refusal: Refusal) -> None:
    settle(world, -3, 40.0)
    rows_of(world, [36, 37, 38, 39, 40, 42, 45, 49])
    said = refusal()
    assert "the rows are not evenly spaced at the region: 1 to 3 apart" in said
    assert "cdo remapbil,global_1 z.nc even.nc" in said


def test_a_grid_of_coordinates_a_pixel_is_refused_and_warped_as_told(
    world: World, load: Load, refusal: Refusal, cells: Cells
) -> None:
    settle(world, -3, 40.0)
    y, x = np.mgrid[44:36:-0.25, -8:2:0.25]
    with netcdf_file(world.data / "z.nc", "w") as file:
        file.createDimension("j", y.shape[0])
        file.createDimension("i", y.shape[1])
        for name, values, unit in (("lat", y, "degrees_north"), ("lon", x, "degrees_east")):
            variable = file.createVariable(name, "f8", ("j", "i"))
            variable[:], variable.units = values, unit
        variable = file.createVariable("z", "f4", ("j", "i"))
        variable[:], variable.coordinates = np.full(y.shape, 640), "lat lon"
    world.layers["elevation"] = {"path": "z.nc", "variable": "z"}
    said = refusal()
    command = said.split("warp it first, ")[1].split(", and name")[0]
    subprocess.run(shlex.split(command), cwd=world.data, check=True, capture_output=True)
    world.layers["elevation"] = {"path": "z.tif"}
    load()
    assert (cells("elevation") == 640).all()


# rows from the south, turned pixels, centres


def test_a_netcdf_from_the_south_lies_right(world: World, load: Load, cells: Cells) -> None:
    """Rows at 40.6, 40.5 and 40.4; the world's middle at 40.5 lies in the second."""
    settle(world, -3, 40.5)
    longitudes = np.arange(-3.5, -2.4, 0.1)
    values = np.repeat([[600.0], [700.0], [800.0]], len(longitudes), axis=1)
    netcdf(world.data / "z.nc", [40.4, 40.5, 40.6], longitudes, values)
    world.layers["elevation"] = {"path": "z.nc", "crs": "EPSG:4326", "resampling": "nearest"}
    load()
    assert cells("elevation")[1].tolist() == [700] * 4


@pytest.mark.parametrize(
    "transform",
    [Affine(SIZE, 0, LEFT, 0, SIZE, TOP - 3 * SIZE), CELLS @ Affine.rotation(5)],
    ids=["south up", "turned"],
)
def test_rows_from_the_south_and_turned_ones_are_refused_and_warped_as_told(
    world: World, load: Load, refusal: Refusal, cells: Cells, transform: Affine
) -> None:
    world.raster("in.tif", NUMBERS[::-1], transform=transform, nodata=-1)
    world.layers["elevation"] = {"path": "in.tif"}
    assert "gdalwarp in.tif out.tif" in refusal()
    subprocess.run(
        ["gdalwarp", "in.tif", "out.tif"], cwd=world.data, check=True, capture_output=True
    )
    world.layers["elevation"] = {"path": "out.tif"}
    load()
    found = cells("elevation")
    if transform.b == 0:
        assert (found == NUMBERS).all()
    assert np.nanmin(found) >= 700
    assert np.nanmax(found) <= 711


def test_pixels_as_points_are_placed_by_their_centres(
    world: World, load: Load, cells: Cells
) -> None:
    """The tie point of such a file is a pixel's centre; the corner lies half a pixel off."""
    path = world.raster("dem.tif", NUMBERS)
    with rasterio.open(path, "r+") as file:
        file.update_tags(AREA_OR_POINT="Point")
    world.layers["elevation"] = {"path": "dem.tif"}
    load()
    assert (cells("elevation") == NUMBERS).all()
