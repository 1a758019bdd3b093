-- Nothing. Afterwards the table has the columns of the fresh one, which are more.
create or replace function sinkbase._add_columns(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    added text;
begin
    select string_agg(format(
        'add column %I %s%s%s',
        attname,
        format_type(atttypid, atttypmod),
        case when collations.oid is not null then format(
            ' collate %I.%I', collations.collnamespace::regnamespace, collations.collname
        ) end,
        case when attnotnull then ' not null' else '' end
    ), ', ' order by attnum)
    into added
    from pg_attribute as columns
    left join pg_collation as collations
        on columns.attcollation = collations.oid and collations.collname <> 'default'
    where
        columns.attrelid = fresh and columns.attnum > 0 and not columns.attisdropped
        and columns.attname not in (select attname from pg_attribute where attrelid = kept);
    execute format('alter table %s %s', kept, added);
end
$plpgsql$;

comment on function sinkbase._add_columns(regclass, regclass) is
'Adds the columns to a table that another has more.';
