{# The text of a date, null for the sources' ways of saying "no date". #}
{% macro filled_date(text) -%}
nullif({{ regexp_replace_all(
    filled(text), "'^(01[-/.]01[-/.]0001|0001[-/]01[-/]01|00[-/.]00[-/.]0000|0000[-/]00[-/]00)([T ].*)?$'", "''"
) }}, '')
{%- endmacro %}

{# A date in any of the known forms, null otherwise: day before month with - / or a point between, yyyy-MM-dd, day month-name
   year. A time of day beside it is left out, midnight or not: the day is the one written. An instant told in UTC is the day
   in Jakarta (2022-03-31T17:00:00Z or +00:00 is 1 April). A clock of AM and PM is an American's, whose month comes first:
   not read. Only years 1900 to 2100 are believed. #}
{% macro to_date(text) -%}
{%- set year = '(19[0-9]{2}|20[0-9]{2}|2100)' -%}
{%- set utc = '(Z|[+-]00:?00)' -%}
{%- set clock = '[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?' -%}
{%- set day_first = '[0-9]{1,2}[-/.][0-9]{1,2}[-/.]' ~ year -%}
case
    when {{ regexp_like(text, "'^" ~ day_first ~ "$'") }}
        then {{ date_from_day_month_year("translate(" ~ text ~ ", '/.', '--')") }}
    when {{ regexp_like(text, "'^" ~ year ~ "-[0-9]{2}-[0-9]{2}" ~ clock ~ utc ~ "$'") }}
        then {{ jakarta_date(try_to_timestamp(regexp_replace_all(text, "'" ~ utc ~ "$'", "''"))) }}
    when {{ regexp_like(text, "'^" ~ year ~ "[-/][0-9]{2}[-/][0-9]{2}(" ~ clock ~ "([+-][0-9]{2}:?[0-9]{2})?)?$'") }}
        then {{ try_cast_to("replace(substr(" ~ text ~ ", 1, 10), '/', '-')", 'date') }}
    when {{ regexp_like(text, "'^" ~ day_first ~ clock ~ "$'") }}
        then {{ date_from_day_month_year("translate(" ~ regexp_group(text, "'^([-/.0-9]+)'", 1) ~ ", '/.', '--')") }}
    when {{ regexp_like(text, "'^[0-9]{1,2}[ -][A-Za-z]{3,9}[ -]" ~ year ~ "(" ~ clock ~ ")?$'") }}
        then {{ date_from_day_month_year(
            regexp_group(text, "'^([0-9]{1,2})[ -]'", 1) ~ " || '-' || "
            ~ month_number(regexp_group(text, "'[ -]([A-Za-z]{3,9})[ -]'", 1))
            ~ " || '-' || " ~ regexp_group(text, "'[A-Za-z][ -]([0-9]{4})'", 1)
        ) }}
end
{%- endmacro %}

{# The form in which a date is written, for counting; null where there is none. #}
{% macro date_form(text) -%}
case
    when {{ text }} is null then null
    when {{ to_date(text) }} is null then 'unreadable'
    when {{ regexp_like(text, "'^[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}$'") }} then 'dd-MM-yyyy'
    when {{ regexp_like(text, "'^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}$'") }} then 'dd/MM/yyyy'
    when {{ regexp_like(text, "'^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}$'") }} then 'dd.MM.yyyy'
    when {{ regexp_like(text, "'^[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}$'") }} then 'yyyy-MM-dd'
    when {{ regexp_like(text, "':'") }} then 'timestamp'
    else 'month name'
end
{%- endmacro %}

{# True where day and month could be exchanged and give another day: the source might have meant that one. #}
{% macro date_is_ambiguous(text) -%}
coalesce(
    {{ regexp_like(text, "'^0?([1-9]|1[0-2])[-/.]0?([1-9]|1[0-2])[-/.][0-9]{4}([T ][0-9:.]+)?$'") }}
    and {{ regexp_group(text, "'^0?([0-9]{1,2})[-/.]'", 1) }} <> {{ regexp_group(text, "'[-/.]0?([0-9]{1,2})[-/.]'", 1) }},
    false
)
{%- endmacro %}

{# Indonesian and English names of months, whole or short. #}
{% macro month_number(name) -%}
case substr(lower({{ name }}), 1, 3)
    {%- for names in [
        ['jan'], ['feb', 'peb'], ['mar'], ['apr'], ['mei', 'may'], ['jun'], ['jul'], ['agu', 'ags', 'agt', 'aug'], ['sep'],
        ['okt', 'oct'], ['nov', 'nop'], ['des', 'dec']
    ] %}
    {%- set number = loop.index %}
    {%- for name in names %} when '{{ name }}' then '{{ number }}'{% endfor %}
    {%- endfor %}
end
{%- endmacro %}

{# Four digits between 1900 and 2100. #}
{% macro to_year(text) -%}
case
    when {{ regexp_like(text, "'^(19[0-9]{2}|20[0-9]{2}|2100)$'") }} then cast({{ text }} as integer)
end
{%- endmacro %}

{# A time of day as HH:MM, from 7:30, 07.30 or 07:30:00; null where it cannot be. #}
{% macro to_time(text) -%}
case
    when {{ regexp_like(text, "'^([01]?[0-9]|2[0-3])[:.][0-5][0-9]([:.][0-5][0-9])?$'") }}
        then
            lpad({{ regexp_group(text, "'^([0-9]{1,2})[:.]'", 1) }}, 2, '0') || ':'
            || {{ regexp_group(text, "'^[0-9]{1,2}[:.]([0-9]{2})'", 1) }}
end
{%- endmacro %}

{# Minutes since midnight of a time as HH:MM. #}
{% macro minutes_of(time) -%}
(60 * cast(substr({{ time }}, 1, 2) as integer) + cast(substr({{ time }}, 4, 2) as integer))
{%- endmacro %}
