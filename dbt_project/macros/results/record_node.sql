{# Post-hook of every model and seed, within its transaction: what the relation that stands
   here now was made from. A run that is killed at any moment leaves each node with its
   own record or without one; the next run builds what differs (sinkbase/transform). #}
{% macro record_node() -%}
insert into {{ target.schema }}_work.built_nodes (node, relation, fingerprint)
values (
    '{{ model.unique_id }}',
    '{{ this }}'::regclass,
    '{{ var('fingerprints', {}).get(model.unique_id, 'unknown') }}'
)
on conflict (node) do update set
    relation = excluded.relation,
    fingerprint = excluded.fingerprint,
    built_at = now()
{%- endmacro %}
