-- Nothing. Afterwards the region's history has its comments, and readers may read it; what is right
-- already is not written.
create or replace function sinkbase._describe_history(region name)
returns void
language plpgsql
volatile
strict
parallel unsafe
as $plpgsql$
declare
    it record;
begin
    for it in
        select
            comments.kind,
            comments.relation,
            comments.column_name,
            comments.told
        from sinkbase._history_comments() as comments
        inner join pg_class as relations
            on to_regclass(format('%I.%I', region, comments.relation)) = relations.oid
        left join pg_attribute as columns
            on relations.oid = columns.attrelid and comments.column_name = columns.attname
        where
            comments.told is distinct from case
                when comments.column_name is null then obj_description(relations.oid, 'pg_class')
                else col_description(relations.oid, columns.attnum)
            end
    loop
        execute format(
            'comment on %s is %L',
            case
                when it.column_name is null
                    then format('%s %I.%I', it.kind, region, it.relation)
                else format('column %I.%I.%I', region, it.relation, it.column_name)
            end,
            it.told
        );
    end loop;
    execute format(
        'grant select on %1$I.build_history, %1$I.sink_history, %1$I.build, %1$I.bi_changes '
        'to sinkbase_reader', region
    );
end
$plpgsql$;

comment on function sinkbase._describe_history(name) is
'Gives the history of a region its comments, and readers the right to read it.';
