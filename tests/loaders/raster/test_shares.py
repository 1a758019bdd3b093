"""Codes by the largest share of a cell's area, and the shares themselves."""

from collections.abc import Callable
from typing import Any

import numpy as np
import psycopg
import pytest
import shapely
from affine import Affine
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from pyproj import CRS

from loaders.grid.grid import Cells
from loaders.load import LoadReport
from loaders.raster.shares import largest_code, let_in, raster_shares
from loaders.raster.warp import warp
from sinkbase.region.crs import project
from tests.world import LEFT, TOP, World

Load = Callable[[], LoadReport]
CellsOf = Callable[[str], Any]
DEGREES, METRES = CRS.from_epsg(4326), CRS.from_epsg(2328)
ARC_30 = 1 / 120  # degrees: some 0.7 x 0.93 km at 41 degrees north


def by_code(database: psycopg.Connection) -> dict[int, list[list[float]]]:
    """land_use_share of a world of one tile."""
    rows = database.execute(
        "select land_use_code, ST_DumpValues(rast, 1) as share from drawn_raw.land_use_share"
    ).fetchall()
    return {code: np.round(np.array(share, float), 6).tolist() for code, share in rows}


# with a pencil


def test_the_code_of_most_of_a_cells_area_wins_not_that_of_most_pixels(
    world: World, load: Load, cells: CellsOf, database: psycopg.Connection
) -> None:
    """Pixels of 800 m from the grid's corner: the first cell has 64 %, 16 %, 16 % and 4 %."""
    codes = [[31, 62, 62, 62, 62], [62, 62, 62, 62, 62], *[[62] * 5] * 2]
    world.raster("lu.tif", codes, "uint8", transform=Affine(800, 0, LEFT, 0, -800, TOP))
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    assert cells("land_use")[0].tolist() == [31, 62, 62, 62]
    shares = by_code(database)
    assert shares[31] == [[0.64, 0, 0, 0], [0] * 4, [0] * 4]
    assert shares[62][0] == [0.36, 1, 1, 1]


def test_equal_shares_go_to_the_lower_code_and_missing_pixels_to_nobody(
    world: World, load: Load, cells: CellsOf, database: psycopg.Connection
) -> None:
    codes = np.full((6, 8), 31)
    codes[:2, :2] = [[62, 62], [31, 31]]  # halves
    codes[:2, 2:4] = [[0, 0], [0, 62]]  # a quarter of one code, the rest missing
    codes[:2, 4:6] = 0
    world.raster("lu.tif", codes, "uint8", transform=Affine(500, 0, LEFT, 0, -500, TOP), nodata=0)
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    assert np.nan_to_num(cells("land_use"))[0].tolist() == [31, 62, 0, 31]
    shares = by_code(database)
    assert shares[31][0] == [0.5, 0, 0, 1]
    assert shares[62][0] == [0.5, 0.25, 0, 0]


def test_pixels_that_are_cells_are_taken_as_they_are(
    world: World, load: Load, cells: CellsOf, database: psycopg.Connection
) -> None:
    codes = [[31, 62, 31, 12], [31] * 4, [62] * 4]
    world.raster("lu.tif", codes, "uint8")
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    assert cells("land_use").tolist() == codes
    assert by_code(database)[12] == [[0, 0, 0, 1], [0] * 4, [0] * 4]


