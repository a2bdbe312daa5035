{# The education class of a level, refined by the name of the education: professions of level 42 that count as S-2, and
   SGPLB, which has no level of its own. #}
{% macro education_class(level_id, level_class, education_name) -%}
case
    when {{ regexp_like("upper(coalesce(" ~ education_name ~ ", ''))", "'(^|[^A-Z])(SGPLB|SEKOLAH GURU PENDIDIKAN LUAR BIASA)'") }}
        then 'SGPLB'
    when
        {{ level_id }} = '42'
        and {{ regexp_like("upper(coalesce(" ~ education_name ~ ", ''))", "'(DOKTER|APOTEKER)'") }}
        then 'S2'
    else {{ level_class }}
end
{%- endmacro %}

{# Two digits, as in the code list: a spreadsheet turns 05 into 5. #}
{% macro two_digits(text) -%}
case when length({{ text }}) = 1 then '0' || {{ text }} else {{ text }} end
{%- endmacro %}
