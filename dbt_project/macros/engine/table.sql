{# A table made at once under its own name: the build file is new for each run. dbt-duckdb's own makes every table aside,
   looks for what stands in its place and renames it. #}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {% set relation = this.incorporate(type='table') %}
    {% call statement('main', language=model['language']) %}
        {{- create_table_as(False, relation, compiled_code, model['language']) }}
    {% endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
