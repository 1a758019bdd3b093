{# A numeric expression as a reader of the language writes it: 14,032 or 45.2 or 0.0913.
   #}
{% macro told_number(number, language) -%}
replace(replace(
    rtrim(to_char({{ number }}, case
        when {{ number }} = trunc({{ number }}) or abs({{ number }}) >= 1000
            then 'FM999,999,999,999,999,990'
        when abs({{ number }}) >= 100 then 'FM990.9'
        when abs({{ number }}) >= 1 then 'FM990.99'
        else 'FM0.9999'
    end), '.'),
    '-', '−'), ',', {{ "','" if language == 'en' else 'chr(160)' }})
{%- endmacro %}
