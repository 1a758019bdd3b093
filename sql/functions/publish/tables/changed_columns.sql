-- One text: the columns of the first list that the second lacks or has otherwise.
create or replace function sinkbase._changed_columns(old jsonb, fresh jsonb)
returns text
language sql
immutable
parallel safe
as $sql$
    select string_agg(was.element ->> 0, ', ' order by was.place)
    from jsonb_array_elements(old) with ordinality as was (element, place)
    where not exists (
        select
        from jsonb_array_elements(fresh) as now (element)
        where now.element = was.element
    )
$sql$;

comment on function sinkbase._changed_columns(jsonb, jsonb) is
'Names of the columns of one relation that another lacks or has otherwise.';
