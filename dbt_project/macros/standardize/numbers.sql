{# A decimal with a point or a comma; null in any other form or where it does not fit. #}
{% macro to_decimal(text, precision, scale) -%}
case
    when {{ regexp_like(text, "'^[+-]?[0-9]+([.,][0-9]+)?$'") }}
        then {{ try_cast_to("replace(" ~ text ~ ", ',', '.')", "decimal(" ~ precision ~ ", " ~ scale ~ ")") }}
end
{%- endmacro %}

{# A whole number; a fraction of zeros is allowed. #}
{% macro to_integer(text) -%}
case
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
    else {{ to_decimal(regexp_replace_all(text, "'^[Rr][Pp][.]? ?'", "''"), 18, 2) }}
end
{%- endmacro %}
