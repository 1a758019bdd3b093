-- The number of the run. Afterwards it is a row of the region's history, with its sinks; of runs
-- older than those kept (`runs_kept`) the sinks are gone, their rows stay.
create or replace function sinkbase._record_run(region name, run jsonb)
returns integer
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    number integer;
    srid integer;
begin
    -- outlines of former runs follow the region into another coordinate system
    execute format('select find_srid(%L, %L, %L)', region, 'carbon_sinks', 'geom') into srid;
    if srid <> find_srid(region::text, 'sink_history', 'geom') then
        execute format(
            'alter table %I.sink_history alter column geom type geometry(multipolygon, %s) '
            'using st_transform(geom, %s)', region, srid, srid
        );
    end if;
    execute format(
        $sql$
        insert into %1$I.build_history
        select
            coalesce(max(build_number), 0) + 1,
            ($1 ->> 'started_at')::timestamptz,
            clock_timestamp(),
            $1 -> 'settings',
            $1 -> 'years',
            $1 -> 'layers',
            $1 -> 'seeds',
            $1 ->> 'software',
            (select to_jsonb(summary) from %1$I.region_summary as summary)
        from %1$I.build_history
        returning build_number
        $sql$,
        region
    )
    into number
    using run;
    execute format(
        $sql$
        insert into %1$I.sink_history
        select
            $1, sink_id, category, category_zh, name, name_zh, area_km2, nep_total_t_a,
            carbon_t, geom
        from %1$I.carbon_sinks
        $sql$,
        region
    )
    using number;
    execute format('delete from %I.sink_history where build_number <= $1', region)
    using number - (run ->> 'runs_kept')::integer;
    execute format('analyze %1$I.build_history, %1$I.sink_history', region);
    return number;
end
$plpgsql$;

comment on function sinkbase._record_run(name, jsonb) is
'Writes a run into the region''s history and returns its number.';
