{% materialization table, adapter='postgres' %}
    {{ return(made_anew('table')) }}
{% endmaterialization %}
