-- Nothing. Afterwards the tables and views are published in the schema of the region, and the
-- schema of work knows from what.
create or replace function sinkbase._publish_results(region name, tables name [], views name [])
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    plan jsonb := sinkbase._publication_plan(region, tables, views);
    remembered jsonb := sinkbase._remembered(
        sinkbase._oids(plan -> 'going'),
        array(
            select relations.oid
            from unnest(views) as given (name)
            inner join pg_class as relations
                on to_regclass(format('%I.%I', region, given.name)) = relations.oid
        )
    );
    it record;
    view name;
begin
    perform sinkbase._lock_tables(sinkbase._oids(plan -> 'altered'));
    perform sinkbase._take_down(remembered, plan -> 'changes');
    for it in
        select *
        from jsonb_to_recordset(plan -> 'tables') as step (name name, action text, fingerprint text)
    loop
        if it.action not in ('keep', 'drop') then
            perform sinkbase._publish_table(region, it.name, it.action);
        end if;
        if it.action <> 'drop' then
            perform sinkbase._describe(region, it.name);
        end if;
        perform sinkbase._record_published(region, it.name, it.fingerprint);
    end loop;
    for view in select name from sinkbase._in_order(region, views)
    loop
        perform sinkbase._require_results(region, view, tables || views);
        perform sinkbase._publish_view(region, view);
        perform sinkbase._describe(region, view);
        perform sinkbase._record_published(region, view, null);
    end loop;
    perform sinkbase._put_back(remembered, plan -> 'changes');
end
$plpgsql$;

comment on function sinkbase._publish_results(name, name [], name []) is
'Publishes the tables and views of a region''s results.';
