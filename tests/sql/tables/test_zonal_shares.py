"""sinkbase.zonal_shares: cells of zones by code, tile by tile."""

import psycopg
import pytest

TILES = """
    with zones (tile_id, rast) as (
        values (1, sinkbase.drawn_raster('1 1 / 2 0', '8BUI')),
            (2, sinkbase.drawn_raster('2 2 / . 1', '8BUI', left_x => 2000)),
            (3, sinkbase.drawn_raster('1', '8BUI', left_x => 4000))
    ),
    shares (tile_id, code, rast) as (
        values (1, 33, sinkbase.drawn_raster('0.25 1 / . 1')),
            (1, 12, sinkbase.drawn_raster('0.5 . / 0.75 .')),
            (2, 12, sinkbase.drawn_raster('1 0.5 / 1 1', left_x => 2000))
    )
    select counted.zone, counted.code, sum(counted.cells)
    from zones
    left join (
        select tile_id, array_agg(code order by code {order}) as codes,
            array_agg(rast order by code {order}) as rasts
        from shares group by tile_id
    ) as covered on zones.tile_id = covered.tile_id
    cross join lateral sinkbase.zonal_shares(zones.rast, covered.codes, covered.rasts) as counted
    group by counted.zone, counted.code
    order by counted.zone, counted.code
"""


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_zones_are_summed_over_tiles_in_whatever_order(shared_database, order):
    assert shared_database.execute(TILES.replace("{order}", order)).fetchall() == [
        (1, 12, 1.5),
        (1, 33, 1.25),
        (1, None, 1.25),
        (2, 12, 2.25),
        (2, None, 0.75),
    ]


def test_a_share_on_another_tile_is_refused(shared_database):
    with pytest.raises(psycopg.Error, match="zonal_shares: the share of code 7 does not lie on"):
        shared_database.execute(
            "select sinkbase.zonal_shares(sinkbase.drawn_raster('1'), array[7],"
            " array[sinkbase.drawn_raster('1 1')])"
        )
