-- One text: what SQL calls a relation of this kind.
create or replace function sinkbase._kind(relkind text)
returns text
language sql
immutable
strict
parallel safe
as $sql$
    select case relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end
$sql$;

comment on function sinkbase._kind(text) is 'What SQL calls a relation of this kind.';
