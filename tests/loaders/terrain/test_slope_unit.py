"""A slope without a unit beside an elevation: a plane of 30 %, which is 16.7 degrees."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from affine import Affine

from loaders.load import LoadReport
from sinkbase.errors import SinkbaseError
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
Cells = Callable[[str], Any]
FINE = Affine(250, 0, LEFT, 0, -250, TOP)
DEGREES = 16.699244


def heights(world: World, step: float = 75, pixel: int = 250) -> None:
    """A plane that rises so many metres a pixel to the east: 75 on 250 m are 30 %."""
    columns, rows = 4000 // pixel, 3000 // pixel
    world.raster(
        "dem.tif", np.tile(np.arange(columns) * step, (rows, 1)),
        transform=Affine(pixel, 0, LEFT, 0, -pixel, TOP),
    )  # fmt: skip
    world.layers["elevation"] = {"path": "dem.tif"}


def slope(world: World, value: float, **more: Any) -> None:
    world.raster("slope.tif", np.full((12, 16), value), transform=FINE, **more)
    world.layers["slope"] = {"path": "slope.tif"}


@pytest.mark.parametrize(
    ("value", "read", "keys"),
    [
        (30, "percent", {"unit": "percent"}),
        (math.radians(DEGREES), "radians", {"unit": "radian"}),
        (0.3, "metres a metre", {"unit": "percent", "scale": 100}),
    ],
)
def test_a_slope_in_another_unit_is_refused_and_its_remedy_loads(
    value: float, read: str, keys: dict[str, Any], request: pytest.FixtureRequest, world: World
) -> None:
    load, cells = request.getfixturevalue("load"), request.getfixturevalue("cells")
    heights(world)
    slope(world, value)
    with pytest.raises(SinkbaseError, match="the slope of the elevation has") as refused:
        load()
    said = str(refused.value)
    assert f"Read as {read} it has 16.7 degrees" in said
    lines = [f'{key} = "{v}"' if isinstance(v, str) else f"{key} = {v}" for key, v in keys.items()]
    assert f"Set {' and '.join(lines)} for this layer" in said
    world.layers["slope"] |= keys
    load()
    assert cells("slope") == pytest.approx(DEGREES, abs=1e-3)


def test_tenths_of_a_gentle_slope_are_told(world: World, load: Load, cells: Cells) -> None:
    heights(world, 250 * math.tan(math.radians(5)))
    slope(world, 50)
    with pytest.raises(SinkbaseError, match=r"Set scale = 0\.1 for this layer"):
        load()
    world.layers["slope"] |= {"scale": 0.1}
    load()
    assert cells("slope") == pytest.approx(5, abs=1e-3)


def test_who_says_degree_is_believed(world: World, load: Load, cells: Cells) -> None:
    heights(world)
    slope(world, 30)
    world.layers["slope"] |= {"unit": "degree"}
    load()
    assert cells("slope") == pytest.approx(30)


@pytest.mark.parametrize("value", [DEGREES, 12.0, 20.0])
def test_degrees_that_are_about_the_elevations_are_taken(
    value: float, world: World, load: Load, cells: Cells
) -> None:
    heights(world)
    slope(world, value)
    load()
    assert cells("slope") == pytest.approx(value)


def test_an_elevation_that_is_loaded_already_is_looked_at_too(world: World, load: Load) -> None:
    heights(world)
    load()
    slope(world, 30)
    with pytest.raises(SinkbaseError, match='Set unit = "percent"'):
        load()


@pytest.mark.parametrize(("step", "pixel"), [(0, 250), (300, 1000)])
def test_level_land_and_a_coarse_elevation_judge_nothing(
    step: float, pixel: int, world: World, load: Load, cells: Cells
) -> None:
    heights(world, step, pixel)
    slope(world, 30)
    load()
    assert cells("slope") == pytest.approx(30)
