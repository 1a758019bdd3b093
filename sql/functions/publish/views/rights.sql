-- One array: the statements that give a relation the rights that others have on it.
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
