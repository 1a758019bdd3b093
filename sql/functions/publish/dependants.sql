-- One row per view that stands on the relation, directly or through other views, outside of what
-- Sinkbase publishes in the relation's own schema: how deep, and the statements that make it again.
create or replace function sinkbase._dependants(relation regclass)
returns table (name text, kind text, level integer, statements text [])
language sql
volatile
strict
parallel unsafe
rows 10
set search_path = pg_catalog
as $sql$
with recursive standing as (
    select
        relation::oid as view,
        0 as level
    union
    select
        pg_rewrite.ev_class,
        standing.level + 1
    from standing
    inner join pg_depend
        on pg_depend.refclassid = 'pg_class'::regclass and pg_depend.refobjid = standing.view
    inner join pg_rewrite
        on pg_depend.classid = 'pg_rewrite'::regclass and pg_depend.objid = pg_rewrite.oid
    where pg_rewrite.ev_class <> standing.view
),

others as (
    select
        view,
        max(level) as level
    from standing
    where level > 0
    group by view
)

select
    others.view::regclass::text,
    pg_class.relkind::text,
    others.level,
    array[
        format(
            'create view %s%s as %s',
            others.view::regclass,
            ' with (' || array_to_string(pg_class.reloptions, ', ') || ')',
            pg_get_viewdef(others.view)
        ),
        'comment on view ' || others.view::regclass || ' is '
        || quote_literal(obj_description(others.view, 'pg_class')),
        case
            when pg_get_userbyid(pg_class.relowner) <> current_user
                then format(
                    'alter view %s owner to %I',
                    others.view::regclass, pg_get_userbyid(pg_class.relowner)
                )
        end
    ] || array(
        select format(
            'grant %s on %s to %s',
            rights.privilege_type,
            others.view::regclass,
            case rights.grantee
                when 0 then 'public' else quote_ident(pg_get_userbyid(rights.grantee))
            end
        )
        from aclexplode(pg_class.relacl) as rights
        where rights.grantee <> pg_class.relowner
    )
from others
inner join pg_class
    on others.view = pg_class.oid
where
    pg_class.relnamespace <> (select relnamespace from pg_class where oid = relation)
    or pg_class.relowner <> (select relowner from pg_class where oid = relation)
order by others.level
$sql$;

comment on function sinkbase._dependants(regclass) is
'The views of others on a relation, and the statements that make them again.';
