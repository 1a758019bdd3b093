{# Whether the relation has the columns of the fresh one, in their order and with their
   types and keys. A view may have lost none and may have got new ones at the end
   (`create or replace view` allows that). #}
{% macro same_columns(kept, fresh, is_view=false) -%}
{% set columns -%}
    select coalesce(jsonb_agg(
        jsonb_build_array(attname, atttypid, atttypmod, attcollation, attnotnull) order by attnum
    ), '[]')
    from pg_attribute where attnum > 0 and not attisdropped and attrelid =
{%- endset %}
{% set keys -%}
    select array_agg(pg_get_constraintdef(oid) order by 1)
    from pg_constraint where contype = 'p' and conrelid =
{%- endset %}
{% set query -%}
    {% if is_view -%}
    select jsonb_path_query_array(
        ({{ columns }} '{{ fresh }}'::regclass),
        ('$[0 to ' || jsonb_array_length(kept) - 1 || ']')::jsonpath
    ) = kept
    from ({{ columns }} '{{ kept }}'::regclass) as view (kept)
    {%- else -%}
    select
        ({{ columns }} '{{ kept }}'::regclass) = ({{ columns }} '{{ fresh }}'::regclass)
        and ({{ keys }} '{{ kept }}'::regclass)
        is not distinct from ({{ keys }} '{{ fresh }}'::regclass)
    {%- endif %}
{%- endset %}
{{ return(run_query(query).rows[0][0]) }}
{%- endmacro %}
