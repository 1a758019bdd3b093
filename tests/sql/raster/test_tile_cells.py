"""sinkbase.tile_cells: a tile as rows."""


def test_cells_come_row_by_row_with_missing_ones(shared_database):
    rows = shared_database.execute(
        "select * from sinkbase.tile_cells(sinkbase.drawn_raster('1 2 3 / . 5 6'))"
    ).fetchall()
    assert rows == [(1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 1, None), (2, 2, 5), (2, 3, 6)]


def test_a_band_is_picked_by_number(shared_database):
    rows = shared_database.execute(
        """
        select * from sinkbase.tile_cells(
            st_addband(sinkbase.drawn_raster('1'), sinkbase.drawn_raster('2')), 2)
        """
    ).fetchall()
    assert rows == [(1, 1, 2)]
