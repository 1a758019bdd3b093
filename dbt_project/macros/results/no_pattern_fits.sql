{# What pattern 0 is called in a language: the land use around a cell has none of the
   patterns. #}
{% macro no_pattern_fits(language) -%}
'{{ {'en': 'no pattern fits', 'zh': '无匹配格局'}[language] }}'
{%- endmacro %}
