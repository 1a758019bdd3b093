-- One integer: the number of the run that is now the region's newest in its history, with its
-- headline numbers and sinks as they are published. `run` has started_at, settings, years, layers,
-- seeds, software, names, and runs_kept: so many runs keep their polygons.
create or replace function sinkbase._record_run(region name, run jsonb)
returns integer
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    number integer;
    headlines jsonb;
    names jsonb := sinkbase._run_names(region);
    kept integer := coalesce((run ->> 'runs_kept')::integer, 10);
begin
    if to_regclass(format('%I.region_summary', region)) is not null then
        execute format('select to_jsonb(summary) from %I.region_summary as summary', region)
        into headlines;
    end if;
    -- names of one kind from here and from the caller make one list
    select jsonb_object_agg(kind, coalesce(names -> kind, '{}') || coalesce(more.told, '{}'))
    into names
    from jsonb_object_keys(names || coalesce(run -> 'names', '{}')) as kinds (kind)
    cross join lateral (
        select jsonb_object_agg(
            given.key, coalesce(names -> kinds.kind -> given.key, '{}') || given.value
        ) as told
        from jsonb_each(run -> 'names' -> kinds.kind) as given
    ) as more;
    execute format(
        'insert into %1$I.build_history select coalesce(max(build_number), 0) + 1, $2, '
        'clock_timestamp(), $1 -> ''settings'', coalesce($1 -> ''years'', ''{}''), '
        '$1 -> ''layers'', $1 -> ''seeds'', $1 ->> ''software'', $3, $4 '
        'from %1$I.build_history returning build_number', region
    )
    into number
    using
        run, coalesce((run ->> 'started_at')::timestamptz, now()), coalesce(headlines, '{}'), names;
    if to_regclass(format('%I.carbon_sinks', region)) is not null then
        execute format(
            'insert into %1$I.sink_history select $1, sink_id, category_code, category, '
            'category_zh, name, name_zh, area_km2, nep_total_t_a, carbon_t, geom '
            'from %1$I.carbon_sinks', region
        )
        using number;
    end if;
    execute format('delete from %I.sink_history where build_number <= $1', region)
    using number - kept;
    execute format('analyze %1$I.build_history, %1$I.sink_history', region);
    return number;
end
$plpgsql$;

comment on function sinkbase._record_run(name, jsonb) is
'Adds a run to the history of a region, and lets the polygons of old ones go.';
