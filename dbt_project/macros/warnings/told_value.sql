{# One value of a warning (jsonb expression, with the name under which it stands) as
   text of the language: numbers are formatted, as percentages where the name says so;
   words that name a layer, a factor or a result get its name. #}
{% macro told_value(name, value, language) -%}
case
    when jsonb_typeof({{ value }}) = 'number' and {{ name }} like 'share%'
        then {{ told_share('(' ~ value ~ '::numeric)', language) }}
    when jsonb_typeof({{ value }}) = 'number'
        then {{ told_number('(' ~ value ~ '::numeric)', language) }}
    else coalesce(
        (
            select names.{{ language }} from {{ ref('warning_names') }} as names
            where names.name = {{ value }} #>> '{}'
        ),
        {{ value }} #>> '{}'
    )
end
{%- endmacro %}
