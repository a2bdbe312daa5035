{# The text with blanks of every kind made one, none at the ends; null where nothing is left or only a dash stands. #}
{% macro filled(text) -%}
nullif(nullif(trim(
    {#- Few texts hold such a blank or two in a row, and looking for one takes a third of the time of replacing them. #}
    case
        when {{ regexp_like(text, "'[' || " ~ odd_blanks() ~ " || " ~ unseen_characters() ~ " || ']|  '") }}
            then {{ regexp_replace_all(
                "translate(" ~ text ~ ", " ~ odd_blanks() ~ " || " ~ unseen_characters() ~ ", '     ')", "' +'", "' '"
            ) }}
        else {{ text }}
    end
), ''), '-')
{%- endmacro %}

{# A path of places, "A | B | C": one blank around each bar, no dash in front of a place, the first place once. #}
{% macro place_path(path) -%}
{%- set parts = regexp_replace_all(regexp_replace_all("' | ' || " ~ path, "' *[|] *'", "' | '"), "'[|] - *'", "'| '") -%}
case
    when split_part({{ parts }}, ' | ', 2) = split_part({{ parts }}, ' | ', 3)
        then substr({{ parts }}, 7 + length(split_part({{ parts }}, ' | ', 2)))
    else substr({{ parts }}, 4)
end
{%- endmacro %}

{# Ids are hex or UUID in either case: they are compared in lower case. #}
{% macro filled_id(text) -%}
lower({{ filled(text) }})
{%- endmacro %}

{# Upper-case letters and digits only: the form in which spellings are looked up. #}
{% macro spelling_key(text) -%}
{{ regexp_replace_all("upper(" ~ text ~ ")", "'[^A-Z0-9]'", "''") }}
{%- endmacro %}

{# Yes and no: 1/0, true/false, ya/tidak. #}
{% macro to_boolean(text) -%}
case
    when upper({{ text }}) in ('1', 'TRUE', 'T', 'YA', 'Y') then true
    when upper({{ text }}) in ('0', 'FALSE', 'F', 'TIDAK', 'N') then false
end
{%- endmacro %}

{# Yes and no as local lists write them, where T is tidak: the services write F for no and T for yes. #}
{% macro to_yes_no(text) -%}
case
    when upper({{ text }}) in ('1', 'YA', 'Y', 'TRUE') then true
    when upper({{ text }}) in ('0', 'TIDAK', 'T', 'N', 'FALSE') then false
end
{%- endmacro %}

{# M or F, from M/F, L/P and the words; a single P is perempuan. #}
{% macro to_sex(text) -%}
case
    when upper({{ text }}) in ('M', 'L', 'LAKI-LAKI', 'LAKI LAKI', 'PRIA') then 'M'
    when upper({{ text }}) in ('F', 'P', 'PEREMPUAN', 'WANITA') then 'F'
end
{%- endmacro %}

{# The form in which certificate numbers of two sources are compared: their blanks differ. #}
{% macro certificate_key(number) -%}
replace(upper({{ number }}), ' ', '')
{%- endmacro %}
