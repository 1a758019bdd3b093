-- Nothing. Afterwards the table has all wanted checks; those it had stay.
create or replace function sinkbase._add_checks(kept regclass, region name, wanted jsonb)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    added text;
begin
    select string_agg(format('add constraint %I %s', key, value), ', ' order by key)
    into added
    from jsonb_each_text(wanted)
    where not sinkbase._checks(kept, region) ? key;
    if added is not null then
        execute format('alter table %s %s', kept, added);
    end if;
end
$plpgsql$;

comment on function sinkbase._add_checks(regclass, name, jsonb) is
'Adds the wanted checks to a table that it lacks.';
