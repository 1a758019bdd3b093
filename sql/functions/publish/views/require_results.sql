-- Nothing. A view of results that reads anything of the schema of work but results is an error:
-- published, it would show the next run before its time, or be gone in it.
create or replace function sinkbase._require_results(region name, view name, results name [])
returns void
language plpgsql
stable
strict
parallel unsafe
as $plpgsql$
declare
    other text;
begin
    select string_agg(distinct relations.relname, ', ')
    into other
    from pg_rewrite as rules
    inner join pg_depend as depends
        on depends.classid = 'pg_rewrite'::regclass and rules.oid = depends.objid
    inner join pg_class as relations
        on depends.refclassid = 'pg_class'::regclass and depends.refobjid = relations.oid
    where
        rules.ev_class = format('%I.%I', region || '_work', view)::regclass
        and relations.oid <> rules.ev_class
        and relations.relnamespace in (
            to_regnamespace(quote_ident(region || '_work')),
            to_regnamespace(quote_ident(region || '_raw'))
        )
        and not (
            relations.relname = any(results)
            and relations.relnamespace = to_regnamespace(quote_ident(region || '_work'))
        );
    if other is not null then
        raise exception 'view % reads %, which are no results', view, other
            using hint = 'let it read results alone, or make it a table';
    end if;
end
$plpgsql$;

comment on function sinkbase._require_results(name, name, name []) is
'Refuses a view of results that reads what is not published.';
