{# The three layers that make the importance, in its order: the model of each, and the
   word for it in names of settings. #}
{% macro importance_layers() -%}
{{ return({'nep': 'nep', 'vegetation_carbon': 'vegetation', 'soil_carbon': 'soil'}) }}
{%- endmacro %}
