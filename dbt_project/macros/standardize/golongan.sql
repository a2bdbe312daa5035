{# How a golongan is read: the code inside the text, else the name of the pangkat; the id confirms or stands alone.
   Known spellings: III/a, III A, III.A, IIIa, 3a, Gol. III/b, Penata Muda (III/a), Penata Muda Tk. I, IX, 9. #}

{# The code as it stands in the text: 'III/a', 'IX' or a bare 'III'; null where there is none. #}
{% macro golongan_code(text) -%}
case
    when {{ regexp_like("upper(" ~ text ~ ")", pns_code_pattern()) }}
        then
            case {{ regexp_group("upper(" ~ text ~ ")", pns_code_pattern(), 2) }}
                when '1' then 'I' when '2' then 'II' when '3' then 'III' when '4' then 'IV'
                else {{ regexp_group("upper(" ~ text ~ ")", pns_code_pattern(), 2) }}
            end || '/' || lower({{ regexp_group("upper(" ~ text ~ ")", pns_code_pattern(), 3) }})
    when {{ regexp_like("upper(" ~ text ~ ")", "'^(GOL([.]|ONGAN)? *)?(X?(IX|IV|V?I{0,3}))$'") }}
        then {{ regexp_group("upper(" ~ text ~ ")", "'^(GOL([.]|ONGAN)? *)?(X?(IX|IV|V?I{0,3}))$'", 3) }}
    {# A figure is the number of a PPPK golongan, except 11 to 14, which are also ids of PNS golongan. #}
    when {{ text }} in ('1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '15', '16', '17')
        then
            case {{ text }}
                {% for roman in ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'] -%}
                when '{{ loop.index }}' then '{{ roman }}'{{ ' ' }}
                {%- endfor %}
                when '15' then 'XV' when '16' then 'XVI' when '17' then 'XVII'
            end
end
{%- endmacro %}

{% macro pns_code_pattern() -%}
'(^|[^0-9A-Z])(IV|III|II|I|[1-4])[ ./-]*([A-E])($|[^A-Z0-9])'
{%- endmacro %}

{# The name of a rank in the text, without its code, in the form of spelling_key; Tk., Tk and Tingkat are one. #}
{% macro pangkat_key(text) -%}
nullif({{ regexp_replace_all(
    spelling_key(regexp_replace_all(
        "upper(" ~ text ~ ")", "'[(/]? *(GOL[.]? *)?(IV|III|II|I)[ ./-]*[A-E] *[)]?$'", "''"
    )), "'TINGKAT'", "'TK'"
) }}, '')
{%- endmacro %}

{# Texts of a profile that say "none"; in a rank record they say nothing, which is an unreadable golongan. #}
{% macro filled_golongan(text) -%}
case when upper({{ filled(text) }}) in ('NON GOLONGAN', 'NON GOL', 'NON') then null else {{ filled(text) }} end
{%- endmacro %}

{# The joins that `golongan_of` and its companions need, for one golongan of a relation that has the columns
   <name>_text, <name>_code, <name>_pangkat_key and <name>_id. #}
{% macro golongan_joins(relation, name) -%}
left join {{ ref('rank') }} as {{ name }}_by_code
    on {{ relation }}.{{ name }}_code = {{ name }}_by_code.golongan
left join {{ ref('rank') }} as {{ name }}_by_name
    on {{ relation }}.{{ name }}_pangkat_key = {{ pangkat_key(name ~ '_by_name.pangkat') }}
left join {{ ref('rank') }} as {{ name }}_by_id
    on {{ relation }}.{{ name }}_id = {{ name }}_by_id.golongan_id
left join {{ ref('rank') }} as {{ name }}_by_number
    on
        {{ name }}_by_number.scheme = 'PPPK'
        and {{ relation }}.{{ name }}_id = cast({{ name }}_by_number.ordinal as varchar)
{%- endmacro %}

{# The golongan that the text alone says. #}
{% macro golongan_in_text(name) -%}
coalesce({{ name }}_by_code.golongan, {{ name }}_by_name.golongan)
{%- endmacro %}

{# The golongan: the text, a bare Roman group of a PNS completed by the id, the id alone where there is no text. #}
{% macro golongan_of(relation, name) -%}
case
    when {{ golongan_in_text(name) }} is not null
        then
            case
                when {{ name }}_by_id.golongan like {{ golongan_in_text(name) }} || '/%' then {{ name }}_by_id.golongan
                else {{ golongan_in_text(name) }}
            end
    when {{ relation }}.{{ name }}_text is null
        then coalesce({{ name }}_by_id.golongan, {{ name }}_by_number.golongan)
end
{%- endmacro %}

{# PNS, PPPK, or AMBIGUOUS for a bare I to IV, which both schemes have. #}
{% macro golongan_scheme(golongan) -%}
case
    when {{ golongan }} like '%/%' then 'PNS'
    when {{ golongan }} in ('I', 'II', 'III', 'IV') then 'AMBIGUOUS'
    when {{ golongan }} is not null then 'PPPK'
end
{%- endmacro %}

{% macro golongan_is_unreadable(relation, name) -%}
({{ relation }}.{{ name }}_text is not null and {{ golongan_in_text(name) }} is null)
{%- endmacro %}

{# The text against the id, or the code against the name of the rank beside it. #}
{% macro golongan_contradicts(name) -%}
(
    {{ name }}_by_code.golongan <> {{ name }}_by_name.golongan
    or (
        coalesce({{ name }}_by_id.golongan, {{ name }}_by_number.golongan) is not null
        and {{ golongan_in_text(name) }} is not null
        and not coalesce({{ name }}_by_id.golongan = {{ golongan_in_text(name) }}, false)
        and not coalesce({{ name }}_by_number.golongan = {{ golongan_in_text(name) }}, false)
        and not coalesce({{ name }}_by_id.golongan like {{ golongan_in_text(name) }} || '/%', false)
    )
)
{%- endmacro %}

{# An id in no list. No list of PPPK ids is known: beside a PPPK golongan any id is taken. #}
{% macro golongan_id_is_unknown(relation, name) -%}
(
    {{ relation }}.{{ name }}_id is not null
    and coalesce({{ name }}_by_id.golongan, {{ name }}_by_number.golongan) is null
    and coalesce({{ name }}_by_code.scheme, 'PNS') = 'PNS'
)
{%- endmacro %}
