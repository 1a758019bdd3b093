-- Nothing. Afterwards the region has the table of this name with the rows, checks, indexes and
-- comments of the one in its schema of work. `action` is that of sinkbase._publication; what is to
-- be made anew is gone already.
create or replace function sinkbase._publish_table(region name, name name, action text)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    target text := format('%I.%I', region, name);
    fresh regclass := format('%I.%I', region || '_work', name);
    checks jsonb := sinkbase._checks(fresh, region);
begin
    if action in ('create', 'anew') then
        execute format(
            'create table %s (like %s including all excluding constraints)', target, fresh
        );
    end if;
    perform sinkbase._drop_checks(target, region, checks);
    if action = 'extend' then
        execute format('delete from %s', target);  -- no row lacks what may not be null
        perform sinkbase._add_columns(target, fresh);
    end if;
    perform sinkbase._replace_content(target, fresh);
    perform sinkbase._add_checks(target, region, checks);
    perform sinkbase._add_indexes(target, fresh);
    execute format('analyze %s', target);
end
$plpgsql$;

comment on function sinkbase._publish_table(name, name, text) is
'Writes one table of results from the schema of work into that of the region.';
