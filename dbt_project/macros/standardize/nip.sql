{# Digits of a NIP or NIK: blanks, dots and apostrophes are taken away; null where nothing is left.
   Nothing is ever made up: scientific notation or 17 digits stay malformed. #}
{% macro identifier_digits(text) -%}
case
    when {{ regexp_like(text, "'^[0-9]+$'") }} then {{ text }}
    else nullif(translate(
        {{ text }}, ' .''`' || chr(180) || {{ odd_blanks() }} || {{ right_quote() }} || {{ unseen_characters() }}, ''
    ), '')
end
{%- endmacro %}

{# Why the digits are no person's number, null where they are one. PNS: month 01 to 12 in place 13-14; PPPK: contract
   code 20 to 99 there. The serial starts at 001; nobody is appointed before birth. #}
{% macro nip_problem(digits) -%}
case
    when {{ digits }} is null then 'nip_missing'
    when not {{ regexp_like(digits, "'^[0-9]{18}$'") }} then 'nip_malformed'
    when
        substr({{ digits }}, 1, 4) < '1940'
        or {{ try_cast_to(
            "(substr(" ~ digits ~ ", 1, 4) || '-' || substr(" ~ digits ~ ", 5, 2) || '-' || substr(" ~ digits ~ ", 7, 2))", 'date'
        ) }} is null
        or substr({{ digits }}, 9, 4) <= substr({{ digits }}, 1, 4)
        or substr({{ digits }}, 9, 4) > '2100'
        or not (substr({{ digits }}, 13, 2) between '01' and '12' or substr({{ digits }}, 13, 2) between '20' and '99')
        or substr({{ digits }}, 15, 1) not in ('1', '2')
        or substr({{ digits }}, 16, 3) = '000'
        then 'nip_invalid'
end
{%- endmacro %}

{# The birth date that a person's number carries. #}
{% macro number_birth_date(nip) -%}
{{ date_from_day_month_year(
    "substr(" ~ nip ~ ", 7, 2) || '-' || substr(" ~ nip ~ ", 5, 2) || '-' || substr(" ~ nip ~ ", 1, 4)"
) }}
{%- endmacro %}

{# The sex that it carries: M or F. #}
{% macro number_sex(nip) -%}
case substr({{ nip }}, 15, 1) when '1' then 'M' when '2' then 'F' end
{%- endmacro %}

{# The typographic apostrophe that word processors write. #}
{% macro right_quote() %}{{ adapter.dispatch('right_quote')() }}{% endmacro %}
{% macro default__right_quote() -%}
chr(8217)
{%- endmacro %}
{% macro spark__right_quote() -%}
'\u2019'
{%- endmacro %}

{# True where the file held a number, not a text, in this column. #}
{% macro is_numeric_cell(column) -%}
coalesce({{ json_field('_cell_types', column) }} = 'number', false)
{%- endmacro %}

{# Recorded answers. The number that was asked, and the one that the record carries, as digits; `own` is the column of
   the latter, none where records carry none. `identifiers` are further columns with numbers of other persons. #}
{% macro asked_person(own=none, identifiers=[]) -%}
{{ identifier_digits('_asked_nip') }} as asked_digits,
{{ is_numeric_cell('_asked_nip') }} as is_asked_numeric,
{% if own -%}
{{ identifier_digits(own) }} as own_digits,
{{ is_numeric_cell(own) }} as is_own_numeric,
{% endif -%}
{% for column in ['_asked_nip'] + ([own] if own else []) + identifiers -%}
{{ is_numeric_cell(column) }}{{ ' or ' if not loop.last }}
{%- endfor %} as has_numeric_identifier
{%- endmacro %}

{# The person of a row: the digits, if they came as text and are a number. #}
{% macro usable_nip(digits, is_numeric) -%}
case when not {{ is_numeric }} and {{ nip_problem(digits) }} is null then {{ digits }} end
{%- endmacro %}

{# Reason code -> condition, for the columns of asked_person; `own` as there. A numeric cell has the one reason,
   whatever it shows. #}
{% macro asked_person_rules(own=none) -%}
{%- set own_is_malformed = ' or (not is_own_numeric and own_digits is not null and not '
    ~ regexp_like('own_digits', "'^[0-9]{18}$'") ~ ')' -%}
{%- set found = {
    'numeric_identifier': 'has_numeric_identifier',
    'nip_missing': "not is_asked_numeric and asked_problem = 'nip_missing'",
    'nip_malformed': "(not is_asked_numeric and asked_problem = 'nip_malformed')" ~ (own_is_malformed if own else ''),
    'nip_invalid': "not is_asked_numeric and asked_problem = 'nip_invalid'",
} -%}
{%- if own -%}
    {%- do found.update({
        'nip_mismatch': "not is_own_numeric and nip is not null and own_digits <> nip and "
            ~ regexp_like('own_digits', "'^[0-9]{18}$'")
    }) -%}
{%- endif -%}
{{ return(found) }}
{%- endmacro %}

{# The columns that follow from those of asked_person. #}
{% macro asked_person_read() -%}
{{ usable_nip('asked_digits', 'is_asked_numeric') }} as nip,
{{ nip_problem('asked_digits') }} as asked_problem
{%- endmacro %}

{# Local lists and exports. The number in the column `column` of a file (`landed`), and what follows from it. #}
{% macro listed_person(column, quoted=none) -%}
{{ identifier_digits(quoted or column) }} as nip_digits,
{{ is_numeric_cell(column) }} as is_nip_numeric
{%- endmacro %}

{% macro listed_person_read() -%}
{{ usable_nip('landed.nip_digits', 'landed.is_nip_numeric') }} as nip,
case when not landed.is_nip_numeric then {{ nip_problem('landed.nip_digits') }} end as nip_problem
{%- endmacro %}

{# A line printed under a table (a total, a note, a signature): no number where the person's should be, and nothing in the
   columns that every row fills. #}
{% macro is_footnote(columns) -%}
(
    (nip_digits is null or not {{ regexp_like('nip_digits', "'^[0-9]'") }})
    {%- for column in columns %} and {{ column }} is null{% endfor %}
)
{%- endmacro %}

{# Reason code -> condition, for the columns of listed_person. #}
{% macro listed_person_rules() -%}
{{ return({
    'nip_missing': "nip_problem = 'nip_missing'",
    'nip_malformed': "nip_problem = 'nip_malformed'",
    'nip_invalid': "nip_problem = 'nip_invalid'",
    'numeric_identifier': 'is_nip_numeric',
}) }}
{%- endmacro %}
