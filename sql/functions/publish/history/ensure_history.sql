-- Nothing. Afterwards the region has the tables of its runs (build_history, sink_history) and the
-- views on them (build, bi_changes); rows that are there stay.
create or replace function sinkbase.ensure_history(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
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
    -- to replace a view, even by itself, readers would have to leave it
    if to_regclass(format('%I.build', region)) is null then
        execute format(
            'create view %1$I.build as '
            'select * from %1$I.build_history order by build_number desc limit 1', region
        );
    end if;
    if to_regclass(format('%I.bi_changes', region)) is null then
        perform sinkbase._make_changes(region);
    end if;
    perform sinkbase._describe_history(region);
end
$plpgsql$;

comment on function sinkbase.ensure_history(name) is
'Makes the tables of a region''s runs, their views and comments, unless they are there.';
