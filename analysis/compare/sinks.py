"""The land of two runs' sinks laid over each other."""

from sqlalchemy import Connection, text

from analysis.compare.content import Land
from analysis.compare.history import Run
from analysis.webmap.layers import texts

# each category of either run; of it the land of both, what B lost and what it gained
OVERLAP = """
    with a as (
        select category_code, min(category) as category, min(category_zh) as category_zh,
            st_union(geom) as geom
        from {a}.sink_history where build_number = :a group by category_code
    ),

    b as (
        select category_code, min(category) as category, min(category_zh) as category_zh,
            st_union(geom) as geom
        from {b}.sink_history where build_number = :b group by category_code
    )

    select category_code, coalesce(a.category, b.category) as category,
        coalesce(a.category_zh, b.category_zh) as category_zh,
        coalesce(st_area(st_intersection(a.geom, b.geom)), 0) / 1e6 as kept_km2,
        coalesce(st_area(a.geom), 0) / 1e6 as before_km2,
        coalesce(st_area(b.geom), 0) / 1e6 as after_km2
    from a full join b using (category_code)
    order by category_code
"""


def land_of_sinks(connection: Connection, a: Run, b: Run) -> list[Land]:
    """Return the land of each category that stayed, was lost and was gained from A to B.

    Empty where the runs lie in different coordinate systems.
    """
    if a.grid.srid != b.grid.srid:
        return []
    query = OVERLAP.format(a=a.built.grid.region, b=b.built.grid.region)
    rows = connection.execute(text(query), {"a": a.number, "b": b.number})
    return [
        Land(code, texts(category, category_zh), kept, before - kept, after - kept)
        for code, category, category_zh, kept, before, after in rows
    ]
