"""`make counties`: a region file for each county of a boundary file, none over another."""

from pathlib import Path

import pytest
import shapely

from loaders.starter.counties import Wish, make_counties
from sinkbase.errors import SinkbaseError
from sinkbase.region.settings import read_region
from tests.world import LEFT, SIZE, TOP, World

COUNTIES = "counties.gpkg"


def squares(count: int) -> list[shapely.Geometry]:
    """Squares of 1, 2, 3... km side by side."""
    sides = [SIZE * (1 + i) for i in range(count)]
    return [shapely.box(LEFT, TOP - side, LEFT + side, TOP) for side in sides]


@pytest.fixture
def prefecture(world: World) -> World:
    """Three counties in one file, one of them with an exclave; the base is drawn.toml."""
    world.polygons(
        COUNTIES,
        [*squares(3), shapely.box(LEFT, TOP - 9000, LEFT + SIZE, TOP - 8000)],
        {"adcode": [652901, 652922, 652923, 652901], "name": ["阿克苏市", "温宿县", "Kuqa", ""]},
    )
    world.layers["elevation"] = {"path": "dem.tif"}
    world.write()
    return world


def made(world: World, **wish: str) -> list[str]:
    wishes = Wish("drawn", **({"boundary": COUNTIES, "prefix": "aksu"} | wish))
    return [str(county) for county in make_counties(wishes, world.data, world.file.parent)]


def test_each_county_has_a_file_on_the_bases_layers(prefecture: World) -> None:
    assert [line.split()[:2] for line in made(prefecture)] == [
        ["wrote", "aksu_652901"],
        ["wrote", "aksu_652922"],
        ["wrote", "aksu_652923"],
    ]
    region = read_region(prefecture.file.with_name("aksu_652922.toml"))
    assert (region.title_zh, region.title) == ("温宿县", "aksu_652922")
    assert region.boundary.where == {"adcode": 652922}
    assert region.crs == "EPSG:2328"
    assert region.layers["elevation"][0].paths == ("dem.tif",)


def test_a_latin_name_is_the_english_title(prefecture: World) -> None:
    made(prefecture)
    assert read_region(prefecture.file.with_name("aksu_652923.toml")).title == "Kuqa"


def test_polygons_of_one_code_are_one_county(prefecture: World) -> None:
    """1 km2 and an exclave of 1 km2."""
    assert made(prefecture)[0].endswith("2 km2")


def test_a_file_that_is_there_is_kept(prefecture: World) -> None:
    made(prefecture)
    path = prefecture.file.with_name("aksu_652922.toml")
    path.write_text(path.read_text() + "# mine\n")
    assert [line.split()[0] for line in made(prefecture)] == ["kept", "kept", "kept"]
    assert path.read_text().endswith("# mine\n")


def test_chinese_values_name_no_schema(prefecture: World) -> None:
    with pytest.raises(SinkbaseError, match="'阿克苏市' cannot name a database schema"):
        made(prefecture, id_field="name")


def test_values_that_would_share_a_name_are_refused(world: World) -> None:
    world.write()
    world.polygons(COUNTIES, squares(2), {"code": ["A-1", "a 1"]})
    with pytest.raises(SinkbaseError, match="'A-1' and 'a 1' would both be named aksu_a_1"):
        made(world)


def test_a_file_without_a_usual_field_asks_which(world: World) -> None:
    world.write()
    world.polygons(COUNTIES, squares(2), {"zone": ["x", "y"]})
    with pytest.raises(SinkbaseError, match=r"Say ID=field\. It has zone: x, y"):
        made(world)
    assert [line.split()[1] for line in made(world, id_field="zone")] == ["aksu_x", "aksu_y"]


def test_a_code_with_zeros_in_front_stays_a_text(world: World) -> None:
    world.write()
    world.polygons(COUNTIES, squares(1), {"code": ["007"]})
    assert made(world)[0].split()[:2] == ["wrote", "aksu_007"]
    assert read_region(world.file.with_name("aksu_007.toml")).boundary.where == {"code": "007"}


def test_a_county_that_cannot_be_used_is_named_and_the_others_are_written(world: World) -> None:
    world.write()
    bow_tie = shapely.Polygon([(LEFT, TOP), (LEFT + 9, TOP + 9), (LEFT + 9, TOP), (LEFT, TOP + 9)])
    world.polygons(COUNTIES, [bow_tie, *squares(1)], {"code": ["a", "b"]})
    lines = made(world)
    assert lines[0].startswith("trouble  aksu_a: ")
    assert "the polygon is invalid" in lines[0]
    assert not world.file.with_name("aksu_a.toml").exists()
    assert world.file.with_name("aksu_b.toml").exists()


@pytest.mark.parametrize("prefix", ["Aksu", "ak-su", "1", ""])
def test_a_prefix_is_the_beginning_of_a_schemas_name(prefecture: World, prefix: str) -> None:
    with pytest.raises(SinkbaseError, match="expected a small letter"):
        made(prefecture, prefix=prefix)


def test_counties_of_a_synthetic_base_are_synthetic(world: World) -> None:
    world.region["synthetic"] = True
    world.write()
    world.polygons(COUNTIES, squares(1), {"code": [1]})
    made(world)
    assert read_region(world.file.with_name("aksu_1.toml")).synthetic is True


def test_a_boundary_file_outside_of_the_data_folder_is_named_whole(world: World) -> None:
    world.write()
    path = world.polygons(f"../{COUNTIES}", squares(1), {"code": [1]})
    made(world, boundary=str(path))
    (text,) = read_region(world.file.with_name("aksu_1.toml")).boundary.paths
    assert Path(text) == path.resolve()


def test_a_polygon_without_a_code_is_no_county(world: World) -> None:
    """A missing number comes from the file as NaN."""
    world.polygons(COUNTIES, squares(2), {"adcode": [652901.0, float("nan")]})
    world.layers["elevation"] = {"path": "dem.tif"}
    world.write()
    assert [line.split()[1] for line in made(world)] == ["aksu_652901"]
