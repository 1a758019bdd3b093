-- Nothing. Afterwards the table has an index for each of those of the fresh one.
create or replace function sinkbase._add_indexes(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    wanted record;
begin
    for wanted in
        select
            case when indisunique then 'unique ' else '' end as kind,
            substring(pg_get_indexdef(indexrelid) from ' USING .*$') as definition
        from pg_index
        where indrelid = fresh and not indisprimary
        except
        select
            case when indisunique then 'unique ' else '' end as kind,
            substring(pg_get_indexdef(indexrelid) from ' USING .*$') as definition
        from pg_index
        where indrelid = kept
    loop
        execute format('create %sindex on %s%s', wanted.kind, kept, wanted.definition);
    end loop;
end
$plpgsql$;

comment on function sinkbase._add_indexes(regclass, regclass) is
'Adds the indexes to a table that another has more.';
