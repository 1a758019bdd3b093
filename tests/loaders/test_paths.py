"""Names of files and folders with signs that mean something to one library or another."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from loaders.load import LoadReport
from loaders.tables.table import read_table
from loaders.vector.boundary import read_boundary
from sinkbase.errors import SinkbaseError
from sinkbase.region.files import resolve
from sinkbase.region.settings import read_region
from sinkbase.region.sources import Source
from tests.world import BOX, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
GOOD = ["50% #1", "w?y&b", "it's \"x\"", "温宿 县", "-lead", "[x]", "[x", "a*b", "{x}", "{x", "x}",
        "dots...", "x.zip", "NETCDF:x", "a\\b", "n" * 200]  # fmt: skip
BAD = ["a!b", "a\nb"]


def zipped(path: Path, *members: tuple[str, Path]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, file in members:
            archive.writestr(name, file.read_bytes())
    return path


def area(world: World, path: str) -> float:
    world.boundary = {"path": path}
    return float(read_boundary(read_region(world.write()), world.data).area)


@pytest.mark.parametrize("name", GOOD)
def test_a_boundary_lies_in_any_folder_and_file(name: str, world: World) -> None:
    folder = world.data / name
    plain = world.polygons("plain/plain.shp", [shapely.box(*BOX.bounds)]).parent
    plain.rename(folder)
    parts = [(f"{name}{file.suffix}", file) for file in sorted(folder.iterdir())]
    parts = [(own, file.rename(folder / own)) for own, file in parts]
    zipped(folder / f"{name}.zip", *parts)
    assert area(world, f"{name}/{name}.shp") == pytest.approx(12e6)
    assert area(world, f"{name}/{name}.zip") == pytest.approx(12e6)


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_a_raster_and_a_table_lie_in_any_folder_and_file(
    name: str, world: World, load: Load, cells: Cells
) -> None:
    tif = world.raster(f"{name}/{name}.tif", np.full((3, 4), 700.0))
    zipped(world.data / name / f"{name}.zip", (tif.name, tif))
    for end in ("tif", "zip"):
        world.layers["elevation"] = {"path": f"{name}/{name}.{end}"}
        load()
        assert cells("elevation") == pytest.approx(700)
    world.text(f"{name}/{name}.csv", "code,area\n1,2\n")
    source = Source("soil", 1, world.file, (f"{name}/{name}.csv",))
    (path,) = resolve(source, world.data)
    assert read_table(source, path).columns()["area"] == ["2"]


@pytest.mark.parametrize("name", [*BAD, "a;b"])
def test_a_vector_file_whose_name_leads_elsewhere_is_refused(name: str, world: World) -> None:
    world.polygons("plain.gpkg", [BOX])
    (world.data / "plain.gpkg").rename(world.data / f"{name}.gpkg")
    with pytest.raises(SinkbaseError, match="Rename the file"):
        area(world, f"{name}.gpkg")


def test_what_macos_adds_to_a_zip_is_no_raster_and_no_boundary(
    world: World, load: Load, cells: Cells
) -> None:
    tif = world.raster("dem.tif", np.full((3, 4), 700.0))
    aside = world.text("aside", "Mac OS X        ")
    zipped(world.data / "dem.zip", ("dem.tif", tif), ("__MACOSX/._dem.tif", aside))
    world.layers["elevation"] = {"path": "dem.zip"}
    box = world.data / "boundary.gpkg"
    zipped(world.data / "b.zip", ("b.gpkg", box), ("__MACOSX/._b.gpkg", aside), ("._b.shp", aside))
    world.boundary = {"path": "b.zip"}
    load()
    assert cells("elevation") == pytest.approx(700)


def test_a_zip_of_windows_with_backslashes_is_read(world: World, load: Load, cells: Cells) -> None:
    tif = world.raster("dem.tif", np.full((3, 4), 700.0))
    zipped(world.data / "dem.zip", ("data\\dem.tif", tif))
    world.layers["elevation"] = {"path": "dem.zip"}
    load()
    assert cells("elevation") == pytest.approx(700)
