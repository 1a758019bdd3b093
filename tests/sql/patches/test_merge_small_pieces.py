"""sinkbase.merge_small_pieces: a drawn world a rule, random ones against a slow loop."""

import numpy as np
import psycopg
import pytest
from scipy import ndimage

from tests.whole_grid import drawn, whole_grid

NATURAL, CULTIVATED = 1, 2


def merge(connection, kinds, min_cells, **options):
    return whole_grid(connection, "merge_small_pieces", kinds, min_cells, **options)


def small_pieces(kinds, kind, min_cells):
    """The cells of each piece of the kind that is too small."""
    pieces, count = ndimage.label(kinds == kind, np.ones((3, 3)))
    every = [np.argwhere(pieces == number) for number in range(1, count + 1)]
    return [cells for cells in every if len(cells) < min_cells]


def touches(kinds, cells, other):
    """Whether any of the cells has a neighbour of the other kind."""
    return any(
        (kinds[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2] == other).any() for r, c in cells
    )


def in_rounds(kinds, min_cells):
    """The rule to the letter: half-rounds for either kind until a round changes nothing."""
    kinds = kinds.copy()
    while True:
        before = kinds.copy()
        for kind, other in ((NATURAL, CULTIVATED), (CULTIVATED, NATURAL)):
            state = kinds.copy()
            for cells in small_pieces(state, kind, min_cells):
                kinds[tuple(cells.T)] = other if touches(state, cells, other) else 0
        if np.array_equal(before, kinds, equal_nan=True):
            return kinds


def test_a_small_piece_turns_to_the_other_kind_that_it_touches(shared_database):
    kinds = drawn("""
        1 1 1 2
        1 1 1 1
    """)
    np.testing.assert_array_equal(merge(shared_database, kinds, 2), np.ones((2, 4)))


def test_a_small_piece_that_touches_at_a_corner_turns_too(shared_database):
    kinds = drawn("""
        2 2 0
        2 2 0
        0 0 1
    """)
    expected = drawn("""
        2 2 0
        2 2 0
        0 0 2
    """)
    np.testing.assert_array_equal(merge(shared_database, kinds, 3), expected)


def test_a_small_piece_on_its_own_drops_out(shared_database):
    np.testing.assert_array_equal(
        merge(shared_database, drawn("1 1 1 0 2 0 1"), 2), drawn("1 1 1 0 0 0 0")
    )


def test_cells_that_meet_at_a_corner_are_one_piece(shared_database):
    kinds = drawn("1 0\n0 1")
    np.testing.assert_array_equal(merge(shared_database, kinds, 2), kinds)


def test_a_piece_of_just_the_least_size_stays(shared_database):
    kinds = drawn("1 1 0 2 2 2")
    np.testing.assert_array_equal(merge(shared_database, kinds, 2), kinds)
    np.testing.assert_array_equal(merge(shared_database, kinds, 2.5), drawn("0 0 0 2 2 2"))


def test_a_least_size_that_is_whole_but_for_rounding_is_whole(shared_database):
    kinds = drawn("1 1 1")
    least = 0.3 / 0.1  # 2.9999999999999996
    np.testing.assert_array_equal(merge(shared_database, kinds, least), kinds)
    np.testing.assert_array_equal(merge(shared_database, kinds, 3.0000000000000004), kinds)


def test_natural_pieces_are_judged_before_cultivated_ones(shared_database):
    # both pieces are small; the natural one goes first, and together they are large enough
    np.testing.assert_array_equal(merge(shared_database, drawn("1 1 2 2"), 4), drawn("2 2 2 2"))


def test_all_small_pieces_of_a_kind_are_judged_on_one_state(shared_database):
    # the right one must not drop out because the left one has taken the cell between them
    kinds = drawn("1 2 1 0 0")
    np.testing.assert_array_equal(merge(shared_database, kinds, 3), drawn("2 2 2 0 0"))


def test_a_small_piece_does_not_turn_to_a_kind_that_touches_it_only_later(shared_database):
    # the single natural cell on the right touches no cultivated one, now or later
    kinds = drawn("""
        2 2 1 0 1
        2 2 0 0 0
    """)
    expected = drawn("""
        2 2 2 0 0
        2 2 0 0 0
    """)
    np.testing.assert_array_equal(merge(shared_database, kinds, 4), expected)


def test_what_turned_and_is_still_small_turns_on_or_drops_out(shared_database):
    # left: 1 -> 2, still small, and nothing natural to touch; right: small 2 inside large 1
    kinds = drawn("""
        1 2 0 1 1 1
        0 0 0 1 2 1
    """)
    expected = drawn("""
        0 0 0 1 1 1
        0 0 0 1 1 1
    """)
    np.testing.assert_array_equal(merge(shared_database, kinds, 4), expected)


def test_a_turned_piece_can_turn_back_with_its_neighbour(shared_database):
    # the pair joins the cultivated cell; the three are small and touch the large piece
    kinds = drawn("""
        1 1 2 1 1 1
        0 0 0 1 1 1
    """)
    expected = drawn("""
        1 1 1 1 1 1
        0 0 0 1 1 1
    """)
    np.testing.assert_array_equal(merge(shared_database, kinds, 4), expected)


def test_missing_stays_missing_and_separates(shared_database):
    np.testing.assert_array_equal(merge(shared_database, drawn("1 1 . 2"), 2), drawn("1 1 . 0"))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("min_cells", [2, 5.5, 12])
def test_random_worlds_end_as_the_rounds_do(shared_database, seed, min_cells):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet([3, 2, 2])
    kinds = rng.choice(3, rng.integers(1, 26, 2), p=shares).astype(float)
    if seed % 2:
        kinds = np.kron(kinds, np.ones((2, 2)))
    kinds[rng.random(kinds.shape) < 0.05] = np.nan
    np.testing.assert_array_equal(
        merge(shared_database, kinds, min_cells, tile=9), in_rounds(kinds, min_cells)
    )


def test_an_unknown_kind_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="a kind other than 0"):
        merge(shared_database, drawn("1 3"), 2)
