-- One text: the definition of a view as it reads where the relations of this schema need none
-- before their name.
create or replace function sinkbase._definition(view oid, seen_from name)
returns text
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    path text := current_setting('search_path');
    definition text;
begin
    perform set_config('search_path', quote_ident(seen_from) || ', ' || path, true);
    definition := rtrim(pg_get_viewdef(view), ';');
    perform set_config('search_path', path, true);
    return definition;
end
$plpgsql$;

comment on function sinkbase._definition(oid, name) is
'Definition of a view as it reads from a schema.';
