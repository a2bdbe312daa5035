{# The jenjang that the name of a functional position ends with, in its new or its old form; null where it has none. #}
{% macro grade_of_name(name) -%}
case
    {%- for ending, grade in [
        ['AHLI PERTAMA', 'PT'], ['AHLI MUDA', 'MU'], ['AHLI MADYA', 'MA'], ['AHLI UTAMA', 'UT'],
        ['PELAKSANA PEMULA', 'PM'], ['PEMULA', 'PM'], ['PELAKSANA LANJUTAN', 'MH'], ['TERAMPIL', 'TR'], ['MAHIR', 'MH'],
        ['PENYELIA', 'PY'],
    ] %}
    when upper(trim({{ name }})) like '% {{ ending }}' then '{{ grade }}'
    {%- endfor %}
end
{%- endmacro %}

{# The name of a functional position without its jenjang, in capitals. #}
{% macro base_name(name) -%}
trim({{ regexp_replace_all(
    "upper(trim(" ~ name ~ "))",
    "' (AHLI PERTAMA|AHLI MUDA|AHLI MADYA|AHLI UTAMA|PELAKSANA PEMULA|PEMULA|PELAKSANA LANJUTAN|TERAMPIL|MAHIR|PENYELIA)$'",
    "''"
) }})
{%- endmacro %}

{# The name with one jenjang, in capitals, where the list writes the old and the new one: "Pelaksana / Terampil". #}
{% macro one_jenjang(name) -%}
{%- set old = '(PELAKSANA LANJUTAN|PELAKSANA PEMULA|PELAKSANA|PERTAMA|MUDA|MADYA|UTAMA)' -%}
{{ regexp_replace_all(
    regexp_replace_all("upper(" ~ name ~ ")", "' */ *" ~ old ~ "$'", "''"), "' " ~ old ~ " */ *'", "' '"
) }}
{%- endmacro %}
