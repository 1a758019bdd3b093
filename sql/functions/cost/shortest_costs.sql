-- One row: the least costs over a grid from its starts, found by pgRouting. The one function that
-- calls it for this.
--
-- A virtual vertex 0, joined to each start by an edge that costs nothing, makes many sources one
-- search, and exact. (pgr_drivingDistance with many roots and equicost gives wrong costs in 3.4.2.)
-- Both calls below give the same.
--   before 3.6   pgr_drivingDistance          1,000,000 cells in 5 s
--   from 3.6 on  pgr_dijkstraCost             250,000 cells in 4 s
-- From 3.6 on pgr_drivingDistance fills in a column `depth` by comparing all vertices with all
-- vertices, which takes minutes from 250,000 cells.
-- Columns are named, never taken by place: their number and order change from version to version,
-- and the names used here (node, end_vid, agg_cost) stand in all from 3.4 to 4.0.
create or replace function sinkbase.shortest_costs(
    grid bytea,
    grid_columns integer,
    cell_size double precision,
    start_cells integer [],
    pgrouting_call text default 'auto',
    out cells bytea,
    out costs bytea
)
returns record
language plpgsql
volatile
parallel unsafe
as $plpgsql$
declare
    edges constant text := 'select edge.id, edge.source, edge.target, edge.cost '
        'from pg_temp.sinkbase_mcr_grid as grid cross join lateral '
        'sinkbase.grid_edges(grid.resistances, grid.grid_columns, grid.cell_size) as edge '
        'union all select -start_cell, 0, start_cell, 0 '
        'from pg_temp.sinkbase_mcr_grid as grid cross join unnest(grid.start_cells) as start_cell';
    version constant integer [] := regexp_match(pgr_version(), '^(\d+)\.(\d+)');
    is_old constant boolean := version < array[3, 6];
begin
    if pgrouting_call = 'auto' then
        pgrouting_call := case when is_old then 'pgr_drivingDistance' else 'pgr_dijkstraCost' end;
    end if;
    -- pgRouting takes its edges as the text of a query, which can only read a table
    create temporary table sinkbase_mcr_grid on commit drop as
    select
        array(select unnest(st_dumpvalues(st_rastfromwkb(grid), 1))) as resistances,
        shortest_costs.grid_columns,
        shortest_costs.cell_size,
        start_cells::bigint [];

    if pgrouting_call = 'pgr_drivingDistance' then
        select string_agg(int8send(reached.node), ''), string_agg(float8send(reached.agg_cost), '')
        into cells, costs
        from pgr_drivingdistance(edges, 0, 1e300, false) as reached;
    elsif pgrouting_call = 'pgr_dijkstraCost' then
        select
            string_agg(int8send(reached.end_vid), ''),
            string_agg(float8send(reached.agg_cost), '')
        into cells, costs
        from pgr_dijkstracost(
            edges, 0,
            array(
                select vertex.cell
                from pg_temp.sinkbase_mcr_grid as stored
                cross join unnest(stored.resistances) with ordinality as vertex (resistance, cell)
                where vertex.resistance < 'infinity'
            ),
            false
        ) as reached;
    else
        raise exception 'shortest_costs: pgrouting_call is %', pgrouting_call
            using hint = 'expected auto, pgr_drivingDistance or pgr_dijkstraCost';
    end if;
    drop table pg_temp.sinkbase_mcr_grid;
end
$plpgsql$;

comment on function sinkbase.shortest_costs(bytea, integer, double precision, integer [], text) is
'Least costs over a grid by pgRouting, what sinkbase.cumulative_resistance calls: cells and costs '
'as arrays of 8 bytes each (big-endian), vertex 0 among them; grid is raster WKB as '
'sinkbase.grid_edges wants its resistances.';
