-- Nothing. Afterwards the relation is gone, and with it the views on it; those of others are
-- remembered with owner, rights and comment, for sinkbase._make_again.
create or replace function sinkbase._set_aside(relation regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    dependant record;
    reference record;
    kind text;
begin
    select
        conname,
        conrelid::regclass as name
    into reference
    from pg_constraint
    where contype = 'f' and confrelid = relation;
    if found then
        raise exception 'publish: % refers to rows of %, whose columns have changed',
            reference.name, relation
            using
                errcode = 'dependent_objects_still_exist',
                hint = format(
                    'Drop that constraint (alter table %s drop constraint %I) and build again.',
                    reference.name, reference.conname
                );
    end if;
    for dependant in select * from sinkbase._dependants(relation)
    loop
        if dependant.kind = 'm' then
            raise exception 'publish: the materialized view % stands on %, whose columns have '
                'changed', dependant.name, relation
                using
                    errcode = 'dependent_objects_still_exist',
                    hint = 'Drop it, build again, and make it anew.';
        end if;
        insert into sinkbase_views_of_others (name, level, statements)
        values (dependant.name, dependant.level, dependant.statements)
        on conflict do nothing;
    end loop;
    select case relkind when 'v' then 'view' else 'table' end
    into kind
    from pg_class
    where oid = relation;
    execute format('drop %s %s cascade', kind, relation);
end
$plpgsql$;

comment on function sinkbase._set_aside(regclass) is
'Drops a published relation whose columns have changed, and remembers the views of others on it.';
