"""kernel.coverage: drawn pixels over drawn cells, and random ones against shapely's areas."""

from itertools import product

import numpy as np
import pytest
import shapely

from kernel.coverage import area_shares, coded_polygon_shares, largest, polygon_shares
from tests.whole_grid import drawn


def lattice(codes, left=0.0, top=0.0, width=1.0, height=1.0):
    """The corners of upright pixels, in cells."""
    rows, columns = codes.shape
    return np.meshgrid(
        left + width * np.arange(columns + 1), top + height * np.arange(rows + 1), indexing="xy"
    )


def shares_of(drawing, rows, columns, **where):
    codes = drawn(drawing).astype(int)
    return area_shares(codes, *lattice(codes, **where), rows, columns)


def by_shapely(codes, x, y, rows, columns):
    """Each pixel's area in each cell, one after another."""
    result = {code: np.zeros((rows, columns)) for code in np.unique(codes[codes > 0]).tolist()}
    for (i, j), code in np.ndenumerate(codes):
        corners = [(i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)]
        pixel = shapely.Polygon([(x[corner], y[corner]) for corner in corners])
        for row, column in product(range(rows), range(columns)):
            if code > 0:
                cell = shapely.box(column, row, column + 1, row + 1)
                result[code][row, column] += shapely.intersection(pixel, cell).area
    return result


def assert_same(shares, expected):
    for code in set(shares) | set(expected):
        nothing = np.zeros_like(next(iter(expected.values())))
        np.testing.assert_allclose(
            shares.get(code, nothing), expected.get(code, nothing), rtol=0, atol=1e-9
        )


def test_pixels_as_large_as_cells_and_half_a_cell_aside_quarter_each():
    shares = shares_of("1 2 / 3 4".replace("/", "\n"), 1, 1, left=-0.5, top=-0.5)
    assert {code: share.tolist() for code, share in shares.items()} == {
        1: [[0.25]],
        2: [[0.25]],
        3: [[0.25]],
        4: [[0.25]],
    }
    assert largest(shares).tolist() == [[1]]  # equals: the lower code


def test_half_offsets_over_two_by_two_cells():
    shares = shares_of("1 1\n1 2", 2, 2, left=0.5, top=0.5)
    assert shares[1].tolist() == [[0.25, 0.5], [0.5, 0.25 + 0.25 + 0.25]]
    assert shares[2].tolist() == [[0, 0], [0, 0.25]]


def test_pixels_on_cells_are_the_cells():
    codes = drawn("1 2\n2 3")
    shares = shares_of("1 2\n2 3", 2, 2)
    for code, share in shares.items():
        np.testing.assert_array_equal(share, codes == code)


def test_a_pixel_of_three_quarters_of_a_cell_leaves_the_rest_to_its_neighbours():
    # cells of 1, pixels of 0.75: the second cell holds 0.5 of pixel 2 and 0.5 of pixel 3
    shares = shares_of("1 2 3 4", 1, 3, width=0.75)
    np.testing.assert_allclose(shares[1], [[0.75, 0, 0]])
    np.testing.assert_allclose(shares[2], [[0.25, 0.5, 0]])
    np.testing.assert_allclose(shares[3], [[0, 0.5, 0.25]])


def test_a_pixel_larger_than_cells_covers_all_that_it_holds():
    shares = shares_of("7", 3, 4, left=0.5, top=-1, width=2, height=3.5)
    np.testing.assert_allclose(
        shares[7], [[0.5, 1, 0.5, 0], [0.5, 1, 0.5, 0], [0.25, 0.5, 0.25, 0]]
    )


def test_missing_pixels_cover_nothing():
    shares = shares_of("0 5\n0 0", 1, 1, width=0.5, height=0.5)
    assert list(shares) == [5]
    assert shares[5].tolist() == [[0.25]]


def test_a_square_on_its_corner_covers_half_of_its_cell():
    x, y = np.array([[0.5, 1.0], [0.0, 0.5]]), np.array([[0.0, 0.5], [0.5, 1.0]])
    assert area_shares(np.array([[3]]), x, y, 1, 1)[3].tolist() == [[0.5]]


def test_a_lattice_drawn_from_the_bottom_or_from_the_right_is_the_same():
    codes = drawn("1 2\n3 3").astype(int)
    x, y = lattice(codes, left=0.25, top=0.5)
    expected = area_shares(codes, x, y, 3, 3)
    for turn in (np.flipud, np.fliplr, np.transpose):
        assert_same(area_shares(turn(codes), turn(x), turn(y), 3, 3), expected)


def test_a_pixel_that_lies_nowhere_counts_as_missing():
    codes = np.array([[1, 2]])
    x, y = lattice(codes)
    x[0, 0] = np.inf
    shares = area_shares(codes, x, y, 1, 2)
    assert list(shares) == [2]
    assert shares[2].tolist() == [[0, 1]]


