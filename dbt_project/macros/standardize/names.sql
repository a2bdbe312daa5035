{# A person's name without titles: all from the first comma on, degrees with a dot inside at the end (S.Pd., A.Md.), and
   titles with a dot in front (Dr., Ir., Hj.). Initials such as "A." stay; a name of titles only stays whole. #}
{% macro name_without_titles(name) -%}
coalesce(
    nullif(trim({{ regexp_replace_all(
        regexp_replace_all(
            regexp_replace_all(name, "',.*$'", "''"), "'( +[A-Za-z]+([.][A-Za-z]+)+[.]?)+ *$'", "''"
        ),
        "'^((?i:Prof|Dr|Drs|Dra|Drg|Drh|Ir|H|Hj|Ns|Apt)[.] *)+'", "''"
    ) }}), ''),
    {{ name }}
)
{%- endmacro %}
