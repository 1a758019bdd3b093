{# At the end of a build: statistics for the planner, and keys that are named after
   their table, not after the one that dbt built it from. #}
{% macro settle_results() -%}
{% if flags.WHICH == 'build' %}
do $do$
declare
    result record;
begin
    for result in
        select
            pg_class.oid::regclass as name,
            pg_class.relname,
            pg_constraint.conname
        from pg_class
        left join pg_constraint
            on
                pg_class.oid = pg_constraint.conrelid
                and pg_constraint.conname = pg_class.relname || '__dbt_tmp_pkey'
        where
            pg_class.relnamespace = '{{ target.schema }}'::regnamespace
            and pg_class.relkind = 'r'
            and pg_class.relowner = 'sinkbase_builder'::regrole
    loop
        if result.conname is not null then
            execute format(
                'alter table %s rename constraint %I to %I',
                result.name, result.conname, result.relname || '_pkey'
            );
        end if;
        execute format('analyze %s', result.name);
    end loop;
end
$do$
{% else %}
select 1
{% endif %}
{%- endmacro %}
