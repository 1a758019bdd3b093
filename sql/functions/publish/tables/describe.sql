-- Nothing. Afterwards the published relation and its columns have the comments of that in the
-- schema of work, and readers may select it; what is right already is not written.
create or replace function sinkbase._describe(region name, name name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    target regclass := format('%I.%I', region, name);
    fresh regclass := format('%I.%I', region || '_work', name);
    kind text := (select sinkbase._kind(relkind::text) from pg_class where oid = target);
    told record;
begin
    if
        obj_description(target, 'pg_class')
        is distinct from obj_description(fresh, 'pg_class')
    then
        execute format(
            'comment on %s %s is %L',
            kind, target, obj_description(fresh, 'pg_class')
        );
    end if;
    for told in
        select
            was.attname,
            col_description(fresh, now.attnum) as description
        from pg_attribute as was
        inner join pg_attribute as now on was.attname = now.attname and now.attrelid = fresh
        where
            was.attrelid = target and was.attnum > 0 and not was.attisdropped
            and col_description(target, was.attnum)
            is distinct from col_description(fresh, now.attnum)
    loop
        execute format('comment on column %s.%I is %L', target, told.attname, told.description);
    end loop;
    if not has_table_privilege('sinkbase_reader', target, 'select') then
        execute format('grant select on %s to sinkbase_reader', target);
    end if;
end
$plpgsql$;

comment on function sinkbase._describe(name, name) is
'Gives a published relation its comments, and readers the right to select it.';
