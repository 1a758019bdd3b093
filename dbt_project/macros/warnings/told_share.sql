{# A percentage as a reader of the language writes it; 100 % is told only of all, 0 %
   only of none. #}
{% macro told_share(percent, language) -%}
case
    when {{ percent }} >= 99.95 and {{ percent }} < 100 then '> 99.9'
    when {{ percent }} > 0 and {{ percent }} < 0.05 then '< 0.1'
    else rtrim(to_char({{ percent }}, 'FM990.9'), '.')
end || '{{ ' %' if language == 'en' else '%' }}'
{%- endmacro %}
