"""The grid's cells and tiles."""

from loaders.grid.grid import Cells, snapped


def test_the_grid_is_snapped_outwards_to_multiples_of_the_cell() -> None:
    grid = snapped((1250, 2001, 4999.5, 6000), 1000, 2328, 2)
    assert grid.cells == Cells(1000, 6000, 1000, 4, 4)
    assert snapped((-1, -1, 1, 1), 1000, 2328, 2).cells == Cells(-1000, 1000, 1000, 2, 2)


def test_tiles_run_along_the_rows_and_cover_each_cell_once() -> None:
    grid = snapped((0, 0, 5000, 3000), 1000, 2328, 2)
    assert [(tile.tile_id, tile.row, tile.column, tile.cells.shape) for tile in grid.tiles()] == [
        (1, 0, 0, (2, 2)), (2, 0, 1, (2, 2)), (3, 0, 2, (2, 1)),
        (4, 1, 0, (1, 2)), (5, 1, 1, (1, 2)), (6, 1, 2, (1, 1)),
    ]  # fmt: skip
    assert [tile.cells.left for tile in grid.tiles()] == [0, 2000, 4000] * 2
