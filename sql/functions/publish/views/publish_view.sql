-- Nothing. Afterwards the region has the view of this name as it is in the schema of work, on the
-- published tables. One that is there is replaced where it differs.
create or replace function sinkbase._publish_view(region name, view name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    target text := format('%I.%I', region, view);
    work name := region || '_work';
    wanted text := sinkbase._definition(format('%I.%I', work, view)::regclass, work);
    path text := current_setting('search_path');
begin
    if
        to_regclass(target) is not null
        and sinkbase._definition(target::regclass, region) = wanted
    then
        return;
    end if;
    perform set_config('search_path', quote_ident(region) || ', ' || path, true);
    execute format('create or replace view %s as %s', target, wanted);
    perform set_config('search_path', path, true);
end
$plpgsql$;

comment on function sinkbase._publish_view(name, name) is
'Makes one view of results in the schema of the region, on what is published there.';
