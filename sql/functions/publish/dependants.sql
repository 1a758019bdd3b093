-- One row per view (also materialized) that stands on one of these relations, directly or through
-- other views: how far from them, and on which of them.
create or replace function sinkbase._standing_on(relations oid [])
returns table (view oid, depth integer, base oid)
language sql
stable
parallel safe
as $sql$
    with recursive direct (view, base) as (
        select distinct
            rules.ev_class,
            depends.refobjid
        from pg_depend as depends
        inner join pg_rewrite as rules
            on depends.classid = 'pg_rewrite'::regclass and depends.objid = rules.oid
        inner join pg_class as views on rules.ev_class = views.oid and views.relkind in ('v', 'm')
        where depends.refclassid = 'pg_class'::regclass and rules.ev_class <> depends.refobjid
    ),

    standing (view, depth, base) as (
        select
            direct.view,
            1,
            direct.base
        from direct
        where direct.base = any(relations)
        union
        select
            direct.view,
            standing.depth + 1,
            standing.base
        from standing
        inner join direct on standing.view = direct.base
    )

    select
        standing.view,
        max(standing.depth)::integer as depth,
        (array_agg(standing.base order by standing.depth))[1] as base
    from standing
    group by standing.view
$sql$;

comment on function sinkbase._standing_on(oid []) is
'The views that stand on relations, directly or through others.';

-- One array: the statements that give a relation the rights that others have on it, and its owner.
create or replace function sinkbase._rights(relation oid)
returns text []
language sql
stable
parallel safe
as $sql$
    select coalesce(array_agg(format(
        'grant %s on %I.%I to %s%s',
        rights.privilege_type,
        namespaces.nspname,
        relations.relname,
        case rights.grantee when 0 then 'public' else quote_ident(grantees.rolname) end,
        case when rights.is_grantable then ' with grant option' else '' end
    )), '{}')
    from pg_class as relations
    inner join pg_namespace as namespaces on relations.relnamespace = namespaces.oid
    cross join lateral aclexplode(relations.relacl) as rights
    left join pg_roles as grantees on rights.grantee = grantees.oid
    where relations.oid = relation and rights.grantee <> relations.relowner
$sql$;

comment on function sinkbase._rights(oid) is
'Statements that grant what others may do with a relation.';

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

-- One jsonb list: the relations that have to go (`relations` and the views on them), the farthest
-- first, each with all that it takes to make it again. `is_own` ones (those given, and results)
-- are made again by who publishes: of these the rights alone are kept. The schema of names is
-- written out.
create or replace function sinkbase._remembered(relations oid [], results oid [])
returns jsonb
language plpgsql
stable
parallel unsafe
set search_path = pg_catalog
as $plpgsql$
begin
    return coalesce(jsonb_agg(jsonb_build_object(
        'relation', taken.oid,
        'name', format('%I.%I', namespaces.nspname, taken.relname),
        'kind', sinkbase._kind(taken.relkind::text),
        'owner', pg_get_userbyid(taken.relowner),
        'base', taken.base::regclass::text,
        'base_oid', taken.base,
        'is_own', taken.is_own,
        'rights', sinkbase._rights(taken.oid),
        'make', case
            when not taken.is_own
                then array[format(
                    'create %s %I.%I%s as %s',
                    sinkbase._kind(taken.relkind::text), namespaces.nspname, taken.relname,
                    ' with (' || array_to_string(taken.reloptions, ', ') || ')',
                    rtrim(pg_get_viewdef(taken.oid), ';')
                ), format(
                    'alter %s %I.%I owner to %I',
                    sinkbase._kind(taken.relkind::text), namespaces.nspname, taken.relname,
                    pg_get_userbyid(taken.relowner)
                )]
                || array(select pg_get_indexdef(indexrelid) from pg_index where indrelid = taken.oid)
                || sinkbase._comment_statements(taken.oid)
        end
    ) order by taken.depth desc, taken.oid), '[]')
    from (
        select
            relation.*,
            coalesce(standing.depth, 0) as depth,
            case when relation.oid = any(relations) then relation.oid else standing.base end
            as base,
            relation.oid = any(relations || results) as is_own
        from pg_class as relation
        left join sinkbase._standing_on(relations) as standing on relation.oid = standing.view
        where standing.view is not null or relation.oid = any(relations)
    ) as taken
    inner join pg_namespace as namespaces on taken.relnamespace = namespaces.oid;
end
$plpgsql$;

comment on function sinkbase._remembered(oid [], oid []) is
'What has to go with relations, the farthest view first, and how it is made again.';
