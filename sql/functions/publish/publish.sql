-- The number of the build. Afterwards schema `region` holds the results that lie in its work
-- schema now: tables, views (those first that others stand on), overviews, registrations, rights,
-- comments, and the run's row in build_history. A reader sees all of it at once, when the caller
-- commits.
--
-- What has not changed since the last publication is not touched: `built_nodes` of the work schema
-- says what each relation was made from, `published` what lies here. A table stays the same table
-- for views on it; where its columns changed, views of others on it are made again.
create or replace function sinkbase.publish(
    region name, tables name [], views name [], run jsonb
)
returns integer
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    work constant name := region || '_work';
    result record;
    number integer;
begin
    perform set_config('lock_timeout', coalesce(run ->> 'lock_timeout', '10s'), true);
    perform sinkbase._begin_publication(region);
    for result in select * from sinkbase._to_publish(region, tables, views)
    loop
        if result.is_made_anew then
            perform sinkbase._set_aside(to_regclass(format('%I.%I', region, result.name)));
        end if;
    end loop;
    perform sinkbase._drop_unpublished(region, tables || views);
    for result in select * from sinkbase._to_publish(region, tables, views)
    loop
        if result.is_view then
            perform sinkbase._publish_view(region, result.name);
        else
            perform sinkbase._publish_table(region, result.name);
        end if;
        perform sinkbase._copy_comments(
            format('%I.%I', work, result.name)::regclass,
            format('%I.%I', region, result.name)::regclass
        );
        perform sinkbase._record_published(region, result.name, result.fingerprint);
    end loop;
    perform sinkbase._make_again();
    number := sinkbase._record_run(region, run);
    execute format('drop schema if exists %I cascade', region || '_work_old');
    return number;
end
$plpgsql$;

comment on function sinkbase.publish(name, name [], name [], jsonb) is
'Puts the results that lie in a region''s work schema in the place of those that readers see, all '
'at once, and returns the number of the build.';
