"""sinkbase.zonal_sums: cells, counts and sums by class, tile by tile."""

import psycopg
import pytest

TILES = """
    with tiles (tile_id, zones, nep, soil) as (
        values
        (1, sinkbase.drawn_raster('1 1 / 2 .', '8BUI'),
            sinkbase.drawn_raster('1.5 . / -4 8'), sinkbase.drawn_raster('10 20 / 30 40')),
        (2, sinkbase.drawn_raster('2 0', '8BUI', left_x => 2000),
            sinkbase.drawn_raster('0.5 .', left_x => 2000),
            sinkbase.drawn_raster('1 2', left_x => 2000))
    )
    select
        counted.zone,
        sum(counted.cells),
        sum(counted.counts[1]),
        sum(counted.sums[1] order by tiles.tile_id),
        sum(counted.counts[2]),
        sum(counted.sums[2] order by tiles.tile_id)
    from tiles
    cross join lateral sinkbase.zonal_sums(tiles.zones, array[tiles.nep, tiles.soil]) as counted
    group by counted.zone
    order by counted.zone
"""


def test_cells_counts_and_sums_add_up_over_tiles(shared_database):
    assert shared_database.execute(TILES).fetchall() == [
        (0, 1, 0, None, 1, 2),
        (1, 2, 1, 1.5, 2, 30),
        (2, 2, 2, -3.5, 2, 31),
    ]


def test_without_layers_cells_are_counted(shared_database):
    counted = shared_database.execute(
        "select * from sinkbase.zonal_sums(sinkbase.drawn_raster('-3 7 7 .'), null)"
    )
    assert counted.fetchall() == [(-3, 1, [], []), (7, 2, [], [])]


def test_a_layer_on_another_tile_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="zonal_sums: layer 1 does not lie on the tile"):
        shared_database.execute(
            "select sinkbase.zonal_sums(sinkbase.drawn_raster('1'),"
            " array[sinkbase.drawn_raster('1 1')])"
        )