def test_a_code_has_a_row_only_in_tiles_where_it_occurs(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.polygons("boundary.gpkg", [shapely.box(LEFT, TOP - 2000, LEFT + 18000, TOP)])
    world.region["tile_size"] = 8
    codes = np.full((2, 18), 31)
    codes[0, 0], codes[1, 17] = 62, 12
    world.raster("lu.tif", codes, "uint8")
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    rows = database.execute(
        "select tile_id, land_use_code, ST_Width(rast) from drawn_raw.land_use_share order by 1, 2"
    ).fetchall()
    assert rows == [(1, 31, 8), (1, 62, 8), (2, 31, 8), (3, 12, 2), (3, 31, 2)]
    registered = database.execute(
        "select num_bands, pixel_types from raster_columns "
        "where r_table_schema = 'drawn_raw' and r_table_name = 'land_use_share'"
    ).fetchone()
    assert registered == (1, ["32BF"])


def test_a_source_is_let_into_what_those_before_it_leave_uncovered(
    world: World, load: Load, cells: CellsOf, database: psycopg.Connection
) -> None:
    """Ice of a first source over 75 % and 25 % of two cells; the second one knows all the rest."""
    ice = np.zeros((6, 8))
    ice[:2, :2] = [[44, 44], [44, 0]]
    ice[0, 2] = 44
    fine = Affine(500, 0, LEFT, 0, -500, TOP)
    world.raster("ice.tif", ice, "uint8", transform=fine, nodata=0)
    world.raster("lu.tif", [[31, 62, 31, 31]] * 3, "uint8")
    world.layers["land_use"] = [{"path": "ice.tif"}, {"path": "lu.tif"}]
    load()
    assert cells("land_use")[0].tolist() == [44, 62, 31, 31]
    shares = by_code(database)
    assert shares[44][0] == [0.75, 0.25, 0, 0]
    assert shares[31][0] == [0.25, 0, 1, 1]
    assert shares[62][0] == [0, 0.75, 0, 0]
    counted = database.execute(
        "select cells_with_value from drawn_raw.load_log where layer = 'land_use' order by "
        "source_number"
    ).fetchall()
    assert counted == [(1,), (11,)]


def test_pixels_that_an_earlier_source_knows_count_for_it_alone(
    world: World, load: Load, cells: CellsOf, database: psycopg.Connection
) -> None:
    """Barren land of two kinds over half a cell; the rest of it is no barren land again."""
    fine = Affine(500, 0, LEFT, 0, -500, TOP)
    kinds = np.zeros((6, 8))
    kinds[:2, 0] = 62
    cover = np.full((6, 8), 33)
    cover[:2, 0], cover[0, 1] = 66, 31
    world.raster("kinds.tif", kinds, "uint8", transform=fine, nodata=0)
    world.raster("cover.tif", cover, "uint8", transform=fine)
    world.layers["land_use"] = [{"path": "kinds.tif"}, {"path": "cover.tif"}]
    load()
    shares = by_code(database)
    assert {code: share[0][0] for code, share in shares.items()} == {62: 0.5, 31: 0.25, 33: 0.25}
    assert cells("land_use")[0, 0] == 62


def test_an_earlier_source_of_another_system_is_looked_up_at_the_pixels_centres(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    """Ice in pixels of degrees over the western half of the region, under pixels of 100 m."""
    middle = project(shapely.Point(LEFT + 2000, TOP - 1500), METRES, DEGREES)
    west = Affine(0.05, 0, middle.x - 0.05, 0, -0.05, middle.y + 0.025)
    world.raster("ice.tif", [[44]], "uint8", crs="EPSG:4326", transform=west)
    cover = np.full((30, 40), 33)
    cover[:, :20] = 66  # what lies under the ice, to within a pixel
    hundred = Affine(100, 0, LEFT, 0, -100, TOP)
    world.raster("cover.tif", cover, "uint8", transform=hundred)
    world.layers["land_use"] = [{"path": "ice.tif"}, {"path": "cover.tif"}]
    load()
    area = {code: np.sum(share) for code, share in by_code(database).items()}
    assert area[44] == pytest.approx(6, abs=0.01)
    assert area[33] == pytest.approx(6, abs=0.06)
    assert area.get(66, 0) < 0.06
    assert sum(area.values()) == pytest.approx(12, abs=1e-5)


def test_shares_never_grow_beyond_the_cell() -> None:
    shares = {1: np.array([[0.6, 0.2, 0.0, 0.5]])}
    more = {1: np.array([[0.5, 0.1, 0.5, 0.8]]), 2: np.array([[0.3, 0.1, 0.0, 0.2]])}
    let_in(shares, more, {2: np.array([[0.0, 0.0, 0.0, 0.2]])})
    assert shares[1][0] == pytest.approx([0.6 + 0.4 * 0.5 / 0.8, 0.3, 0.5, 0.5])
    assert shares[2][0] == pytest.approx([0.4 * 0.3 / 0.8, 0.1, 0, 0.5])


def test_a_resampling_that_is_asked_for_wins_but_the_shares_stay_areas(
    world: World, load: Load, cells: CellsOf, database: psycopg.Connection
) -> None:
    """The middle of the first cell lies in Gobi, of which it has 0.6 x 0.6."""
    codes = np.full((5, 5), 31)
    codes[0, 0] = 62
    world.raster("lu.tif", codes, "uint8", transform=Affine(900, 0, LEFT - 300, 0, -600, TOP))
    world.layers["land_use"] = {"path": "lu.tif"}
    found = {}
    for resampling in (None, "nearest", "mode"):
        if resampling:
            world.layers["land_use"]["resampling"] = resampling
        load()
        log = database.execute(
            "select resampling from drawn_raw.load_log where layer = 'land_use'"
        ).fetchone()
        assert log == (resampling or "largest share",)
        found[resampling] = cells("land_use")[0, 0]
        assert by_code(database)[62][0][0] == pytest.approx(0.36)
    assert found == {None: 31, "nearest": 62, "mode": 31}


def test_the_log_knows_the_rule_the_pixel_and_the_codes_of_the_legend(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    world.raster("lu.tif", np.full((3, 4), 7), "uint8")
    world.text("own.csv", "code,cnlucc_code\n7,31\n8,62\n9,\n10,31\n")
    world.layers["land_use"] = {"path": "lu.tif", "legend": "own.csv"}
    load()
    rows = database.execute(
        "select layer, resampling, pixel_m, land_use_codes from drawn_raw.load_log order by layer"
    ).fetchall()
    assert rows == [
        ("land_use", "largest share", 1000, [31, 62]),
        ("land_use_share", "largest share", 1000, [31, 62]),
    ]


# against exactextract


def county(size_deg: float, seed: int) -> tuple[np.ndarray, Affine, Cells]:
    """Random patches of codes in pixels of degrees, under cells of 1 km."""
    random = np.random.default_rng(seed)
    codes = random.choice([11, 12, 31, 62], (100, 120)).astype(np.uint8)
    codes[random.random(codes.shape) < 0.05] = 0
    transform = Affine(size_deg, 0, 79.2, 0, -size_deg, 41.9)
    x, y = project(
        shapely.Point(79.2 + 20 * size_deg, 41.9 - 20 * size_deg), DEGREES, METRES
    ).coords[0]
    return codes, transform, Cells(round(x, -3), round(y, -3), 1000, 24, 20)


def exact(codes: np.ndarray, transform: Affine, cells: Cells) -> dict[int, np.ndarray]:
    """Share of each cell that exactextract counts for each code, 0 being missing."""
    rows, columns = codes.shape
    left, top = transform.c, transform.f
    right, bottom = left + columns * transform.a, top + rows * transform.e
    boxes = [
        shapely.box(cells.left + c * 1000, cells.top - (r + 1) * 1000,
                    cells.left + (c + 1) * 1000, cells.top - r * 1000)
        for r in range(cells.rows) for c in range(cells.columns)
    ]  # fmt: skip
    features = [
        {"type": "Feature", "properties": {},
         "geometry": shapely.geometry.mapping(
             project(shapely.segmentize(box, 100), METRES, DEGREES))}
        for box in boxes
    ]  # fmt: skip
    source = NumPyRasterSource(codes.astype(np.int32), xmin=left, ymin=bottom, xmax=right, ymax=top)
    counted = exact_extract(source, features, ["unique", "frac"])
    result = {int(code): np.zeros(cells.shape) for code in np.unique(codes)}
    for place, feature in enumerate(counted):
        told = feature["properties"]
        for code, share in zip(told["unique"], told["frac"], strict=True):
            result[int(code)].flat[place] = share
    return result


@pytest.mark.parametrize("size_deg", [ARC_30 / 2, ARC_30 * 0.7, ARC_30])
def test_codes_and_shares_are_those_of_exactextract(size_deg: float) -> None:
    codes, transform, cells = county(size_deg, seed=5)
    shares = raster_shares(codes, transform, DEGREES, cells=cells, target=METRES)
    expected = exact(codes, transform, cells)
    covered = sum(share for code, share in expected.items() if code)
    np.testing.assert_allclose(covered + expected[0], 1, atol=1e-6)
    for code, share in shares.items():
        # exactextract counts in degrees, whose area changes by 1e-4 within a cell
        np.testing.assert_allclose(share, expected[code], atol=5e-5)
    ranked = np.sort([share for code, share in expected.items() if code], axis=0)
    sure = ranked[-1] - ranked[-2] > 1e-4
    names = np.array([code for code in expected if code])
    best = names[np.argmax([expected[code] for code in names], axis=0)]
    assert sure.mean() > 0.98
    np.testing.assert_array_equal(largest_code(shares, cells)[0][sure], best[sure])


def test_gdals_mode_gives_a_tenth_of_the_cells_another_code() -> None:
    """What the loaders did before; were they to do it again, the tests above would fail."""
    codes, transform, cells = county(ARC_30, seed=5)
    expected = exact(codes, transform, cells)
    names = np.array([code for code in expected if code])
    ranked = np.sort([expected[code] for code in names], axis=0)
    sure = ranked[-1] - ranked[-2] > 1e-4
    best = names[np.argmax([expected[code] for code in names], axis=0)]
    for resampling, least in (("mode", 0.08), ("nearest", 0.05)):
        found = warp(
            codes[np.newaxis], transform, DEGREES, cells=cells, target=METRES, resampling=resampling
        )[0]
        assert (found != best)[sure].mean() > least, resampling
    ours = raster_shares(codes, transform, DEGREES, cells=cells, target=METRES)
    assert (largest_code(ours, cells)[0] == best)[sure].all()


# blocks


def test_blocks_of_cells_have_whole_pixels_at_their_borders(
    world: World, load: Load, cells: CellsOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = np.random.default_rng(3).choice([12, 31, 62], (40, 60))
    transform = Affine(0.001, 0, 79.795, 0, -0.001, 41.535)
    world.raster("lu.tif", codes, "uint8", transform=transform, crs="EPSG:4326")
    world.layers["land_use"] = {"path": "lu.tif"}
    load()
    whole = cells("land_use_share")
    monkeypatch.setattr("loaders.raster.warp.BUDGET", 300)
    world.layers["land_use"]["nodata"] = 99  # another fingerprint, the same codes
    load()
    np.testing.assert_array_equal(cells("land_use_share"), whole)


def test_tiles_of_two_lattices_are_one_source(
    world: World, load: Load, database: psycopg.Connection
) -> None:
    """The second file begins 300 m before the first ends, and off its lattice."""
    west = Affine(500, 0, LEFT, 0, -500, TOP)
    east = Affine(600, 0, LEFT + 1200, 0, -600, TOP)
    world.raster("lu/a.tif", np.full((6, 3), 31), "uint8", transform=west)
    world.raster("lu/b.tif", np.full((5, 5), 62), "uint8", transform=east)
    world.layers["land_use"] = {"path": "lu/*.tif"}
    load()
    shares = by_code(database)
    assert shares[31][0] == [1, 0.5, 0, 0]
    assert shares[62][0] == [0, 0.5, 1, 1]
