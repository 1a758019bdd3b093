-- Nothing. Afterwards the region has the tables of its runs (build_history, sink_history) and the
-- views on them (build, bi_changes); rows that are there stay.
create or replace function sinkbase.ensure_history(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    it record;
begin
    if to_regclass(format('%I.build_history', region)) is null then
        execute format($ddl$
            create table %I.build_history (
                build_number integer primary key,
                started_at timestamptz not null,
                finished_at timestamptz not null,
                settings jsonb not null,
                years jsonb not null,
                layers jsonb not null,
                seeds jsonb not null,
                software text not null,
                headlines jsonb not null,
                names jsonb not null
            )
        $ddl$, region);
    end if;
    if to_regclass(format('%I.sink_history', region)) is null then
        execute format($ddl$
            create table %1$I.sink_history (
                build_number integer not null references %1$I.build_history on delete cascade,
                sink_id integer not null,
                category_code integer not null,
                category text not null,
                category_zh text not null,
                name text not null,
                name_zh text not null,
                area_km2 double precision,
                nep_total_t_a double precision,
                carbon_t double precision,
                geom geometry(multipolygon),
                primary key (build_number, sink_id)
            );
            create index on %1$I.sink_history using gist (geom)
        $ddl$, region);
    end if;
    execute format(
        'create or replace view %1$I.build as '
        'select * from %1$I.build_history order by build_number desc limit 1', region
    );
    perform sinkbase._make_changes(region);
    for it in select * from sinkbase._history_comments()
    loop
        if it.column_name is null then
            execute format('comment on %s %I.%I is %L', it.kind, region, it.relation, it.told);
        else
            execute format(
                'comment on column %I.%I.%I is %L', region, it.relation, it.column_name, it.told
            );
        end if;
    end loop;
    execute format(
        'grant select on %1$I.build_history, %1$I.sink_history, %1$I.build, %1$I.bi_changes '
        'to sinkbase_reader', region
    );
end
$plpgsql$;

comment on function sinkbase.ensure_history(name) is
'Makes the tables of a region''s runs, their views and comments, unless they are there.';
