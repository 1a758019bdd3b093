-- One array: the statements that give a relation and its columns their comments.
create or replace function sinkbase._comment_statements(relation oid)
returns text []
language sql
stable
parallel safe
as $sql$
    select coalesce(array_agg(format(
        'comment on %s is %L',
        case
            when comments.objsubid > 0
                then format('column %I.%I.%I', nspname, relname, attname)
            else format('%s %I.%I', sinkbase._kind(relations.relkind::text), nspname, relname)
        end,
        comments.description
    )), '{}')
    from pg_description as comments
    inner join pg_class as relations on comments.objoid = relations.oid
    inner join pg_namespace as namespaces on relations.relnamespace = namespaces.oid
    left join pg_attribute as attributes
        on relations.oid = attributes.attrelid and comments.objsubid = attributes.attnum
    where comments.objoid = relation and comments.classoid = 'pg_class'::regclass
$sql$;

comment on function sinkbase._comment_statements(oid) is
'Statements that write the comments of a relation and its columns.';
