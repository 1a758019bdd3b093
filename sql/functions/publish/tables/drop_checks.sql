-- Nothing. Afterwards the checks of the table that differ from the wanted are gone.
create or replace function sinkbase._drop_checks(kept regclass, region name, wanted jsonb)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    old record;
begin
    for old in
        select *
        from jsonb_each_text(sinkbase._checks(kept, region))
        where wanted ->> key is distinct from value
    loop
        execute format('alter table %s drop constraint %I', kept, old.key);
    end loop;
end
$plpgsql$;

comment on function sinkbase._drop_checks(regclass, name, jsonb) is
'Drops the checks of a table that are not among the wanted.';
