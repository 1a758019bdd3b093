"""A region file that takes over another one's tables: what wins, and which file is blamed."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg
import pytest
from rich.console import Console

from loaders.load import LoadReport, load_region
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import Region, read_region
from tests.world import BOX, World


@pytest.fixture
def base(world: World) -> World:
    """The drawn region as base, with one source of elevation and two of npp."""
    world.region |= {"title": "Drawn", "tile_size": 64}
    world.boundary |= {"where": {"name": "part 0"}, "crs": "EPSG:2328"}
    world.method = {"respiration_days": 31, "gap_cells": 4}
    world.layers = {
        "elevation": {"path": "dem.tif", "unit": "dm", "nodata": 0},
        "npp": [{"path": "a.tif"}, {"path": "b.tif"}],
        "roads": {"path": "roads.gpkg"},
    }
    return world


@pytest.fixture
def over(base: World) -> Callable[[str], Region]:
    """Read a region file `own.toml` whose base is drawn.toml."""

    def read(text: str, head: str = "") -> Region:
        base.write()
        path = base.file.with_name("own.toml")
        path.write_text(f'[region]\nname = "own"\nbase = "drawn"\n{head}\n{text}', encoding="utf-8")
        return read_region(path)

    return read


def refused(read: Callable[[], object]) -> str:
    with pytest.raises(SinkbaseError) as said:
        read()
    return str(said.value)


def test_what_is_not_said_is_the_bases(over: Callable[..., Region]) -> None:
    own = over("")
    assert (own.name, own.crs, own.cell_size_m, own.tile_size) == ("own", "EPSG:2328", 1000, 64)
    assert own.method["respiration_days"] == 31
    assert [source.paths for source in own.layers["npp"]] == [("a.tif",), ("b.tif",)]
    assert own.boundary.where == {"name": "part 0"}


def test_a_regions_titles_are_its_own(over: Callable[..., Region]) -> None:
    assert over("").title == "own"


def test_settings_are_changed_one_by_one(over: Callable[..., Region]) -> None:
    own = over("[method]\ngap_cells = 0", head="cell_size_m = 500")
    assert (own.cell_size_m, own.method["gap_cells"], own.method["respiration_days"]) == (
        500,
        0,
        31,
    )


def test_a_layer_without_a_path_changes_single_keys_of_the_bases(
    over: Callable[..., Region],
) -> None:
    (dem,) = over('[layers.elevation]\nunit = "m"').layers["elevation"]
    assert (dem.paths, dem.unit, dem.nodata) == (("dem.tif",), "m", 0)


def test_a_layer_with_a_path_of_its_own_takes_nothing_over(over: Callable[..., Region]) -> None:
    (dem,) = over('[layers.elevation]\npath = "fine.tif"').layers["elevation"]
    assert (dem.paths, dem.unit, dem.nodata) == (("fine.tif",), None, None)


def test_a_boundary_with_a_path_of_its_own_takes_nothing_over(over: Callable[..., Region]) -> None:
    assert over('[boundary]\npath = "mine.gpkg"').boundary.where == {}


def test_another_filter_replaces_the_bases_whole(over: Callable[..., Region]) -> None:
    own = over("[boundary]\nwhere = { adcode = 1 }").boundary
    assert (own.where, own.paths, own.crs) == ({"adcode": 1}, ("boundary.gpkg",), "EPSG:2328")


def test_a_layer_of_the_base_can_be_left_out(over: Callable[..., Region]) -> None:
    assert set(over("[layers]\nroads = false").layers) == {"elevation", "npp"}


def test_a_layer_that_the_base_has_not_cannot_be_left_out(over: Callable[..., Region]) -> None:
    said = refused(lambda: over("[layers]\nsoil = false"))
    assert "own.toml: [layers] soil = false, but the base drawn.toml has no such layer" in said


def test_single_keys_of_several_sources_are_refused(over: Callable[..., Region]) -> None:
    said = refused(lambda: over("[layers.npp]\nscale = 0.1"))
    assert "own.toml: [layers.npp] path is missing. The layer has 2 sources in the base" in said


def test_a_base_may_have_a_base(over: Callable[..., Region], base: World) -> None:
    over("[method]\ngap_cells = 0")
    third = base.file.with_name("third.toml")
    third.write_text('[region]\nname = "third"\nbase = "own"\n[method]\nrespiration_days = 29\n')
    method = read_region(third).method
    assert (method["gap_cells"], method["respiration_days"]) == (0, 29)


def test_a_base_needs_no_boundary_and_no_name(over: Callable[..., Region], base: World) -> None:
    base.boundary, base.region = {}, {"crs": "EPSG:2328", "cell_size_m": 1000}
    assert over('[boundary]\npath = "mine.gpkg"').boundary.paths == ("mine.gpkg",)


@pytest.mark.parametrize("name", ["own", "circle"])
def test_a_circle_of_bases_is_refused(over: Callable[..., Region], base: World, name: str) -> None:
    base.region["base"] = name
    base.file.with_name("circle.toml").write_text('[region]\nname = "circle"\nbase = "own"\n')
    assert "leads back to itself: own.toml -> drawn.toml" in refused(lambda: over(""))


def test_a_base_that_is_not_there_names_who_asked_and_what_there_is(base: World) -> None:
    path = base.write().with_name("own.toml")
    path.write_text('[region]\nname = "own"\nbase = "drwan"\n')
    said = refused(lambda: read_region(path))
    assert "drwan.toml: there is no such region file. own.toml names it as its base" in said
    assert "Did you mean 'drawn'?" in said


def test_what_is_made_up_is_never_taken_for_observed(
    over: Callable[..., Region], base: World
) -> None:
    base.region["synthetic"] = True
    assert "the base drawn.toml is synthetic = true. Say it here too" in refused(lambda: over(""))
    assert over("", head="synthetic = true").synthetic is True
    assert over("", head="synthetic = false").synthetic is False


@pytest.mark.parametrize(
    ("table", "key", "value"),
    [
        ("region", "cell_size_m", "wide"),
        ("region", "crs", "EPSG:4326"),
        ("region", "tile_size", 3),
        ("boundary", "layr", "x"),
        ("boundary", "where", 5),
        ("method", "gap_cells", 2.5),
        ("method", "gap_cels", 2),
        ("elevation", "unit", "yards"),
        ("elevation", "scale", "0.1"),
        ("elevation", "nodata", "nan"),
        ("elevation", "plausible", [2, 1]),
        ("elevation", "bands", 0),
        ("elevation", "pth", "x"),
    ],
)
def test_a_wrong_key_is_told_with_the_file_it_stands_in(
    over: Callable[..., Region], base: World, table: str, key: str, value: object
) -> None:
    """The same key wrong in the base, then in the file above it."""
    tables = {"region": base.region, "boundary": base.boundary, "method": base.method}
    tables |= base.layers
    kept = dict(tables[table])
    tables[table][key] = value
    header = f"layers.{table}" if table in base.layers else table
    below = refused(lambda: over('[layers.elevation]\nnote = "mine"'))
    assert below.startswith(f"{base.file}: [{header}")
    tables[table].clear()
    tables[table].update(kept)
    text = f"{key} = {str(value) if not isinstance(value, str) else chr(34) + value + chr(34)}"
    own = (
        (lambda: over("", head=text))
        if table == "region"
        else (lambda: over(f"[{header}]\n{text}"))
    )
    assert refused(own).startswith(f"{base.file.with_name('own.toml')}: [{header}")


def test_a_legend_is_looked_for_beside_the_file_that_names_it(tmp_path: Path) -> None:
    world = World(tmp_path / "world")
    world.layers["land_use"] = {"path": "lc.tif", "legend": "mine.csv"}
    world.write()
    (tmp_path / "above").mkdir()
    path = tmp_path / "above" / "own.toml"
    path.write_text(
        '[region]\nname = "own"\nbase = "../world/drawn.toml"\n[layers.land_use]\nnodata = 0'
    )
    (source,) = read_region(path).layers["land_use"]
    assert source.legend_folder.resolve() == world.file.parent.resolve()
    assert (
        source.error("lc.tif", "wrong")
        .args[0]
        .endswith("(own.toml and drawn.toml, [layers.land_use])")
    )


def test_a_change_of_the_base_is_loaded_again(world: World, database: psycopg.Connection) -> None:
    """Only the layer whose key changed in the base; the rest is as it was."""
    world.raster("dem.tif", np.full((3, 4), 1000))
    world.raster("people.tif", np.full((3, 4), 10))
    world.layers = {
        "elevation": {"path": "dem.tif"},
        "population": {"path": "people.tif", "measure": "density"},
    }
    path = world.file.with_name("own.toml")
    path.write_text('[region]\nname = "own"\nbase = "drawn"\n')

    def load() -> LoadReport:
        world.write()
        return load_region(read_region(path), world.data, database, console=Console(quiet=True))

    assert set(load().loaded) == {"elevation", "slope", "population_density"}
    assert load().loaded == ()
    world.layers["population"]["scale"] = 2
    assert load().loaded == ("population_density",)
    world.boundary["where"] = {"name": "part 0"}
    assert load().loaded == ()  # the same polygon
    world.polygons("boundary.gpkg", [BOX.buffer(-600)])
    assert set(load().loaded) == {"elevation", "slope", "population_density"}
