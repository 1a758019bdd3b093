-- Nothing. Afterwards the table holds the rows of the fresh one, which has the same columns.
create or replace function sinkbase._replace_content(kept regclass, fresh regclass)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    columns text;
begin
    select string_agg(quote_ident(attname), ', ' order by attnum)
    into columns
    from pg_attribute
    where attrelid = kept and attnum > 0 and not attisdropped and attgenerated = '';
    execute format('delete from %s', kept);
    execute format('insert into %1$s (%2$s) select %2$s from %3$s', kept, columns, fresh);
end
$plpgsql$;

comment on function sinkbase._replace_content(regclass, regclass) is
'Puts the rows of a table in the place of those of another.';
