{% materialization view, adapter='postgres' %}
    {{ return(made_anew('view')) }}
{% endmaterialization %}