def test_pixels_beside_the_grid_leave_no_trace():
    assert shares_of("1 2\n3 4", 2, 2, left=-5, top=0) == {}
    assert shares_of("1 2\n3 4", 2, 2, left=0, top=-5) == {}
    assert shares_of("1 2\n3 4", 2, 2, left=2, top=2) == {}


@pytest.mark.parametrize("seed", range(60))
def test_random_lattices_agree_with_shapely(seed):
    rng = np.random.default_rng(seed)
    (m, n), (rows, columns) = rng.integers(1, 9, 2), rng.integers(1, 7, 2)
    codes = rng.integers(0, 4, (m, n))
    codes[rng.integers(m), rng.integers(n)] = 1
    size = rng.choice([0.3, 0.5, 0.83, 1, 1.7, 5])
    across, down = np.meshgrid(np.arange(n + 1) * size, np.arange(m + 1) * size)
    angle = rng.uniform(0, 6.3) if seed % 2 else 0
    shear = rng.uniform(-0.5, 0.5) if seed % 3 else 0
    x = across * np.cos(angle) - down * np.sin(angle) + shear * down + rng.uniform(-2, 3)
    y = across * np.sin(angle) + down * np.cos(angle) + rng.uniform(-2, 3)
    if seed % 7 == 1:  # no lattice of equal pixels any more, as after a change of projection
        x += rng.uniform(-0.1, 0.1, x.shape) * size
        y += rng.uniform(-0.1, 0.1, y.shape) * size
    shares = area_shares(codes, x, y, rows, columns)
    assert_same(shares, by_shapely(codes, x, y, rows, columns))
    assert sum(shares.values(), np.zeros((rows, columns))).max() <= 1


def test_where_pixels_leave_nothing_out_the_shares_add_up_to_one_exactly():
    rng = np.random.default_rng(5)
    codes = rng.integers(1, 9, (120, 120))
    x, y = lattice(codes, left=-1, top=-1, width=0.137, height=0.139)
    angle = 0.02
    x, y = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    total = sum(area_shares(codes, x, y, 10, 10).values())
    np.testing.assert_array_equal(total[1:9, 1:9], 1)


def test_corners_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="one corner more"):
        area_shares(np.ones((2, 2), int), np.zeros((2, 2)), np.zeros((2, 2)), 1, 1)


def test_a_polygon_with_a_hole_whichever_way_its_rings_run():
    outer = np.array([(0, 0), (3, 0), (3, 3), (0, 3)], float)
    hole = np.array([(1, 1), (2, 1), (2, 2.5), (1, 2.5)], float)
    expected = [[1, 1, 1], [1, 0, 1], [1, 0.5, 1]]
    for one, other in product((outer, outer[::-1]), (hole, hole[::-1])):
        assert polygon_shares([one, other], 3, 3).tolist() == expected
    closed = np.vstack([outer, outer[:1]])
    assert polygon_shares([closed, hole], 3, 3).tolist() == expected


@pytest.mark.parametrize("seed", range(20))
def test_random_polygons_agree_with_shapely(seed):
    rng = np.random.default_rng(seed)
    polygon = shapely.buffer(shapely.MultiPoint(rng.uniform(0, 9, (4, 2))).convex_hull, 0.8)
    polygon = polygon.difference(shapely.Point(rng.uniform(2, 6, 2)).buffer(1.5))
    parts = polygon.geoms if polygon.geom_type == "MultiPolygon" else [polygon]
    polygons = [
        (6, [np.array(ring.coords) for ring in (part.exterior, *part.interiors)]) for part in parts
    ]
    shares = coded_polygon_shares(polygons, 8, 7)[6]
    for row, column in product(range(8), range(7)):
        cell = shapely.box(column, row, column + 1, row + 1)
        assert shares[row, column] == pytest.approx(polygon.intersection(cell).area, abs=1e-9)


def test_polygons_that_overlap_share_what_is_there():
    square = np.array([(0, 0), (2, 0), (2, 1), (0, 1)], float)
    left = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], float)
    shares = coded_polygon_shares([(1, [square]), (2, [left])], 1, 2)
    assert {code: share.tolist() for code, share in shares.items()} == {
        1: [[0.5, 1]],
        2: [[0.5, 0]],
    }


def test_a_polygon_far_away_covers_nothing():
    far = np.array([(50, 50), (51, 50), (51, 51)], float)
    assert polygon_shares([far], 2, 3).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_the_largest_share_wins_even_when_it_is_small():
    shares = {4: np.array([[0.0, 0.2, 0.6]]), 2: np.array([[0.0, 0.1, 0.4]])}
    assert largest(shares).tolist() == [[0, 4, 4]]


def test_shares_that_differ_by_rounding_alone_are_equal():
    third = np.array([[1 / 3]])
    assert largest({9: third + 1e-15, 5: third}).tolist() == [[5]]


def test_codes_that_no_byte_holds_are_refused():
    with pytest.raises(ValueError, match="codes from 5 to 300"):
        largest({300: np.ones((1, 1)), 5: np.ones((1, 1))})
