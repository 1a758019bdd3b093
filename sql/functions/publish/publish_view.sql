-- Nothing. Afterwards the region has the view that lies aside, on published results instead of
-- those aside. It stays the same view for others that stand on it.
create or replace function sinkbase._publish_view(region name, result name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    work constant name := region || '_work';
    before constant text := current_setting('search_path');
    definition text;
    is_new constant boolean := to_regclass(format('%I.%I', region, result)) is null;
begin
    -- a name is written without its schema where the path finds it: so its schema can be changed
    perform set_config('search_path', quote_ident(work) || ', public', true);
    definition := pg_get_viewdef(format('%I.%I', work, result)::regclass);
    if position(work || '.' in definition) > 0 or position(quote_literal(work) in definition) > 0
    then
        raise exception 'publish: view %.% reads %', work, result, work
            using hint = 'A view of results may read results alone, and no schema by name.';
    end if;
    perform set_config('search_path', quote_ident(region) || ', public', true);
    -- an equal view is left alone: to replace it would wait for its readers
    if is_new or pg_get_viewdef(format('%I.%I', region, result)::regclass) <> definition then
        execute format('create or replace view %I.%I as %s', region, result, definition);
    end if;
    perform set_config('search_path', before, true);
    if is_new then
        execute format('grant select on %I.%I to sinkbase_reader', region, result);
    end if;
end
$plpgsql$;

comment on function sinkbase._publish_view(name, name) is
'Makes a view of results that lies aside a view on what is published.';
