-- One array: the elements of a jsonb list of relations' numbers.
create or replace function sinkbase._oids(list jsonb)
returns oid []
language sql
immutable
parallel safe
as $sql$
    select array(select element::oid from jsonb_array_elements_text(list) as given (element))
$sql$;

comment on function sinkbase._oids(jsonb) is 'A jsonb list of relations'' numbers as an array.';
