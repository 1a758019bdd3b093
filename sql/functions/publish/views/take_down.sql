-- Nothing. Afterwards the remembered relations are gone, in the order of the list.
--
-- `changes` says of each base (by its number) which of its columns change, for the error that names
-- the view in the way: one that the builder may not drop.
create or replace function sinkbase._take_down(remembered jsonb, changes jsonb)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    it jsonb;
    lacking text;
begin
    for it in select jsonb_array_elements(remembered)
    loop
        begin
            execute format('drop %s %s', it ->> 'kind', it ->> 'name');
        exception
            when insufficient_privilege then
                raise exception '% % of % stands on %, of which change: %',
                    it ->> 'kind', it ->> 'name', it ->> 'owner', it ->> 'base',
                    coalesce(changes ->> (it ->> 'base_oid'), 'the whole table')
                    using errcode = 'dependent_objects_still_exist', detail = sqlerrm;
            when dependent_objects_still_exist then
                get stacked diagnostics lacking = pg_exception_detail;
                raise exception '% cannot be made anew (of it change: %): something stands on it',
                    it ->> 'name',
                    coalesce(changes ->> (it ->> 'base_oid'), 'the whole table')
                    using errcode = 'dependent_objects_still_exist', detail = lacking;
        end;
    end loop;
end
$plpgsql$;

comment on function sinkbase._take_down(jsonb, jsonb) is
'Drops remembered relations; who is in the way is named.';
