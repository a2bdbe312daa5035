{# A decimal with a point or a comma; null in any other form or where it does not fit. Where fewer than three decimals are
   kept, 1.500 may be one and a half or fifteen hundred: it is not read. #}
{% macro to_decimal(text, precision, scale) -%}
case
    {%- if scale < 3 %}
    when {{ may_be_thousands(text) }} then null
    {%- endif %}
    when {{ regexp_like(text, "'^[+-]?[0-9]+([.,][0-9]+)?$'") }}
        then {{ try_cast_to("replace(" ~ text ~ ", ',', '.')", "decimal(" ~ precision ~ ", " ~ scale ~ ")") }}
end
{%- endmacro %}

{# A point before the last three of four to six digits, as thousands are written here. #}
{% macro may_be_thousands(text) -%}
{{ regexp_like(text, "'^[+-]?[1-9][0-9]{0,2}[.][0-9]{3}$'") }}
{%- endmacro %}

{# A whole number; a fraction of zeros is allowed, unless it may be thousands. #}
{% macro to_integer(text) -%}
case
    when {{ may_be_thousands(text) }} then null
    when {{ regexp_like(text, "'^[+-]?[0-9]+([.,]0+)?$'") }}
        then {{ try_cast_to(regexp_group(text, "'^([+-]?[0-9]+)'", 1), 'integer') }}
end
{%- endmacro %}

{# Rupiah: 'Rp' in front and points between thousands are taken away; one group alone is a fraction. #}
{% macro to_rupiah(text) -%}
case
    when {{ regexp_like(text, "'^([Rr][Pp][.]?) ?[0-9]{1,3}([.][0-9]{3})+(,[0-9]+)?$'") }}
        or {{ regexp_like(text, "'^[0-9]{1,3}([.][0-9]{3}){2,}(,[0-9]+)?$'") }}
        then {{ try_cast_to(
            "replace(replace(" ~ regexp_replace_all(text, "'^[Rr][Pp][.]? ?'", "''") ~ ", '.', ''), ',', '.')", "decimal(18, 2)"
        ) }}
    else {{ try_cast_to(to_decimal(regexp_replace_all(text, "'^[Rr][Pp][.]? ?'", "''"), 18, 4), "decimal(18, 2)") }}
end
{%- endmacro %}
