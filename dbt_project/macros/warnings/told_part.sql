{# A value of a warning, or a list of them, as text of the language (see told_value). #}
{% macro told_part(name, value, language) -%}
case
    when jsonb_typeof({{ value }}) = 'array'
        then (
            select string_agg(
                {{ told_value(name, 'item.value', language) }},
                '{{ ', ' if language == 'en' else '、' }}' order by item.place
            )
            from jsonb_array_elements({{ value }}) with ordinality as item (value, place)
        )
    else {{ told_value(name, value, language) }}
end
{%- endmacro %}
