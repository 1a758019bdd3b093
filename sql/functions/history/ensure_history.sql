-- Nothing. Afterwards the region's schema has the tables of its runs and the views on them.
create or replace function sinkbase._ensure_history(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
begin
    if to_regclass(format('%I.build_history', region)) is null then
        execute replace(sinkbase._history_tables(), '{region}', quote_ident(region));
    end if;
    execute replace(sinkbase._history_views(), '{region}', quote_ident(region));
    execute format(
        'grant select on %1$I.build_history, %1$I.sink_history, %1$I.build, %1$I.bi_changes '
        'to sinkbase_reader', region
    );
end
$plpgsql$;

comment on function sinkbase._ensure_history(name) is
'Makes the tables of a region''s runs and the views on them where they are missing.';
