-- One integer: the number of the run whose results are now those of the region. All of it becomes
-- visible with the end of the transaction in which it is called, or nothing.
--
--     select sinkbase.publish('demo', array['nep', 'carbon_sinks'], array['bi_sinks'], '{...}')
--
-- Tables and views lie in <region>_work; sinkbase._record_run says what `run` holds. A table keeps
-- its identity, so that the views and rights of others stay; only where its columns change are the
-- views on it dropped and made again. Tables of others in the schema of the region are left alone.
create or replace function sinkbase.publish(region name, tables name [], views name [], run jsonb)
returns integer
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
begin
    perform sinkbase.ensure_work(region);
    perform sinkbase._ensure_schema(region);
    perform sinkbase._require_free(region, tables || views);
    perform sinkbase._publish_results(region, tables, views);
    perform sinkbase.ensure_history(region);
    -- of an older version: nothing of the region stands on it any more
    execute format('drop schema if exists %I cascade', region || '_work_old');
    return sinkbase._record_run(region, run);
end
$plpgsql$;

comment on function sinkbase.publish(name, name [], name [], jsonb) is
'Publishes the results of a run in one transaction, and says which run of the region it is.';
