-- Nothing. Afterwards the kept relation and its columns have the comments of the one aside.
create or replace function sinkbase._copy_comments(aside regclass, kept regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    told record;
    kind text;
begin
    select case relkind when 'v' then 'view' else 'table' end
    into kind
    from pg_class
    where oid = kept;
    if obj_description(aside, 'pg_class') is distinct from obj_description(kept, 'pg_class') then
        execute format(
            'comment on %s %s is %L', kind, kept, obj_description(aside, 'pg_class')
        );
    end if;
    for told in
        select
            new.attname,
            col_description(aside, new.attnum) as text
        from pg_attribute as new
        inner join pg_attribute as old
            on old.attrelid = kept and new.attname = old.attname and not old.attisdropped
        where
            new.attrelid = aside
            and new.attnum > 0
            and not new.attisdropped
            and col_description(aside, new.attnum)
            is distinct from col_description(kept, old.attnum)
    loop
        execute format('comment on column %s.%I is %L', kept, told.attname, told.text);
    end loop;
end
$plpgsql$;

comment on function sinkbase._copy_comments(regclass, regclass) is
'Gives a published relation and its columns the comments of the one that lies aside.';
