-- Whether a list begins with all elements of another.
create or replace function sinkbase._begins_with(list jsonb, beginning jsonb)
returns boolean
language sql
immutable
parallel safe
as $sql$
    select not exists (
        select
        from jsonb_array_elements(beginning) with ordinality as known (element, place)
        where known.element is distinct from list -> (known.place::integer - 1)
    )
$sql$;

comment on function sinkbase._begins_with(jsonb, jsonb) is
'Whether a list begins with all elements of another.';
